import type { TrainingResult } from "../../compare/result.ts";
import { PHASES } from "../../memory/trace.ts";
import { plainLine } from "../escape.ts";
import { formatSize } from "../format.ts";
import type { TimelineData } from "./chart-data.ts";
import { chartFigure } from "./chart-figure.ts";
import type { Markup } from "./markup.ts";
import { isTensor } from "./parts.ts";
import { fromDeltas } from "./series.ts";
import { left, part, right, table } from "./table.ts";
import { type Timeline, timelinesOf } from "./timeline-data.ts";

/** Memory over the step, one chart a device, each with the numbers of its phases as a table. */
export function timelineFigures(training: TrainingResult, columns: number): Markup[] {
  return timelinesOf(training, columns).map(figureOf);
}

function figureOf({ device, data }: Timeline): Markup {
  const what =
    data.of === "observed" ? "observed on" : data.observed ? "predicted, and observed over it, on" : "predicted for";
  const where = device.kind === "cpu" ? "the CPU" : plainLine(device.name);
  return chartFigure(`Memory over a step, ${what} ${where}`, noteOf(data), data, phaseTable(data));
}

function noteOf({ observed, limit_bytes, bands }: TimelineData): string {
  const line = observed === undefined ? "" : " The line over them is what was observed, tensors alone.";
  const hidden = bands.some(({ shown }) => !shown)
    ? " Parts beside the tensors are left out until they are switched on below."
    : "";
  const budget = limit_bytes === undefined ? "" : ` The budget is ${formatSize(limit_bytes)} of the device.`;
  return `Coloured areas, from bottom to top, add up to what is alive at that moment.${line}${hidden}${budget}`;
}

/** The highest moment of each phase, however often it comes: what the chart shows, in numbers. */
function phaseTable(data: TimelineData): Markup {
  const bands = data.bands.map(({ name, bytes }) => ({ name, values: fromDeltas(bytes, data.columns) }));
  const observed = data.observed === undefined ? undefined : fromDeltas(data.observed, data.columns);
  const tensors = bands.filter(({ name }) => isTensor(name));
  const length = data.columns;
  const totals = Array.from({ length }, (_, at) => tensors.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  const phases = totals.map((_, at) => data.phases.findLast(({ from }) => from <= at)?.name);
  const rows = PHASES.filter((name) => phases.includes(name)).map((name) => {
    const columns = [...phases.keys()].filter((at) => phases[at] === name);
    const highest = columns.reduce((best, at) => ((totals[at] ?? 0) > (totals[best] ?? 0) ? at : best));
    const seen = columns.map((at) => observed?.[at] ?? 0);
    const parts = bands
      .filter(({ values }) => (values[highest] ?? 0) > 0)
      .map((each) => `${each.name} ${formatSize(each.values[highest] ?? 0)}`);
    const cells = [name, formatSize(totals[highest] ?? 0)];
    if (observed !== undefined) cells.push(Math.max(...seen) > 0 ? formatSize(Math.max(...seen)) : "–");
    return part(...cells, parts.join(", "));
  });
  const columns = [
    left("Phase"),
    right(`Most tensors, ${data.of}`),
    ...(observed === undefined ? [] : [right("Most tensors, observed")]),
    left("What they are at that moment, and what is beside them"),
  ];
  return table("The highest moment of each phase", columns, rows);
}
