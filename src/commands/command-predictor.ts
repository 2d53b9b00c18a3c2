import { type CommandTraining, takesBatch } from "../config/training.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { CudaDevice, Device } from "../memory/device.ts";
import type { BatchAdvice, BatchRow } from "../predict/batch-advice.ts";
import type { Prediction } from "../predict/prediction.ts";
import { growingTraces } from "../predict/growing-traces.ts";
import { tracedAdvice, tracedRows } from "../predict/traced-batches.ts";
import { predictCommand, type TraceAt } from "../predict/traced-engine.ts";
import { TracedCards, type TraceSession } from "./traced-cards.ts";

/** Predicts a command that the config does not describe, by running it under fake tensors. `end()` when all is asked. */
export class CommandPredictor {
  readonly #training: CommandTraining;
  readonly #allocConf: string;
  readonly #cards: TracedCards;

  constructor(training: CommandTraining, allocConf: string, trace: (device: CudaDevice) => TraceSession) {
    this.#training = training;
    this.#allocConf = allocConf;
    const believed = (traceAt: TraceAt) => growingTraces(traceAt, training.batch_size);
    this.#cards = new TracedCards({ start: trace, allocConf, believed });
  }

  async prediction(device: Device): Promise<Prediction> {
    if (device.kind === "cuda") {
      return predictCommand(this.#cards.on(device).traceAt, this.#training, device, this.#allocConf);
    }
    const what = "run: a command is predicted for a card, not for the CPU";
    const advice = "name a card, as `device: l4`, or describe its model beside it";
    return { kind: "unknown", model: undefined, reasons: [{ place: this.#training.place, what, advice }] };
  }

  /** The largest batch within `limit`, where the command is told its batch. */
  async advice(prediction: Prediction, device: CudaDevice, limit: Bytes): Promise<BatchAdvice | undefined> {
    const { batch_size } = this.#training;
    if (prediction.kind === "unknown" || batch_size === undefined || !takesBatch(this.#training.run)) return undefined;
    return tracedAdvice(this.#cards.on(device).batches, limit, batch_size);
  }

  /** What the training needs at each of `batches`, ascending. */
  async rows(_: Prediction, device: CudaDevice, batches: readonly number[]): Promise<BatchRow[]> {
    if (takesBatch(this.#training.run)) return tracedRows(this.#cards.on(device).batches, batches);
    const what = "the command has no {batch_size} by which it is told its batch";
    return batches.map((batch_size) => ({ batch_size, kind: "unknown", what }));
  }

  end(): Promise<void> {
    return this.#cards.end();
  }
}
