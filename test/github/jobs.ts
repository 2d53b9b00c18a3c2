import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";
import { measurement, pullRequest, repository, run, sha } from "./job.ts";
import type { GitHubOfJobs } from "./jobs-server.ts";
import type { Job, Ran } from "./runner.ts";
import { zip } from "./zip.ts";

/** What the code of the repository has to say, and no config. */
export const TRACED = `\
  own:
    model: own:model
    input: [8]
    target: {classes: 10}
    loss: CrossEntropyLoss
    optimizer: {SGD: {lr: 0.1}}
    batch_size: 8
`;

/** Traces one storage of 32 MiB a sample for a card; measures what the engine predicts, and no code of the workspace. */
export const PYTHON = `#!/bin/sh
echo "$*" >> asked-of-python
if [ "$1" = "-c" ]; then echo '{"version": "3.12", "ok": true, "torch": "2.13.0"}'; exit; fi
read -r request
case "$request" in
*'"device":"auto"'*'own:model'*|*'own:model'*'"device":"auto"'*)
  echo '{"failure": {"reason": "failed", "detail": "ModuleNotFoundError: No module named own"}}' >&3 ;;
*'"device":"auto"'*)
  echo '${JSON.stringify(measurement())}' >&3 ;;
*)
  while read -r line; do
    batch=$(echo "$line" | tr -cd 0-9)
    storage='"category": "activations", "operator": "aten::relu", "module": "", "phase": "forward", "step": 1'
    events="[{\\"op\\": \\"alloc\\", \\"id\\": 0, \\"bytes\\": $((batch * 33554432)), $storage}]"
    nominal='{"parameters": 0, "buffers": 0, "gradients": 0, "optimizer": 0, "batch": 0}'
    known="\\"guesses\\": [], \\"nominal_bytes\\": $nominal, \\"parameters\\": 0, \\"trainable_parameters\\": 0"
    echo "{\\"trace\\": {\\"schema\\": \\"vram-budget/trace@2\\", \\"torch\\": \\"2.13.0\\", \\"batch_size\\": $batch, \\"events\\": $events, $known}}" >&3
  done ;;
esac
`;

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
