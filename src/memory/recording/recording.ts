import type { Category } from "../trace.ts";
import type { Stack } from "./stack.ts";

/** What one device's allocator was asked for, in order, from the state in which the recording found it. */
export type Recording = {
  readonly device: number;
  /** Segments that were there before the first event. */
  readonly segments: readonly RecordedSegment[];
  readonly events: readonly RecordedEvent[];
  /** Records that are to be compared with: where the driver put segments. In the order of the recording. */
  readonly placements: readonly Placement[];
  /** `PYTORCH_CUDA_ALLOC_CONF` under which it was recorded; empty for the default, or where the recording does not say. */
  readonly alloc_conf: string;
  /** True where tensors were counted on the CPU: what kernels and libraries of CUDA take beside them is not in it. */
  readonly tensors_only: boolean;
  /** The folder in which the training ran; undefined where the recording does not say. */
  readonly workspace?: string | undefined;
};

/** What a recording says of the moment at which a block was asked for. */
export type Birth = {
  readonly stack: Stack;
  /** Empty where the recording does not say, as `category` is null. */
  readonly operator: string;
  readonly module: string;
  readonly category: Category | null;
};

export type RecordedSegment = {
  readonly address: number;
  readonly size: number;
  readonly small: boolean;
  readonly stream: number;
  readonly expandable: boolean;
  /** In address order, without a gap: what is not live is free. */
  readonly blocks: readonly RecordedBlock[];
};

/** `key` is how later events name the block: its address, in a snapshot. */
export type RecordedBlock = {
  readonly key: string;
  readonly offset: number;
  readonly size: number;
  readonly live: boolean;
  readonly requested: number;
  /** Undefined where it was asked for before anything was recorded. */
  readonly birth?: Birth | undefined;
};

export type RecordedEvent =
  | {
      readonly op: "alloc";
      readonly key: string;
      readonly bytes: number;
      readonly stream: number;
      /** Undefined where the recording holds bytes alone. */
      readonly birth?: Birth | undefined;
    }
  | { readonly op: "free"; readonly key: string }
  | { readonly op: "record_stream"; readonly key: string; readonly stream: number }
  | { readonly op: "synchronize"; readonly stream: number | undefined }
  | { readonly op: "empty_cache" }
  /** A request that failed while it was recorded; the cache was emptied for it, nothing was handed out. */
  | { readonly op: "out_of_memory"; readonly bytes: number };

/** `address` is where the driver put a segment (or mapped pages) of `size` bytes. */
export type Placement = {
  readonly address: number;
  readonly size: number;
  readonly stream: number;
  readonly mapped: boolean;
};

/** One entry of `device_traces`, as far as it concerns memory. `size` of an allocation is what was asked for. */
export type SnapshotRecord = {
  readonly action: string;
  readonly address: number;
  readonly size: number;
  readonly stream: number;
  readonly birth?: Birth | undefined;
};
