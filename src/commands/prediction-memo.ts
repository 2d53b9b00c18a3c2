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

/**
 * Predicts variants of a training, each distinct one once: a trace may take a minute.
 */
export class PredictionMemo {
  readonly #deviceOf: (training: Training) => Promise<CudaDevice | undefined>;
  readonly #predict: (training: Training, device: CudaDevice) => Promise<Prediction>;
  readonly #known = new Map<string, Prediction>();

  constructor(
    deviceOf: (training: Training) => Promise<CudaDevice | undefined>,
    predict: (training: Training, device: CudaDevice) => Promise<Prediction>,
  ) {
    this.#deviceOf = deviceOf;
    this.#predict = predict;
  }

  /** Keeps what is predicted already. */
  async keep(training: Training, prediction: Prediction): Promise<void> {
    const key = await this.#keyOf(training);
    if (key !== undefined) this.#known.set(key, prediction);
  }

  /** Whether it costs nothing. */
  async knows(training: Training): Promise<boolean> {
    const key = await this.#keyOf(training);
    return key !== undefined && this.#known.has(key);
  }

  /** On the card of the training's own config; undefined where none is known. */
  async prediction(training: Training): Promise<Prediction | undefined> {
    const device = await this.#deviceOf(training);
    if (device === undefined) return undefined;
    const key = trainingKey(training, device);
    const prediction = this.#known.get(key) ?? (await this.#predict(training, device));
    this.#known.set(key, prediction);
    return prediction;
  }

  async profile(parsed: ParsedTraining): Promise<FoundProfile> {
    if (parsed.kind === "problems") return parsed;
    const prediction = await this.prediction(parsed.training);
    if (prediction?.kind === "predicted") return { kind: "profile", profile: prediction.profile };
    return { kind: "unpredicted", why: prediction?.reasons[0]?.what ?? "there is no card to predict it for" };
  }

  async #keyOf(training: Training): Promise<string | undefined> {
    const device = await this.#deviceOf(training);
    return device === undefined ? undefined : trainingKey(training, device);
  }
}
