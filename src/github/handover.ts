import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isHarmless, isSecret } from "../probe/child-environment.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What Node is started with, and by what the runner finds the processes that a job has left. */
const OWN = new Set(["NODE_OPTIONS", "RUNNER_TRACKING_ID"]);

/** Names the file with the rest of the environment. */
const HANDOVER = "VRAM_BUDGET_HANDOVER";

/**
 * The environment that the runner gave to the action. What may be a secret is in what this returns and nowhere else: not
 * in `process.env`, which what is started from here inherits, and, where the system lets a process start anew in its own
 * place, not in `/proc/PID/environ` either.
 *
 * There the kernel keeps what a process was started with, for every process of the same user to read, whatever the
 * process has deleted since. So before anything of the repository runs, the action replaces itself by execve(2), with no
 * more in its environment than the training may see too; the rest comes through a file, which is gone when this returns.
 */
export function takeEnvironment(): Environment {
  const { env } = process;
  const handed = env[HANDOVER];
  if (handed === undefined) startAnew(env);
  else Object.assign(env, readHanded(handed));
  delete env[HANDOVER];
  const all = { ...env };
  for (const [name, value = ""] of Object.entries(all)) if (isSecret(name, value)) delete env[name];
  return all;
}

/** Does not come back, but where there is nothing to hide or no way to. */
function startAnew(env: Environment): void {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const stays = ([name, value]: [string, string]) => OWN.has(name) || isHarmless(name, value);
  const hidden = entries.filter((entry) => !stays(entry));
  if (hidden.length === 0 || process.platform !== "linux" || process.execve === undefined) return;
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(env["RUNNER_TEMP"] ?? tmpdir(), "vram-budget-"));
    const file = join(folder, "environment.json");
    writeFileSync(file, JSON.stringify(Object.fromEntries(hidden)), { mode: 0o600 });
    const kept = Object.fromEntries(entries.filter(stays));
    const [, ...args] = process.argv;
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...args], { ...kept, [HANDOVER]: file });
  } catch {
    // no room, or no right: SECURITY.md says what is seen then
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function readHanded(file: string): Environment {
  const handed: Environment = JSON.parse(readFileSync(file, "utf8"));
  rmSync(dirname(file), { recursive: true });
  return handed;
}
