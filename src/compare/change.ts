import type { Place } from "../config/training.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { Category } from "../memory/trace.ts";

/** The commit that this one is compared with: the merge base of a pull request. */
export type Base = {
  readonly sha: string;
  /** As people call it: the branch, or what was given with --base. */
  readonly name: string;
};

/** A training that the base's config has and this one has not; without its size where that is not predicted. */
export type Removed = { readonly name: string; readonly base_bytes: Bytes | undefined };

/**
 * What became of a training since the base. Both sides are predicted by this very program, and with the code that is
 * here: what differs is the config alone. Sizes are of the device tier, each on its own config's device.
 */
export type Change = PredictedChange & { readonly measured: MeasuredChange | undefined };

export type PredictedChange =
  | { readonly kind: "new" }
  /** Every row of the breakdown is the same. `keys` changed all the same, and have no effect on memory. */
  | { readonly kind: "unchanged"; readonly base_bytes: Bytes; readonly keys: readonly KeyChange[] }
  | {
      readonly kind: "changed";
      readonly base_bytes: Bytes;
      readonly head_bytes: Bytes;
      /** head − base. */
      readonly delta_bytes: number;
      /** They add up to the three numbers above. */
      readonly categories: readonly ChangeRow[];
      readonly keys: readonly KeyChange[];
      /** What no key does alone: `delta_bytes` less the sum of the keys' own. */
      readonly together_bytes: number;
    }
  | { readonly kind: "unknown"; readonly why: string };

/** A part of the device tier: a category at the peak, the allocator's overhead, what lies outside of the allocator. */
export type ChangePart = Category | "allocator overhead" | "CUDA context" | "NCCL communicator";

export type ChangeRow = {
  readonly name: ChangePart;
  readonly base_bytes: Bytes;
  readonly head_bytes: Bytes;
  /** head − base. */
  readonly delta_bytes: number;
};

/** A key of the training's that is not as it was, with those that it inherits from the top of the config. */
export type KeyChange = {
  /** `batch_size`, `optimizer.AdamW.lr`. */
  readonly path: string;
  /** In this config; of the nearest key around it where the key itself is gone. */
  readonly place: Place;
  /** As YAML on one line; undefined where the side has no such key. */
  readonly base: string | undefined;
  readonly head: string | undefined;
  /** What the training needs more because of this key: less the prediction with it alone taken back. Undefined where that cannot be. */
  readonly delta_bytes: number | undefined;
};

/** What was measured of the base, beside what was measured now: on the same card. */
export type MeasuredChange = {
  readonly base_bytes: Bytes;
  readonly head_bytes: Bytes;
  /** head − base. */
  readonly delta_bytes: number;
  readonly base_sha: string;
};
