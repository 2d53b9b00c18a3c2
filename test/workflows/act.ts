import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, readFileSync, readdirSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { ensureTools } from "../../scripts/tools.ts";
import { newWorkspace } from "../github/runner.ts";
import { runs } from "../probe/runs.ts";
import { type Job, readJobs } from "./act-log.ts";

const root = join(import.meta.dirname, "../..");

export type Run = {
  /** Its text, as it would stand in `.github/workflows`. */
  readonly workflow: string;
  readonly event: string;
  readonly payload: unknown;
  /** The folder that `actions/checkout` copies: a Git repository. */
  readonly checkout: string;
  /** Of the run; a job's own is {@linkcode tokenOf} it. */
  readonly token: string;
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
 * action is `action.yml` and `dist/` as they are. Played here is what act does not do: a token for each job, and a
 * cancelled step that is asked to end before it is killed. It does not look at `concurrency` either, nor at who may run.
 */
export async function runWorkflow(t: TestContext, run: Run): Promise<Ran> {
  const temp = newWorkspace(t, {
    "workflow.yml": run.workflow,
    "event.json": JSON.stringify(run.payload),
    "bin/python3": run.python,
  });
  cpSync(join(root, "action.yml"), join(temp, "action/action.yml"), { recursive: true });
  cpSync(join(root, "dist"), join(temp, "action/dist"), { recursive: true });
  const options = [
    ["--workflows", join(temp, "workflow.yml")],
    ["--eventpath", join(temp, "event.json")],
    ["--action-cache-path", join(temp, "cache")],
    ["--local-repository", `${ownAction(run.workflow)}=${join(temp, "action")}`],
    ["--secret", `GITHUB_TOKEN=${run.token}`],
    ...["ubuntu-latest", "self-hosted"].map((label) => ["--platform", `${label}=-self-hosted`]),
    ...Object.entries(run.environment).map(([name, value]) => ["--env", `${name}=${value}`]),
  ];
  const jobToken = pathToFileURL(join(import.meta.dirname, "job-token.ts"));
  jobToken.searchParams.set("token", run.token);
  const act = spawn(join(ensureTools(), "act"), [run.event, "--json", "--no-cache-server", ...options.flat()], {
    cwd: run.checkout,
    env: {
      HOME: temp,
      PATH: [join(temp, "bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter),
      NODE_OPTIONS: `--import=${jobToken.href}`,
    },
  });
  let log = "";
  for (const stream of [act.stdout, act.stderr]) stream.on("data", (chunk) => (log += String(chunk)));
  const ended = new Promise<number | null>((done) => {
    act.once("close", done);
  });
  if (run.cancelWhen !== undefined) await cancel(act, run.cancelWhen);
  const code = await ended;
  return { code, jobs: readJobs(log), log };
}

/** `uses:` of this action, with the commit that it is pinned to. */
function ownAction(workflow: string): string {
  const [, action] = /uses: (vram-budget\/vram-budget@\S+)/.exec(workflow) ?? [];
  if (action === undefined) throw new Error("the workflow does not use this action");
  return action;
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
