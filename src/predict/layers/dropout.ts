import type { Layer } from "../../config/training.ts";
import { elementwise, elementwiseInPlace, overwrite } from "./elementwise.ts";
import { type Module, STATELESS } from "./module.ts";
import { allocate, type Run } from "./run.ts";
import { numel, type Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

type Dropout = Layer & { readonly type: "Dropout" };

/** In training it keeps its mask; in evaluation, and at p = 0, it is not there at all. */
export function dropout(layer: Dropout): Module {
  return {
    ...STATELESS,
    outputShape: (input) => input,
    forward(input, run) {
      if (!run.training || layer.p === 0) return { ...input, storage: run.recorder.keep(input.storage) };
      // aten/src/ATen/native/Dropout.cpp: the fused kernel is CUDA's, out of place, and for 0 < p < 1 only.
      const fused = run.device.kind === "cuda" && !layer.inplace && layer.p < 1;
      return fused ? fusedForward(layer, input, run) : multiplyForward(layer, input, run);
    },
  };
}

/** CUDA's native_dropout: the output and a mask of one byte an element. */
function fusedForward(layer: Dropout, input: Tensor, run: Run): Tensor {
  const storage = allocate(run, "aten::native_dropout", input.shape);
  const mask = run.recorder.allocate("aten::native_dropout", numel(input.shape));
  const operation = { subject: subjectOf(layer), input, storage, saved: [mask] };
  const output = elementwise({ ...operation, backward: "aten::native_dropout_backward" }, run);
  run.recorder.drop(mask);
  return output;
}

/** x · noise, with the noise in x's own dtype; at p = 1 the noise is a single zero. */
function multiplyForward(layer: Dropout, input: Tensor, run: Run): Tensor {
  const noise = layer.p === 1 ? allocate(run, "aten::zeros", []) : allocate(run, "aten::empty_like", input.shape);
  const storage = layer.inplace ? overwrite(input, run) : allocate(run, "aten::mul", input.shape);
  const operation = { subject: subjectOf(layer), input, storage, saved: [noise], backward: "aten::mul" };
  const output = layer.inplace ? elementwiseInPlace(operation, run) : elementwise(operation, run);
  run.recorder.drop(noise);
  return output;
}
