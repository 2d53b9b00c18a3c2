import type { MeasurementDocument } from "../measure/measurement.ts";
import type { BlockGroup } from "../memory/block-groups.ts";
import { KIB } from "../memory/bytes.ts";
import { plainLine } from "./escape.ts";
import { type Unit, apportion, formatCount, fromDigits, unitFor } from "./format.ts";

/** One row of the largest blocks, in plain text. */
export type BlockRow = {
  readonly size: string;
  readonly blocks: string;
  /** "activations, aten::addmm"; empty where nothing is known of it. */
  readonly what: string;
  readonly module: string;
  /** What stands before the line, or in its place: "backward of". */
  readonly words: string;
  /** "model.py:12"; empty where the line is not known. */
  readonly line: string;
  readonly function: string;
  /** "timm/layers/mlp.py:45 in forward", which that line called; empty where there is none. */
  readonly library: string;
};

/** The sizes, as they are printed, add up to the total. They are in a unit below the total's, so that the small ones show. */
export type BlockTable = { readonly unit: Unit; readonly rows: readonly BlockRow[]; readonly total: string };

/** On a card one step was recorded; its peak may lie below that of all. */
export function blocksTitle({ device }: MeasurementDocument): string {
  return `the largest blocks at the peak${device.kind === "cuda" ? " of the step that was recorded" : ""}`;
}

export function blockTable(groups: readonly BlockGroup[]): BlockTable {
  const total = groups.reduce((sum, { bytes }) => sum + bytes, 0);
  const unit = unitFor(total / KIB);
  const digits = apportion(
    groups.map(({ bytes }) => bytes),
    unit,
  );
  const rows = groups.map((group, index) => rowOf(group, fromDigits(digits[index] ?? 0, unit)));
  const sum = digits.reduce((all, count) => all + count, 0);
  return { unit, rows, total: fromDigits(sum, unit) };
}

function rowOf(group: BlockGroup, size: string): BlockRow {
  const { count, category, operator, module, file, line } = group;
  return {
    size,
    blocks: formatCount(count),
    what: [category ?? "", shortened(operator)].filter((part) => part !== "").join(", "),
    module: shortened(module),
    words: wordsOf(group),
    line: file === "" ? "" : `${shortened(file)}:${line}`,
    function: shortened(group.function),
    library: shortened(group.library),
  };
}

/** "backward of model.py:12 in forward → timm/layers/mlp.py:45 in forward" */
export function whereText({ words, line, function: name, library }: Where): string {
  const place = line === "" ? [] : [`${line} in ${name}`];
  const through = library === "" ? [] : ["→", library];
  return [...(words === "" ? [] : [words]), ...place, ...through].join(" ");
}

export type Where = Pick<BlockRow, "words" | "line" | "function" | "library">;

function wordsOf({ origin, file }: BlockGroup): string {
  switch (origin) {
    case "code":
      return "";
    case "backward":
      return file === "" ? "backward" : "backward of";
    case "before":
      return "before the recording";
    case "unknown":
      return "line not known";
    case "rest":
      return "all others";
  }
}

const LONGEST = 60;

/** The end of a path says more than its beginning. */
function shortened(text: string): string {
  const plain = Array.from(plainLine(text));
  return plain.length <= LONGEST ? plain.join("") : `…${plain.slice(1 - LONGEST).join("")}`;
}
