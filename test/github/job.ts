import type { TestContext } from "node:test";
import { measuredOnCpu, trainingOf } from "../report/fixtures.ts";
import { type Job, type Ran, runAction } from "./runner.ts";
import { type FakeGitHub, type Identity, type Options, startGitHub } from "./server.ts";

export const sha = "a".repeat(40);
export const repository = { id: 1, full_name: "octo-org/octo-repo", name: "octo-repo", owner: { login: "octo-org" } };
export const pullRequest = (head: number | null = 1) => ({
  action: "synchronize",
  number: 7,
  repository,
  pull_request: {
    number: 7,
    head: { sha, ref: "change", repo: head === null ? null : { ...repository, id: head } },
    base: { sha: "b".repeat(40), ref: "main", repo: repository },
  },
});

/** 784-128-10 on a T4: 165 MiB, of which nearly all is the CUDA context and cuBLAS's workspace. */
export const config = (budget = "90%") => `\
version: 1
device: t4
budget: ${budget}
trainings:
  mnist-mlp:
    model: {layers: [Flatten, {Linear: [784, 128]}, ReLU, {Linear: [128, 10]}]}
    input: [1, 28, 28]
    target: {classes: 10}
    loss: CrossEntropyLoss
    optimizer: {Adam: {lr: 0.001}}
    batch_size: 64
`;
export const PERSON: Identity = { login: "octocat", kind: "user", may: "write" };
export const BASE = {
  event: "pull_request",
  payload: pullRequest(),
  files: { "vram-budget.yml": config() },
  inputs: { measure: "never", comment: "always" },
};

export async function github(t: TestContext, options?: Options): Promise<FakeGitHub> {
  const server = await startGitHub(options);
  t.after(() => server.close());
  return server;
}

export const run = (t: TestContext, server: FakeGitHub, job: Partial<Job> = {}) =>
  runAction(t, { ...BASE, apiUrl: server.url, ...job });

/** Markdown's entities as the characters that they show. */
export const shown = (text: string) =>
  text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));

export const said = ({ commands }: Ran, name: string) => commands.filter((command) => command.name === name);
export const bodies = ({ comments }: FakeGitHub) => comments.map(({ body }) => body);
export const headline =
  "### ✅ GPU memory within budget: mnist-mlp needs 165.0 MiB of 13.1 GiB on Tesla T4 (predicted)";

export const FAKE_PYTHON = (answer: unknown) => `#!/bin/sh
env | sort >> seen-by-python
if [ "$1" = "-c" ]; then echo '{"version": "3.12", "ok": true, "torch": "2.13.0"}'; exit; fi
cat > /dev/null
echo '::error::written by the training'
echo '${JSON.stringify({ progress: { phase: "forward", step: 1, steps: 10 } })}' >&3
echo '${JSON.stringify(answer)}' >&3
`;

export function measuring(answer: unknown): Partial<Job> {
  return {
    files: { "vram-budget.yml": config(), "bin/python": FAKE_PYTHON(answer) },
    inputs: { python: "./bin/python", comment: "always" },
  };
}

export function measurement(): unknown {
  const measured = measuredOnCpu(trainingOf());
  return { measurement: measured.kind === "measured" ? measured.document : undefined };
}
