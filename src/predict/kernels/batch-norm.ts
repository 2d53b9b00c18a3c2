import type { Tensor } from "../traced-event.ts";
import { accumulatorBytes, type Call, ceilDiv, type Formula, numel, type Platform, tensor } from "./formula.ts";
import type { Scratch } from "./scratch.ts";

/**
 * PyTorch's own batch norm; cuDNN's is another operator. Images that are contiguous take nothing. Where the channels are
 * the fastest, as in rows and in images of one pixel, blocks share the sums of a channel through memory.
 * Source: aten/src/ATen/native/cuda/Normalization.cuh; not yet seen in a recording.
 */
export const BATCH_NORM = {
  "aten::native_batch_norm": forward,
  "aten::native_batch_norm_backward": backward,
} satisfies Record<string, Formula>;

/** batch_norm_stats_channels_last_cuda_template(): four numbers a channel and block. */
function forward<Id>(call: Call, _platform: Platform, scratch: Scratch<Id>): void {
  const input = tensor(call, "input");
  if (call["training"] !== true || !isChannelsLast(input)) return;
  scratch.within(() => takeStaging(scratch, input, 4));
}

/** batch_norm_backward_reduce_cuda_channels_last_template(): two sums a channel, which stay for the input's gradient. */
function backward<Id>(call: Call, _platform: Platform, scratch: Scratch<Id>): void {
  const input = tensor(call, "input");
  if (!isChannelsLast(input)) return;
  const [, channels = 1] = input.shape;
  scratch.take(channels * accumulatorBytes(input));
  scratch.take(channels * accumulatorBytes(input));
  scratch.within(() => takeStaging(scratch, input, 2));
}

/** batch_norm_use_channels_last_kernels(). */
function isChannelsLast({ stride }: Tensor): boolean {
  return stride[1] === 1;
}

const MAX_THREADS = 512;
const TILE_WIDTH = 32;
const ELEMENTS_A_THREAD = 16;
const MAX_BLOCKS_DOWN = 128;
/** Fewer blocks than this are not worth sharing a sum. */
const MIN_BLOCKS_DOWN = 8;

/** flexible_launch_configs(): how many blocks work across the channels, and how many share each channel. */
function takeStaging<Id>(scratch: Scratch<Id>, input: Tensor, numbersAChannel: number): void {
  const [, channels = 1] = input.shape;
  const rows = numel(input.shape) / channels;
  const width = Math.min(powerOfTwo(channels), TILE_WIDTH);
  const height = Math.min(powerOfTwo(ceilDiv(rows, ELEMENTS_A_THREAD)), MAX_THREADS / width);
  const across = ceilDiv(
    channels,
    width * height === MAX_THREADS ? width : Math.min(powerOfTwo(channels), MAX_THREADS / height),
  );
  const down = Math.min(ceilDiv(rows, height * ELEMENTS_A_THREAD), MAX_BLOCKS_DOWN);
  if (down < MIN_BLOCKS_DOWN) return;
  scratch.take(numbersAChannel * channels * down * accumulatorBytes(input));
  scratch.take(4 * across);
}

/** The largest power of two that is not larger. */
function powerOfTwo(n: number): number {
  return 2 ** Math.floor(Math.log2(n));
}
