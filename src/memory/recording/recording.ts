/** What one device's allocator was asked for, in order, from the state in which the recording found it. */
export type Recording = {
  readonly device: number;
  /** Segments that were there before the first event. */
  readonly segments: readonly RecordedSegment[];
  readonly events: readonly RecordedEvent[];
  /** Records that are to be compared with: where the driver put segments. In the order of the recording. */
  readonly placements: readonly Placement[];
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
};

export type RecordedEvent =
  | { readonly op: "alloc"; readonly key: string; readonly bytes: number; readonly stream: number }
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
