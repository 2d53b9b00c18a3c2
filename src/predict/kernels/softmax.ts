import { type Call, type Formula, itemBytes, numel, type Platform, tensor } from "./formula.ts";
import type { Scratch } from "./scratch.ts";

/** Attention that is not fused asks it for every layer: seen in the peaks of fitcheck's runs on a T4, bench/accuracy. */
export const SOFTMAX = { "aten::_softmax_backward_data": softmaxBackward } satisfies Record<string, Formula>;

/** grad × output, for the sum of each row. Source: softmax_backward_cuda_out(), aten/src/ATen/native/cuda/SoftMax.cu. */
function softmaxBackward<Id>(call: Call, _platform: Platform, scratch: Scratch<Id>): void {
  const { shape, dtype } = tensor(call, "output");
  scratch.take(numel(shape) * itemBytes(dtype));
}
