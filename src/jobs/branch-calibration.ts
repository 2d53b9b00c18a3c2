import * as core from "@actions/core";
import type { CheckPorts } from "../commands/check-ports.ts";
import { UserError } from "../config/user-error.ts";
import { GitHubError } from "../github/errors.ts";
import { dataBranchApi } from "../github/git-data.ts";
import { calibrationIn } from "../github/history.ts";
import type { Job } from "./job.ts";
import { type CalibrationRecord, mergedCalibration } from "../measure/calibration.ts";

/**
 * The ports with what the data branch knows of the runners, read when the first training asks. A job that only measures
 * knows its own runner.
 */
export function withBranchCalibration(ports: CheckPorts, job: Job): CheckPorts {
  if (job.run.base === undefined || job.inputs.token === "" || job.inputs.mode === "measure") return ports;
  const { calibration } = ports;
  let found: Promise<readonly CalibrationRecord[]> | undefined;
  const known: typeof calibration.known = async (training) =>
    mergedCalibration(await calibration.known(training), await (found ??= branchCalibration(job)));
  return { ...ports, calibration: { ...calibration, known } };
}

/** Nothing where the branch is not there, or this token may not read it. */
async function branchCalibration({ repository, api }: Job): Promise<readonly CalibrationRecord[]> {
  const branch = await dataBranchApi(repository, api);
  try {
    return await calibrationIn(await branch.tip(), branch);
  } catch (error) {
    if (error instanceof UserError) core.warning(error.message);
    else if (!(error instanceof GitHubError)) throw error;
    return [];
  }
}
