import { ACCEPT_LABEL } from "../compare/acceptance.ts";
import { GitHubError } from "../github/errors.ts";
import { labelsApi } from "../github/labels.ts";
import type { Job } from "./job.ts";

/** Whether the pull request has the label that accepts growth. A run that is run again has the event of the first time. */
export async function hasAcceptLabel({ inputs, run, repository, api }: Job): Promise<boolean> {
  const { event, labels, run_attempt } = run;
  if (event.pull_request === undefined) return false;
  const isAsOfNow = run_attempt === 1 || inputs.token === "";
  const { number } = event.pull_request;
  const now = isAsOfNow
    ? labels
    : await unlessRefused(async () => (await labelsApi(repository, api)).of(number), labels);
  return now.includes(ACCEPT_LABEL);
}

/** Whether a pull request that brought this commit had the label. */
export async function wasAccepted({ run, repository, api }: Job): Promise<boolean> {
  const labels = await unlessRefused(async () => (await labelsApi(repository, api)).ofMerged(run.head_sha), []);
  return labels.includes(ACCEPT_LABEL);
}

/** A label that cannot be read accepts nothing. */
async function unlessRefused<Result>(request: () => Promise<Result>, otherwise: Result): Promise<Result> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof GitHubError) return otherwise;
    throw error;
  }
}
