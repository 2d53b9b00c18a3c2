import type { BatchCurve } from "../memory/batches.ts";
import type { Tiers } from "../memory/profile.ts";

/** The largest batch that stays within the budget, the batch below which the card is mostly idle, and the chart. */
export type BatchAdvice = BatchCurve & { readonly evidence: BatchEvidence };

/**
 * How the sizes at other batches are known: each computed by itself (`computed`); by one trace for every batch, which the
 * traces at all of `traced` agree with (`affine`); or by those traces alone, because sizes or events depend on the
 * batch in another way (`traced`). A search that ends early leaves open what is between the largest batch that fits and
 * `unknown_below`, which is LARGEST_BATCH + 1 where all that was traced fits.
 */
export type BatchEvidence =
  | { readonly kind: "computed" }
  | { readonly kind: "affine"; readonly traced: readonly number[] }
  | { readonly kind: "traced"; readonly traced: readonly number[]; readonly unknown_below: number | undefined };

/** What a training needs at another batch size, all else as it is; or why that cannot be said. */
export type BatchRow = { readonly batch_size: number } & (
  | (Tiers & { readonly kind: "predicted" })
  | { readonly kind: "unknown"; readonly what: string }
);
