import { markdownTable } from "markdown-table";
import { LINES, outcomeOf } from "./outcome.ts";
import type { Peaks } from "./peaks.ts";

/** The table of docs/calibration.md. */
export function renderLines(peaks: Peaks): string {
  const header = ["Measured at", "Told", "Median error", "90th percentile", "Within the interval", "Above it"];
  const rows = LINES.map((line) => {
    const { median, p90, within, cap_failures } = outcomeOf(peaks, line);
    const errors = [percent(median), percent(p90)];
    return [line.from.join(" and "), String(line.to)].concat(errors, percent(within), percent(cap_failures));
  });
  return markdownTable([header, ...rows], { align: ["l", "r", "r", "r", "r", "r"] });
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
