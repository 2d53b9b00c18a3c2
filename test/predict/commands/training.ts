import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CommandTraining } from "../../../src/config/training.ts";
import type { CudaDevice } from "../../../src/memory/device.ts";
import { deviceOf } from "../../../src/memory/devices.ts";
import { checkPorts, type MeasureOptions } from "../../../src/world/ports.ts";

/** A Python with the zoo's packages. */
export const python = process.env["VRAM_BUDGET_ZOO_PYTHON"];
export const skip = python === undefined && "no Python with the zoo's packages: name one in VRAM_BUDGET_ZOO_PYTHON";

export const a100: CudaDevice = deviceOf({ kind: "catalogue", id: "a100-80" });
export const place = { file: "vram-budget.yml", line: 1, column: 1 };

/** One of the programs beside this, or another command. */
export function commandOf(run: string, parts: Partial<CommandTraining> = {}): CommandTraining {
  return {
    kind: "command",
    name: "command",
    place,
    device: { kind: "catalogue", id: "a100-80" },
    budget: { kind: "share", share: 0.9 },
    tolerance: 0.05,
    timeout_s: 120,
    explain: false,
    warmup: 1,
    environment: [],
    measure_at: undefined,
    run,
    folder: "",
    batch_size: undefined,
    steps: undefined,
    described: undefined,
    ...parts,
  };
}

export function ports(refused?: MeasureOptions["refused"]) {
  return checkPorts({
    refused,
    python,
    timeoutMs: 120_000,
    environment: process.env,
    calibration: undefined,
    onWarning: () => {},
    onProgress: () => {},
    onOutput: () => {},
  });
}

/** A folder for what a program writes; `use` is given it, and what was written in it is told afterwards. */
export async function inFolder<Result>(use: (folder: string) => Promise<Result>) {
  const folder = await mkdtemp(join(tmpdir(), "vram-budget-test-"));
  try {
    const result = await use(folder);
    return { result, written: await readdir(folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
