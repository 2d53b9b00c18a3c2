import {
  type Call,
  contiguous,
  type Formula,
  itemBytes,
  numel,
  optionalTensor,
  type Platform,
  tensor,
} from "./formula.ts";
import { takeReduction } from "./reductions.ts";
import type { Scratch } from "./scratch.ts";

/** Losses that reduce a loss of full size to one number. The mean square was seen in a recording; the rest is read in the source. */
export const LOSSES = {
  "aten::mse_loss": reduced,
  "aten::smooth_l1_loss": reduced,
  "aten::soft_margin_loss": reduced,
  "aten::binary_cross_entropy": reduced,
  "aten::huber_loss": reduced,
  "aten::binary_cross_entropy_with_logits": withLogits,
} satisfies Record<string, Formula>;

const UNREDUCED = 0;

/** The unreduced loss is a tensor that the tracer sees; its reduction is what is left. */
function reduced<Id>(call: Call, { device }: Platform, scratch: Scratch<Id>): void {
  const { shape, dtype } = tensor(call, "self");
  if (call["reduction"] === UNREDUCED) return;
  takeReduction(scratch, device, contiguous(shape, dtype), []);
}

/**
 * The logarithm of the sigmoid, which is there to the end, and the loss; with `pos_weight` its factors before.
 * Source: binary_cross_entropy_with_logits(), aten/src/ATen/native/Loss.cpp.
 */
function withLogits<Id>(call: Call, platform: Platform, scratch: Scratch<Id>): void {
  scratch.take(sizeOf(call));
  if (optionalTensor(call, "pos_weight") !== undefined) scratch.within(() => scratch.take(sizeOf(call)));
  if (call["reduction"] === UNREDUCED) return;
  scratch.take(sizeOf(call));
  reduced(call, platform, scratch);
}

function sizeOf(call: Call): number {
  const { shape, dtype } = tensor(call, "self");
  return numel(shape) * itemBytes(dtype);
}
