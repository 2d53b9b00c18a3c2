import { UserError } from "../config/user-error.ts";
import {
  type CalibrationRecord,
  formatCalibration,
  type ObservedContext,
  parseCalibration,
  withObserved,
} from "../measure/calibration.ts";
import {
  compareRuns,
  formatRecords,
  type MemoryRecord,
  MOST_RECORDS_BYTES,
  parseRecords,
  withRecord,
} from "../measure/record.ts";
import { type Badge, renderBadge, renderEndpoint } from "../report/badge.ts";
import { dataBranchPage } from "../report/data-branch-page.ts";
import { recordBadge } from "../report/record-badge.ts";
import { trendChart } from "../report/trend-chart.ts";
import type { DataBranchApi, Tip, Update } from "./data-branch.ts";

/** What a run on the default branch has to tell, for the records of one key. */
export type RunsRecords = {
  /** As the comment's: tells the trainings of one workflow from those of another with the same names. */
  readonly key: string;
  /** The commit that it is of. */
  readonly sha: string;
  readonly records: readonly MemoryRecord[];
  /** What was seen of the runners, with the training whose measurement saw it. */
  readonly contexts: readonly { readonly training: string; readonly observed: ObservedContext }[];
  /** Of all trainings of the run. */
  readonly badge: Badge;
  /** The day, as 2026-11-25. */
  readonly day: string;
};

const CALIBRATION_FILE = "calibration.json";
const MOST_CALIBRATION_BYTES = 2 ** 20;

export function recordsFile(key: string, training: string): string {
  return `records/${key}/${training}.jsonl`;
}

/**
 * What the data branch is to have more, whatever is in it already. A training's badge and trend are worked out from its
 * records, so they are those of the newest run, also where an older one writes last; a run whose records are all there
 * changes nothing, and is counted in the calibration once.
 */
export function historyUpdate({ text }: Pick<DataBranchApi, "text">, run: RunsRecords): Update {
  return {
    message: `Record the GPU memory of ${run.sha.slice(0, 7)}`,
    async filesFor(tip) {
      const known = new Map<string, readonly MemoryRecord[]>();
      const changed = new Set<string>();
      for (const record of run.records) {
        const before = await recordsIn(tip, { text }, recordsFile(run.key, record.training));
        const after = withRecord(before, record);
        known.set(record.training, after);
        if (after !== before) changed.add(record.training);
      }
      const files = new Map<string, string>();
      if (changed.size === 0) return files;
      for (const training of changed) await addTraining(files, run.key, training, known.get(training) ?? []);
      if (isNewest(run.records, known)) await addBadge(files, `badges/${run.key}`, run.badge);
      const contexts = run.contexts.filter(({ training }) => changed.has(training)).map(({ observed }) => observed);
      if (contexts.length > 0) files.set(CALIBRATION_FILE, await calibrationWith(tip, { text }, contexts, run.day));
      files.set("README.md", dataBranchPage(trainingsIn([...(tip?.files.keys() ?? []), ...files.keys()])));
      return files;
    },
  };
}

/** @throws UserError where the file is one that this program did not write, or that has no room */
export async function recordsIn(
  tip: Tip | undefined,
  { text }: Pick<DataBranchApi, "text">,
  path: string,
): Promise<readonly MemoryRecord[]> {
  const file = tip?.files.get(path);
  if (file === undefined) return [];
  const problem = (detail: string) => new UserError(`Cannot use ${path} of the data branch: ${detail}`);
  if (file.size > MOST_RECORDS_BYTES)
    throw problem(`it has ${file.size} bytes, expected at most ${MOST_RECORDS_BYTES}`);
  const parsed = parseRecords(await text(file));
  if (parsed.kind === "problem") throw problem(parsed.detail);
  return parsed.records;
}

async function addTraining(
  files: Map<string, string>,
  key: string,
  training: string,
  records: readonly MemoryRecord[],
): Promise<void> {
  files.set(recordsFile(key, training), formatRecords(records));
  files.set(`trends/${key}/${training}.svg`, trendChart(training, records));
  const newest = records.at(-1);
  if (newest !== undefined) await addBadge(files, `badges/${key}/${training}`, recordBadge(newest));
}

async function addBadge(files: Map<string, string>, path: string, badge: Badge): Promise<void> {
  files.set(`${path}.json`, renderEndpoint(badge));
  files.set(`${path}.svg`, await renderBadge(badge));
}

/** No training of ours has a record of a later run. */
function isNewest(ours: readonly MemoryRecord[], known: ReadonlyMap<string, readonly MemoryRecord[]>): boolean {
  return ours.every((record) => {
    const newest = known.get(record.training)?.at(-1);
    return newest === undefined || compareRuns(record, newest) >= 0;
  });
}

/** What its own schema would refuse is not added: it would stop every writer that comes after. */
async function calibrationWith(
  tip: Tip | undefined,
  { text }: Pick<DataBranchApi, "text">,
  contexts: readonly ObservedContext[],
  day: string,
): Promise<string> {
  const before = await calibrationIn(tip, { text });
  const after = contexts.reduce((all, context) => withObserved(all, context, day), before);
  const written = formatCalibration(after);
  return parseCalibration(written).kind === "records" ? written : formatCalibration(before);
}

/** @throws UserError where the file is one that this program did not write */
export async function calibrationIn(
  tip: Tip | undefined,
  { text }: Pick<DataBranchApi, "text">,
): Promise<readonly CalibrationRecord[]> {
  const file = tip?.files.get(CALIBRATION_FILE);
  if (file === undefined) return [];
  const parsed =
    file.size > MOST_CALIBRATION_BYTES
      ? ({ kind: "problem", detail: `it has ${file.size} bytes` } as const)
      : parseCalibration(await text(file));
  if (parsed.kind === "problem")
    throw new UserError(`Cannot use ${CALIBRATION_FILE} of the data branch: ${parsed.detail}`);
  return parsed.records;
}

/** From paths that others may have made too: what is not named as ours is none of ours. */
function trainingsIn(paths: readonly string[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const path of new Set(paths)) {
    const [, key, training] = /^records\/([\w.-]{1,64})\/([A-Za-z0-9][\w.-]{0,63})\.jsonl$/.exec(path) ?? [];
    if (key !== undefined && training !== undefined) found.set(key, [...(found.get(key) ?? []), training]);
  }
  return found;
}
