import { DEFAULTS } from "../config/schema.ts";
import { parsePercentage, parseSize } from "../config/units.ts";
import type { Change } from "./change.ts";
import type { Finding } from "./finding.ts";

/** On a pull request, by somebody who may write to the repository: what it needs more is meant. */
export const ACCEPT_LABEL = "vram-budget: accept";

/**
 * Growth since the base that somebody has accepted is told and does not warn. It changes nothing else: what is over budget
 * fails all the same, for a budget that the label lifts is none.
 */
export function withAcceptance(
  findings: readonly Finding[],
  change: Change | undefined,
  { tolerance, hasLabel }: { readonly tolerance: number; readonly hasLabel: boolean },
): readonly Finding[] {
  const grown = growthOfChange(change);
  const by = hasLabel ? "label" : isBudgetRaised(change) ? "budget" : undefined;
  if (by === undefined || grown === undefined || grown.delta_bytes <= tolerance * grown.base_bytes) return findings;
  const { base_bytes, delta_bytes } = grown;
  return [
    ...findings.filter(({ kind }) => kind !== "growth"),
    { kind: "accepted-growth", by, base_bytes, delta_bytes },
  ];
}

/** As it was measured on both sides, else as it is predicted. */
function growthOfChange(change: Change | undefined) {
  return change?.measured ?? (change?.kind === "changed" ? change : undefined);
}

/** Both sides in the same words: whether a share is more than a size hangs on the card. */
function isBudgetRaised(change: Change | undefined): boolean {
  const keys = change === undefined || change.kind === "new" ? [] : (change.keys ?? []);
  const key = keys.find(({ path }) => path === "budget");
  if (key === undefined) return false;
  return [parsePercentage, parseSize].some((parse) => {
    const [before, now] = [parse(key.base ?? DEFAULTS.budget), parse(key.head ?? DEFAULTS.budget)];
    return before !== undefined && now !== undefined && now > before;
  });
}
