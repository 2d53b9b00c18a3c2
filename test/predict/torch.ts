import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { DescribedTraining } from "../../src/config/training.ts";
import type { Card } from "../../src/probe/protocol.ts";

const venv = join(import.meta.dirname, "../../.venv/bin/python");
const named = process.env["VRAM_BUDGET_PYTHON"] ?? (existsSync(venv) ? venv : undefined);

/** The release of torch that the named Python has: "2.13.0+cpu"; undefined where there is none. */
export const release = named === undefined ? undefined : torchOf(named);

/** A Python that has torch, of any release that a trace can be made with; undefined where there is none. */
export const python = release === undefined ? undefined : named;

/** For `describe` and `test`: why they are passed over, false where they are not. */
export const skip = python === undefined && "no Python with torch: name one in VRAM_BUDGET_PYTHON, or make .venv";

/** The same for what expects the events of one release, to the byte. */
export const skipOther =
  skip || (release?.startsWith("2.13.") !== true && `it expects what torch 2.13 allocates, this is ${release}`);

function torchOf(command: string): string | undefined {
  const asked = spawnSync(command, ["-c", "import torch; print(torch.__version__)"], { encoding: "utf8" });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

/** What trace_step.py gives for one training: a trace for a card has more than its events. */
export type TraceStep = { readonly events?: unknown; readonly error?: string };

/** Three steps of each training: for real on the CPU, or under fake tensors for `card`. */
export function traceSteps(trainings: readonly DescribedTraining[], card?: Card): readonly TraceStep[] {
  const script = join(import.meta.dirname, "trace_step.py");
  const args = card === undefined ? [script] : [script, JSON.stringify(card)];
  const options = { input: JSON.stringify(trainings), encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  const run = spawnSync(python ?? "", args, { ...options, cwd: import.meta.dirname });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as readonly TraceStep[];
}

/** Three steps of each training, for real in two processes on the CPU: what the first of them saw. */
export function traceProcesses(trainings: readonly DescribedTraining[]): readonly TraceStep[] {
  const script = join(import.meta.dirname, "trace_processes.py");
  const options = { input: JSON.stringify(trainings), encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  const run = spawnSync(python ?? "", [script], { ...options, cwd: import.meta.dirname });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as readonly TraceStep[];
}

/** So many trainings go into one process: what it answers stays a string that Node can hold. */
const AT_ONCE = 200;

/** {@linkcode traceSteps} of many trainings, while others run beside it. */
export async function traceMany(trainings: readonly DescribedTraining[], card?: Card): Promise<readonly TraceStep[]> {
  const answers: TraceStep[] = [];
  for (let from = 0; from < trainings.length; from += AT_ONCE) {
    answers.push(...(await traceSome(trainings.slice(from, from + AT_ONCE), card)));
  }
  return answers;
}

async function traceSome(
  trainings: readonly DescribedTraining[],
  card: Card | undefined,
): Promise<readonly TraceStep[]> {
  const script = join(import.meta.dirname, "trace_step.py");
  const args = card === undefined ? [script] : [script, JSON.stringify(card)];
  const run = spawn(python ?? "", args, { cwd: import.meta.dirname, stdio: ["pipe", "pipe", "ignore"] });
  run.stdin.end(JSON.stringify(trainings));
  const written = await text(run.stdout);
  assert.notEqual(written, "", "trace_step.py ended without an answer");
  return JSON.parse(written) as readonly TraceStep[];
}
