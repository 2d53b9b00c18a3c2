import type { CheckPorts } from "../commands/check-ports.ts";
import type { Training } from "../config/training.ts";
import type { NotMeasured } from "../measure/measurement.ts";
import type { TraceAnswer } from "../predict/traced-engine.ts";
import type { RecordedTraining } from "./document.ts";
import { unpacked } from "./packed.ts";
import { replayable } from "./replayable.ts";
import { measureQuestion, traceQuestion } from "./question.ts";

/** What a job has left of a training. */
export type Left = { readonly kind: "answers"; readonly training: RecordedTraining };

/** Where a job has left nothing of a training, why: what comes behind the words for the job. */
export type Nothing = { readonly kind: "nothing"; readonly why: string };

/** What there is of a training, from two jobs. */
export type Recorded = {
  /** Of the job that measured it, or why it was not measured: recordings have no say in whether it might be. */
  readonly measured: Left | NotMeasured;
  readonly planned: Left | Nothing;
};

/** Ports that answer from recordings: nothing runs here, and whatever was not answered is not known. */
export function playedPorts(of: (name: string) => Recorded): CheckPorts {
  const all = ({ name }: Training): RecordedTraining[] => {
    const { measured, planned } = of(name);
    return [measured, planned].flatMap((left) => (left.kind === "answers" ? [left.training] : []));
  };
  return {
    lanes: 1,
    runnerGpu: async (training) => all(training)[0]?.runner_gpu ?? undefined,
    calibration: { known: async (training) => all(training)[0]?.calibration ?? [], keep: async () => {} },
    measure: async (training, _, limit) => {
      const { measured } = of(training.name);
      if (measured.kind === "not-measured") return measured;
      const question = await measureQuestion(training, limit);
      const found = measured.training.measurements.find((each) => each.question === question)?.answer;
      if (found === undefined) return noAnswer("was asked something else: its config is not the one of this commit");
      return found.kind === "measured" ? { ...found, recording: undefined } : found;
    },
    trace: (training, device) => ({
      at: async (batchSize) => {
        const question = await traceQuestion(training, device, batchSize);
        const traces = all(training).flatMap(({ traces: each }) => each);
        const found = traces.find((each) => each.question === question)?.answer;
        if (found === undefined) return notTraced(of(training.name));
        return found.kind === "failed" ? found : replayable(await unpacked(found.packed), device);
      },
      end: async () => {},
    }),
  };
}

/** A job that measures and `why` there is nothing from it leave the verdict open. */
export function noAnswer(why: string): NotMeasured {
  return { kind: "not-measured", reason: "no-answer", detail: `the job that measures it ${why}` };
}

function notTraced({ planned }: Recorded): TraceAnswer {
  if (planned.kind === "nothing") {
    const advice = "look at the job that plans it: run it again";
    return { kind: "failed", detail: `the job that plans it ${planned.why}`, advice };
  }
  return {
    kind: "failed",
    detail: "no job has traced it as the config of this commit asks",
    advice: "let the jobs that plan and measure check the pull request's head out",
  };
}
