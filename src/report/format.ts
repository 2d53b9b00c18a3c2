import { GIB, KIB, MIB } from "../memory/bytes.ts";

/** A unit in which a whole table is printed, and the digits behind the point. */
export type Unit = { readonly name: "GiB" | "MiB" | "KiB"; readonly size: number; readonly digits: number };

/** The unit that suits a table's largest number. */
export function unitFor(largest: number): Unit {
  if (largest >= GIB) return { name: "GiB", size: GIB, digits: 2 };
  if (largest >= MIB) return { name: "MiB", size: MIB, digits: 2 };
  return { name: "KiB", size: KIB, digits: 2 };
}

/** 2868903936 → "2.67 GiB". Memory is always shown in binary units. */
export function formatSize(bytes: number): string {
  if (Math.abs(bytes) < KIB) return `${bytes} B`;
  const unit = unitFor(Math.abs(bytes));
  return `${inUnit(bytes, unit)} ${unit.name}`;
}

/** The same for tables and headlines, with one digit: "2.7 GiB"; in the unit of `beside` where that shows anything of it. */
export function formatBrief(bytes: number, beside = bytes): string {
  const unit = { ...unitFor(Math.abs(beside)), digits: 1 };
  const isSeen = Math.abs(bytes) >= unit.size / 10 && Math.abs(bytes) >= KIB;
  return isSeen ? `${inUnit(bytes, unit)} ${unit.name}` : formatDigits(bytes, 1);
}

function formatDigits(bytes: number, digits: number): string {
  if (Math.abs(bytes) < KIB) return `${bytes} B`;
  const unit = { ...unitFor(Math.abs(bytes)), digits };
  return `${inUnit(bytes, unit)} ${unit.name}`;
}

/** Two sizes that are compared, with as many digits as tell them apart: "40.04 GiB" of "40.00 GiB". */
export function formatApart(a: number, b: number): [string, string] {
  for (const digits of [1, 2, 3]) {
    const texts: [string, string] = [formatDigits(a, digits), formatDigits(b, digits)];
    if (a === b || texts[0] !== texts[1]) return texts;
  }
  return [`${formatCount(a)} B`, `${formatCount(b)} B`];
}

/** "+1.2 MiB", "−12 B", "±0". */
export function formatBriefDelta(bytes: number, beside = bytes): string {
  if (bytes === 0) return "±0";
  return `${bytes > 0 ? "+" : "−"}${formatBrief(Math.abs(bytes), beside)}`;
}

export function inUnit(bytes: number, unit: Unit): string {
  return (bytes / unit.size).toFixed(unit.digits);
}

/** "+1.20 MiB", "−12 B", "±0 B". */
export function formatDelta(bytes: number): string {
  if (bytes === 0) return "±0 B";
  return `${bytes > 0 ? "+" : "−"}${formatSize(Math.abs(bytes))}`;
}

/** "+4.2 %", "−0.1 %", "±0 %". */
export function formatShare(share: number): string {
  if (share === 0) return "±0 %";
  return `${share > 0 ? "+" : "−"}${(Math.abs(share) * 100).toFixed(1)} %`;
}

/** 407080 → "407,080" */
export function formatCount(count: number): string {
  return count.toString().replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** "held" → "Held", for the beginning of a sentence. */
export function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** "2 %", or "under 1 %". */
export function formatPercent(share: number): string {
  return share > 0 && share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;
}

/**
 * Rounds parts so that what is printed adds up: to whole last digits of `unit` whose sum is the rounded sum, the largest
 * remainders rounded up (Hamilton's method). Gives counts of last digits.
 */
export function apportion(parts: readonly number[], unit: Unit): number[] {
  const scale = 10 ** unit.digits / unit.size;
  const exact = parts.map((part) => part * scale);
  const floors = exact.map(Math.floor);
  const total = Math.round(parts.reduce((sum, part) => sum + part, 0) * scale);
  const short = total - floors.reduce((sum, part) => sum + part, 0);
  const raised = new Set(
    exact
      .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
      .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index)
      .slice(0, short)
      .map(({ index }) => index),
  );
  return floors.map((value, index) => value + (raised.has(index) ? 1 : 0));
}

/** A count of last digits as text: 267 of hundredths → "2.67". */
export function fromDigits(count: number, { digits }: Unit): string {
  return (count / 10 ** digits).toFixed(digits);
}
