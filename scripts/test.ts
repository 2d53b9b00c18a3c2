/**
 * `npm test`: finds or makes a Python with torch, finds or installs a browser, then runs every TypeScript test and every Python test.
 * Arguments are test files to run instead of all.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensureBrowser } from "./browser.ts";
import { ensurePython, ensurePythonWith, ensureTestPackages } from "./python.ts";
import { ensureTools } from "./tools.ts";

const IN_A_BROWSER = ["test/page/page.test.ts"];
const OF_LIBRARIES = ["test/zoo.test.ts", "test/predict/libraries.test.ts", "test/attached/programs.test.ts"];
const root = join(import.meta.dirname, "..");
const python = await ensurePython();
const asked = process.argv.slice(2);
const environment = {
  ...process.env,
  VRAM_BUDGET_PYTHON: python,
  ...(asked.length > 0 && !OF_LIBRARIES.some((file) => asked.includes(file))
    ? {}
    : { VRAM_BUDGET_ZOO_PYTHON: zooPython() }),
  ...(asked.length > 0 && !IN_A_BROWSER.some((file) => asked.includes(file))
    ? {}
    : { VRAM_BUDGET_BROWSER: ensureBrowser() }),
  PYTHONDONTWRITEBYTECODE: "1",
};

/** The packages of models are many: only the tests that need them ask for them. */
function zooPython(): string {
  const named = process.env["VRAM_BUDGET_ZOO_PYTHON"];
  const requirements = ["examples/zoo/requirements.txt", "test/requirements.txt"].map((file) => join(root, file));
  return named ?? ensurePythonWith("zoo", requirements);
}

function run(command: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): void {
  const env = { ...environment, ...more };
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

if (asked.length === 0) ensureTools(); // not by two test files at once
const files = asked.length > 0 ? asked : globSync("test/**/*.test.ts", { cwd: root }).toSorted();
if (asked.length === 0) {
  const paths = [ensureTestPackages(python), process.env["PYTHONPATH"] ?? ""].filter((path) => path !== "");
  const discover = ["-m", "unittest", "discover", "--start-directory", "test/probe", "--pattern", "test_*.py"];
  run(python, discover, { PYTHONPATH: paths.join(delimiter) });
}
run(process.execPath, ["--test", "--test-concurrency=2", "--test-timeout=300000", ...files]);
