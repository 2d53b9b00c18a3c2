/**
 * `npm test`: finds or makes a Python with torch, then runs every TypeScript test and every Python test.
 * Arguments are test files to run instead of all.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensurePython, ensurePythonWith, ensureTestPackages } from "./python.ts";

const ZOO_TEST = "test/zoo.test.ts";
const root = join(import.meta.dirname, "..");
const python = await ensurePython();
const asked = process.argv.slice(2);
const environment = {
  ...process.env,
  VRAM_BUDGET_PYTHON: python,
  ...(asked.length > 0 && !asked.includes(ZOO_TEST) ? {} : { VRAM_BUDGET_ZOO_PYTHON: zooPython() }),
  PYTHONDONTWRITEBYTECODE: "1",
};

/** The packages of the zoo's models are many: only the test that needs them asks for them. */
function zooPython(): string {
  return process.env["VRAM_BUDGET_ZOO_PYTHON"] ?? ensurePythonWith("zoo", join(root, "examples/zoo/requirements.txt"));
}

function run(command: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): void {
  const env = { ...environment, ...more };
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const files = asked.length > 0 ? asked : globSync("test/**/*.test.ts", { cwd: root }).toSorted();
if (asked.length === 0) {
  const packages = ensureTestPackages(python);
  const paths = [packages, process.env["PYTHONPATH"]].filter((path) => path !== undefined && path !== "");
  const discover = ["-m", "unittest", "discover", "--start-directory", "test/probe", "--pattern", "test_*.py"];
  run(python, discover, paths.length === 0 ? {} : { PYTHONPATH: paths.join(delimiter) });
}
run(process.execPath, ["--test", "--test-concurrency=2", "--test-timeout=300000", ...files]);
