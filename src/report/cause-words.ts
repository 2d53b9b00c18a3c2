import type { Base, Change, ChangeRow, KeyChange } from "../compare/change.ts";
import type { BudgetResult, TrainingResult } from "../compare/result.ts";
import type { Place } from "../config/training.ts";
import { baseLabel, NO_SHARE } from "./change-words.ts";
import { formatBrief, formatBriefDelta, formatPercent } from "./format.ts";

/** What moved a training, in plain text: keys of the config with what each adds, and what there is to say beside. */
export type Cause = {
  readonly keys: readonly CauseKey[];
  /** "most in activations (+9.3 GiB)", "1 more key". */
  readonly more: readonly string[];
};

export type CauseKey = {
  /** "batch_size: 64 → 128" */
  readonly key: string;
  readonly place: Place;
  /** What it does, "adds", and how much, "66.0 MiB"; or why that is not known. */
  readonly effect:
    | { readonly kind: "share"; readonly verb: "adds" | "saves"; readonly size: string }
    | { readonly kind: "none"; readonly why: string };
};

type Changed = Extract<Change, { kind: "changed" }>;

const MOST_KEYS = 3;

/** Undefined where the prediction did not move. */
export function causeOf({ change }: TrainingResult): Cause | undefined {
  if (change?.kind !== "changed") return undefined;
  const moving = change.keys
    .filter(({ delta_bytes }) => delta_bytes !== 0)
    .toSorted((a, b) => Math.abs(b.delta_bytes ?? 0) - Math.abs(a.delta_bytes ?? 0));
  if (moving.length === 0) return undefined;
  const rest = moving.length - MOST_KEYS;
  return {
    keys: moving.slice(0, MOST_KEYS).map(causeKey),
    more: [
      ...(rest > 0 ? [`${rest} more ${rest === 1 ? "key" : "keys"}`] : []),
      ...(moving.length > 1 && change.together_bytes !== 0
        ? [`${formatBriefDelta(change.together_bytes)} only together`]
        : []),
      ...mostly(change),
    ],
  };
}

function causeKey({ path, place, base, head, delta_bytes, no_share }: KeyChange): CauseKey {
  const key = `${path}: ${base === undefined ? "unset" : cut(base)} → ${head === undefined ? "unset" : cut(head)}`;
  if (no_share !== undefined) return { key, place, effect: { kind: "none", why: NO_SHARE[no_share] } };
  const [size, verb] = [formatBrief(Math.abs(delta_bytes ?? 0)), (delta_bytes ?? 0) > 0 ? "adds" : "saves"] as const;
  return { key, place, effect: { kind: "share", verb, size } };
}

const LONGEST_VALUE = 48;

function cut(value: string): string {
  const characters = Array.from(value);
  return characters.length <= LONGEST_VALUE ? value : `${characters.slice(0, LONGEST_VALUE - 1).join("")}…`;
}

/** The part that moved most, the way that all of it moved. */
function mostly({ categories, delta_bytes }: Changed): string[] {
  const moved = (row: ChangeRow) => row.delta_bytes * Math.sign(delta_bytes);
  const [first] = categories.toSorted((a, b) => moved(b) - moved(a));
  if (first === undefined || moved(first) <= 0) return [];
  return [`most in ${first.name} (${formatBriefDelta(first.delta_bytes)})`];
}

/** What a reader asks next where it is over budget: whether the card itself would do, and whether the base was over too. */
export function overBudgetTexts({ budget, change }: TrainingResult, base: Base | undefined): string[] {
  if (budget === undefined || budget.headroom_bytes >= 0) return [];
  const same = change?.kind === "unchanged" ? [`It was over budget before: ${baseLabel(base)} needs as much.`] : [];
  return [cardText(budget), ...same];
}

function cardText({ usable_bytes, needed_bytes, high_bytes }: BudgetResult): string {
  const card = `the card of ${formatBrief(usable_bytes)}`;
  if (needed_bytes > usable_bytes) return `That is more than ${card} has.`;
  if (high_bytes > usable_bytes) return `It may still fit ${card}.`;
  return `It would still fit ${card}, with ${formatPercent(1 - needed_bytes / usable_bytes)} left.`;
}
