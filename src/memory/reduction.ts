import { type Bytes, bytes } from "./bytes.ts";
import type { CudaDevice } from "./device.ts";

/** What a reduction takes from the caching allocator while it runs, where several blocks share one output. */
export type ReductionScratch = { readonly buffer_bytes: Bytes; readonly semaphore_bytes: Bytes };

type Dimension = { readonly size: number; readonly stride: number };

/** The dimensions that are reduced and those that are kept, each with the fastest first, as TensorIterator has them. */
type Geometry = { readonly reduced: readonly Dimension[]; readonly kept: readonly Dimension[] };

/** What is reduced, and how. */
export type ReductionKind = {
  /** Bytes of one element that is read. */
  readonly element_bytes: number;
  /** Bytes of what a thread carries along: a sum, a value with its index, a mean with its deviation. */
  readonly accumulator_bytes: number;
  /** Elements that a thread reads at once: `input_vec_size`. */
  readonly vector: number;
};

/** `sum` and `mean` of float32. */
const FLOAT32_SUM: ReductionKind = { element_bytes: 4, accumulator_bytes: 4, vector: 4 };
const INT32_MAX = 2 ** 31 - 1;
const MAX_THREADS = 512;
const WARP = 32;

/**
 * The scratch of a reduction over `dims` of a tensor, contiguous unless `strides` say otherwise, one entry a kernel, in
 * order: usually none. A sum of float32 unless `kind` says otherwise.
 *
 * Source: setReduceConfig() and gpu_reduce_kernel() in aten/src/ATen/native/cuda/Reduce.cuh; sums of float32 were seen in
 * recordings. Holds on NVIDIA devices, where a large input's result is as wide as its accumulator.
 */
export function reductionScratch(
  device: CudaDevice,
  shape: readonly number[],
  dims: readonly number[],
  strides: readonly number[] = contiguous(shape),
  kind: ReductionKind = FLOAT32_SUM,
): readonly ReductionScratch[] {
  return pieces(geometryOf(shape, dims, strides), kind.element_bytes)
    .map((piece) => scratchOf(device, piece, kind))
    .filter((scratch) => scratch !== undefined);
}

/** The strides of a tensor whose last dimension is the fastest. */
function contiguous(shape: readonly number[]): readonly number[] {
  return shape.map((_, dim) => shape.slice(dim + 1).reduce((product, each) => product * each, 1));
}

function geometryOf(shape: readonly number[], dims: readonly number[], strides: readonly number[]): Geometry {
  const fastestFirst = shape
    .map((size, dim) => ({ dim, size, stride: strides[dim] ?? 1 }))
    .toReversed()
    .toSorted((a, b) => a.stride - b.stride);
  return {
    reduced: coalesce(fastestFirst.filter(({ dim }) => dims.includes(dim))),
    kept: coalesce(fastestFirst.filter(({ dim }) => !dims.includes(dim))),
  };
}

function coalesce(dimensions: readonly Dimension[]): readonly Dimension[] {
  const merged: Dimension[] = [];
  for (const { size, stride } of dimensions.filter((each) => each.size !== 1)) {
    const last = merged.at(-1);
    if (last !== undefined && last.size * last.stride === stride) {
      merged[merged.length - 1] = { size: last.size * size, stride: last.stride };
    } else {
      merged.push({ size, stride });
    }
  }
  return merged;
}

/** with_32bit_indexing() in TensorIterator.cpp: halves the dimension of the largest extent, and runs one kernel a piece. */
function pieces(geometry: Geometry, elementBytes: number): readonly Geometry[] {
  const all = [...geometry.reduced, ...geometry.kept];
  const extents = all.map(({ size, stride }) => (size - 1) * stride * elementBytes);
  if (extents.reduce((sum, extent) => sum + extent, 1) <= INT32_MAX) return [geometry];
  const largest = extents.lastIndexOf(Math.max(...extents));
  const size = all[largest]?.size ?? 1;
  const half = Math.floor(size / 2);
  return [half, size - half].flatMap((part) => pieces(resized(geometry, largest, part), elementBytes));
}

function resized({ reduced, kept }: Geometry, index: number, size: number): Geometry {
  const resize = (each: Dimension, at: number) => (at === index ? { ...each, size } : each);
  return { reduced: reduced.map(resize), kept: kept.map((each, at) => resize(each, at + reduced.length)) };
}

function scratchOf(device: CudaDevice, geometry: Geometry, kind: ReductionKind): ReductionScratch | undefined {
  const inputs = elements(geometry.reduced);
  const outputs = elements(geometry.kept);
  const alongInput = reducesFastest(geometry);
  const { vector, width, height } = blockOf(geometry, inputs, outputs, alongInput, kind.vector);

  let inputStep = alongInput ? width : 1;
  let outputStep = alongInput ? 1 : width;
  const valuesAThread = () => Math.ceil(inputs / inputStep);
  const acrossWarps = valuesAThread() >= Math.min(height * 16, 256);
  if (acrossWarps) inputStep *= height;
  else outputStep *= height;

  const grid = Math.ceil(Math.floor(outputs / vector) / outputStep);
  const target = device.multiprocessors * Math.floor(threadsAMultiprocessor(device) / (width * height));
  if (!acrossWarps || valuesAThread() < 256 || grid > target) return undefined;

  const blocks = Math.max(
    Math.min(Math.ceil(target / grid), Math.ceil(valuesAThread() / 16)),
    Math.ceil(valuesAThread() / 256),
  );
  if (blocks <= 1) return undefined;
  const lanes = alongInput ? 1 : width * vector;
  return {
    buffer_bytes: bytes(kind.accumulator_bytes * outputs * blocks * lanes),
    semaphore_bytes: bytes(4 * grid),
  };
}

/** Whether neighbouring threads work on the same output. */
function reducesFastest({ reduced, kept }: Geometry): boolean {
  const [input, output] = [reduced[0], kept[0]];
  return output === undefined || (input !== undefined && input.stride < output.stride);
}

function blockOf(
  { reduced, kept }: Geometry,
  inputs: number,
  outputs: number,
  alongInput: boolean,
  inputVector: number,
) {
  const fastest = alongInput ? reduced[0] : kept[0];
  const vectorized = fastest?.stride === 1;
  const vector = vectorized && !alongInput ? outputVector({ reduced, kept }) : 1;
  let across = alongInput ? inputs : outputs;
  if (vectorized && alongInput && across >= 128 && reduced.length === 1) across = Math.floor(across / inputVector);
  const threads = MAX_THREADS / vector;
  const x = lastPowerOfTwo(Math.floor(across / vector), threads);
  const y = lastPowerOfTwo(alongInput ? outputs : inputs, threads);
  const height = Math.min(y, Math.floor(threads / Math.min(x, WARP)));
  return { vector, height, width: Math.min(x, Math.floor(threads / height)) };
}

/** get_output_vec_size(): 4, 2 or 1, whatever divides the fastest kept size and every other stride. */
function outputVector({ reduced, kept }: Geometry): number {
  const [first, ...rest] = kept;
  const numbers = [first?.size ?? 1, ...reduced.map(({ stride }) => stride), ...rest.map(({ stride }) => stride)];
  return [4, 2].find((vector) => numbers.every((n) => n % vector === 0)) ?? 1;
}

function lastPowerOfTwo(n: number, most: number): number {
  return n < most ? 2 ** Math.floor(Math.log2(Math.max(n, 1))) : most;
}

function elements(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((product, { size }) => product * size, 1);
}

/** CUDA C++ Programming Guide, "Technical Specifications per Compute Capability": resident threads a multiprocessor. */
function threadsAMultiprocessor({ compute_capability }: CudaDevice): number {
  if (compute_capability === "7.5") return 1024;
  return ["8.6", "8.7", "8.9", "11.0", "12.0", "12.1"].includes(compute_capability) ? 1536 : 2048;
}
