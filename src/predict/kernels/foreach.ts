import { isTensor } from "../traced-event.ts";
import { accumulatorBytes, type Call, ceilDiv, type Formula, numel, type Platform } from "./formula.ts";
import type { Scratch } from "./scratch.ts";

/** Other foreach operators hand addresses and sizes to their kernels as arguments, and take nothing. */
export const FOREACH = { "aten::_foreach_norm": norm } satisfies Record<string, Formula>;

/** kChunkSize in aten/src/ATen/native/cuda/MultiTensorApply.cuh. */
const CHUNK = 65_536;

/**
 * A partial result for each chunk of each tensor, as many for all as the largest has: clip_grad_norm_() calls it. Read in
 * foreach_tensor_norm_cuda(), aten/src/ATen/native/cuda/ForeachReduceOp.cu.
 */
function norm<Id>(call: Call, _platform: Platform, scratch: Scratch<Id>): void {
  const self = call["self"];
  const tensors = Array.isArray(self) ? self.filter(isTensor) : [];
  const [first] = tensors;
  if (first === undefined) return;
  const chunks = Math.max(...tensors.map(({ shape }) => ceilDiv(numel(shape), CHUNK)));
  scratch.take(tensors.length * chunks * accumulatorBytes(first));
}
