import type { Results } from "../compare/result.ts";
import { UserError } from "../config/user-error.ts";
import { allAnnotations, allProblems } from "../github/annotations.ts";
import { markCommit, type Shown } from "../github/check-run.ts";
import { checksApi } from "../github/checks.ts";
import { CHECK_LIMIT, fittingText } from "../github/fitting-text.ts";
import type { Job } from "./job.ts";
import { DETAILS, type Detail } from "../report/markdown.ts";
import { headline } from "../report/headline.ts";

/** What a job came to: results, or why there are none. */
export type CameTo = { readonly render: (detail: Detail) => string } & (
  | { readonly results: Results }
  | { readonly problem: string }
);

/** Where a line goes that is about no result. */
export type Log = { readonly info: (line: string) => void; readonly warning: (line: string) => void };

/** Shows what a job came to beside its commit, where that is asked for and no other job does it. */
export async function markOutcome(job: Job, cameTo: CameTo, log: Log): Promise<void> {
  const { inputs, run, repository, api, environment } = job;
  if (inputs.checkRun === "never" || inputs.mode === "plan" || inputs.mode === "measure") return;
  if (inputs.token === "") throw new UserError("Cannot mark the commit: the input github-token is empty");
  const { GITHUB_SERVER_URL: server = "https://github.com", GITHUB_RUN_ID: run_id = "" } = environment;
  const mark = {
    name: inputs.commentKey === "default" ? "vram-budget" : `vram-budget (${inputs.commentKey})`,
    sha: run.head_sha,
    details_url: `${server}/${repository.owner}/${repository.repo}/actions/runs/${run_id}`,
  };
  const marked = await markCommit(await checksApi(repository, api), mark, shownOf(cameTo));
  switch (marked.kind) {
    case "check run":
      return;
    case "commit status":
      return log.info(`A commit status stands in the place of a check run: ${marked.why}`);
    case "none":
      return log.warning(`Neither a check run nor a commit status stands at the commit: ${marked.why}`);
  }
}

function shownOf(cameTo: CameTo): Shown {
  const summary = fittingText(DETAILS, cameTo.render, CHECK_LIMIT);
  if ("problem" in cameTo) {
    const [title = ""] = cameTo.problem.split("\n");
    return { verdict: "unknown", title, summary, annotations: allProblems(cameTo.problem) };
  }
  const { results } = cameTo;
  return { verdict: results.verdict, title: headline(results), summary, annotations: allAnnotations(results) };
}
