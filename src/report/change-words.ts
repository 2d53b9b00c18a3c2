import type { Base, Change, ChangeRow, KeyChange, NoShare, Removed } from "../compare/change.ts";
import type { TrainingResult } from "../compare/result.ts";
import { CATEGORIES } from "../memory/trace.ts";
import { plainLine } from "./escape.ts";
import { apportion, formatDelta, formatSize, fromDigits, type Unit, unitFor } from "./format.ts";

type Changed = Extract<Change, { kind: "changed" }>;

/** "main"; where it is only known as a commit, "0123456". Plain text. */
export function baseLabel(base: Base | undefined): string {
  if (base === undefined) return "the base";
  return base.name === base.sha ? base.sha.slice(0, 7) : plainLine(base.name);
}

/** "main (0123456)" */
export function baseName({ name, sha }: Base): string {
  return name === sha ? sha.slice(0, 7) : `${plainLine(name)} (${sha.slice(0, 7)})`;
}

/** What a training's prediction became, in a few words. Plain text. */
export function changeText(change: Change): string {
  switch (change.kind) {
    case "new":
      return "new: the base has no such training";
    case "unchanged":
      return `as before, ${formatSize(change.base_bytes)}`;
    case "changed":
      return movedText(change);
    case "unknown":
      return `what changed is not known: ${plainLine(change.why)}`;
  }
}

function movedText({ base_bytes, head_bytes, delta_bytes, categories }: Changed): string {
  const tensors = categories.filter(({ name }) => CATEGORIES.some((category) => category === name));
  const allocated = tensors.reduce((sum, row) => sum + row.delta_bytes, 0);
  if (delta_bytes === 0) {
    const within = allocated > 0 ? "for which there is room" : "and as much reserved";
    const parts = allocated === 0 ? "its parts moved" : `${formatDelta(allocated)} allocated, ${within}`;
    return `as before, ${formatSize(head_bytes)}: ${parts}`;
  }
  const most = mostOf(categories, delta_bytes);
  const mostly = most === undefined ? "" : `, mostly ${most.name} (${formatDelta(most.delta_bytes)})`;
  return `${formatDelta(delta_bytes)}, from ${formatSize(base_bytes)} to ${formatSize(head_bytes)}${mostly}`;
}

/** What was measured, where the base was measured too. Plain text. */
export function measuredText(change: Change | undefined): string | undefined {
  if (change?.measured === undefined) return undefined;
  const { base_bytes, head_bytes, delta_bytes } = change.measured;
  if (delta_bytes === 0) return `measured as before, ${formatSize(head_bytes)}`;
  return `measured ${formatDelta(delta_bytes)}, from ${formatSize(base_bytes)} to ${formatSize(head_bytes)}`;
}

/** The row that goes furthest the way that the whole goes. */
function mostOf(rows: readonly ChangeRow[], delta: number): ChangeRow | undefined {
  return rows
    .filter((row) => Math.sign(row.delta_bytes) === Math.sign(delta))
    .toSorted((a, b) => Math.abs(b.delta_bytes) - Math.abs(a.delta_bytes))[0];
}

/** A line of the table of keys, whose printed shares add up to its last. Plain text. */
export type KeyRow = {
  readonly kind: "key" | "together" | "sum";
  readonly name: string;
  readonly was: string;
  readonly is: string;
  readonly share: string;
};

/** The keys that move something, or of which that is not known, `most` of them; what they do only together; the sum. */
export function keyRows({ change }: Pick<TrainingResult, "change">, most = Infinity): readonly KeyRow[] {
  if (change?.kind === "unknown") return unknownRows(change.keys ?? [], most);
  if (change?.kind !== "changed") return [];
  const keys = change.keys.filter((key) => !hasNoEffect(key));
  const { delta_bytes, together_bytes } = change;
  const unit = unitFor(Math.max(...[delta_bytes, together_bytes, ...keys.map(ownBytes)].map(Math.abs)));
  const [together = 0, ...shares] = apportion([together_bytes, ...keys.map(ownBytes)], unit);
  const rows = keys.map((key, index) =>
    keyRow(key, key.no_share === undefined ? deltaOf(shares[index] ?? 0, unit) : NO_SHARE[key.no_share]),
  );
  const folded =
    keys.length > most ? [lineOf("together", moreKeys(keys.length - most), sumOf(shares.slice(most)), unit)] : [];
  const untold = keys.some(({ no_share }) => no_share !== undefined);
  const rest = untold ? "the others, and all together" : "together";
  return [
    ...rows.slice(0, most),
    ...folded,
    ...(together_bytes === 0 && !untold ? [] : [lineOf("together", rest, together, unit)]),
    ...(rows.length > 1 || together_bytes !== 0 ? [lineOf("sum", "device", sumOf([together, ...shares]), unit)] : []),
  ];
}

function unknownRows(keys: readonly KeyChange[], most: number): readonly KeyRow[] {
  const rows = keys.slice(0, most).map((key) => keyRow(key, NO_SHARE["not-predicted"]));
  if (keys.length <= most) return rows;
  return [...rows, { kind: "together", name: moreKeys(keys.length - most), was: "", is: "", share: "" }];
}

function moreKeys(count: number): string {
  return count === 1 ? "1 more key" : `${count} more keys`;
}

/** `count` is of the unit's last digits. */
function lineOf(kind: "together" | "sum", name: string, count: number, unit: Unit): KeyRow {
  return { kind, name, was: "", is: "", share: deltaOf(count, unit) };
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function ownBytes({ delta_bytes }: KeyChange): number {
  return delta_bytes ?? 0;
}

function hasNoEffect({ delta_bytes, allocated_delta_bytes }: KeyChange): boolean {
  return delta_bytes === 0 && allocated_delta_bytes === 0;
}

/** The keys that changed and move nothing. */
export function keysWithoutEffect({ change }: Pick<TrainingResult, "change">): readonly string[] {
  if (change?.kind !== "changed" && change?.kind !== "unchanged") return [];
  return change.keys.filter(hasNoEffect).map(({ path }) => path);
}

/** In the place of a share. */
export const NO_SHARE: Readonly<Record<NoShare, string>> = {
  "needs-others": "not to be taken back alone",
  "not-predicted": "not known",
  "too-many": "not looked at alone",
};

function keyRow({ path, base, head }: KeyChange, share: string): KeyRow {
  return { kind: "key", name: path, was: valueText(base), is: valueText(head), share };
}

const LONGEST = 60;

function valueText(text: string | undefined): string {
  if (text === undefined) return "–";
  const line = plainLine(text);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

/** "+1.20 MiB", of a count of the unit's last digits. */
function deltaOf(count: number, unit: Unit): string {
  const sign = count === 0 ? "±" : count > 0 ? "+" : "−";
  return `${sign}${fromDigits(Math.abs(count), unit)} ${unit.name}`;
}

/** What is said on a key's own line of the config: "batch_size 64 → 4096: +404.00 MiB". Plain text. */
export function keyText({ path, base, head, delta_bytes, no_share }: KeyChange): string {
  const share = no_share === undefined ? formatDelta(delta_bytes ?? 0) : NO_SHARE[no_share];
  return `${path} ${valueText(base)} → ${valueText(head)}: ${share}`;
}

export function removedText({ base_bytes }: Removed): string {
  return base_bytes === undefined ? "removed" : `removed, needed ${formatSize(base_bytes)}`;
}
