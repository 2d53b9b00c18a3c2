import { findPython, ownEnvironment } from "../src/probe/python.ts";
import { runnerGpu } from "../src/probe/gpu.ts";
import { ensureOwnEnvironment } from "../src/probe/own-environment.ts";

/** A Python with torch for the tests: one that is installed, else an environment of our own. */
export async function ensurePython(): Promise<string> {
  const { env } = process;
  const found = await findPython({ asked: undefined, workspace: process.cwd(), environment: env });
  if (found.kind === "found") return found.python;
  return ensureOwnEnvironment({
    folder: ownEnvironment(env),
    gpu: (await runnerGpu(env)) !== undefined,
    terminal: process.stderr.isTTY,
    log: (line) => console.error(line),
  });
}
