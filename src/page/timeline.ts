import uPlot from "uplot";
import { formatSize } from "../report/format.ts";
import type { TimelineData } from "../report/html/chart-data.ts";
import { fromDeltas } from "../report/html/series.ts";
import { colourOf, isTensor } from "../report/html/parts.ts";
import { axis, byteAxis, drawLimit, ink, keepWidth } from "./axes.ts";
import { chartFrame } from "./cursor.ts";
import { element } from "./element.ts";
import { type Band, bandLegend } from "./legend.ts";

const HEIGHT = 340;

/** Memory over a step: bands upon one another, what was observed as a line over them, the budget across. */
export function drawTimeline(figure: HTMLElement, data: TimelineData): () => void {
  const count = data.columns;
  const bands = data.bands.map(({ name, shown, bytes }): Band => ({ name, shown, values: fromDeltas(bytes, count) }));
  const observed = data.observed === undefined ? undefined : fromDeltas(data.observed, count);
  const tell = (at: number) => ({
    place: `${phaseAt(data, at)}, ${at + 1} of ${count}`,
    values: valuesText(data, bands, observed, at),
  });
  const title = figure.querySelector("h3")?.textContent ?? "";
  const highest = peakAt(bands, count);
  const stops = data.phases.map(({ from }) => from);
  const { handle, live, follow } = chartFrame(title, { count, start: highest, stops, tell });
  const readout = element("p", { class: "readout" });
  const legend = bandLegend(bands, () => plot.setData(stacked(bands, observed, count)));
  const show = (at: number) => {
    readout.textContent = `${phaseAt(data, at)}: ${totalsText(data, bands, observed, at)}`;
    legend.show(at);
  };
  const box = element("div", { class: "drawn" }, handle, readout, legend.list, live);
  figure.querySelector("figcaption")?.after(box);

  const limit = () => (bands.every(({ shown }) => shown) ? data.limit_bytes : undefined);
  const plot = new uPlot(
    {
      width: handle.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false }, points: { show: false } },
      scales: { x: { time: false, range: [0, count] }, y: { range: (_, __, top) => [0, topOf(top, limit())] } },
      axes: [phaseAxis(data, count), byteAxis()],
      series: [{}, ...[...bands].toReversed().map(({ name }) => bandSeries(name)), observedSeries()],
      hooks: {
        draw: [(u) => drawBudget(u, limit())],
        setCursor: [(u) => show(Math.min(u.cursor.idx ?? highest, count - 1))],
      },
    },
    stacked(bands, observed, count),
    handle,
  );
  show(highest);
  follow(plot, 1);
  keepWidth(plot, handle, HEIGHT);
  return () => plot.redraw();
}

const MOST_ABOVE = 2.5;

/** A budget far above the data would press them flat: then it is left out. */
function topOf(top: number, limit: number | undefined): number {
  const most = Math.max(top, 1);
  return limit === undefined || limit > most * MOST_ABOVE ? most * 1.08 : Math.max(most, limit) * 1.08;
}

function drawBudget(plot: uPlot, limit: number | undefined): void {
  if (limit !== undefined && limit <= (plot.scales["y"]?.max ?? 0))
    drawLimit(plot, limit, `budget ${formatSize(limit)}`);
}

/** From the highest band down, so that each is drawn over the one before. The last column ends where it began. */
function stacked(
  bands: readonly Band[],
  observed: readonly (number | null)[] | undefined,
  count: number,
): uPlot.AlignedData {
  const columns = Array.from({ length: count + 1 }, (_, at) => at);
  const closed = (values: readonly (number | null)[]) => [...values, values.at(-1) ?? null];
  let below: (number | null)[] = Array.from({ length: count }, () => 0);
  const tops = bands.map(({ values, shown }) => {
    below = below.map((under, at) => {
      const value = values[at] ?? null;
      return value === null ? null : (under ?? 0) + (shown ? value : 0);
    });
    return closed(below);
  });
  return [columns, ...tops.toReversed(), closed(observed ?? [])];
}

/** What lies beside tensors is pale: nothing is in it. */
function bandSeries(name: Band["name"]): uPlot.Series {
  const fill = isTensor(name) ? colourOf(name) : `${colourOf(name)}66`;
  return { paths: staircase(), fill, width: 0, points: { show: false } };
}

function observedSeries(): uPlot.Series {
  return { paths: staircase(), stroke: () => ink("text"), width: 1.5, points: { show: false } };
}

/** Memory changes at once. */
function staircase(): uPlot.Series.PathBuilder {
  const { stepped } = uPlot.paths;
  if (stepped === undefined) throw new Error("uPlot draws no steps");
  return stepped({ align: 1 });
}

/** The phases by name where there is room for it, with a line where each begins. */
function phaseAxis({ phases }: TimelineData, count: number): uPlot.Axis {
  return axis({
    size: 30,
    splits: () => phases.map(({ from }) => from),
    values: (plot) =>
      phases.map(({ name, from }, index) => {
        const end = phases[index + 1]?.from ?? count;
        return plot.valToPos(end, "x") - plot.valToPos(from, "x") > 7 * name.length + 6 ? name : "";
      }),
    align: 1,
  });
}

function phaseAt({ phases }: TimelineData, at: number): string {
  return phases.findLast(({ from }) => from <= at)?.name ?? "";
}

function peakAt(bands: readonly Band[], count: number): number {
  const columns = Array.from({ length: count }, (_, at) => at);
  return columns.reduce((best, at) => (tensorsAt(bands, at) > tensorsAt(bands, best) ? at : best), 0);
}

function tensorsAt(bands: readonly Band[], at: number): number {
  return bands.reduce((sum, { name, values }) => sum + (isTensor(name) ? (values[at] ?? 0) : 0), 0);
}

function totalsText(
  { of }: TimelineData,
  bands: readonly Band[],
  observed: readonly (number | null)[] | undefined,
  at: number,
): string {
  const tensors = tensorsAt(bands, at);
  const all = bands.reduce((sum, { values }) => sum + (values[at] ?? 0), 0);
  const seen = observed?.[at] ?? undefined;
  return [
    `${formatSize(tensors)} of tensors ${of}`,
    ...(seen === undefined ? [] : [`${formatSize(seen)} observed`]),
    ...(all === tensors ? [] : [`${formatSize(all)} of the device`]),
  ].join(", ");
}

function valuesText(
  data: TimelineData,
  bands: readonly Band[],
  observed: readonly (number | null)[] | undefined,
  at: number,
): string {
  const parts = bands
    .filter(({ values }) => (values[at] ?? 0) > 0)
    .map(({ name, values }) => `${name} ${formatSize(values[at] ?? 0)}`);
  return `${totalsText(data, bands, observed, at)}. ${parts.join(", ")}.`;
}
