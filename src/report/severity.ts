import type { Verdict } from "../compare/finding.ts";
import { warns } from "../compare/notable.ts";
import type { TrainingResult } from "../compare/result.ts";

const RANK = { fail: 3, unknown: 2, pass: 0 } as const satisfies Record<Verdict, number>;

/** The worst first: by verdict, then those that warn, then by the share of the budget. */
export function bySeverity(trainings: readonly TrainingResult[]): TrainingResult[] {
  const rank = (training: TrainingResult) => RANK[training.verdict] || (warns(training) ? 1 : 0);
  return trainings.toSorted((a, b) => rank(b) - rank(a) || budgetShare(b) - budgetShare(a));
}

export function budgetShare({ budget }: TrainingResult): number {
  return budget === undefined ? 0 : budget.needed_bytes / Math.max(budget.limit_bytes, 1);
}
