import type { Place } from "../config/training.ts";
import type { NotMeasuredReason } from "../probe/reasons.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { Phase } from "../memory/trace.ts";

/** One thing the comparison has to say. A new kind does not compile until every renderer has a text for it. */
export type Finding =
  | { readonly kind: "over-budget"; readonly needed_bytes: Bytes; readonly limit_bytes: Bytes; readonly from: Evidence }
  | {
      readonly kind: "out-of-memory";
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
    }
  /** It fits, but hardly, or not at the high end of what is predicted. */
  | {
      readonly kind: "tight";
      readonly needed_bytes: Bytes;
      readonly high_bytes: Bytes;
      readonly limit_bytes: Bytes;
    }
  | { readonly kind: "co-tenant"; readonly used_bytes: Bytes; readonly processes: number }
  /** Nobody could or should measure: the prediction stands alone. */
  | { readonly kind: "not-measured"; readonly reason: NotMeasuredReason; readonly detail: string }
  /** It was tried, and the training crashed or took too long: that leaves the verdict open. */
  | { readonly kind: "measurement-failed"; readonly reason: NotMeasuredReason; readonly detail: string }
  | { readonly kind: "unknown"; readonly place: Place; readonly what: string; readonly advice: string }
  | { readonly kind: "no-device"; readonly detail: string };

export type FindingKind = Finding["kind"];
export type Evidence = "prediction" | "measurement";

/** What each kind does to the verdict. */
export const SEVERITY = {
  "over-budget": "fails",
  "out-of-memory": "fails",
  drift: "warns",
  tight: "warns",
  "co-tenant": "warns",
  "not-measured": "notes",
  "measurement-failed": "undecided",
  unknown: "undecided",
  "no-device": "undecided",
} as const satisfies Record<FindingKind, "fails" | "undecided" | "warns" | "notes">;

export const VERDICTS = ["pass", "fail", "unknown"] as const;
export type Verdict = (typeof VERDICTS)[number];
