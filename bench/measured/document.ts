import { markdownTable } from "markdown-table";
import { formatDelta, formatShare, formatSize } from "../../src/report/format.ts";
import type { MeasuredResult } from "../accuracy/results.ts";
import type { Outcome } from "./outcome.ts";

const HOW = "`python bench/measured/record.py test/fixtures/gpu` on a machine with a card";

/** The section of docs/accuracy.md about what was measured by this project on cards. */
export function renderMeasured(results: readonly MeasuredResult[]): readonly string[] {
  const title = "## Measured by this project";
  if (results.length === 0) {
    return [title, `No card was at hand yet, so there is none; ${HOW} makes them.`];
  }
  const folders = [...new Set(results.map(({ folder }) => folder))];
  return [
    title,
    `Each is measured by ${HOW}, kept with its allocator's recording in test/fixtures/gpu, and held by a test to its prediction for that card. The categories are of what is alive at the peak; the device's difference is then split into its reasons and what is *unexplained* ([comparison.md](comparison.md)), which add up to it.`,
    ...folders.flatMap((folder) => folderParts(results.filter((each) => each.folder === folder))),
  ];
}

function folderParts(results: readonly MeasuredResult[]): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const header = ["Training", "", "Predicted", "Observed", "Observed − predicted"];
  const lines = results.flatMap(({ name, outcome }) => linesOf(name, outcome));
  return [
    `### ${first.card}, torch ${first.torch}, driver ${first.driver ?? "not known"}`,
    markdownTable([header, ...lines], { align: ["l", "l", "r", "r", "r"] }),
  ];
}

function linesOf(name: string, outcome: Outcome): string[][] {
  switch (outcome.kind) {
    case "compared": {
      const { categories, tiers, reserved_high_bytes, parts, unexplained_bytes } = outcome;
      const share = formatShare(unexplained_bytes / tiers.device.observed_bytes);
      return [
        ...[...categories, tiers.allocated, tiers.reserved, tiers.device].map((row) => [
          name,
          row.name,
          formatSize(row.predicted_bytes),
          formatSize(row.observed_bytes),
          formatDelta(row.observed_bytes - row.predicted_bytes),
        ]),
        [name, "reserved, as a limit", formatSize(reserved_high_bytes), "", ""],
        ...parts.map((part) => [name, `device: ${part.name}`, "", "", formatDelta(part.delta_bytes)]),
        [name, "device: unexplained", "", "", `${formatDelta(unexplained_bytes)}, ${share} of the device`],
      ];
    }
    case "out-of-memory":
      return [
        [
          name,
          "device, out of memory",
          `≥ ${formatSize(outcome.device_low_bytes)}`,
          `> ${formatSize(outcome.usable_bytes)}`,
          "",
        ],
      ];
    case "not-predicted":
      return [[name, `not predicted, and no pass: ${outcome.detail}`, "", "", ""]];
  }
}
