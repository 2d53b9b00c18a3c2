import { wasAccepted } from "./accepted-growth.ts";
import type { CheckedConfig } from "../commands/check.ts";
import type { Results } from "../compare/result.ts";
import { UserError } from "../config/user-error.ts";
import { writeToBranch } from "../github/data-branch.ts";
import { isPushToDefaultBranch } from "../github/default-branch.ts";
import { DATA_BRANCH, dataBranchApi } from "../github/git-data.ts";
import { historyUpdate } from "../github/history.ts";
import { recordsOfRun } from "../github/run-records.ts";
import type { Job } from "./job.ts";

/** Where writers meet, each waits longer than before, and not as long as another. */
const PAUSE_MS = 200;
const MOST_PAUSE_MS = 5_000;

/**
 * Records a run on the data branch, where that is asked for and the run is of a push to the default branch; undefined
 * elsewhere.
 *
 * @returns What became of it, for the log.
 */
export async function keepHistory(
  job: Job,
  results: Results,
  configs: readonly CheckedConfig[],
): Promise<string | undefined> {
  const { inputs, run, repository, api, payload, environment } = job;
  if (!inputs.history || inputs.mode === "plan" || inputs.mode === "measure") return undefined;
  if (!isPushToDefaultBranch(environment["GITHUB_EVENT_NAME"] ?? "", payload)) return undefined;
  if (inputs.token === "") throw new UserError("Cannot keep the history: the input github-token is empty");
  const trainings = configs.flatMap(({ config }) => config.trainings);
  const records = recordsOfRun(results, trainings, {
    key: inputs.commentKey,
    sha: run.head_sha,
    run_id: run.run_id,
    run_attempt: run.run_attempt,
    now: new Date(),
    isAccepted: await wasAccepted(job),
  });
  const branch = await dataBranchApi(repository, api);
  const pause = (round: number) => api.sleep(Math.min(PAUSE_MS * 2 ** round, MOST_PAUSE_MS) * Math.random());
  const ended = await writeToBranch(branch, historyUpdate(branch, records), pause);
  if (ended === "overtaken")
    throw new UserError(`Cannot keep the history: others wrote to ${DATA_BRANCH} all the time`);
  return `The branch ${DATA_BRANCH}: ${ended}`;
}
