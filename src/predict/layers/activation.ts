import type { Layer } from "../../config/training.ts";
import { elementwise, elementwiseInPlace, overwrite } from "./elementwise.ts";
import { type Module, STATELESS } from "./module.ts";
import { allocate, type Run } from "./run.ts";
import type { Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

type ReLU = Layer & { readonly type: "ReLU" };
type GELU = Layer & { readonly type: "GELU" };

/** Keeps its own output. In place it writes over its input. */
export function relu(layer: ReLU): Module {
  return { ...STATELESS, outputShape: (input) => input, forward: (input, run) => reluForward(layer, input, run) };
}

/** Keeps its input; both approximations cost the same. */
export function gelu(layer: GELU): Module {
  return { ...STATELESS, outputShape: (input) => input, forward: (input, run) => geluForward(layer, input, run) };
}

function reluForward(layer: ReLU, input: Tensor, run: Run): Tensor {
  const storage = layer.inplace ? overwrite(input, run) : allocate(run, "aten::relu", input.shape);
  const operation = {
    subject: subjectOf(layer),
    input,
    storage,
    saved: [storage],
    backward: "aten::threshold_backward",
  };
  return layer.inplace ? elementwiseInPlace(operation, run) : elementwise(operation, run);
}

function geluForward(layer: GELU, input: Tensor, run: Run): Tensor {
  const storage = allocate(run, "aten::gelu", input.shape);
  const saved = [input.storage];
  return elementwise({ subject: subjectOf(layer), input, storage, saved, backward: "aten::gelu_backward" }, run);
}
