import type { TrainingResult } from "../../compare/result.ts";
import type { WayChange } from "../../compare/way.ts";
import { capitalized } from "../format.ts";
import { changeText, commandText, unknownWays, WAY_COLUMNS, wayCells, waysTitle } from "../ways-words.ts";
import { list } from "./list.ts";
import { type Markup, html } from "./markup.ts";
import { left, part, right, table } from "./table.ts";

/** How the training gets back under its budget, each way with what it costs; nothing where it fits well. */
export function waysSection(training: TrainingResult): Markup | undefined {
  const { ways } = training;
  const unknown = unknownWays(training);
  if (ways.length === 0 && unknown.length === 0) return undefined;
  const title = waysTitle(training);
  const [change, costs, ...numbers] = WAY_COLUMNS;
  const rows = ways.map((way) => part(changesOf(way.changes), ...wayCells(way)));
  const command = commandText(training);
  const notes = [
    ...(command === undefined ? [] : [capitalized(command)]),
    ...unknown.map(({ changes, why }) => html`Not known of ${joined(changes.map(changesOf), ", ")}: ${why}`),
  ];
  return html`<h3>${title}</h3>
    ${ways.length === 0 ? undefined : table("Ways back", [left(change), left(costs), ...numbers.map(right)], rows)}
    ${list(notes)}`;
}

function changesOf(changes: readonly WayChange[]): Markup {
  return joined(
    changes.map((change) => html`<code>${changeText(change)}</code>`),
    " + ",
  );
}

function joined(parts: readonly Markup[], between: string): Markup {
  return html`${parts.map((each, index) => html`${index === 0 ? "" : between}${each}`)}`;
}
