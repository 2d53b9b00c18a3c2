import type { CudaDevice } from "../../memory/device.ts";
import type { TorchRelease } from "../../memory/torch-release.ts";
import { isTensor, type Operand, type Tensor } from "../traced-event.ts";
import type { Scratch } from "./scratch.ts";

/** The arguments of a call, by the names of the operator's schema; a default that was not given is not there. */
export type Call = Readonly<Record<string, Operand>>;

export type Platform = { readonly device: CudaDevice; readonly release: TorchRelease };

/** What a call takes for itself on `platform`, asked of `scratch`. */
export type Formula = <Id>(call: Call, platform: Platform, scratch: Scratch<Id>) => void;

/** An argument that must be a tensor. */
export function tensor(call: Call, name: string): Tensor {
  const operand = call[name];
  if (isTensor(operand)) return operand;
  throw new Error(`Cannot read a kernel's operands: ${name} is no tensor`);
}

export function optionalTensor(call: Call, name: string): Tensor | undefined {
  const operand = call[name];
  return isTensor(operand) ? operand : undefined;
}

export function number(call: Call, name: string): number {
  const operand = call[name];
  return typeof operand === "number" ? operand : 0;
}

/** The numbers of a list argument, or of a single one. */
export function numbers(call: Call, name: string): readonly number[] {
  const operand = call[name];
  if (typeof operand === "number") return [operand];
  return Array.isArray(operand) ? operand.filter((each) => typeof each === "number") : [];
}

export function numel(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

const ITEM_BYTES: Readonly<Record<string, number>> = {
  bool: 1,
  uint8: 1,
  int8: 1,
  float8_e4m3fn: 1,
  float8_e5m2: 1,
  int16: 2,
  float16: 2,
  bfloat16: 2,
  int32: 4,
  float32: 4,
  int64: 8,
  float64: 8,
  complex64: 8,
  complex128: 16,
};

/** Bytes of one element. */
export function itemBytes(dtype: string): number {
  const size = ITEM_BYTES[dtype];
  if (size === undefined) throw new Error(`Cannot tell the size of ${dtype}`);
  return size;
}

export function isHalf({ dtype }: Tensor): boolean {
  return dtype === "float16" || dtype === "bfloat16";
}

/** Bytes of what a kernel computes in: float32 for half precision. */
export function accumulatorBytes({ dtype }: Tensor): number {
  return Math.max(4, itemBytes(dtype));
}

/** Whether the elements of a tensor lie one after another, the last dimension the fastest. */
export function isContiguous({ shape, stride }: Tensor): boolean {
  let expected = 1;
  for (let dim = shape.length - 1; dim >= 0; dim -= 1) {
    if (shape[dim] !== 1 && stride[dim] !== expected) return false;
    expected *= shape[dim] ?? 1;
  }
  return true;
}

/** A tensor whose elements lie one after another. */
export function contiguous(shape: readonly number[], dtype: string): Tensor {
  return { shape: [...shape], stride: shape.map((_, dim) => numel(shape.slice(dim + 1))), dtype };
}

/** The tensor with two dimensions exchanged. */
export function transposed({ shape, stride, dtype }: Tensor, a: number, b: number): Tensor {
  const exchange = (values: readonly number[]) =>
    values.map((value, dim) => (dim === a ? values[b] : dim === b ? values[a] : value) ?? value);
  return { shape: exchange(shape), stride: exchange(stride), dtype };
}

/** The copy that `contiguous()` makes where it must. */
export function takeContiguous<Id>(scratch: Scratch<Id>, source: Tensor): void {
  if (!isContiguous(source)) scratch.take(numel(source.shape) * itemBytes(source.dtype));
}

export function ceilDiv(n: number, by: number): number {
  return Math.ceil(n / by);
}

export function roundUp(n: number, multiple: number): number {
  return ceilDiv(n, multiple) * multiple;
}
