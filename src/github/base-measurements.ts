import type { BaseMeasurement } from "../compare/measured-change.ts";
import { compareRuns } from "../measure/record.ts";
import type { DataBranchApi, Tip } from "./data-branch.ts";
import { isExpected } from "./errors.ts";
import { recordsIn, recordsFile } from "./history.ts";

/** What was measured of a training at one commit, on the device of this name. */
export type BaseMeasurements = (training: string, device: string) => Promise<BaseMeasurement | undefined>;

/**
 * What the data branch has of `sha`. The branch is looked at when the first training asks, and then once. A base that
 * cannot be read is none: that goes to `onWarning` once, and the rest of the report does not suffer.
 */
export function baseMeasurements(
  api: DataBranchApi,
  { key, sha }: { readonly key: string; readonly sha: string },
  onWarning: (message: string) => void,
): BaseMeasurements {
  let found: Promise<Tip | undefined> | undefined;
  let isSaid = false;
  return async (training, device) => {
    try {
      const records = await recordsIn(await (found ??= api.tip()), api, recordsFile(key, training));
      const there = records.filter(({ sha: at, measured }) => at === sha && measured?.card === device);
      const measured = there.toSorted(compareRuns).at(-1)?.measured;
      if (measured === undefined || measured === null) return undefined;
      return { sha, device, device_bytes: measured.device_bytes, versions: measured.versions };
    } catch (error) {
      if (!isExpected(error)) throw error;
      if (!isSaid) onWarning(error.message);
      isSaid = true;
      return undefined;
    }
  };
}
