import * as core from "@actions/core";
import type { BasePort } from "../commands/base-port.ts";
import type { LoadedConfig } from "../commands/config-file.ts";
import { baseApi } from "../github/base-api.ts";
import { baseMeasurements } from "../github/base-measurements.ts";
import { dataBranchApi } from "../github/git-data.ts";
import type { Job } from "./job.ts";
import { pullRequestBase } from "./pull-request-base.ts";

/** What a job compares its commit with; undefined where its event is about no pull request. */
export async function jobBase(job: Job, configs: readonly LoadedConfig[]): Promise<BasePort | undefined> {
  const { inputs, run, repository, api, workspace, environment } = job;
  if (run.base === undefined) return undefined;
  const asked = inputs.token === "" ? undefined : await baseApi(repository, api);
  const paths = configs.map(({ source }) => source.path);
  const sha = inputs.mode === "report" ? run.head_sha : (environment["GITHUB_SHA"] ?? "");
  const base = await pullRequestBase(asked, run.base, { workspace, paths, sha });
  if (base.found.kind === "unknown") return base;
  const recorded = { key: inputs.commentKey, sha: base.found.base.sha };
  return { ...base, measured: baseMeasurements(await dataBranchApi(repository, api), recorded, core.warning) };
}
