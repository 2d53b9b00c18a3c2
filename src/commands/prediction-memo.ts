import type { Training } from "../config/training.ts";
import { formatProblem } from "../config/problem.ts";
import type { ParsedTraining } from "../config/training-source.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { Profile } from "../memory/profile.ts";
import type { Prediction } from "../predict/prediction.ts";
import { trainingKey } from "./training-key.ts";

/** What values of a training's keys come to. */
export type FoundProfile =
  | { readonly kind: "profile"; readonly profile: Profile }
  | Extract<ParsedTraining, { kind: "problems" }>
  | { readonly kind: "unpredicted"; readonly why: string };

export function whyNoProfile(found: Exclude<FoundProfile, { kind: "profile" }>): string {
  return found.kind === "unpredicted" ? found.why : found.problems.slice(0, 1).map(formatProblem).join("");
}

/** Predicts variants of a training, each distinct one once: a trace may take a minute, and a look at the driver a second. */
export class PredictionMemo {
  readonly #deviceOf: (training: Training) => Promise<CudaDevice | undefined>;
  readonly #predict: (training: Training, device: CudaDevice) => Promise<Prediction>;
  readonly #devices = new Map<string, Promise<CudaDevice | undefined>>();
  readonly #predictions = new Map<string, Prediction>();

  constructor(
    deviceOf: (training: Training) => Promise<CudaDevice | undefined>,
    predict: (training: Training, device: CudaDevice) => Promise<Prediction>,
  ) {
    this.#deviceOf = deviceOf;
    this.#predict = predict;
  }

  /** Keeps what is predicted already. */
  async keep(training: Training, prediction: Prediction): Promise<void> {
    const device = await this.#device(training);
    if (device !== undefined) this.#predictions.set(trainingKey(training, device), prediction);
  }

  /** Whether it costs nothing. */
  async knows(training: Training): Promise<boolean> {
    const device = await this.#device(training);
    return device !== undefined && this.#predictions.has(trainingKey(training, device));
  }

  /** On the card of the training's own config; undefined where none is known. */
  async prediction(training: Training): Promise<Prediction | undefined> {
    const device = await this.#device(training);
    if (device === undefined) return undefined;
    const key = trainingKey(training, device);
    const prediction = this.#predictions.get(key) ?? (await this.#predict(training, device));
    this.#predictions.set(key, prediction);
    return prediction;
  }

  async profile(parsed: ParsedTraining): Promise<FoundProfile> {
    if (parsed.kind === "problems") return parsed;
    const prediction = await this.prediction(parsed.training);
    if (prediction === undefined) return { kind: "unpredicted", why: "there is no card to predict it for" };
    if (prediction.kind === "predicted") return { kind: "profile", profile: prediction.profile };
    return { kind: "unpredicted", why: prediction.reasons.map(({ what }) => what).join("; ") };
  }

  #device(training: Training): Promise<CudaDevice | undefined> {
    const key = JSON.stringify(training.device);
    const found = this.#devices.get(key) ?? this.#deviceOf(training);
    this.#devices.set(key, found);
    return found;
  }
}
