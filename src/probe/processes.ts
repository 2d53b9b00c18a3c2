import { existsSync, readFileSync, readdirSync } from "node:fs";

/** In the environment of what we start, and so of all that it starts: nobody hides behind a session of its own. */
export const RUN_MARK = "VRAM_BUDGET_RUN";

/** A program that we started in a group of its own, and all that it starts. */
export type Run = { readonly root: number; readonly mark: string; readonly since: string | undefined };

type Process = {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Clock ticks after boot: with the number it tells a process from all that ever were. */
  readonly since: string;
};

/** To be called at once after the start, while nobody else can have the number `root`. */
export function runOf(root: number, mark: string): Run {
  return { root, mark, since: readProcess(root)?.since };
}

/**
 * Kills what is left of a run, and says whether somebody was there. First all of it is stopped, parents before their
 * children, until a look finds nobody that still moves: so none reacts to the end of another, and none starts one that
 * we have not seen. A number may have gone to a stranger between the look and the signal: who is not of the run when all
 * stand still is let go again.
 */
export function killRun(run: Run): boolean {
  const stopped = new Map<number, string>();
  let found = processesOf(run);
  if (found === undefined) return send(-run.root, "SIGKILL");
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const moving = found.filter(({ pid, since }) => stopped.get(pid) !== since);
    if (moving.length === 0) break;
    signalAll(moving, "SIGSTOP");
    for (const { pid, since } of moving) stopped.set(pid, since);
    found = processesOf(run) ?? [];
  }
  signalAll(found, "SIGKILL");
  const own = new Set(found.map(({ pid }) => pid));
  for (const pid of stopped.keys()) if (!own.has(pid)) send(pid, "SIGCONT");
  return found.length > 0;
}

const MOST_ROUNDS = 100;

/** Asks every process of a run to end. */
export function askToEnd(run: Run): void {
  const found = processesOf(run);
  if (found === undefined) send(-run.root, "SIGTERM");
  else signalAll(found, "SIGTERM");
}

/** Whether somebody of a run lives. */
export function isLeft(run: Run): boolean {
  const found = processesOf(run);
  return found === undefined ? send(-run.root, 0) : found.length > 0;
}

/** The numbers of a run's processes that live; none where the system has no `/proc`. */
export function pidsOf(run: Run): number[] {
  return (processesOf(run) ?? []).map(({ pid }) => pid);
}

/** Whether it runs: a zombie has ended. True where the system cannot say. */
export function isAlive(pid: number): boolean {
  return !existsSync("/proc/self") || readProcess(pid) !== undefined;
}

/**
 * A process belongs to the run that carries its mark, is in its process group, or descends from one that does. Parents
 * come first. Undefined where the system has no `/proc`: then the group is all that is known.
 */
function processesOf({ root, mark, since }: Run): Process[] | undefined {
  const all = readProcesses();
  if (all === undefined) return undefined;
  // the kernel gives a number to nobody while a group has it: whoever has it now and is not the root came after the group
  const first = all.find(({ pid }) => pid === root);
  const isGroup = first === undefined || first.since === since;
  const byPid = new Map(all.map((process) => [process.pid, process]));
  const own = new Set(all.filter(({ pid, group }) => (isGroup && group === root) || isMarked(pid, mark)));
  let before = -1;
  while (own.size > before) {
    before = own.size;
    for (const process of all) {
      const parent = byPid.get(process.parent);
      if (parent !== undefined && own.has(parent)) own.add(process);
    }
  }
  const depth = ({ parent }: Process): number => {
    const above = byPid.get(parent);
    return above !== undefined && own.has(above) ? 1 + depth(above) : 0;
  };
  return [...own].toSorted((a, b) => depth(a) - depth(b));
}

/** Each, and each group that has one of them at once: one that forks faster than we look stays in its group. */
function signalAll(processes: readonly Process[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) send(pid, signal);
  const own = readProcess(process.pid)?.group;
  for (const group of new Set(processes.map((each) => each.group)))
    if (group !== own && group > 1) send(-group, signal);
}

function readProcesses(): Process[] | undefined {
  let names: string[];
  try {
    names = readdirSync("/proc");
  } catch {
    return undefined;
  }
  return names.filter((name) => /^\d+$/.test(name)).flatMap((name) => readProcess(Number(name)) ?? []);
}

/** The command's name in `/proc/PID/stat` may hold anything, and ends with the last parenthesis. A zombie is gone. */
function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // proc_pid_stat(5), from the third on
    const [state, parent, group] = fields;
    if (state === "Z" || state === "X") return undefined;
    return { pid, parent: Number(parent), group: Number(group), since: fields[19] ?? "" };
  } catch {
    return undefined; // it ended while we looked
  }
}

function isMarked(pid: number, mark: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(`\0${RUN_MARK}=${mark}\0`);
  } catch {
    return false; // it ended, or is not ours
  }
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false; // ESRCH: it has ended
  }
}
