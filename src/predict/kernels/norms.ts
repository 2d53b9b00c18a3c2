import type { CudaDevice } from "../../memory/device.ts";
import { isSince, type TorchRelease } from "../../memory/torch-release.ts";
import type { Tensor } from "../traced-event.ts";
import {
  accumulatorBytes,
  type Call,
  ceilDiv,
  contiguous,
  type Formula,
  isHalf,
  itemBytes,
  number,
  numbers,
  numel,
  optionalTensor,
  type Platform,
  takeContiguous,
  tensor,
} from "./formula.ts";
import { takeReduction } from "./reductions.ts";
import type { Scratch } from "./scratch.ts";

/**
 * Read in the source; not yet seen in a recording. cuDNN's batch norm is left out: what it takes, and its reserve, cuDNN
 * alone knows.
 */
export const NORMS = {
  "aten::native_layer_norm_backward": (call, platform, scratch) => layerNorm("input", call, platform, scratch),
  "aten::_fused_rms_norm_backward": (call, platform, scratch) => layerNorm("input", call, platform, scratch),
  "aten::native_group_norm": groupNorm,
  "aten::native_group_norm_backward": groupNormBackward,
} satisfies Record<string, Formula>;

function layerNorm<Id>(input: string, call: Call, { device, release }: Platform, scratch: Scratch<Id>): void {
  const weight = optionalTensor(call, "weight");
  takeContiguous(scratch, tensor(call, "grad_out"));
  if (weight === undefined) return;
  const wanted = call["output_mask"];
  const gradients = Array.isArray(wanted) ? wanted.slice(1).filter((each) => each === true).length : 1;
  const rows = numel(tensor(call, input).shape) / numel(numbers(call, "normalized_shape"));
  layerNormPartials({ rows, weight, gradients }, { device, release }, scratch);
}

/** Rows that are normalized, the weight, and how many of the gradients of weight and bias are wanted. */
export type LayerNormBackward = { readonly rows: number; readonly weight: Tensor; readonly gradients: number };

/**
 * Many short rows are summed in two passes: a row for each block of 32 rows, in a grid of at most 32,768 blocks, and then
 * their sum into a new gradient. A partial row is as long as the last dimension of the weight, of which it may have more.
 * Source: LaunchGammaBetaBackwardCUDAKernel() in aten/src/ATen/native/cuda/layer_norm_kernel.cu, since pytorch#148605 (2.8).
 */
export function layerNormPartials<Id>(
  { rows, weight, gradients }: LayerNormBackward,
  { device, release }: Platform,
  scratch: Scratch<Id>,
): void {
  const { shape, dtype } = weight;
  const partial = partialRows(rows, numel(shape), device, release);
  if (partial === 0) return;
  const width = shape.at(-1) ?? 1;
  for (let each = 0; each < gradients; each += 1) scratch.take(partial * width * itemBytes(dtype));
  for (let each = 0; each < gradients; each += 1) {
    scratch.within(() => {
      scratch.take(width * itemBytes(dtype));
      takeReduction(scratch, device, contiguous([partial, width], dtype), [0]);
    });
  }
}

function partialRows(rows: number, columns: number, device: CudaDevice, release: TorchRelease): number {
  const tall = rows > 64 * 1024 && Math.floor(columns / 32) < Math.floor(device.multiprocessors / 2);
  if (!tall || !isSince(release, [2, 8])) return 0;
  return Math.min(Math.floor((64 * 1024) / 2 / ceilDiv(columns, 32)), ceilDiv(rows, 32));
}

/**
 * Statistics in float32 for half precision, and a factor and a summand for each channel of each image.
 * Source: GroupNormKernelImplInternal() in aten/src/ATen/native/cuda/group_norm_kernel.cu.
 */
function groupNorm<Id>(call: Call, _platform: Platform, scratch: Scratch<Id>): void {
  const input = tensor(call, "input");
  const [images, channels, area] = [number(call, "N"), number(call, "C"), number(call, "HxW")];
  const size = accumulatorBytes(input);
  const statistics = isHalf(input) ? images * number(call, "group") * size : 0;
  scratch.take(statistics);
  scratch.take(statistics);
  const affine = optionalTensor(call, "weight") !== undefined || optionalTensor(call, "bias") !== undefined;
  if (area === 1 || !affine) return;
  scratch.take(images * channels * size);
  scratch.take(images * channels * size);
}

/**
 * Two sums a channel, and for the input's gradient two numbers a group and one a channel.
 * Source: GroupNormBackwardKernelImplInternal() in aten/src/ATen/native/cuda/group_norm_kernel.cu.
 */
function groupNormBackward<Id>(call: Call, _platform: Platform, scratch: Scratch<Id>): void {
  const input = tensor(call, "input");
  const [images, channels, groups] = [number(call, "N"), number(call, "C"), number(call, "group")];
  const size = accumulatorBytes(input);
  const flat = number(call, "HxW") === 1;
  if (!flat) {
    scratch.take(images * channels * size);
    scratch.take(images * channels * size);
  }
  const wanted = call["output_mask"];
  if (!Array.isArray(wanted) || wanted[0] !== true) return;
  scratch.take(images * groups * size);
  scratch.take(images * groups * size);
  if (!flat && optionalTensor(call, "weight") !== undefined) scratch.take(images * channels * size);
}
