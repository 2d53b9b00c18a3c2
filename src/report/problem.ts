import { escapeMarkdown, fence } from "./escape.ts";

/** The report where nothing could be decided: the first line of the message, and all of it below. */
export function renderProblem(message: string): string {
  const [first = ""] = message.split("\n");
  return `### ❔ GPU memory not decided: ${escapeMarkdown(first)}\n\n${fence(message, "text")}\n`;
}
