import { escapeMarkdown, fence } from "./escape.ts";
import type { Detail } from "./markdown.ts";

/** By detail: all lines, or the first so many. */
const LINES = { 0: Infinity, 1: 200, 2: 40, 3: 10, 4: 1 } as const satisfies Record<Detail, number>;

/** The report where nothing could be decided: the first line of the message, and the message below. */
export function renderProblem(message: string, detail: Detail): string {
  const lines = message.split("\n");
  const shown = lines.slice(0, LINES[detail]);
  if (shown.length < lines.length) shown.push(`… and ${lines.length - shown.length} more lines in the log`);
  const title = escapeMarkdown((lines[0] ?? "").slice(0, 300));
  return `### ❔ GPU memory not decided: ${title}\n\n${fence(shown.join("\n"), "text")}\n`;
}
