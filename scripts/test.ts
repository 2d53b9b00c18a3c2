/**
 * `npm test`: finds or makes a Python with torch, then runs every TypeScript test and every Python test.
 * Arguments are test files to run instead of all.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { ensurePython } from "./python.ts";

const root = join(import.meta.dirname, "..");
const python = await ensurePython();
const environment = { ...process.env, VRAM_BUDGET_PYTHON: python, PYTHONDONTWRITEBYTECODE: "1" };

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { cwd: root, env: environment, stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : globSync("test/**/*.test.ts", { cwd: root }).toSorted();
if (asked.length === 0) {
  run(python, ["-m", "unittest", "discover", "--start-directory", "test/probe", "--pattern", "test_*.py"]);
}
run(process.execPath, ["--test", "--test-concurrency=2", "--test-timeout=300000", ...files]);
