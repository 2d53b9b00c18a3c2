import type { DropoutLayer } from "../../config/known-layers.ts";
import type { Layer } from "../../config/training.ts";
import { elementwise, elementwiseInPlace, overwrite } from "./elementwise.ts";
import { type Module, STATELESS } from "./module.ts";
import type { Storage } from "./recorder.ts";
import { allocate, type Run } from "./run.ts";
import { shapeAfter } from "./shape-after.ts";
import { numel, type Tensor } from "./tensor.ts";
import { subjectOf } from "./unpredictable.ts";

type Dropout = Layer & DropoutLayer;

/** In training it keeps its mask; in evaluation, and at p = 0, it is not there at all. */
export function dropout(layer: Dropout): Module {
  return {
    ...STATELESS,
    outputShape: (input) => shapeAfter(layer, input),
    forward(input, run) {
      if (!run.training || layer.p === 0) return { ...input, storage: run.recorder.keep(input.storage) };
      // aten/src/ATen/native/Dropout.cpp: the fused kernel is CUDA's, out of place, and for 0 < p < 1 only.
      const fused = run.device.kind === "cuda" && layer.type === "Dropout" && !layer.inplace && layer.p < 1;
      return fused ? fusedForward(layer, input, run) : multiplyForward(layer, input, run);
    },
  };
}

/** CUDA's native_dropout: a mask of one byte an element, then the output. */
function fusedForward(layer: Dropout, input: Tensor, run: Run): Tensor {
  const { shape } = input;
  const mask = run.recorder.allocate("aten::native_dropout", numel(shape));
  const storage = allocate(run, "aten::native_dropout", shape);
  const operation = { subject: subjectOf(layer), input, shape, storage, saved: [mask] };
  const output = elementwise({ ...operation, backward: "aten::native_dropout_backward" }, run);
  run.recorder.drop(mask);
  return output;
}

/** x · noise, with the noise in x's own dtype; at p = 1 the noise is a single zero. */
function multiplyForward(layer: Dropout, input: Tensor, run: Run): Tensor {
  const { shape } = input;
  const noise = noiseOf(layer, input, run);
  // AlphaDropout adds what keeps the mean, which it makes of the noise.
  const shift = layer.type === "AlphaDropout" && layer.p < 1 ? [allocate(run, "aten::add", shape)] : [];
  // AlphaDropout does not pass `inplace` on (torch/nn/modules/dropout.py).
  const inplace = layer.inplace && layer.type !== "AlphaDropout";
  const storage = inplace ? overwrite(input, run) : allocate(run, "aten::mul", shape);
  const operation = { subject: subjectOf(layer), input, shape, storage, saved: [noise], backward: "aten::mul" };
  const output = inplace ? elementwiseInPlace(operation, run) : elementwise(operation, run);
  run.recorder.drop(noise);
  for (const each of shift) run.recorder.drop(each);
  return output;
}

/** One number an element, or one a channel. */
function noiseOf({ type, p }: Dropout, { shape }: Tensor, run: Run): Storage {
  if (p === 1) return allocate(run, "aten::zeros", []);
  if (type === "Dropout" || type === "AlphaDropout") return allocate(run, "aten::empty_like", shape);
  return allocate(run, "aten::new_empty", shape.slice(0, 2));
}
