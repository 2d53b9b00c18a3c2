import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { ensureTools } from "../../scripts/tools.ts";
import { newWorkspace } from "../github/runner.ts";
import { runs } from "../probe/runs.ts";
import { type Job, jobsIn, readLines, textOf } from "./act-log.ts";
import type { Event } from "./events.ts";
import type { Grant } from "./job-grants.ts";

const root = join(import.meta.dirname, "../..");

export type Run = {
  /** Its text, as it would stand in `.github/workflows`. */
  readonly workflow: string;
  readonly event: Event;
  /** The folder of the Git repository that the workflow is of, and that `actions/checkout` clones. */
  readonly repository: string;
  /** Of the run; a job's own is {@linkcode tokenOf} it. */
  readonly token: string;
  /** What kind of machine each job runs on. */
  readonly runners: ReadonlyMap<string, Grant["runner"]>;
  /** What the runner sets, as GITHUB_API_URL and GITHUB_RUN_ID. */
  readonly environment: Readonly<Record<string, string>>;
  /** The program that jobs find as `python3`. */
  readonly python: string;
  /** The run is cancelled once it holds. */
  readonly cancelWhen?: () => boolean;
};

export type Ran = { readonly code: number | null; readonly jobs: readonly Job[]; readonly log: string };

/** GitHub makes a token for each job of a run. */
export function tokenOf({ token }: Pick<Run, "token">, job: string): string {
  return `${token}_${job}`;
}

/**
 * Runs a workflow with act (nektos/act) on this machine, without containers. act reads the workflow, evaluates its
 * expressions, conditions and matrix, orders its jobs, starts their steps and reads their commands and files; our own
 * action is `action.yml` and `dist/` as they are. Played here is what no package carries, GitHub's own actions, and what act
 * does not do: a token for each job, and a cancelled step that is asked to end before it is killed. It does not look at
 * `concurrency` either, nor at who may run.
 */
export async function runWorkflow(t: TestContext, run: Run): Promise<Ran> {
  const temp = newWorkspace(t, {
    "workflow.yml": run.workflow,
    "event.json": JSON.stringify(run.event.payload),
    "bin/python3": run.python,
  });
  const options = [
    ["--workflows", join(temp, "workflow.yml")],
    ["--eventpath", join(temp, "event.json")],
    ["--action-cache-path", join(temp, "cache")],
    ["--secret", `GITHUB_TOKEN=${run.token}`],
    ...actionsOf(run.workflow).map((action) => ["--local-repository", action]),
    ...["ubuntu-latest", "self-hosted"].map((label) => ["--platform", `${label}=-self-hosted`]),
    ...Object.entries({ ...run.environment, CHECKOUT_FROM: run.repository }).map(([name, value]) => [
      "--env",
      `${name}=${value}`,
    ]),
  ];
  const args = [run.event.name, "--json", "--strict", "--no-cache-server", "--no-skip-checkout", ...options.flat()];
  const act = spawn(...withoutTerminals(join(ensureTools(), "act"), args), {
    cwd: run.repository,
    env: {
      HOME: temp,
      PATH: [join(temp, "bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
      NODE_OPTIONS: `--import=${jobStart(run)}`,
    },
  });
  let log = "";
  for (const stream of [act.stdout, act.stderr]) stream.on("data", (chunk) => (log += String(chunk)));
  const ended = new Promise<number | null>((done) => {
    act.once("close", done);
  });
  if (run.cancelWhen !== undefined) await cancel(act, run.cancelWhen);
  const code = await ended;
  const lines = readLines(log);
  return { code, jobs: jobsIn(lines), log: lines.length > 0 ? textOf(lines) : log };
}

/**
 * act gives each step a terminal, and closes it at once where the step fails, also before it has read the last lines
 * (pkg/container/host_environment.go of nektos/act, exec()). Where there is no terminal to be had it gives a pipe, as
 * GitHub's runner does, and reads that to its end. Nothing is changed where this user may not make namespaces.
 */
function withoutTerminals(program: string, args: readonly string[]): [program: string, args: string[]] {
  return NO_TERMINALS_ARE_POSSIBLE ? ["unshare", [...NO_TERMINALS, program, ...args]] : [program, [...args]];
}

const HIDE = 'mount --bind /dev/null /dev/ptmx && exec "$0" "$@"';
const NO_TERMINALS = ["--user", "--map-root-user", "--mount", "sh", "-c", HIDE];
const NO_TERMINALS_ARE_POSSIBLE = spawnSync("unshare", [...NO_TERMINALS, "true"]).status === 0;

/** Where on this machine the actions lie that a workflow uses: our own, and what stands for GitHub's. */
function actionsOf(workflow: string): string[] {
  const used = new Set([...workflow.matchAll(/uses: (\S+)/g)].map(([, action = ""]) => action));
  return [...used].map((action) => {
    const [, owner = "", name = ""] = /^([^/]+)\/([^/@]+)@/.exec(action) ?? [];
    if (owner === "actions") return `${action}=${join(import.meta.dirname, "actions", name)}`;
    if (owner !== "vram-budget") throw new Error(`${action} is not on this machine`);
    return `${action}=${release()}`;
  });
}

let made: string | undefined;

/** A folder with what a release has, and nothing else of the repository. */
function release(): string {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-release-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const name of ["action.yml", "dist"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  made = folder;
  return folder;
}

function jobStart({ token, runners }: Run): string {
  const address = pathToFileURL(join(import.meta.dirname, "job-start.mjs"));
  for (const [name, value] of [["token", token], ...runners] as const) address.searchParams.set(name, value);
  return address.href;
}

/**
 * As GitHub's runner cancels: the step that runs gets SIGINT and the time to end, and what follows sees that the job is
 * cancelled. Of itself act kills the step at once, so it is halted until the step has ended.
 */
async function cancel(act: ChildProcess, when: () => boolean): Promise<void> {
  while (!when() && act.exitCode === null) await sleep(20);
  act.kill("SIGSTOP");
  const steps = childrenOf(act.pid ?? 0);
  for (const step of steps) process.kill(step, "SIGINT");
  while (steps.some(runs)) await sleep(20);
  act.kill("SIGINT");
  act.kill("SIGCONT");
}

function childrenOf(parent: number): number[] {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return processes.map(Number).filter((pid) => parentOf(pid) === parent && runs(pid));
}

function parentOf(pid: number): number | undefined {
  try {
    const [, parent] = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
    return Number(parent);
  } catch {
    return undefined; // it has ended meanwhile
  }
}
