import { type Training, withBatchSize } from "../config/training.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { StartTraces } from "./predictor.ts";
import type { TraceSession } from "./traced-cards.ts";
import { trainingKey } from "./training-key.ts";

/**
 * Traces that are open for one training, lent to its variants: a process that has imported PyTorch and built the model
 * answers another batch size without doing so again.
 */
export class LentTraces {
  readonly #start: StartTraces;
  readonly #open = new Map<string, TraceSession>();

  constructor(start: StartTraces) {
    this.#start = start;
  }

  /** What is started is lent until it is ended. */
  readonly start: StartTraces = (training, device) => {
    const key = keyOf(training, device);
    const session = this.#start(training, device);
    this.#open.set(key, session);
    const end = () => {
      this.#open.delete(key);
      return session.end();
    };
    return { at: session.at, end };
  };

  /** What is open for the training, whatever its batch size; else what is started for it, and ended by who asks. */
  readonly borrow: StartTraces = (training, device) => {
    const session = this.#open.get(keyOf(training, device));
    return session === undefined ? this.#start(training, device) : { at: session.at, end: () => Promise.resolve() };
  };
}

function keyOf(training: Training, device: CudaDevice): string {
  return trainingKey(withBatchSize(training, 1), device);
}
