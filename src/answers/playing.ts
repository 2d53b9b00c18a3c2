import type { CheckPorts } from "../commands/check.ts";
import type { Training } from "../config/training.ts";
import type { NotMeasured } from "../measure/measurement.ts";
import type { TraceAnswer } from "../predict/traced-engine.ts";
import type { RecordedTraining } from "./document.ts";
import { replayable } from "./replayable.ts";
import { measureQuestion, traceQuestion } from "./question.ts";

/** What there is of a training, from two jobs. */
export type Recorded = {
  /** Of the job that measured it; undefined where that left nothing. */
  readonly measured: RecordedTraining | undefined;
  /** Of the job that planned it. */
  readonly planned: RecordedTraining | undefined;
};

export type Playing = {
  readonly of: (name: string) => Recorded;
  /** Why a training must not have been measured; undefined where it may. Recordings have no say in it. */
  readonly refused: NotMeasured | undefined;
};

/** Ports that answer from recordings: nothing runs here, and whatever was not answered is not known. */
export function playedPorts({ of, refused }: Playing): CheckPorts {
  const first = ({ name }: Training): RecordedTraining | undefined => {
    const { measured, planned } = of(name);
    return measured ?? planned;
  };
  return {
    lanes: 1,
    runnerGpu: async (training) => first(training)?.runner_gpu ?? undefined,
    calibration: { known: async (training) => first(training)?.calibration ?? [], keep: async () => {} },
    measure: async (training, _, limit) => {
      if (refused !== undefined) return refused;
      const { measured } = of(training.name);
      const question = await measureQuestion(training, limit);
      const found = measured?.measurements.find((each) => each.question === question)?.answer;
      if (found === undefined) return noAnswer(measured);
      return found.kind === "measured" ? { ...found, recording: undefined } : found;
    },
    trace: (training, device) => ({
      at: async (batchSize) => {
        const question = await traceQuestion(training, device, batchSize);
        const { measured, planned } = of(training.name);
        const traces = [...(measured?.traces ?? []), ...(planned?.traces ?? [])];
        const found = traces.find((each) => each.question === question)?.answer;
        return found === undefined ? NOT_TRACED : replayable(found, device);
      },
      end: async () => {},
    }),
  };
}

function noAnswer(measured: RecordedTraining | undefined): NotMeasured {
  const detail =
    measured === undefined
      ? "the job that measures it left no answer: it ended before, or has not begun"
      : "the job that measured it was asked something else: its config is not the one of this commit";
  return { kind: "not-measured", reason: "no-answer", detail };
}

const NOT_TRACED: TraceAnswer = {
  kind: "failed",
  detail: "no job has traced it as the config of this commit asks",
  advice: "let the jobs that plan and measure check the pull request's head out",
};
