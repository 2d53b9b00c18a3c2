import type { LayerOf } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { makeNode } from "./autograd.ts";
import { type Module, STATELESS } from "./module.ts";
import type { Run } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import type { Shape, Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

/** Gives its input on. */
export function identity(): Module {
  return {
    ...STATELESS,
    outputShape: (input) => input,
    forward: (input, run) => ({ ...input, storage: run.recorder.keep(input.storage) }),
  };
}

/** With one dimension to flatten, torch.flatten() gives its input back. */
export function flatten(layer: Layer & LayerOf<"Flatten">): Module {
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      const shape = shapeAfter(layer, input.shape);
      return shape.length === input.shape.length ? identity().forward(input, run) : viewed(layer, input, shape, run);
    },
  };
}

export function unflatten(layer: Layer & LayerOf<"Unflatten">): Module {
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward: (input, run) => viewed(layer, input, shapeAfter(layer, input.shape), run),
  };
}

/** A view: every tensor here is contiguous, so neither it nor its backward copies. */
function viewed(layer: Layer, input: Tensor, shape: Shape, { recorder }: Run): Tensor {
  const storage = recorder.keep(input.storage);
  const view = input.view ?? { base: input.node };
  if (!input.node) return { shape, storage, node: undefined, view };
  const node = makeNode(recorder, subjectOf(layer), input.node, [], (grad) => ({
    shape: input.shape,
    storage: recorder.keep(grad.storage),
    view: true,
  }));
  return { shape, storage, node, view };
}
