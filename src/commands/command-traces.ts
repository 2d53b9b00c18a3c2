import { type CommandTraining, commandAt } from "../config/training.ts";
import { TRAINING_STEPS } from "../predict/layers/step.ts";
import type { AttachedAnswer, AttachRequest } from "../probe/attached.ts";
import type { Card } from "../probe/protocol.ts";
import type { AskTrace } from "../predict/traced-engine.ts";

/** Runs a command with the probe in it and gives what it traced, not yet checked. */
export type RunTraced = (command: string, request: AttachRequest) => Promise<AttachedAnswer>;

/** One run of the command for each batch size: the first steps, as many as of a model that the config describes. */
export function commandTraces(run: RunTraced, training: CommandTraining, card: Card): AskTrace {
  return async (batch_size) => {
    const answer = await run(commandAt(training, batch_size), {
      schema: "vram-budget/attach@1",
      steps: TRAINING_STEPS,
      warmup: 0,
      folder: training.folder,
      explain: false,
      cards: [],
      trace: { card, batch_size },
    });
    if (answer.kind === "answered") return { kind: "answered", trace: answer.trace };
    const { detail, advice } = answer;
    return { kind: "failed", detail: detail.split("\n")[0] ?? "", advice };
  };
}
