import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { Measurement } from "../../src/measure/measurement.ts";
import { childEnvironment } from "../../src/probe/child-environment.ts";
import { pidsOf } from "../../src/probe/processes.ts";
import { measureIn, newFolder } from "./measuring.ts";

/** Programs as a user writes them. Each prints at its end, as JSON, what its libraries say, and saves something. */
export const PROGRAMS = join(import.meta.dirname, "programs");

/** That of the zoo, where there is one: it has the libraries. */
export const python = process.env["VRAM_BUDGET_ZOO_PYTHON"] ?? process.env["VRAM_BUDGET_PYTHON"] ?? "";

export function skipWithout(...packages: readonly string[]): string | false {
  if (python === "") return "no Python with torch: name one in VRAM_BUDGET_PYTHON, or npm test";
  const look = `import importlib.util as u, sys; print(*(name for name in sys.argv[1:] if not u.find_spec(name)))`;
  const { stdout } = spawnSync(python, ["-c", look, ...packages], { encoding: "utf8" });
  return stdout.trim() !== "" && `${python} has no ${stdout.trim()}`;
}

export type ProgramRun = {
  readonly stdout: readonly string[];
  /** Files that are in its workspace when it is over. */
  readonly made: readonly string[];
};

export type MeasuredRun = ProgramRun & {
  readonly measurement: Measurement;
  /** Its processes that live on. */
  readonly left: readonly number[];
};

type Files = Readonly<Record<string, string>>;

/** To its own end, without the probe. */
export function runAlone(t: TestContext, command: string, files: Files = {}): ProgramRun {
  const { workspace } = newWorkspace(t, files);
  const path = `${dirname(python)}${delimiter}${process.env["PATH"]}`;
  const env = { ...childEnvironment({ ...process.env, ...environment }, ""), PATH: path };
  for (let attempt = 1; ; attempt++) {
    const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", command], { cwd: workspace, env, encoding: "utf8" });
    if (status === 0) return { stdout: linesOf(stdout), made: filesIn(workspace) };
    if (attempt === 3 || !GLOO_ABORTED.test(stderr)) throw new Error(`${command} ended with ${status}: ${stderr}`);
  }
}

/** gloo's threads now and then abort a process that has done its work and ends (pytorch/pytorch#179291). */
const GLOO_ABORTED = /^terminate called without an active exception$/m;

/** As `run:` of a config, beside other `keys`. Its mark and what it prints go beside the workspace. */
export async function runMeasured(
  t: TestContext,
  command: string,
  keys: readonly string[] = [],
  files: Files = {},
): Promise<MeasuredRun> {
  const { folder, workspace } = newWorkspace(t, files);
  const measurement = await measureIn(workspace, {
    run: `echo "$VRAM_BUDGET_RUN" > ../mark; exec > ../stdout; ${command}`,
    keys: ["timeout: 120s", ...keys].join("\n    "),
    environment,
    python,
  });
  const mark = readFileSync(join(folder, "mark"), "utf8").trim();
  return {
    measurement,
    stdout: linesOf(readFileSync(join(folder, "stdout"), "utf8")),
    made: filesIn(workspace),
    left: pidsOf({ root: -1, mark, since: undefined }),
  };
}

/** The user's own: what is on PYTHONPATH, and one thread. */
const environment = {
  HOME: process.env["HOME"] ?? "/",
  PYTHONPATH: [join(import.meta.dirname, "start"), PROGRAMS].join(delimiter),
  OMP_NUM_THREADS: "1",
};

function newWorkspace(t: TestContext, files: Files): { readonly folder: string; readonly workspace: string } {
  const inside = Object.entries(files).map(([path, text]) => [join("workspace", path), text]);
  const folder = newFolder(t, Object.fromEntries(inside));
  const workspace = join(folder, "workspace");
  mkdirSync(workspace, { recursive: true });
  return { folder, workspace };
}

function filesIn(folder: string): string[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
