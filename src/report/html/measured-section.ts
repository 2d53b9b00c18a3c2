import type { TrainingResult } from "../../compare/result.ts";
import type { MeasurementDocument } from "../../measure/measurement.ts";
import { plainLine } from "../escape.ts";
import { extrapolatedText, extrapolationTable } from "../extrapolation-words.ts";
import { capitalized, formatSize } from "../format.ts";
import { rankTable, shapeRows } from "../observed-rows.ts";
import { spreadText, stoppedText } from "../observed-words.ts";
import { doubtTexts } from "../words.ts";
import { list } from "./list.ts";
import { type Markup, html } from "./markup.ts";
import { left, part, right, sum, table } from "./table.ts";

/** Every process of several. */
export function ranksSection({ measurement }: TrainingResult): Markup | undefined {
  const ranks = rankTable(measurement);
  if (ranks === undefined) return undefined;
  const rows = ranks.rows.map(({ rank, worst, tiers }) => {
    const cells = [rank, ...tiers.map(formatSize)];
    return worst ? sum(...cells) : part(...cells);
  });
  return html`<h3>Processes</h3>
    <p>${ranks.title}.</p>
    ${table("Peaks of every process", [left("Rank"), ...ranks.columns.map(right)], rows)}`;
}

/** What smaller batches tell of one that was not run. */
export function extrapolationSection({ extrapolation }: TrainingResult): Markup | undefined {
  if (extrapolation === undefined) return undefined;
  const told = extrapolationTable(extrapolation);
  const doubts = doubtTexts(extrapolation.card?.interval ?? extrapolation.allocated);
  const rows = told?.rows.map(({ name, kind, text, range }) =>
    kind === "sum" ? sum(name, text, range) : part(name, text, range),
  );
  const columns = [left("Part"), right("Needed"), right("Range")];
  return html`<h3>Extrapolated</h3>
    <p>${capitalized(extrapolatedText(extrapolation))}.</p>
    ${told === undefined || rows === undefined ? undefined : table(`Extrapolated, ${told.unit.name}`, columns, rows)}
    ${list(doubts)}`;
}

/** What went into the models where that varied, and what ran where. */
export function environmentSection(document: MeasurementDocument): Markup {
  const { device } = document;
  const driver = device.driver === null ? "" : `, driver ${device.driver}`;
  const cuda = device.cuda === null ? "" : `, CUDA ${device.cuda}`;
  const where = `${device.name}${driver}, torch ${device.torch}${cuda}, Python ${device.python}`;
  const shapes = shapeRows(document);
  const [only] = shapes;
  const batch = only === undefined || shapes.length > 1 ? undefined : `batches of ${only.tensors}`;
  const seen = [stoppedText(document), spreadText(document), batch].filter((text) => text !== undefined);
  const rows = shapes.map(({ tensors, steps }) => part(html`<code>${tensors}</code>`, steps));
  const columns = [left("What went into the models"), right("Steps")];
  return html`${shapes.length < 2 ? undefined : table("The shapes of the batches", columns, rows)}
    <p class="note">${plainLine(`${where}; ${seen.join("; ")}`)}</p>`;
}
