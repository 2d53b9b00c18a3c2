import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Training } from "../../src/config/training.ts";
import type { Card } from "../../src/probe/protocol.ts";

const venv = join(import.meta.dirname, "../../.venv/bin/python");
const named = process.env["VRAM_BUDGET_PYTHON"] ?? (existsSync(venv) ? venv : undefined);

/** A Python that has torch 2.13; undefined where there is none. */
export const python = named !== undefined && torchOf(named).startsWith("2.13.") ? named : undefined;

/** For `describe` and `test`: why they are passed over, false where they are not. */
export const skip = python === undefined && "no Python with torch 2.13: name one in VRAM_BUDGET_PYTHON, or make .venv";

function torchOf(command: string): string {
  return spawnSync(command, ["-c", "import torch; print(torch.__version__)"], { encoding: "utf8" }).stdout;
}

/** What trace_step.py gives for one training: a trace for a card has more than its events. */
export type TraceStep = { readonly events?: unknown; readonly error?: string };

/** Three steps of each training: for real on the CPU, or under fake tensors for `card`. */
export function traceSteps(trainings: readonly Training[], card?: Card): readonly TraceStep[] {
  const script = join(import.meta.dirname, "trace_step.py");
  const args = card === undefined ? [script] : [script, JSON.stringify(card)];
  const options = { input: JSON.stringify(trainings), encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  const run = spawnSync(python ?? "", args, { ...options, cwd: import.meta.dirname });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout) as readonly TraceStep[];
}
