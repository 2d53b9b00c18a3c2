import type { CheckPorts } from "../commands/check-ports.ts";
import type { TraceSession } from "../commands/traced-cards.ts";
import type { TraceAnswer } from "../predict/traced-engine.ts";
import { type Answers, recordable, type RecordedTrace, type RecordedTraining } from "./document.ts";
import { packed } from "./packed.ts";
import { measureQuestion, traceQuestion } from "./question.ts";

export type Recording = {
  /** The same ports, which also write down what they answer. */
  readonly ports: CheckPorts;
  /** What was answered until now. */
  readonly answers: () => Answers;
};

/** Records what a check is told, so that another job, which has neither card nor code, can work it out again. */
export function recording(ports: CheckPorts): Recording {
  const trainings = new Map<string, RecordedTraining>();
  const of = (name: string): RecordedTraining => {
    const known = trainings.get(name) ?? { name, runner_gpu: null, calibration: [], measurements: [], traces: [] };
    trainings.set(name, known);
    return known;
  };
  const recorded: CheckPorts = {
    lanes: ports.lanes,
    runnerGpu: async (training) => {
      const gpu = await ports.runnerGpu(training);
      of(training.name).runner_gpu = gpu === undefined ? null : { ...gpu };
      return gpu;
    },
    calibration: {
      known: async (training) => {
        const known = await ports.calibration.known(training);
        of(training.name).calibration = [...known];
        return known;
      },
      keep: ports.calibration.keep,
    },
    measure: async (training, workspace, limit) => {
      const measurement = await ports.measure(training, workspace, limit);
      const answer = recordable(measurement);
      const question = await measureQuestion(training, limit);
      if (answer !== undefined) of(training.name).measurements.push({ question, answer });
      return measurement;
    },
    trace: (training, device, workspace): TraceSession => {
      const session = ports.trace(training, device, workspace);
      return {
        at: async (batchSize) => {
          const answer = await session.at(batchSize);
          const question = await traceQuestion(training, device, batchSize);
          of(training.name).traces.push({ question, answer: await recordedTrace(answer) });
          return answer;
        },
        end: session.end,
      };
    },
  };
  return { ports: recorded, answers: () => ({ schema: "vram-budget/answers@1", trainings: [...trainings.values()] }) };
}

async function recordedTrace(answer: TraceAnswer): Promise<RecordedTrace> {
  return answer.kind === "failed" ? answer : { kind: "answered", packed: await packed(answer.trace) };
}
