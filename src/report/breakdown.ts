import type { Profile } from "../memory/profile.ts";
import { CATEGORIES } from "../memory/trace.ts";
import { type Unit, apportion, fromDigits, unitFor } from "./format.ts";

/** A line of the table that adds up: parts, and the sums of all parts above them. */
export type BreakdownRow = {
  readonly name: string;
  readonly kind: "part" | "sum";
  readonly text: string;
  readonly share: number;
};

export type Breakdown = { readonly unit: Unit; readonly rows: readonly BreakdownRow[] };

/**
 * What a profile is made of, as it is printed: the categories add up to `allocated`, with the allocator's overhead to
 * `reserved`, with the CUDA context, and NCCL's communicator where several processes train, to `device`. On the CPU, where
 * there is none of them, it ends at `allocated`.
 */
export function breakdownOf(profile: Profile): Breakdown {
  const unit = unitFor(profile.device_bytes);
  const lines = linesOf(profile);
  const digits = apportion(
    lines.flatMap((line) => (line.kind === "part" ? [line.bytes] : [])),
    unit,
  );
  const total = Math.max(profile.device_bytes, 1);
  let [parts, above] = [0, 0];
  const rows = lines.map((line): BreakdownRow => {
    if (line.kind === "sum") return { ...line, text: fromDigits(above, unit), share: 0 };
    const own = digits[parts] ?? 0;
    parts += 1;
    above += own;
    return { name: line.name, kind: "part", text: fromDigits(own, unit), share: line.bytes / total };
  });
  return { unit, rows };
}

type Line =
  | { readonly kind: "part"; readonly name: string; readonly bytes: number }
  | { readonly kind: "sum"; readonly name: string };

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
