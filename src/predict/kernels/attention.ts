import { smOf } from "../../memory/compute-capability.ts";
import type { CudaDevice } from "../../memory/device.ts";
import { backwardKernel } from "./efficient-kernels.ts";
import {
  type Call,
  ceilDiv,
  contiguous,
  type Formula,
  isHalf,
  itemBytes,
  number,
  numel,
  roundUp,
  takeContiguous,
  tensor,
  transposed,
} from "./formula.ts";
import { takeReduction } from "./reductions.ts";
import type { Scratch } from "./scratch.ts";

/** Sizes of one call: query [batch, heads, queries, width], key [batch, keyHeads, keys, width], value [.., valueWidth]. */
type Sizes = {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly width: number;
  readonly keyHeads: number;
  readonly keys: number;
  readonly valueWidth: number;
};

/**
 * Read in the source; the efficient backward pass in float32 was seen in a recording, the others not yet. Each is within
 * its operator, after its results. What a plan of cuDNN itself asks for, forward and backward, is not known; the fused
 * kernels' seeds are results, and math is other operators.
 */
export const ATTENTION = {
  "aten::_scaled_dot_product_flash_attention": flashForward,
  "aten::_scaled_dot_product_flash_attention_backward": flashBackward,
  "aten::_scaled_dot_product_efficient_attention": efficientForward,
  "aten::_scaled_dot_product_efficient_attention_backward": efficientBackward,
  "aten::_scaled_dot_product_cudnn_attention_backward": cudnnBackward,
} satisfies Record<string, Formula>;

/**
 * Where there are too few blocks of 64 queries for the card, the keys are split too, and each split has its own sums of
 * exponentials and output, in float32; not with dropout. A single query for several heads a key counts as a block of
 * queries. Source: set_params_splitkv() and mha_fwd(), transformers/cuda/flash_attn/flash_api.cpp.
 */
function flashForward<Id>(call: Call, { device }: { device: CudaDevice }, scratch: Scratch<Id>): void {
  if (number(call, "dropout_p") > 0) return;
  const { batch, heads: all, queries: length, width, keyHeads, keys } = sizes(call);
  const grouped = length === 1 && all > keyHeads;
  const [heads, queries] = grouped ? [keyHeads, all / keyHeads] : [all, length];
  const keyBlocks = ceilDiv(keys, width <= 64 ? 256 : width <= 128 ? 128 : 64);
  const splits = splitsOf(batch * heads * ceilDiv(queries, 64), device.multiprocessors * 2, keyBlocks);
  if (splits <= 1) return;
  const rows = splits * batch * heads * queries;
  scratch.take(4 * rows);
  scratch.take(4 * rows * flashWidth(width));
}

/** num_splits_heuristic(): the fewest splits that keep the card at least 85 % as busy as the best. At most 128. */
function splitsOf(blocks: number, slots: number, keyBlocks: number): number {
  if (blocks >= 0.8 * slots) return 1;
  const candidates = Array.from({ length: Math.min(128, slots, keyBlocks) }, (_, index) => index + 1)
    .filter((splits) => splits === 1 || ceilDiv(keyBlocks, splits) !== ceilDiv(keyBlocks, splits - 1))
    .map((splits) => {
      const waves = (blocks * splits) / slots;
      return { splits, efficiency: waves / Math.ceil(waves) };
    });
  const best = Math.max(...candidates.map(({ efficiency }) => efficiency));
  return candidates.find(({ efficiency }) => efficiency >= 0.85 * best)?.splits ?? 1;
}

/**
 * Sums over rows and dQ in float32, rows rounded up to 128; for grouped queries dK and dV of every head, then summed.
 * Source: mha_bwd(), transformers/cuda/flash_attn/flash_api.cpp, and _flash_attention_backward() above it, which copies a
 * gradient or an output that is not contiguous as [batch, queries, heads, width]. Deterministic algorithms are off.
 */
function flashBackward<Id>(call: Call, platform: { device: CudaDevice }, scratch: Scratch<Id>): void {
  const { batch, heads, queries, width, keyHeads, keys } = sizes(call);
  takeContiguous(scratch, transposed(tensor(call, "grad_out"), 1, 2));
  takeContiguous(scratch, transposed(tensor(call, "out"), 1, 2));
  const rows = batch * heads * roundUp(queries, 128);
  scratch.take(4 * rows);
  scratch.take(4 * rows * flashWidth(width));
  if (keyHeads === heads) return;
  const { dtype } = tensor(call, "query");
  const expanded = [batch, keys, keyHeads, heads / keyHeads, width];
  for (const _ of ["dK", "dV"]) scratch.take(numel(expanded) * itemBytes(dtype));
  for (const _ of ["dK", "dV"]) takeReduction(scratch, platform.device, contiguous(expanded, dtype), [3]);
}

/** Heads are padded to 32 elements, wide ones to 64. */
function flashWidth(width: number): number {
  return roundUp(width, width <= 128 ? 32 : 64);
}

/**
 * Heads of half precision that are wider than 128 do not stay in registers: the output is collected in float32.
 * Source: kNeedsOutputAccumulatorBuffer in mem_eff_attention/kernel_forward.h, and cutlassF.h.
 */
function efficientForward<Id>(call: Call, _platform: unknown, scratch: Scratch<Id>): void {
  const { batch, heads, queries, width, valueWidth } = sizes(call);
  if (isHalf(tensor(call, "query")) && Math.max(width, valueWidth) > 128) {
    scratch.take(4 * batch * heads * queries * valueWidth);
  }
}

/**
 * Sums over rows, in float32 from a product of full size; then a workspace in which blocks of dQ (and of dK and dV where
 * they do not stay in registers) are collected. For grouped queries dK and dV of every head.
 *
 * Source: _efficient_attention_backward(), transformers/cuda/attention_backward.cu, and workspace_size() in
 * mem_eff_attention/kernel_backward.h, which was also compiled and run: see the test.
 */
function efficientBackward<Id>(call: Call, { device }: { device: CudaDevice }, scratch: Scratch<Id>): void {
  const { batch, heads, queries, width, keyHeads, keys, valueWidth } = sizes(call);
  const query = tensor(call, "query");
  const half = isHalf(query);
  takeContiguous(scratch, transposed(tensor(call, "grad_out_"), 1, 2));
  if (keyHeads !== heads) {
    for (const each of [width, valueWidth]) scratch.take(batch * keys * heads * each * itemBytes(query.dtype));
  }
  const widest = Math.max(width, valueWidth);
  const kernel = backwardKernel(device, half, widest, number(call, "dropout_p") > 0);
  const sm = smOf(device);
  const inRegisters = kernel.widest <= kernel.queries;
  const volta = sm >= 70 && sm < 75;
  if (half && (inRegisters || !volta)) {
    scratch.take(4 * batch * heads * queries);
  } else {
    sumOfProducts([batch, queries, heads, valueWidth], half, device, scratch);
  }
  const elements = workspaceElements(sm, half, { batch, heads, queries, width, keys, valueWidth }, kernel);
  scratch.take(4 * batch * heads * elements);
}

/** `(grad_out.to(kFloat) * out.to(kFloat)).sum(-1).transpose(-2, -1).contiguous()`, of which the last stays. */
function sumOfProducts<Id>(shape: readonly number[], half: boolean, device: CudaDevice, scratch: Scratch<Id>): void {
  const casts = half ? [scratch.take(4 * numel(shape)), scratch.take(4 * numel(shape))] : [];
  const product = scratch.take(4 * numel(shape));
  const sum = scratch.take(4 * numel(shape.slice(0, -1)));
  takeReduction(scratch, device, contiguous(shape, "float32"), [3]);
  const [, queries = 1, heads = 1] = shape;
  const copied = queries > 1 && heads > 1;
  if (copied) scratch.take(4 * numel(shape.slice(0, -1)));
  for (const each of [...(copied ? [sum] : []), product, ...casts.toReversed()]) scratch.give(each);
}

/** Elements of float32 a head, in multiples of 4. A block of dQ has a lock and a counter of 16 bytes before it. */
export function workspaceElements(
  sm: number,
  half: boolean,
  { batch, heads, queries, width, keys, valueWidth }: Omit<Sizes, "keyHeads">,
  kernel: { readonly queries: number; readonly keys: number; readonly widest: number },
): number {
  const collectsKeys = half && kernel.widest > kernel.queries;
  const collectsQueries = sm >= 70 || half;
  const blocks = ceilDiv(keys, kernel.keys);
  const busy = heads * batch >= 256 && keys <= 2 * kernel.keys;
  const most = collectsKeys ? Math.floor(200 / (batch * heads)) : blocks;
  const splits = sm < 70 ? 1 : Math.max(1, Math.min(busy ? 1 : blocks, most));
  const ofKeys = collectsKeys
    ? splits * kernel.keys * (roundUp(width, kernel.queries) + roundUp(valueWidth, kernel.queries))
    : 0;
  const ofQueries = collectsQueries
    ? ceilDiv(queries, kernel.queries) * ceilDiv(width, kernel.keys) * (4 + kernel.queries * kernel.keys)
    : 0;
  return roundUp(ofKeys + ofQueries, 4);
}

/**
 * dQ and the sums over rows in float32, in one workspace. Source: get_fe_workspace_size_node() of CompositeSDPABackwardNode,
 * cudnn-frontend's scaled_dot_product_flash_attention.h.
 */
function cudnnBackward<Id>(call: Call, _platform: unknown, scratch: Scratch<Id>): void {
  const { batch, heads, queries, width } = sizes(call);
  scratch.take(4 * batch * heads * queries * (width + 1));
}

function sizes(call: Call): Sizes {
  const [batch = 1, heads = 1, queries = 1, width = 1] = tensor(call, "query").shape;
  const [, keyHeads = 1, keys = 1] = tensor(call, "key").shape;
  return { batch, heads, queries, width, keyHeads, keys, valueWidth: tensor(call, "value").shape.at(-1) ?? 1 };
}
