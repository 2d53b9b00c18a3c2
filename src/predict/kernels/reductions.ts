import type { CudaDevice } from "../../memory/device.ts";
import { type ReductionKind, reductionScratch } from "../../memory/reduction.ts";
import type { Tensor } from "../traced-event.ts";
import {
  accumulatorBytes,
  type Call,
  type Formula,
  isHalf,
  itemBytes,
  numbers,
  numel,
  type Platform,
  tensor,
} from "./formula.ts";
import type { Scratch } from "./scratch.ts";

/** Sums and means of float32 and `any` were seen in recordings; the rest is read in the source. */
export const REDUCTIONS = {
  "aten::sum": sum,
  "aten::mean": sum,
  "aten::prod": sum,
  "aten::norm": inAccumulator,
  "aten::linalg_vector_norm": inAccumulator,
  "aten::var": welford,
  "aten::std": welford,
  "aten::var_mean": welford,
  "aten::std_mean": welford,
  "aten::amax": inElement,
  "aten::amin": inElement,
  "aten::max": extremum,
  "aten::min": extremum,
  "aten::argmax": withIndex,
  "aten::argmin": withIndex,
  "aten::all": inByte,
  "aten::any": inByte,
  "aten::_is_all_true": inByte,
  "aten::_is_any_true": inByte,
  "aten::logsumexp": logSumExp,
  "aten::convolution_backward": biasGradient,
} satisfies Record<string, Formula>;

/**
 * What is neither float nor of the result's type is cast first, but for half precision that becomes float32.
 * Source: make_reduction_from_out_ty() in aten/src/ATen/native/ReduceOpsUtils.h.
 */
function sum<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  const self = tensor(call, "self");
  const result = resultOf(call, self);
  const cast = result !== self.dtype && !(isHalf(self) && result === "float32");
  if (cast) scratch.take(numel(self.shape) * itemBytes(result));
  const read = cast ? { ...self, dtype: result } : self;
  takeReduction(scratch, device, read, dimsOf(call));
}

/** `dtype` where it is named; integers become int64. */
function resultOf(call: Call, { dtype }: Tensor): string {
  const named = call["dtype"];
  if (typeof named === "string") return named.replace(/^torch\./, "");
  return /^(bool|u?int)/.test(dtype) ? "int64" : dtype;
}

function inAccumulator<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  takeReduction(scratch, device, tensor(call, "self"), dimsOf(call));
}

/** Mean, sum of squares and two counts of 4 bytes, read by twos: std_var_kernel_impl(), ReduceMomentKernel.cu. */
function welford<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  takeReduction(scratch, device, tensor(call, "self"), dimsOf(call), { accumulator_bytes: 16, vector: 2 });
}

/** max_values_kernel_cuda_impl(), ReduceMaxValuesKernel.cu. */
function inElement<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  const self = tensor(call, "self");
  takeReduction(scratch, device, self, dimsOf(call), { accumulator_bytes: itemBytes(self.dtype) });
}

/** Over one dimension a value comes with its index; over all it comes alone; of two tensors nothing is reduced. */
function extremum<Id>(call: Call, platform: Platform, scratch: Scratch<Id>): void {
  if ("other" in call) return;
  if ("dim" in call) withIndex(call, platform, scratch);
  else inElement(call, platform, scratch);
}

/** A pair of a value and an int64: max_launch_kernel(), ReduceMaxValuesKernel.cu, and argmax_kernel_cuda_impl(). */
function withIndex<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  takeReduction(scratch, device, tensor(call, "self"), dimsOf(call), { accumulator_bytes: 16 });
}

function inByte<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  takeReduction(scratch, device, tensor(call, "self"), dimsOf(call), { accumulator_bytes: 1 });
}

/**
 * Maxima, and exponentials of full size, which are summed.
 * Source: logsumexp_out_impl() in aten/src/ATen/native/ReduceOps.cpp.
 */
function logSumExp<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  const self = tensor(call, "self");
  const size = itemBytes(self.dtype);
  const dims = dimsOf(call).map((dim) => (dim + self.shape.length) % self.shape.length);
  scratch.take(size * numel(self.shape.filter((_, dim) => dims.length > 0 && !dims.includes(dim))));
  takeReduction(scratch, device, self, dims, { accumulator_bytes: size });
  scratch.take(size * numel(self.shape));
  takeReduction(scratch, device, self, dims);
}

/** The gradient of the bias is a sum of its own: convolution_backward(), aten/src/ATen/native/Convolution.cpp. */
function biasGradient<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  const wanted = call["output_mask"];
  if (!Array.isArray(wanted) || wanted[2] !== true) return;
  const gradient = tensor(call, "grad_output");
  const dims = gradient.shape.map((_, dim) => dim).filter((dim) => dim !== 1);
  takeReduction(scratch, device, gradient, dims);
}

function dimsOf(call: Call): readonly number[] {
  return numbers(call, "dim");
}

/** A reduction of `source` over `dims`, over all where there are none; in its accumulator unless `kind` says otherwise. */
export function takeReduction<Id>(
  scratch: Scratch<Id>,
  device: CudaDevice,
  source: Tensor,
  dims: readonly number[],
  kind: Partial<ReductionKind> = {},
): void {
  const { shape, stride } = source;
  const named = dims.length > 0 ? dims.map((dim) => (dim + shape.length) % shape.length) : shape.map((_, dim) => dim);
  const whole = { element_bytes: itemBytes(source.dtype), accumulator_bytes: accumulatorBytes(source), vector: 4 };
  for (const each of reductionScratch(device, shape, named, stride, { ...whole, ...kind })) {
    scratch.within(() => {
      scratch.take(each.buffer_bytes);
      scratch.take(each.semaphore_bytes);
    });
  }
}
