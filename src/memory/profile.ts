import type { Bytes } from "./bytes.ts";
import type { Category, Moment, Phase } from "./trace.ts";

/** Bytes by category. Every category is there; the sum is the total that it is about. */
export type ByCategory = Readonly<Record<Category, Bytes>>;

/** The peaks of one phase. */
export type PhasePeak = { readonly allocated_bytes: Bytes; readonly reserved_bytes: Bytes };

/** The peaks of the three tiers. */
export type Tiers = PhasePeak & { readonly device_bytes: Bytes };

/** One moment of the timeline: what is alive by category, and what the allocator holds. */
export type TimelinePoint = Moment & { readonly categories: ByCategory; readonly reserved_bytes: Bytes };

/**
 * A trace after replay: the peaks of the three tiers.
 *
 * Holds by construction: the categories at the peak add up to `allocated_bytes`;
 * `allocated_bytes + overhead_bytes = reserved_bytes`; `reserved_bytes + context_bytes + communicator_bytes = device_bytes`.
 */
export type Profile = {
  readonly allocated_bytes: Bytes;
  readonly overhead_bytes: Bytes;
  readonly reserved_bytes: Bytes;
  readonly context_bytes: Bytes;
  /** What NCCL takes of the driver where several processes train; 0 for one. */
  readonly communicator_bytes: Bytes;
  readonly device_bytes: Bytes;
  /** What is alive when the last step but one is done, and the last begins with; of one step alone, when that is done. */
  readonly between_steps_bytes: Bytes;
  /** The first moment at which `allocated_bytes` is reached, and what is alive then. */
  readonly peak: Moment & { readonly operator: string; readonly module: string; readonly categories: ByCategory };
  readonly phases: Readonly<Partial<Record<Phase, PhasePeak>>>;
  readonly timeline: readonly TimelinePoint[];
};
