import { dirname, join } from "node:path";
import { runnerGpu } from "../src/probe/gpu.ts";
import { ensureOwnEnvironment } from "../src/probe/own-environment.ts";
import { findPython, ownEnvironment } from "../src/probe/python.ts";

const { env } = process;

/** A Python with torch for the tests: one that is installed, else an environment of our own. */
export async function ensurePython(): Promise<string> {
  const found = await findPython({ asked: undefined, workspace: process.cwd(), environment: env });
  if (found.kind === "found") return found.python;
  return ensureOwnEnvironment({ ...shared, folder: ownEnvironment(env), gpu: (await runnerGpu(env)) !== undefined });
}

/** One with torch and the packages of a requirements file, in an environment of its own called `name`. */
export function ensurePythonWith(name: string, requirements: string): string {
  const folder = join(dirname(ownEnvironment(env)), name);
  return ensureOwnEnvironment({ ...shared, folder, gpu: false, requirements });
}

const shared = { terminal: process.stderr.isTTY, log: (line: string) => console.error(line) };
