import type { Results, TrainingResult } from "../compare/result.ts";
import { baseLabel } from "./change-words.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import { notAskedLines } from "./findings-markdown.ts";
import { folded } from "./folded.ts";
import { formatBrief } from "./format.ts";
import type { Links } from "./links.ts";

/** The command that says the same anywhere else, and what the numbers were made for. */
export function environmentFold(results: Results): string {
  const { config, base, trainings } = results;
  const since = base === undefined ? "" : ` --base ${base.sha}`;
  const command = `vram-budget check ${config.replaceAll(", ", " ")}${since}`;
  const compared =
    base === undefined ? [] : [`- base: ${codeSpan(baseLabel(base))} at ${codeSpan(base.sha.slice(0, 7))}`];
  const lines = [...compared, ...new Set(trainings.flatMap(madeFor)), ...notAskedLines(results)];
  return folded("Environment and how to reproduce", [codeSpan(command), lines.join("\n")].join("\n\n"));
}

function madeFor({ prediction, measurement, budget }: TrainingResult): string[] {
  const usable = budget === undefined ? "" : `, of which a process can use ${formatBrief(budget.usable_bytes)}`;
  const predicted =
    prediction?.kind === "predicted"
      ? [
          `- predicted for ${escapeMarkdown(prediction.device.name)}${usable}, torch ${escapeMarkdown(prediction.torch)}`,
        ]
      : [];
  if (measurement.kind === "not-measured") return predicted;
  const { device } = measurement.document;
  const driver = device.driver === null ? "" : `, driver ${escapeMarkdown(device.driver)}`;
  const versions = `torch ${escapeMarkdown(device.torch)}, Python ${escapeMarkdown(device.python)}`;
  return [...predicted, `- measured on ${escapeMarkdown(device.name)}${driver}, ${versions}`];
}

export function footer(links: Links | undefined): string {
  if (links === undefined) return "";
  return `<sub>[Full report](${links.run}) · updated for ${links.head_sha.slice(0, 7)}</sub>`;
}
