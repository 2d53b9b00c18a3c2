import type { Place } from "../config/training.ts";
import type { NotMeasured, RankPeaks } from "../measure/measurement.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { Category, Phase } from "../memory/trace.ts";
import type { MeasuredChange } from "./change.ts";
import type { Reason } from "./difference.ts";
import type { WhyPassedOver } from "./passed-over.ts";
import type { Verification } from "./verification.ts";

/** One thing the comparison has to say. A new kind does not compile until every renderer has a text for it. */
export type Finding =
  | { readonly kind: "over-budget"; readonly needed_bytes: Bytes; readonly limit_bytes: Bytes; readonly from: Evidence }
  | {
      readonly kind: "out-of-memory";
      /** The largest that were allocated; a category is null where it is not known. */
      readonly largest_blocks: readonly { readonly bytes: Bytes; readonly category: Category | null }[];
      readonly phase: Phase;
      readonly step: number;
      readonly requested_bytes: Bytes;
      readonly allocated_bytes: Bytes;
      readonly reserved_bytes: Bytes;
    }
  /** Observed is further from predicted than the tolerance; `delta_bytes` is observed − predicted. */
  | {
      readonly kind: "drift";
      readonly tier: "allocated" | "device";
      readonly predicted_bytes: Bytes;
      readonly observed_bytes: Bytes;
      readonly delta_bytes: number;
      readonly tolerance: number;
      readonly mostly: Reason | undefined;
    }
  /** More is measured than of the base, by more than the tolerance, and the config's change does not say why. */
  | ({ readonly kind: "growth"; readonly tolerance: number } & MeasuredChange)
  /** More is needed than of the base, by more than the tolerance, and somebody has accepted that. */
  | {
      readonly kind: "accepted-growth";
      /** The label, or a budget that is higher than the base's. */
      readonly by: "label" | "budget";
      readonly base_bytes: Bytes;
      readonly delta_bytes: number;
    }
  /** Less is measured than of the base, in the same way. */
  | ({ readonly kind: "shrinkage"; readonly tolerance: number } & MeasuredChange)
  /** It fits, but hardly, or not at the high end of what is predicted. */
  | {
      readonly kind: "tight";
      readonly needed_bytes: Bytes;
      readonly high_bytes: Bytes;
      readonly limit_bytes: Bytes;
    }
  /** What is extrapolated fits at one end of its interval, and not at the other: a batch that was never run decides nothing so. */
  | {
      readonly kind: "extrapolation-open";
      readonly low_bytes: Bytes;
      readonly high_bytes: Bytes;
      readonly limit_bytes: Bytes;
    }
  /** Under the predicted limit it did not live, or whether it does is not known, where the proof was asked for. */
  | Extract<Verification, { kind: "limit-failed" | "not-verified" }>
  /** Memory that is alive between steps grows with almost every step. */
  | ({ readonly kind: "leak"; readonly steps_to_limit?: number } & Leak)
  /** The same on the card of the budget, which it reaches before long: after so many more steps. */
  | ({ readonly kind: "leak-over-budget"; readonly steps_to_limit: number } & Leak)
  /** The card was full, and the allocator gave cached memory back before it could go on. */
  | { readonly kind: "retries"; readonly retries: number; readonly expandable: boolean }
  /** Much is reserved and not allocated. */
  | {
      readonly kind: "fragmentation";
      readonly overhead_bytes: Bytes;
      readonly allocated_bytes: Bytes;
      /** Whether expandable segments were on already. */
      readonly expandable: boolean;
      readonly replayed: Replayed | undefined;
    }
  /** Not every step had batches of the same shape: `tensors` is the largest. */
  | {
      readonly kind: "varying-batches";
      readonly shapes: number;
      readonly tensors: readonly string[];
      readonly in_steps: number;
      readonly steps: number;
    }
  | {
      readonly kind: "co-tenant";
      readonly used_bytes: Bytes;
      readonly usable_bytes: Bytes;
      readonly processes: number;
    }
  /** The processes of one training do not need the same. */
  | { readonly kind: "rank-spread"; readonly lowest: RankPeaks; readonly highest: RankPeaks }
  /** This machine has a card, and what was measured ran on the CPU: of the card nothing was seen. */
  | { readonly kind: "not-on-the-card"; readonly card: string; readonly why: WhyPassedOver }
  /** Nobody could or should measure: the prediction stands alone. */
  | ({ readonly kind: "not-measured" } & WhyNotMeasured)
  /** It was tried, and the training crashed or took too long: that leaves the verdict open. */
  | ({ readonly kind: "measurement-failed" } & WhyNotMeasured)
  | { readonly kind: "unknown"; readonly place: Place; readonly what: string; readonly advice: string }
  | { readonly kind: "no-device"; readonly detail: string };

type Leak = {
  readonly on: "cpu" | "cuda";
  readonly bytes_per_step: Bytes;
  /** Measured steps that were looked at. */
  readonly steps: number;
};

export type WhyNotMeasured = Omit<NotMeasured, "kind">;

/** What is reserved by replay, without and with expandable segments. */
export type Replayed = {
  readonly of: "recorded step" | "predicted training";
  readonly reserved_bytes: Bytes;
  readonly expandable_reserved_bytes: Bytes;
};

export type FindingKind = Finding["kind"];
export type Evidence = "prediction" | "measurement" | "extrapolation";

/** What each kind does to the verdict. */
export const SEVERITY = {
  "over-budget": "fails",
  "out-of-memory": "fails",
  drift: "warns",
  growth: "warns",
  shrinkage: "notes",
  "accepted-growth": "notes",
  tight: "warns",
  "extrapolation-open": "undecided",
  "limit-failed": "fails",
  "not-verified": "undecided",
  leak: "warns",
  "leak-over-budget": "fails",
  retries: "warns",
  fragmentation: "warns",
  "varying-batches": "warns",
  "co-tenant": "warns",
  "rank-spread": "warns",
  "not-on-the-card": "undecided",
  "not-measured": "notes",
  "measurement-failed": "undecided",
  unknown: "undecided",
  "no-device": "undecided",
} as const satisfies Record<FindingKind, "fails" | "undecided" | "warns" | "notes">;

export const VERDICTS = ["pass", "fail", "unknown"] as const;
export type Verdict = (typeof VERDICTS)[number];
