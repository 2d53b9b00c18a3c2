import type { MeasurementDocument } from "../../measure/measurement.ts";
import { type BlockRow, blockTable, blocksTitle, whereText } from "../block-words.ts";
import { capitalized } from "../format.ts";
import { type Markup, html } from "./markup.ts";
import { type Column, left, part, right, sum, table } from "./table.ts";

/** The lines of code that asked for what is alive at the peak; nothing where that was not asked. */
export function blocksSection(document: MeasurementDocument): Markup | undefined {
  const { blocks } = document;
  if (blocks === undefined || blocks.length === 0) return undefined;
  const { unit, rows, total } = blockTable(blocks);
  const columns: Column[] = [right(unit.name), right("Blocks"), left("What"), left("Module"), left("Where")];
  const title = capitalized(blocksTitle(document));
  return html`<h3>${title}</h3>
    ${table(title, columns, [...rows.map((row) => part(...cellsOf(row))), sum(total, "", "allocated", "", "")])}`;
}

function cellsOf({ size, blocks, what, module, words, line, function: name, library }: BlockRow) {
  return [
    size,
    blocks,
    what,
    module === "" ? "" : html`<code>${module}</code>`,
    whereText({ words, line, function: name, library }),
  ];
}
