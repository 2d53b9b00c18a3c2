import type { Layer, Place } from "../../config/training.ts";
import type { UnknownReason } from "../prediction.ts";

/** What a reason is about: `layer 3 (ReLU)`, `loss CrossEntropyLoss`. */
export type Subject = { readonly label: string; readonly place: Place };

/** Thrown where the engine cannot be right; `predictLayers()` makes an `unknown` prediction of it. */
export class Unpredictable extends Error {
  override readonly name = "Unpredictable";
  readonly reason: UnknownReason;

  constructor({ label, place }: Subject, problem: string, advice: string) {
    super(`${label} ${problem}`);
    this.reason = { place, what: `${label} ${problem}`, advice };
  }
}

export function subjectOf(layer: Layer): Subject {
  const type = layer.type === "other" ? layer.torch_type : layer.type;
  return { label: `layer ${layer.name} (${type})`, place: layer.place };
}

export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
