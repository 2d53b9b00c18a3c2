import type { Links } from "../report/links.ts";
import type { Environment } from "./handover.ts";

/** Of a report about this commit, which this very run makes. Undefined where the runner does not say where it is. */
export function linksOf(environment: Environment, head_sha: string): Links | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  if (!server || !repository || !run || head_sha === "") return undefined;
  const home = `${server}/${repository}`;
  return { files: `${home}/blob/${head_sha}`, run: `${home}/actions/runs/${run}`, head_sha };
}
