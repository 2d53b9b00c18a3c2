import type { ByCategory } from "../memory/profile.ts";
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
 * `reserved`, with the CUDA context to `device`. On the CPU, where there is neither, it ends at `allocated`.
 */
export function breakdownOf(profile: Profile): Breakdown {
  const unit = unitFor(profile.device_bytes);
  const onCard = profile.device_bytes > profile.allocated_bytes;
  const parts = [
    ...categoryParts(profile.peak.categories),
    ...(onCard
      ? ([
          ["allocator overhead", profile.overhead_bytes],
          ["CUDA context", profile.context_bytes],
        ] as const)
      : []),
  ];
  const digits = apportion(
    parts.map(([, size]) => size),
    unit,
  );
  const sumTo = (count: number) => digits.slice(0, count).reduce((sum, value) => sum + value, 0);
  const total = Math.max(profile.device_bytes, 1);
  const part = (index: number): BreakdownRow => ({
    name: parts[index]?.[0] ?? "",
    kind: "part",
    text: fromDigits(digits[index] ?? 0, unit),
    share: (parts[index]?.[1] ?? 0) / total,
  });
  const sum = (name: string, count: number): BreakdownRow => ({
    name,
    kind: "sum",
    text: fromDigits(sumTo(count), unit),
    share: 0,
  });
  const categories = onCard ? parts.length - 2 : parts.length;
  const rows = [...Array.from({ length: categories }, (_, i) => part(i)), sum("allocated", categories)];
  if (!onCard) return { unit, rows };
  return {
    unit,
    rows: [
      ...rows,
      part(categories),
      sum("reserved", categories + 1),
      part(categories + 1),
      sum("device", categories + 2),
    ],
  };
}

function categoryParts(categories: ByCategory): (readonly [string, number])[] {
  return CATEGORIES.filter((name) => categories[name] > 0).map((name) => [name, categories[name]]);
}
