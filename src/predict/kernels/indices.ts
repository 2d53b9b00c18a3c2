import { bitsOf, radixSortBytes } from "../../memory/radix-sort.ts";
import { isTensor, type Tensor } from "../traced-event.ts";
import {
  accumulatorBytes,
  type Call,
  type Formula,
  isContiguous,
  itemBytes,
  number,
  numbers,
  numel,
  type Platform,
  takeContiguous,
  tensor,
} from "./formula.ts";
import type { Scratch } from "./scratch.ts";

/** Adding into the same rows, and sorting. `index_put` was seen in recordings; the rest is read in the source. */
export const INDICES = {
  "aten::index_put": indexPut,
  "aten::index_put_": indexPut,
  "aten::_index_put_impl_": indexPut,
  "aten::embedding_dense_backward": embeddingBackward,
  "aten::sort": sort,
  "aten::argsort": sort,
} satisfies Record<string, Formula>;

const INT64 = 8;

/**
 * Only adding sorts: positions in a flat tensor, sorted by position and numbered, and what cub takes to sort them.
 * Source: index_put_with_sort_kernel() in aten/src/ATen/native/cuda/Indexing.cu. Deterministic algorithms are off.
 */
function indexPut<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  const written = call["indices"];
  const indices = Array.isArray(written) ? written.map((each) => (isTensor(each) ? each : undefined)) : [];
  const named = indices.filter((each) => each !== undefined);
  if (call["accumulate"] !== true || named.length === 0) return;
  const self = tensor(call, "self");
  const count = numel(broadcast(named.map(({ shape }) => shape)));
  const bytes = INT64 * count;
  const wrapped = scratch.take(bytes);
  scratch.take(bytes);
  scratch.give(wrapped);
  takeExpanded(call, self, indices, count, scratch);
  scratch.take(bytes);
  scratch.take(bytes);
  const slice = numel(self.shape.slice(indices.findLastIndex((each) => each !== undefined) + 1));
  const largest = self.shape.reduce((sum, size, dim) => sum + (size - 1) * (self.stride[dim] ?? 0), 0);
  scratch.within(() => {
    scratch.take(bytes);
    const bits = bitsOf(Math.floor(largest / slice));
    scratch.take(radixSortBytes(device, { count, key_bytes: INT64, value_bytes: INT64, bits }));
  });
}

/** The values, one for each position, where they do not lie so already. */
function takeExpanded<Id>(
  call: Call,
  self: Tensor,
  indices: readonly (Tensor | undefined)[],
  count: number,
  scratch: Scratch<Id>,
): void {
  const values = tensor(call, "values");
  const elements = count * numel(self.shape.filter((_, dim) => indices[dim] === undefined));
  if (isContiguous(values) && numel(values.shape) >= elements) return;
  scratch.take(elements * itemBytes(values.dtype));
}

function broadcast(shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, dim) => {
    return shapes.reduce((size, shape) => Math.max(size, shape[dim - rank + shape.length] ?? 1), 1);
  });
}

/** Rows that one thread adds up: NROWS_PER_THREAD. */
const ROWS_A_SEGMENT = 10;

/**
 * Up to 3,072 indices are added without sorting; more are sorted, and summed in segments of 10 rows, in float32.
 * Source: embedding_dense_backward_cuda() in aten/src/ATen/native/cuda/Embedding.cu, and EmbeddingBackwardKernel.cu. cub's
 * storage for finding and counting segments is left out: some KiB.
 */
function embeddingBackward<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  const [grad, indices] = [tensor(call, "grad_output"), tensor(call, "indices")];
  const count = numel(indices.shape);
  const scaled = call["scale_grad_by_freq"] === true;
  takeContiguous(scratch, indices);
  takeContiguous(scratch, grad);
  if (count <= 3072 && !scaled) return;
  const weights = number(call, "num_weights");
  const size = itemBytes(indices.dtype);
  scratch.take(count * size);
  scratch.take(count * size);
  scratch.within(() => {
    scratch.take(count * size);
    scratch.take(radixSortBytes(device, { count, key_bytes: size, value_bytes: size, bits: bitsOf(weights) }));
  });
  if (scaled) scratch.take(count * size);
  const segments = Math.min(count, weights);
  const partial = Math.floor(count / ROWS_A_SEGMENT) + segments;
  scratch.take(count * size);
  scratch.take(INT64);
  scratch.within(() => scratch.take(count * size));
  scratch.take(segments * size);
  scratch.take(segments * size);
  scratch.take(INT64);
  scratch.take(partial * size);
  scratch.take(partial * (grad.shape.at(-1) ?? 1) * accumulatorBytes(grad));
}

/** Longer rows are sorted by cub. Source: should_use_small_sort() in ATen/native/cuda/Sort.h. */
const SHORT_ROW = 4096;

/**
 * Short rows are sorted in place beside a range of positions. Long ones lie in the last dimension, in a copy where they do
 * not; few are sorted one by one or all together, many in segments.
 * Source: sort_cuda_kernel() in Sort.cpp and launch_stable_sort_kernel() in SortStable.cu, aten/src/ATen/native/cuda.
 */
function sort<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  const self = tensor(call, "self");
  const { shape, stride, dtype } = self;
  if (shape.length === 0) return;
  const [last = -1] = numbers(call, "dim");
  const dim = (last + shape.length) % shape.length;
  const [length, all, size] = [shape[dim] ?? 1, numel(shape), itemBytes(dtype)];
  if (length <= SHORT_ROW) {
    scratch.within(() => scratch.take(INT64 * length));
    return;
  }
  if (stride[dim] !== 1) {
    scratch.take(all * size); // the rows, their values and their positions
    scratch.take(all * size);
    scratch.take(all * INT64);
  }
  const rows = all / length;
  const pairs = { key_bytes: size, value_bytes: INT64, bits: 8 * size };
  if (rows === 1 || length >= 1_000_000) {
    scratch.take(INT64 * length);
    scratch.within(() => scratch.take(radixSortBytes(device, { ...pairs, count: length })));
  } else if (rows < 128) {
    scratch.take(INT64 * all);
    scratch.take(INT64 * all);
    scratch.within(() => {
      scratch.take(size * all);
      scratch.take(radixSortBytes(device, { ...pairs, count: all }));
    });
    const keys = { key_bytes: INT64, value_bytes: 0, bits: Math.max(1, Math.ceil(Math.log2(rows))) };
    scratch.within(() => scratch.take(radixSortBytes(device, { ...keys, count: all })));
  } else {
    scratch.take(INT64 * all);
    scratch.within(() => scratch.take((size + INT64) * all + 255));
  }
}
