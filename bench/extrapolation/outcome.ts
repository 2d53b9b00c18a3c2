import { GROWTH_SHARE, lineAt } from "../../src/compare/line.ts";
import { type Summary, summaryOf } from "../accuracy/statistics.ts";
import { type Batch, BATCHES, type Peaks } from "./peaks.ts";

/** Two batches that were measured, and a third that is told from them. */
export type Line = { readonly from: readonly [Batch, Batch]; readonly to: Batch };

export const LINES: readonly Line[] = [
  { from: [8, 32], to: 64 },
  { from: [16, 32], to: 64 },
  { from: [8, 16], to: 32 },
  { from: [8, 16], to: 64 },
];

/** How right the lines are, and the interval that the report puts around them. */
export function outcomeOf({ models }: Peaks, { from: [first, second], to }: Line): Summary {
  return summaryOf(
    models.map((model) => {
      const at = (batch: Batch) => model[BATCHES.indexOf(batch)] ?? Number.NaN;
      const told = lineAt(
        [
          [first, at(first)],
          [second, at(second)],
        ],
        to,
      );
      const doubt = GROWTH_SHARE * (told - at(second));
      return {
        measured_bytes: at(to),
        predicted_bytes: told,
        low_bytes: told - doubt,
        high_bytes: told + doubt,
      };
    }),
  );
}
