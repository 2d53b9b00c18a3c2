import type { DescribedTraining, Training } from "../config/training.ts";
import type { Bytes } from "../memory/bytes.ts";
import { amongProcesses } from "../memory/communicator.ts";
import type { CudaDevice, Device } from "../memory/device.ts";
import type { BatchAdvice, BatchRow } from "../predict/batch-advice.ts";
import { batchAdvice, batchRows, predict } from "../predict/predict.ts";
import type { Prediction } from "../predict/prediction.ts";
import { tracedAdvice, tracedRows } from "../predict/traced-batches.ts";
import { asTraced, predictTraced } from "../predict/traced-engine.ts";
import { CommandPredictor } from "./command-predictor.ts";
import { TracedCards, type TraceSession } from "./traced-cards.ts";

export type TrainingPredictor = Pick<Predictor, "prediction" | "advice" | "rows" | "end">;

/** Starts what traces a training for a card. */
export type StartTraces = (training: Training, device: CudaDevice) => TraceSession;

/** A command is predicted by its description where the config has one, else by running it. */
export function predictorOf(training: Training, allocConf: string, trace: StartTraces): TrainingPredictor {
  if (training.kind === "described") return new Predictor(training, allocConf, trace);
  if (training.described !== undefined) return new Predictor(training.described, allocConf, trace);
  return new CommandPredictor(training, allocConf, (device) => trace(training, device));
}

/** One prediction, and nothing of it stays running. */
export async function predictedOnce(
  training: Training,
  device: CudaDevice,
  allocConf: string,
  trace: StartTraces,
): Promise<Prediction> {
  const predictor = predictorOf(training, allocConf, trace);
  try {
    return await predictor.prediction(device);
  } finally {
    await predictor.end();
  }
}

/**
 * Predicts one described training: from the config alone where that is enough, else by running its code under fake tensors, for a
 * card. `end()` when all is asked.
 */
export class Predictor {
  readonly #training: DescribedTraining;
  readonly #allocConf: string;
  readonly #cards: TracedCards;

  constructor(training: DescribedTraining, allocConf: string, trace: StartTraces) {
    this.#training = training;
    this.#allocConf = allocConf;
    this.#cards = new TracedCards({
      start: (device) => trace(asTraced(training), device),
      allocConf,
      ...(training.distributed === undefined ? {} : { forOne: amongProcesses }),
    });
  }

  async prediction(device: Device): Promise<Prediction> {
    const plain = predict(this.#training, device, this.#allocConf);
    if (plain.kind === "predicted" || device.kind === "cpu") return plain;
    const card = this.#cards.on(device);
    const traced = await predictTraced(card.traceAt, this.#training, card.device, this.#allocConf);
    if (traced.kind === "predicted" || this.#training.model.kind === "callable") return traced;
    return { ...plain, reasons: [...plain.reasons, ...traced.reasons] };
  }

  /** The largest batch within `limit`, by the engine that made `prediction`. */
  async advice(prediction: Prediction, device: CudaDevice, limit: Bytes): Promise<BatchAdvice | undefined> {
    if (prediction.kind === "unknown") return undefined;
    if (prediction.engine === "layers") return batchAdvice(this.#training, device, limit, this.#allocConf);
    return tracedAdvice(this.#cards.on(device).batches, limit, this.#training.batch_size);
  }

  /** What the training needs at each of `batches`, ascending, by the engine that made `prediction`. */
  async rows(prediction: Prediction, device: CudaDevice, batches: readonly number[]): Promise<BatchRow[]> {
    if (prediction.kind === "predicted" && prediction.engine === "layers") {
      return batchRows(this.#training, device, batches, this.#allocConf);
    }
    return tracedRows(this.#cards.on(device).batches, batches);
  }

  end(): Promise<void> {
    return this.#cards.end();
  }
}
