import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { CommandTraining } from "../../src/config/training.ts";
import { measureCommand } from "../../src/measure/measure-command.ts";
import type { Measurement } from "../../src/measure/measurement.ts";
import { runAttached } from "../../src/probe/attached.ts";
import { childEnvironment } from "../../src/probe/child-environment.ts";
import { pidsOf } from "../../src/probe/processes.ts";

/** Programs as a user writes them. Each prints at its end, as JSON, what its libraries say, and saves something. */
export const PROGRAMS = join(import.meta.dirname, "programs");

export const python = process.env["VRAM_BUDGET_ZOO_PYTHON"] ?? process.env["VRAM_BUDGET_PYTHON"];

export function skipWithout(...packages: readonly string[]): string | false {
  if (python === undefined) return "no Python with torch: name one in VRAM_BUDGET_PYTHON, or npm test";
  const missing = packages.filter(
    (name) =>
      spawnSync(python, ["-c", `import importlib.util as u, sys; sys.exit(not u.find_spec("${name}"))`]).status !== 0,
  );
  return missing.length > 0 && `${python} has no ${missing.join(", ")}`;
}

export type ProgramRun = {
  readonly stdout: readonly string[];
  /** Files and folders that it left in its workspace. */
  readonly made: readonly string[];
};

export type MeasuredRun = ProgramRun & {
  readonly measurement: Measurement;
  /** Its processes that live on. */
  readonly left: readonly number[] | undefined;
};

/** To its own end, without the probe. */
export function runAlone(command: string, workspaceFiles?: (workspace: string) => void): ProgramRun {
  return inFolder((folder, workspace) => {
    workspaceFiles?.(workspace);
    const env = { ...childEnvironment(environment, ""), PATH: path };
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", command], { cwd: workspace, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
    return { stdout: linesOf(stdout), made: readdirSync(workspace) };
  });
}

/** Under the probe, as `run:` of a config has it. */
export async function runMeasured(
  command: string,
  settings: Partial<Pick<CommandTraining, "steps" | "warmup">> = {},
  workspaceFiles?: (workspace: string) => void,
): Promise<MeasuredRun> {
  return inFolder(async (folder, workspace) => {
    workspaceFiles?.(workspace);
    const options = {
      python: python ?? "",
      probeFolder: join(import.meta.dirname, "../../src/probe"),
      workspace,
      environment,
      timeoutMs: 120_000,
    };
    const measurement = await measureCommand(
      // its mark and what it prints go beside the workspace
      (run, request) => runAttached(`echo "$VRAM_BUDGET_RUN" > ../mark; exec > ../stdout; ${run}`, request, options),
      trainingOf(command, settings),
      [],
      workspace,
    );
    const mark = readFileSync(join(folder, "mark"), "utf8").trim();
    return {
      measurement,
      stdout: linesOf(readFileSync(join(folder, "stdout"), "utf8")),
      made: readdirSync(workspace),
      left: pidsOf({ root: -1, mark, since: undefined }),
    };
  });
}

/** Whatever the user had on PYTHONPATH, one thread, and no start-up file that Python has cached. */
const environment = {
  PATH: process.env["PATH"],
  HOME: process.env["HOME"],
  PYTHONPATH: [join(import.meta.dirname, "start"), PROGRAMS].join(delimiter),
  OMP_NUM_THREADS: "1",
};
const path = `${dirname(python ?? "")}${delimiter}${process.env["PATH"]}`;

function trainingOf(
  run: string,
  { steps, warmup = 2 }: Partial<Pick<CommandTraining, "steps" | "warmup">>,
): CommandTraining {
  return {
    kind: "command",
    name: "program",
    place: { file: "vram-budget.yml", line: 1, column: 1 },
    device: { kind: "runner" },
    budget: { kind: "share", share: 0.9 },
    tolerance: 0.05,
    timeout_s: undefined,
    explain: false,
    warmup,
    run,
    folder: "",
    batch_size: undefined,
    steps,
    described: undefined,
  };
}

function inFolder<Result>(work: (folder: string, workspace: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-program-"));
  const workspace = join(folder, "workspace");
  mkdirSync(workspace);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const result = work(folder, workspace);
  if (result instanceof Promise) return result.finally(remove) as Result;
  remove();
  return result;
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
