import { markdownTable } from "markdown-table";
import type { Results } from "../compare/result.ts";
import { BATCH_COLUMNS, batchCells, batchRefusals } from "./batch-words.ts";
import { codeSpan, proseMarkdown } from "./escape.ts";

/** What was asked for with --batch-size, in four columns as the table above it. */
export function batchMarkdown(results: Results): string {
  const rows = batchCells(results).map(batchRow);
  if (rows.length === 0) return "";
  const refusals = batchRefusals(results).map((line) => `- ❔ ${proseMarkdown(line)}`);
  const [training, , ...sizes] = BATCH_COLUMNS;
  const table = markdownTable([[training, ...sizes.slice(0, 3)], ...rows], { align: ["l", "r", "r", "r"] });
  return [table, refusals.join("\n")].filter((part) => part !== "").join("\n\n");
}

function batchRow([
  name = "",
  batch = "",
  allocated = "",
  reserved = "",
  device = "",
  headroom = "",
]: string[]): string[] {
  const left = headroom === "–" ? "" : `<br><sub>headroom ${headroom}</sub>`;
  return [`${codeSpan(name)}<br><sub>batch ${batch}</sub>`, allocated, reserved, `${device}${left}`];
}
