import type { Links } from "../report/links.ts";
import type { WorkflowEvent } from "./event.ts";
import type { Environment } from "./handover.ts";

/** Undefined where the runner does not say where it is. */
export function linksOf(environment: Environment, { pull_request }: WorkflowEvent): Links | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run, GITHUB_SHA: sha } = environment;
  const head_sha = pull_request?.head_sha ?? sha;
  if ([server, repository, run, head_sha].some((part) => part === undefined || part === "") || head_sha === undefined)
    return undefined;
  const home = `${server}/${repository}`;
  return { files: `${home}/blob/${head_sha}`, run: `${home}/actions/runs/${run}`, head_sha };
}
