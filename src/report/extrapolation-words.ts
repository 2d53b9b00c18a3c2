import type { Extrapolation } from "../compare/extrapolation.ts";
import { type BreakdownRow, type Line, addedUp } from "./breakdown.ts";
import { plainLine } from "./escape.ts";
import { formatCount, inUnit, type Unit, unitFor } from "./format.ts";
import type { Interval } from "../predict/interval.ts";
import { rangeText } from "./words.ts";

/** How far what smaller batches tell reaches; on the CPU also what it is, which is one number. Plain text. */
export function extrapolatedText(extrapolation: Extrapolation): string {
  const { batch_size, measured_at, factor, measured_on, allocated_bytes, allocated, card } = extrapolation;
  const [small, large] = measured_at.map(formatCount);
  const reach = `${factor.toFixed(1)} times the larger`;
  const from = `extrapolated to batch ${formatCount(batch_size)} from ${small} and ${large} (${reach}), measured on ${plainLine(measured_on)}`;
  if (card === undefined) return `${from}: tensors of ${rangeText(allocated_bytes, allocated)}`;
  return card.device.name === measured_on ? from : `${from}, for ${plainLine(card.device.name)}`;
}

/** `range` is empty where a row has no interval of its own. */
export type ExtrapolationRow = BreakdownRow & { readonly range: string };
export type ExtrapolationTable = { readonly unit: Unit; readonly rows: readonly ExtrapolationRow[] };

/** Tensors and the allocator's overhead are what is reserved, with the context that of the card. Undefined on the CPU. */
export function extrapolationTable({
  allocated_bytes,
  allocated,
  card,
}: Extrapolation): ExtrapolationTable | undefined {
  if (card === undefined) return undefined;
  const { reserved_bytes, context_bytes, device_bytes, interval } = card;
  const unit = unitFor(device_bytes);
  const lines: Line[] = [
    { kind: "part", name: "tensors", bytes: allocated_bytes },
    { kind: "part", name: "allocator overhead", bytes: reserved_bytes - allocated_bytes },
    { kind: "sum", name: "reserved" },
    { kind: "part", name: "CUDA context", bytes: context_bytes },
    { kind: "sum", name: "device" },
  ];
  const intervals: Readonly<Record<string, Interval>> = { tensors: allocated, device: interval };
  const rows = addedUp(lines, unit).map(({ name, kind, text }) => {
    return { name, kind, text, range: ends(intervals[name], unit) };
  });
  return { unit, rows };
}

function ends(interval: Interval | undefined, unit: Unit): string {
  return interval === undefined ? "" : `${inUnit(interval.low_bytes, unit)} to ${inUnit(interval.high_bytes, unit)}`;
}
