import type { Bytes } from "./bytes.ts";

/** What a byte is for. The order is the order of every table and chart. */
export const CATEGORIES = [
  "parameters",
  "buffers",
  "gradients",
  "optimizer",
  "batch",
  "activations",
  "workspace",
  "temporary",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** The parts of a training step. `setup` builds the model (step 0) and puts each batch on the device. */
export const PHASES = ["setup", "forward", "backward", "optimizer", "evaluation"] as const;
export type Phase = (typeof PHASES)[number];

/** Where in the training an event happens. Step 0 is before the first step; evaluation comes after the last. */
export type Moment = { readonly phase: Phase; readonly step: number };

/** A storage is born. `id` is unique within its trace; `bytes` is what the operator asked for, not rounded. */
export type Allocation = Moment & {
  readonly op: "alloc";
  readonly id: number;
  readonly bytes: Bytes;
  readonly category: Category;
  /** PyTorch's name of the operator, as `aten::addmm`, or of the library, as `cublas`. */
  readonly operator: string;
  /** The module that ran it, as `named_modules()` spells it (`1`, `3.0`); empty outside of one. */
  readonly module: string;
  /** The number of the stream that it was made on, whose memory the allocator keeps apart; left out for the default. */
  readonly stream?: number | undefined;
};

export type Free = Moment & { readonly op: "free"; readonly id: number };

/**
 * Every allocation and free of a training, in order: setup, then whole steps, then the evaluation if there is one.
 * What is still alive at the end is simply not freed.
 */
export type Trace = readonly (Allocation | Free)[];
