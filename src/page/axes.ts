import type uPlot from "uplot";
import { type Unit, unitFor } from "../report/format.ts";
import { ticks } from "../report/svg.ts";

/** The page's own colours, which are others in the dark. */
export function ink(name: "text" | "muted" | "grid" | "limit"): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const FONT = "12px system-ui, sans-serif";

/** An axis in the page's colours. */
export function axis(options: uPlot.Axis): uPlot.Axis {
  const stroke = () => ink("muted");
  const lines = { stroke: () => ink("grid"), width: 1 };
  return { font: FONT, stroke, grid: lines, ticks: { ...lines, size: 4 }, ...options };
}

/** Bytes upwards from 0, at round numbers of the unit that suits. */
export function byteAxis(): uPlot.Axis {
  const marks = (top: number): { unit: Unit; at: number[] } => {
    const unit = unitFor(top);
    return { unit, at: ticks(top / unit.size).map((mark) => mark * unit.size) };
  };
  return axis({
    size: 76,
    splits: (plot) => marks(plot.scales["y"]?.max ?? 1).at.filter((mark) => mark <= (plot.scales["y"]?.max ?? 1)),
    values: (plot, splits) => {
      const { unit } = marks(plot.scales["y"]?.max ?? 1);
      return splits.map((mark) => `${Number((mark / unit.size).toPrecision(6))} ${unit.name}`);
    },
  });
}

/** A dashed line across the chart, with its text above it. */
export function drawLimit(plot: uPlot, bytes: number, text: string): void {
  const { ctx, bbox } = plot;
  const y = plot.valToPos(bytes, "y", true);
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = ink("limit");
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `600 ${12 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(text, bbox.left + 8 * devicePixelRatio, y - 6 * devicePixelRatio);
  ctx.restore();
}

/** Makes the plot as wide as what it stands in, now and later. */
export function keepWidth(plot: uPlot, frame: HTMLElement, height: number): void {
  new ResizeObserver(() => plot.setSize({ width: frame.clientWidth, height })).observe(frame);
}
