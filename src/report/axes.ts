import { type Unit, unitFor } from "./format.ts";
import { type Area, line, text, ticks } from "./svg.ts";

/** A vertical scale of bytes over an area: from 0 to a round number above the largest. */
export type Scale = { readonly unit: Unit; readonly y: (bytes: number) => number; readonly drawn: readonly string[] };

export function byteScale(largest: number, area: Area): Scale {
  const unit = unitFor(largest);
  const marks = ticks(largest / unit.size);
  const top = Math.max(marks.at(-1) ?? 1, Number.MIN_VALUE);
  const y = (bytes: number) => area.top + area.height * (1 - bytes / unit.size / top);
  const drawn = marks.flatMap((mark) => [
    line(area.left, y(mark * unit.size), area.left + area.width, y(mark * unit.size), "g"),
    text(area.left - 8, y(mark * unit.size) + 4, String(mark), "s", "end"),
  ]);
  return { unit, y, drawn: [...drawn, text(area.left - 8, area.top - 10, unit.name, "s", "end")] };
}
