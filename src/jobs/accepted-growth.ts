import { ACCEPT_LABEL } from "../compare/acceptance.ts";
import { answerOrError, GitHubError } from "../github/errors.ts";
import { labelsApi } from "../github/labels.ts";
import type { Job } from "./job.ts";

/** Whether the pull request has the label that accepts growth. A run that is run again has the event of the first time. */
export async function hasAcceptLabel({ inputs, run, repository, api }: Job): Promise<boolean> {
  const { event, labels, run_attempt } = run;
  if (event.pull_request === undefined) return false;
  const isAsOfNow = run_attempt === 1 || inputs.token === "";
  const { number } = event.pull_request;
  const now = isAsOfNow ? labels : await answerOrError((await labelsApi(repository, api)).of(number));
  return (now instanceof GitHubError ? labels : now).includes(ACCEPT_LABEL);
}

/** Whether a pull request that brought this commit had the label. One that cannot be read accepts nothing. */
export async function wasAccepted({ run, repository, api }: Job): Promise<boolean> {
  const labels = await answerOrError((await labelsApi(repository, api)).ofMerged(run.head_sha));
  return !(labels instanceof GitHubError) && labels.includes(ACCEPT_LABEL);
}
