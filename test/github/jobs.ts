import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";
import { pullRequest, repository, run, sha } from "./job.ts";
import type { GitHubOfJobs } from "./jobs-server.ts";
import type { Job, Ran } from "./runner.ts";
import { zip } from "./zip.ts";

export type MatrixEntry = {
  readonly name: string;
  readonly config: string;
  readonly device: string;
  readonly artifact: string;
};

export function matrixOf({ outputs }: Ran): MatrixEntry[] {
  return (JSON.parse(outputs["matrix"] ?? "{}") as { include: MatrixEntry[] }).include;
}

/** As `actions/upload-artifact` leaves what a job's outputs name. */
export function upload(server: GitHubOfJobs, { outputs }: Ran, runId = 100): void {
  const content = readFileSync(outputs["answers"] ?? "");
  server.artifacts.push({
    run: runId,
    name: outputs["artifact"] ?? "",
    archive: zip([{ name: "answers.json", content }]),
    expired: false,
  });
}

/** The first two of the three jobs, with a leg for each entry of the matrix. */
export async function planAndMeasure(t: TestContext, server: GitHubOfJobs, job: Partial<Job>): Promise<void> {
  const planned = await run(t, server, { ...job, inputs: { ...job.inputs, mode: "plan" } });
  upload(server, planned);
  for (const { name } of matrixOf(planned)) {
    const inputs = { ...job.inputs, mode: "measure", training: name };
    upload(server, await run(t, server, { ...job, inputs }));
  }
}

/** The third, which has no file of the repository; GitHub has them at the head. */
export function report(t: TestContext, server: GitHubOfJobs, job: Partial<Job> = {}): Promise<Ran> {
  return run(t, server, { ...job, files: {}, inputs: { ...job.inputs, mode: "report" } });
}

/** What GitHub tells of a run of `pull_request` that has ended. It names no pull request, as for a fork. */
export function runEnded(head: { readonly id: number; readonly owner: string; readonly sha?: string }): Partial<Job> {
  const { id, owner, sha: head_sha = sha } = head;
  const head_repository = { id, full_name: `${owner}/octo-repo`, owner: { login: owner } };
  const workflow_run = {
    id: 100,
    run_attempt: 1,
    event: "pull_request",
    head_sha,
    head_branch: "change",
    head_repository,
  };
  return {
    event: "workflow_run",
    payload: { action: "completed", repository, workflow_run: { ...workflow_run, pull_requests: [] } },
    runId: 4000,
  };
}

/** The event of a label that `by` puts on a fork's pull request. */
export function labelled(label: string, by: string): Partial<Job> {
  const payload = { ...pullRequest(2), action: "labeled", label: { name: label }, sender: { login: by } };
  return { event: "pull_request", payload };
}
