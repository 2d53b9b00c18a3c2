import type { Layer } from "../../config/training.ts";
import { makeNode } from "./autograd.ts";
import { type Module, STATELESS } from "./module.ts";
import { shapeText, subjectOf, Unpredictable } from "./unpredictable.ts";
import type { Run } from "./run.ts";
import { numel, type Shape, type Tensor } from "./tensor.ts";

type Flatten = Layer & { readonly type: "Flatten" };

/** Gives its input on. */
export function identity(): Module {
  return {
    ...STATELESS,
    outputShape: (input) => input,
    forward: (input, run) => ({ ...input, storage: run.recorder.keep(input.storage) }),
  };
}

/** A view: every tensor here is contiguous, so neither it nor its backward copies. */
export function flatten(layer: Flatten): Module {
  return {
    ...STATELESS,
    outputShape: (input) => outputShape(layer, input),
    forward: (input, run) => flattenForward(layer, input, run),
  };
}

function flattenForward(layer: Flatten, input: Tensor, run: Run): Tensor {
  const { recorder } = run;
  const storage = recorder.keep(input.storage);
  const shape = outputShape(layer, input.shape);
  // With one dimension to flatten, torch.flatten() gives its input back.
  if (shape.length === input.shape.length) return { ...input, storage };
  const view = input.view ?? { base: input.node };
  if (!input.node) return { shape, storage, node: undefined, view };
  const node = makeNode(recorder, subjectOf(layer), input.node, [], (grad) => ({
    shape: input.shape,
    storage: recorder.keep(grad.storage),
  }));
  return { shape, storage, node, view };
}

function outputShape(layer: Flatten, input: Shape): Shape {
  const start = fromEnd(layer.start_dim, input.length);
  const end = fromEnd(layer.end_dim, input.length);
  if (start < 0 || end >= input.length || start > end) {
    throw new Unpredictable(
      subjectOf(layer),
      `cannot flatten dimensions ${layer.start_dim} to ${layer.end_dim} of ${shapeText(input)}`,
      `choose start_dim and end_dim among ${input.length} dimensions`,
    );
  }
  return [...input.slice(0, start), numel(input.slice(start, end + 1)), ...input.slice(end + 1)];
}

function fromEnd(dim: number, length: number): number {
  return dim < 0 ? dim + length : dim;
}
