import type { Place } from "../config/training.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { Device } from "../memory/device.ts";
import type { Profile } from "../memory/profile.ts";
import type { Trace } from "../memory/trace.ts";
import type { Intervals } from "./interval.ts";

/** What one training will need on one device, or why that cannot be said. */
export type Prediction =
  | {
      readonly kind: "predicted";
      readonly engine: "layers" | "traced";
      /** The PyTorch release whose behaviour the engine follows. */
      readonly torch: string;
      readonly device: Device;
      /** How many train together, with a card each: all numbers are of the first of them. */
      readonly processes: number;
      readonly model: ModelSummary;
      readonly nominal_bytes: NominalBytes;
      readonly trace: Trace;
      readonly profile: Profile;
      /** Around the profile's three numbers, and why. */
      readonly intervals: Intervals;
      /** What PYTORCH_CUDA_ALLOC_CONF is taken to be; empty for PyTorch's defaults. */
      readonly alloc_conf: string;
      /** How often the trace had to guess a size. */
      readonly guesses: number;
      /** What the number leaves out, or assumes, in plain words. */
      readonly notes: readonly string[];
    }
  | { readonly kind: "unknown"; readonly model: ModelSummary | undefined; readonly reasons: readonly UnknownReason[] };

/** `what` is not known; `advice` is what to do about it. */
export type UnknownReason = { readonly place: Place; readonly what: string; readonly advice: string };

export type ModelSummary = {
  readonly parameters: number;
  readonly trainable_parameters: number;
  readonly layers: readonly LayerSummary[];
};

export type LayerSummary = {
  readonly name: string;
  readonly type: string;
  /** With the batch in front. */
  readonly output_shape: readonly number[];
  readonly parameters: number;
};

/** By formula, before any rounding: 101,770 parameters × 4 bytes = 407,080 bytes. Of several processes, what the first holds. */
export type NominalBytes = {
  readonly parameters: Bytes;
  readonly buffers: Bytes;
  readonly gradients: Bytes;
  readonly optimizer: Bytes;
  readonly batch: Bytes;
  /** Kept for backward when it begins. */
  readonly activations: Bytes;
};
