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
  /** In every row of the breakdown. `keys` changed all the same, and none moves it. */
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
  /** `keys` is undefined where the base's config cannot be read, or is not there to be read. */
  | { readonly kind: "unknown"; readonly why: string; readonly keys: readonly KeyChange[] | undefined };

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
  /** `batch_size`, `optimizer.AdamW.lr`. Keys that can be taken back only together are one: `a, b`. */
  readonly path: string;
  /** In this config; of the nearest key around it where the key itself is gone; of the first of several. */
  readonly place: Place;
  /** Of the others, where keys are one. */
  readonly also?: readonly Place[];
  /** As YAML on one line, cut at 1,000 characters; undefined where the side has no such key. */
  readonly base: string | undefined;
  readonly head: string | undefined;
  /** What the training needs more because of this key: the prediction, less that with this key alone taken back. */
  readonly delta_bytes: number | undefined;
  /** The same of what is allocated: it may move where the allocator has room, and the card loses no more. */
  readonly allocated_delta_bytes: number | undefined;
  /** Why there is no `delta_bytes`; undefined where there is. */
  readonly no_share: NoShare | undefined;
};

/**
 * `needs-others`: with this key alone taken back the config is none. `not-predicted`: it is one, and what it needs is not
 * known. `too-many`: so many keys changed that this one was not taken back by itself.
 */
export type NoShare = "needs-others" | "not-predicted" | "too-many";

/** What was measured of the base beside what was measured now, on a card of the same name. */
export type MeasuredChange = {
  readonly base_bytes: Bytes;
  readonly head_bytes: Bytes;
  /** head − base. */
  readonly delta_bytes: number;
  readonly base_sha: string;
  /** Of the workspace, those that the training imports or its command names; undefined where that is not known. */
  readonly changed_files: readonly string[] | undefined;
  /** Of torch, its packages, CUDA, the driver and Python. */
  readonly changed_versions: readonly VersionChange[];
};

export type VersionChange = { readonly name: string; readonly base: string; readonly head: string };
