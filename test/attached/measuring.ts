import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { parseConfig } from "../../src/config/parse-config.ts";
import type { Measurement } from "../../src/measure/measurement.ts";
import { checkPorts } from "../../src/world/ports.ts";
import { python } from "../predict/torch.ts";

/** A training of a few steps, which a program puts its own lines into. */
export const TRAINING = `\
import os, signal, sys, time
import torch
torch.set_num_threads(1)
model = torch.nn.Linear(8, 8)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
def step():
    optimizer.zero_grad()
    model(torch.randn(4, 8)).sum().backward()
    optimizer.step()
`;

/**
 * A card for who looks for one, as on the runners that measure: without it, what takes too long is a rehearsal that was too
 * much for a CPU.
 */
const withCard = mkdtempSync(join(tmpdir(), "vram-budget-test-smi-"));
writeFileSync(join(withCard, "nvidia-smi"), "#!/bin/sh\necho GPU-0, 570.86.15, 0\n", { mode: 0o755 });
process.env["PATH"] = `${withCard}${delimiter}${process.env["PATH"]}`;
process.on("exit", () => rmSync(withCard, { recursive: true, force: true }));

export type Program = {
  readonly run: string;
  /** Of the workspace, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** As the config has it: `timeout: 5s`. */
  readonly keys?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The Python that is named: the one with torch where nothing is said, none for null. */
  readonly python?: string | null;
};

export function newFolder(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "vram-budget-test-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Measures a command as `vram-budget check` does, in `folder`. */
export async function measureIn(folder: string, program: Program): Promise<Measurement> {
  const { run, keys = "timeout: 60s", environment = {} } = program;
  const config = `version: 1\ntrainings:\n  it:\n    run: ${JSON.stringify(run)}\n    ${keys}\n`;
  const parsed = parseConfig("vram-budget.yml", config);
  assert.ok(parsed.kind === "config", JSON.stringify(parsed));
  const ports = checkPorts({
    refused: undefined,
    python: program.python === undefined ? python : (program.python ?? undefined),
    timeoutMs: 60_000,
    environment: { PATH: process.env["PATH"], HOME: folder, ...environment },
    ...(program.signal === undefined ? {} : { signal: program.signal }),
    calibration: undefined,
    onProgress: () => {},
    onOutput: () => {},
    onWarning: () => {},
  });
  const [training] = parsed.config.trainings;
  assert.ok(training !== undefined);
  return ports.measure(training, folder);
}

export async function measureProgram(t: TestContext, program: Program): Promise<Measurement> {
  return measureIn(newFolder(t, program.files), program);
}
