import type { Results, TrainingResult } from "../../compare/result.ts";
import {
  baseName,
  changeText,
  type KeyRow,
  keyRows,
  keysWithoutEffect,
  measuredText,
  removedText,
} from "../change-words.ts";
import { countedDelta } from "../difference-words.ts";
import { capitalized, formatCount, formatDelta } from "../format.ts";
import { list } from "./list.ts";
import { type Content, type Markup, html } from "./markup.ts";
import { type Row, left, part, right, sum, table } from "./table.ts";

/** What this commit was compared with, and the trainings that are gone since. */
export function baseNote({ base, removed }: Results): Markup | undefined {
  if (base === undefined && removed.length === 0) return undefined;
  const items = removed.map((each) => html`<strong>${each.name}</strong> ${removedText(each)}`);
  return html`<div class="card">
    ${base === undefined ? undefined : html`<p class="note">Compared with ${baseName(base)}, both sides predicted by this version and with this code.</p>`}
    ${list(items)}
  </div>`;
}

/** In a cell of the overview. */
export function changeCell({ change }: TrainingResult): string {
  switch (change?.kind) {
    case "new":
      return "new";
    case "unchanged":
      return "as before";
    case "changed":
      return formatDelta(change.delta_bytes);
    case "unknown":
      return "unknown";
    case undefined:
      return "–";
  }
}

/** What a training's prediction became since the base, by the keys that did it and part by part. */
export function changeSection(training: TrainingResult): Markup | undefined {
  const { change } = training;
  if (change === undefined) return undefined;
  const keys = keyRows(training).map(keyCells);
  const unmoving = keysWithoutEffect(training);
  const columns = [left("Key"), left("Was"), left("Is"), right("Device memory")];
  return html`<h3>What changed</h3>
    <p>${capitalized([changeText(change), measuredText(change)].filter((text) => text !== undefined).join("; "))}.</p>
    ${keys.length === 0 ? undefined : table("By the keys of the config", columns, keys)}
    ${unmoving.length === 0 ? undefined : html`<p class="note">No effect on memory: ${unmoving.join(", ")}.</p>`}
    ${change.kind === "changed" ? parts(change) : undefined}`;
}

function keyCells({ kind, name, was, is, share }: KeyRow): Row {
  if (kind === "sum") return sum(name, "", "", share);
  return kind === "together" ? part(name, "", "", share) : part(code(name), code(was), code(is), share);
}

function code(text: string): Content {
  return text === "–" ? text : html`<code>${text}</code>`;
}

type Changed = Extract<NonNullable<TrainingResult["change"]>, { kind: "changed" }>;

function parts({ base_bytes, head_bytes, delta_bytes, categories }: Changed): Markup {
  const cells = (row: { name: string; base_bytes: number; head_bytes: number; delta_bytes: number }) => [
    row.name,
    formatCount(row.base_bytes),
    formatCount(row.head_bytes),
    countedDelta(row.delta_bytes),
  ];
  const rows = categories.map((row) => part(...cells(row)));
  const whole = sum(...cells({ name: "device", base_bytes, head_bytes, delta_bytes }));
  const columns = [left("Part"), right("Base"), right("Here"), right("Here − base")];
  return table("Part by part at the peak, bytes", columns, [...rows, whole]);
}
