import type { BatchAdvice } from "../predict/batch-advice.ts";
import { byteScale } from "./axes.ts";
import { plainLine } from "./escape.ts";
import { formatCount, formatSize } from "./format.ts";
import { COLOURS, line, rect, round, svg, text } from "./svg.ts";

const AREA = { left: 70, top: 60, width: 620, height: 280 };

/** Device memory against the batch size, with the budget as a line. */
export function batchChart(name: string, { curve, max_batch_size }: BatchAdvice, limit: number): string {
  const largest = Math.max(limit, ...curve.map(({ device_bytes }) => device_bytes));
  const end = Math.max(1, ...curve.map(({ batch_size }) => batch_size));
  const scale = byteScale(largest, AREA);
  const x = (batch: number) => AREA.left + (AREA.width * batch) / end;
  const points = curve.map(({ batch_size, device_bytes }) => ({
    x: x(batch_size),
    y: scale.y(device_bytes),
    batch_size,
    device_bytes,
  }));
  const path = points.map((point, index) => `${index === 0 ? "M" : "L"}${round(point.x)} ${round(point.y)}`).join("");
  const dots = points.map((point) =>
    rect(
      point.x - 3,
      point.y - 3,
      6,
      6,
      COLOURS.parameters,
      `batch ${formatCount(point.batch_size)}: ${formatSize(point.device_bytes)}`,
    ),
  );
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    text(x(end * share), AREA.top + AREA.height + 18, formatCount(Math.round(end * share)), "s", "middle"),
  );
  const fits = max_batch_size === 0 ? "no batch fits" : `batch ${formatCount(max_batch_size)} fits`;
  return svg(720, 400, `${plainLine(name)}: device memory by batch size, ${fits}`, [
    ...scale.drawn,
    `<path class="c" d="${path}"/>`,
    ...dots,
    line(AREA.left, scale.y(limit), AREA.left + AREA.width, scale.y(limit), "l"),
    text(AREA.left + 6, scale.y(limit) - 6, `budget ${formatSize(limit)}`),
    ...marks,
    text(AREA.left + AREA.width / 2, AREA.top + AREA.height + 38, "batch size", "s", "middle"),
  ]);
}
