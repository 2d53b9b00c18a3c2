import type { Program } from "./programs.ts";
import type { BatchOption } from "./python-script.ts";
import { formatEvidence } from "./repository.ts";

/** A command with `{batch_size}` in the place of its batch size, where it has one. */
export type Told = {
  readonly run: string;
  /** What `{batch_size}` stands for, and where that was read. */
  readonly batch: { readonly size: number; readonly from: string } | undefined;
  readonly doubts: readonly string[];
};

/** Where a command says a size, that one; else where the program takes one and says its default. */
export function withBatch(run: string, program: Program | undefined, from: string): Told {
  const said = BATCH_ARGUMENT.exec(run)?.groups;
  if (said !== undefined && Number(said["size"]) > 0) {
    const { option = "", size = "" } = said;
    const told = run.replace(BATCH_ARGUMENT, "$<option>{batch_size}");
    return { run: told, batch: { size: Number(size), from: `${from}: ${option.replace(/[=\s]+$/, "")}` }, doubts: [] };
  }
  const option = program?.reached.find(({ batch }) => batch !== undefined)?.batch;
  return option === undefined ? { run, batch: undefined, doubts: [] } : withOption(run, option);
}

const BATCH_ARGUMENT =
  /(?<=\s)(?<option>--(?:per[-_]device[-_])?(?:train(?:ing)?[-_])?(?:micro[-_])?batch[-_]?size(?:=|\s+))(?<size>\d{1,9})(?=\s|$)/;

function withOption(run: string, { name, size, at }: BatchOption): Told {
  const where = at === undefined ? "the default of transformers" : `${formatEvidence(at)}: the default of ${name}`;
  if (size !== undefined) return { run: `${run} ${name} {batch_size}`, batch: { size, from: where }, doubts: [] };
  const place = at === undefined ? "" : ` (${formatEvidence(at)})`;
  const doubt = `it takes ${name}${place}, whose default is no number there: add ${name} {batch_size} to run, and batch_size, to be told the largest that fits`;
  return { run, batch: undefined, doubts: [doubt] };
}
