import type { BatchAdvice } from "../predict/batch-advice.ts";
import { CATEGORIES } from "../memory/trace.ts";
import type { Profile, TimelinePoint } from "../memory/profile.ts";
import { inUnit, unitFor } from "./format.ts";

/** GitHub draws mermaid in comments. One series a chart: xychart-beta has no legend, and overlaps bars. */
const COLUMNS = 48;

export function timelineMermaid(profile: Profile): string {
  const points = columns(lastStepAndAfter(profile.timeline));
  const unit = unitFor(profile.reserved_bytes);
  const values = points.map(({ allocated }) => inUnit(allocated, unit));
  return mermaid([
    `title "Allocated over the last step (${unit.name}), from setup to evaluation"`,
    `x-axis [${points.map((_, index) => index + 1).join(", ")}]`,
    `y-axis "${unit.name}" 0 --> ${inUnit(profile.reserved_bytes, unit)}`,
    `bar [${values.join(", ")}]`,
  ]);
}

export function batchMermaid({ curve }: BatchAdvice, limit: number): string {
  const top = Math.max(limit, ...curve.map(({ device_bytes }) => device_bytes));
  const unit = unitFor(top);
  return mermaid([
    `title "Device memory by batch size (${unit.name}); the line is the budget"`,
    `x-axis "batch size" [${curve.map(({ batch_size }) => batch_size).join(", ")}]`,
    `y-axis "${unit.name}" 0 --> ${inUnit(top * 1.05, unit)}`,
    `bar [${curve.map(({ device_bytes }) => inUnit(device_bytes, unit)).join(", ")}]`,
    `line [${curve.map(() => inUnit(limit, unit)).join(", ")}]`,
  ]);
}

function mermaid(lines: readonly string[]): string {
  const palette = '%%{init: {"themeVariables":{"xyChart":{"plotColorPalette":"#4269d0, #ff725c"}}}}%%';
  return ["```mermaid", palette, "xychart-beta", ...lines.map((line) => `  ${line}`), "```"].join("\n");
}

export function lastStepAndAfter(timeline: readonly TimelinePoint[]): readonly TimelinePoint[] {
  const last = Math.max(0, ...timeline.map(({ step }) => step));
  return timeline.filter(({ step }) => step === last);
}

export function allocatedOf({ categories }: TimelinePoint): number {
  return CATEGORIES.reduce((sum, name) => sum + categories[name], 0);
}

/** The highest point of each column: no peak is lost. */
function columns(points: readonly TimelinePoint[]): { readonly allocated: number }[] {
  const width = Math.max(1, Math.ceil(points.length / COLUMNS));
  return Array.from({ length: Math.ceil(points.length / width) }, (_, column) => ({
    allocated: Math.max(...points.slice(column * width, (column + 1) * width).map(allocatedOf)),
  }));
}
