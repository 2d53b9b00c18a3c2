import uPlot from "uplot";
import { formatCount, formatSize } from "../report/format.ts";
import { COLOURS } from "../report/svg.ts";
import type { BatchData } from "../report/html/chart-data.ts";
import { axis, byteAxis, drawLimit, keepWidth } from "./axes.ts";
import { chartFrame } from "./cursor.ts";
import { element } from "./element.ts";

const HEIGHT = 280;

/** Device memory against the batch size, with the budget across. */
export function drawBatches(figure: HTMLElement, { points, limit_bytes, batch_size }: BatchData): () => void {
  const own = Math.max(
    points.findIndex((point) => point.batch_size === batch_size),
    0,
  );
  const textAt = (at: number) => {
    const point = points[at];
    if (point === undefined) return "";
    const left = limit_bytes - point.device_bytes;
    const whose = point.batch_size === batch_size ? " (of the config)" : "";
    const room = left < 0 ? `${formatSize(-left)} over the budget` : `${formatSize(left)} below the budget`;
    return `batch ${formatCount(point.batch_size)}${whose}: ${formatSize(point.device_bytes)}, ${room}`;
  };
  const tell = (at: number) => ({ place: `batch ${points[at]?.batch_size ?? ""}`, values: textAt(at) });
  const title = figure.querySelector("h3")?.textContent ?? "";
  const { handle, live, follow } = chartFrame(title, { count: points.length, start: own, stops: [], tell });
  const readout = element("p", { class: "readout" });
  const box = element("div", { class: "drawn" }, handle, readout, live);
  figure.querySelector("figcaption")?.after(box);

  const show = (at: number) => {
    readout.textContent = textAt(at);
  };
  const largest = Math.max(...points.map((point) => point.batch_size), 1);
  const colour = COLOURS.parameters;
  const plot = new uPlot(
    {
      width: handle.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false } },
      scales: {
        x: { time: false, range: [0, largest * 1.03] },
        y: { range: (_, __, top) => [0, Math.max(top, limit_bytes, 1) * 1.08] },
      },
      axes: [axis({ size: 30, space: 96, values: (_, splits) => splits.map(formatCount) }), byteAxis()],
      series: [{}, { stroke: colour, width: 2, fill: `${colour}22`, points: { show: true, size: 8, fill: colour } }],
      hooks: {
        draw: [(u) => drawLimit(u, limit_bytes, `budget ${formatSize(limit_bytes)}`)],
        setCursor: [(u) => show(u.cursor.idx ?? own)],
      },
    },
    [points.map((point) => point.batch_size), points.map((point) => point.device_bytes)],
    handle,
  );
  show(own);
  follow(plot, 0);
  keepWidth(plot, handle, HEIGHT);
  return () => plot.redraw();
}
