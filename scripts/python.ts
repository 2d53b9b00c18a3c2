import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
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

/** One with torch and the packages of requirements files, in an environment of its own called `name`. */
export function ensurePythonWith(name: string, requirements: readonly string[]): string {
  const folder = join(dirname(ownEnvironment(env)), name);
  return ensureOwnEnvironment({ ...shared, folder, gpu: false, requirements });
}

const shared = { terminal: process.stderr.isTTY, log: (line: string) => console.error(line) };

/** What PyTorch's database of operators is imported with. */
const OF_THE_DATABASE = ["numpy", "expecttest"];

/** A folder for PYTHONPATH with what only tests import, made once: the Python itself, which may be the user's, stays as it is. */
export function ensureTestPackages(python: string): string {
  const version = spawnSync(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], { encoding: "utf8" });
  const folder = join(dirname(ownEnvironment(env)), `test-packages-${version.stdout.trim()}`);
  if (OF_THE_DATABASE.every((name) => existsSync(join(folder, name)))) return folder;
  console.error(`Installing ${OF_THE_DATABASE.join(" and ")} in ${folder} (once) …`);
  const pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--upgrade", "--target", folder];
  const { status } = spawnSync(python, [...pip, ...OF_THE_DATABASE], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`Cannot install ${OF_THE_DATABASE.join(" and ")}: pip ended with ${status}`);
  return folder;
}
