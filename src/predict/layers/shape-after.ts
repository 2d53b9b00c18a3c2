import type { KnownLayer } from "../../config/known-layers.ts";
import { outputShape } from "../../config/shapes.ts";
import type { Layer } from "../../config/training.ts";
import type { Shape } from "./tensor.ts";
import { subjectOf, Unpredictable } from "./unpredictable.ts";

/** What comes out of `layer` for `input`. Throws {@linkcode Unpredictable} where PyTorch refuses that shape. */
export function shapeAfter(layer: Layer & KnownLayer, input: Shape): Shape {
  const result = outputShape(layer, input);
  if (result.kind === "shape") return result.shape;
  throw new Unpredictable(subjectOf(layer), `does not fit: ${result.message}`, "make it fit what comes before it");
}
