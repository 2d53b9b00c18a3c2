import { markdownTable } from "markdown-table";
import { codeSpan } from "./escape.ts";

/** The trainings that a branch has records of, by the comment's key. */
export type RecordedTrainings = ReadonlyMap<string, readonly string[]>;

/** What a person sees who opens the data branch: how every training stands, with a badge and its trend. */
export function dataBranchPage(trainings: RecordedTrainings): string {
  const keys = [...trainings].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${[
    "# GPU memory of this repository's trainings",
    "",
    "Written by vram-budget when the default branch changes; nothing here is edited by hand. `records/` has what each training needed at each commit (`vram-budget/record@1`, one line of JSON each), `calibration.json` the CUDA contexts of the runners.",
    ...keys.flatMap(([key, names]) => section(key, names, keys.length > 1)),
  ].join("\n")}\n`;
}

function section(key: string, names: readonly string[], isNamed: boolean): string[] {
  const rows = names
    .toSorted()
    .map((name) => [
      codeSpan(name),
      `![${name}](badges/${key}/${name}.svg)`,
      `[records](records/${key}/${name}.jsonl)`,
    ]);
  return [
    "",
    ...(isNamed ? [`## ${codeSpan(key)}`, ""] : []),
    `![GPU memory](badges/${key}.svg)`,
    "",
    markdownTable([["Training", "Now", "Data"], ...rows]),
    ...names.toSorted().flatMap((name) => ["", `![${name} from commit to commit](trends/${key}/${name}.svg)`]),
  ];
}
