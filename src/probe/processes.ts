import { readFileSync, readdirSync } from "node:fs";

/** In the environment of what we start, and so of all that it starts: nobody hides behind a session of its own. */
export const RUN_MARK = "VRAM_BUDGET_RUN";

type Process = { readonly pid: number; readonly parent: number; readonly group: number };

/**
 * Kills what is left of a run, parents before their children, so that none reacts to the end of another. Says whether
 * somebody was there. A process belongs to the run that carries its mark, is in its process group, or descends from one
 * that does. Where there is no `/proc`, the group is all that is known.
 */
export function killRun(root: number, mark: string): boolean {
  const found = processesOf(root, mark);
  if (found === undefined) return send(-root, "SIGKILL");
  for (const pid of found) send(pid, "SIGKILL");
  return found.length > 0;
}

/** Asks every process of a run to end. */
export function askToEnd(root: number, mark: string): void {
  const found = processesOf(root, mark) ?? [-root];
  for (const pid of found) send(pid, "SIGTERM");
}

/** The processes of a run that live, parents first; undefined where the system has no `/proc`. */
export function processesOf(root: number, mark: string): number[] | undefined {
  const all = readProcesses();
  if (all === undefined) return undefined;
  const own = new Set(all.filter(({ pid, group }) => pid === root || group === root || isMarked(pid, mark)).map(pidOf));
  let before = -1;
  while (own.size > before) {
    before = own.size;
    for (const { pid, parent } of all) if (own.has(parent)) own.add(pid);
  }
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const depth = (pid: number): number => (own.has(parents.get(pid) ?? 0) ? 1 + depth(parents.get(pid) ?? 0) : 0);
  return [...own].toSorted((a, b) => depth(a) - depth(b));
}

function pidOf({ pid }: Process): number {
  return pid;
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
    const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : { pid, parent: Number(parent), group: Number(group) };
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

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false; // ESRCH: it has ended
  }
}
