import { markdownTable } from "markdown-table";
import type { Results } from "../compare/result.ts";
import { BATCH_COLUMNS, batchCells, batchRefusals } from "./batch-words.ts";
import { codeSpan, proseMarkdown } from "./escape.ts";

/** What was asked for with --batch-size. */
export function batchMarkdown(results: Results): string {
  const rows = batchCells(results).map((cells) => cells.with(0, codeSpan(cells[0] ?? "")));
  if (rows.length === 0) return "";
  const refusals = batchRefusals(results).map((line) => `- ❔ ${proseMarkdown(line)}`);
  const table = markdownTable([[...BATCH_COLUMNS], ...rows], { align: ["l", "r", "r", "r", "r", "r"] });
  return [table, refusals.join("\n")].filter((part) => part !== "").join("\n\n");
}
