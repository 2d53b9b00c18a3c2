import { type DescribedTraining, described, type Training } from "../config/training.ts";
import type { Bytes } from "../memory/bytes.ts";
import { amongProcesses } from "../memory/communicator.ts";
import type { CudaDevice, Device } from "../memory/device.ts";
import type { BatchAdvice, BatchRow } from "../predict/batch-advice.ts";
import { BatchTraces } from "../predict/batch-traces.ts";
import { batchAdvice, batchRows, predict } from "../predict/predict.ts";
import type { Prediction } from "../predict/prediction.ts";
import { tracedAdvice, tracedRows } from "../predict/traced-batches.ts";
import { type AskTrace, asTraced, checkedTraces, predictTraced, type TraceAt } from "../predict/traced-engine.ts";

/** Traces one training for one card. Runs the model's code, until the end. */
export type TraceSession = { readonly at: AskTrace; readonly end: () => Promise<void> };

export type TrainingPredictor = Pick<Predictor, "prediction" | "advice" | "rows" | "end">;

/** A command is predicted where the config describes what it trains. */
export function predictorOf(
  training: Training,
  allocConf: string,
  trace: (training: DescribedTraining, device: CudaDevice) => TraceSession,
): TrainingPredictor {
  const known = described(training);
  return known === undefined ? notPredicted(training) : new Predictor(known, allocConf, trace);
}

function notPredicted({ place }: Training): TrainingPredictor {
  const what = "run: what a command trains is measured, not predicted";
  const advice = "measure it on a runner with this card, or describe its model beside it";
  return {
    prediction: async () => ({ kind: "unknown", model: undefined, reasons: [{ place, what, advice }] }),
    advice: async () => undefined,
    rows: async () => [],
    end: async () => {},
  };
}

/** A card as it is for one process of the training, and the traces for it. */
type Card = { readonly device: CudaDevice; readonly traceAt: TraceAt; readonly batches: BatchTraces };

/**
 * Predicts one described training: from the config alone where that is enough, else by running its code under fake tensors, for a
 * card. `end()` when all is asked.
 */
export class Predictor {
  readonly #training: DescribedTraining;
  readonly #allocConf: string;
  readonly #trace: (training: DescribedTraining, device: CudaDevice) => TraceSession;
  readonly #sessions: TraceSession[] = [];
  readonly #cards = new Map<string, Card>();

  constructor(
    training: DescribedTraining,
    allocConf: string,
    trace: (training: DescribedTraining, device: CudaDevice) => TraceSession,
  ) {
    this.#training = training;
    this.#allocConf = allocConf;
    this.#trace = trace;
  }

  async prediction(device: Device): Promise<Prediction> {
    const plain = predict(this.#training, device, this.#allocConf);
    if (plain.kind === "predicted" || device.kind === "cpu") return plain;
    const card = this.#card(device);
    const traced = await predictTraced(card.traceAt, this.#training, card.device, this.#allocConf);
    if (traced.kind === "predicted" || this.#training.model.kind === "callable") return traced;
    return { ...plain, reasons: [...plain.reasons, ...traced.reasons] };
  }

  /** The largest batch within `limit`, by the engine that made `prediction`. */
  async advice(prediction: Prediction, device: CudaDevice, limit: Bytes): Promise<BatchAdvice | undefined> {
    if (prediction.kind === "unknown") return undefined;
    if (prediction.engine === "layers") return batchAdvice(this.#training, device, limit, this.#allocConf);
    return tracedAdvice(this.#card(device).batches, limit, this.#training.batch_size);
  }

  /** What the training needs at each of `batches`, ascending, by the engine that made `prediction`. */
  async rows(prediction: Prediction, device: CudaDevice, batches: readonly number[]): Promise<BatchRow[]> {
    if (prediction.kind === "predicted" && prediction.engine === "layers") {
      return batchRows(this.#training, device, batches, this.#allocConf);
    }
    return tracedRows(this.#card(device).batches, batches);
  }

  async end(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.end()));
  }

  /** The budget's card and the one that was measured are often the same: it is traced for once. */
  #card(device: CudaDevice): Card {
    const key = JSON.stringify(device);
    const before = this.#cards.get(key);
    if (before !== undefined) return before;
    const session = this.#trace(asTraced(this.#training), device);
    this.#sessions.push(session);
    const traceAt = checkedTraces(session.at);
    const ownDevice = this.#training.distributed === undefined ? device : amongProcesses(device);
    const card = { device: ownDevice, traceAt, batches: new BatchTraces(traceAt, ownDevice, this.#allocConf) };
    this.#cards.set(key, card);
    return card;
  }
}
