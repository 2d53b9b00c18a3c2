import type { Profile } from "../memory/profile.ts";
import { CATEGORIES } from "../memory/trace.ts";
import { type Unit, apportion, fromDigits, unitFor } from "./format.ts";

/** A line of the table that adds up: parts, and the sums of all parts above them. */
export type BreakdownRow = {
  readonly name: string;
  readonly kind: "part" | "sum";
  readonly text: string;
};

export type Breakdown = { readonly unit: Unit; readonly rows: readonly BreakdownRow[] };

/**
 * What a profile is made of, as it is printed: the categories add up to `allocated`, with the allocator's overhead to
 * `reserved`, with the CUDA context, and NCCL's communicator where several processes train, to `device`. On the CPU, where
 * there is none of them, it ends at `allocated`.
 */
export function breakdownOf(profile: Profile): Breakdown {
  const unit = unitFor(profile.device_bytes);
  return { unit, rows: addedUp(linesOf(profile), unit) };
}

export type Line =
  | { readonly kind: "part"; readonly name: string; readonly bytes: number }
  | { readonly kind: "sum"; readonly name: string };

/** The lines as they are printed: each sum is that of all printed parts above it. */
export function addedUp(lines: readonly Line[], unit: Unit): BreakdownRow[] {
  const parts = lines.flatMap((line) => (line.kind === "part" ? [line.bytes] : []));
  const digits = apportion(parts, unit).values();
  let above = 0;
  return lines.map(({ kind, name }): BreakdownRow => {
    const own = kind === "part" ? (digits.next().value ?? 0) : 0;
    above += own;
    return { name, kind, text: fromDigits(kind === "sum" ? above : own, unit) };
  });
}

function linesOf(profile: Profile): Line[] {
  const { peak, overhead_bytes, context_bytes, communicator_bytes } = profile;
  const part = (name: string, bytes: number): Line => ({ kind: "part", name, bytes });
  const sum = (name: string): Line => ({ kind: "sum", name });
  const categories = CATEGORIES.filter((name) => peak.categories[name] > 0);
  const tensors = [...categories.map((name) => part(name, peak.categories[name])), sum("allocated")];
  if (profile.device_bytes === profile.allocated_bytes) return tensors;
  return [
    ...tensors,
    part("allocator overhead", overhead_bytes),
    sum("reserved"),
    part("CUDA context", context_bytes),
    ...(communicator_bytes === 0 ? [] : [part("NCCL communicator", communicator_bytes)]),
    sum("device"),
  ];
}
