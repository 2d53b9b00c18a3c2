/**
 * `npm test`: finds or makes a Python with torch, finds or installs a browser, then runs every TypeScript test, and beside
 * them every Python test. Arguments are test files to run instead of all.
 */
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { ensureBrowser } from "./browser.ts";
import { ensurePython, ensurePythonWith, ensureTestPackages } from "./python.ts";
import { ensureTools } from "./tools.ts";

const IN_A_BROWSER = ["test/page/page.test.ts"];
const OF_LIBRARIES = ["test/zoo.test.ts", "test/predict/libraries.test.ts", "test/attached/programs.test.ts"];
const LONGEST = new Set([
  "test/attached/programs.test.ts",
  "test/predict/layers-against-torch.test.ts",
  "test/zoo.test.ts",
]);
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

/** Its exit code, once it has ended. */
function run(command: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<number> {
  const child = spawn(command, args, { cwd: root, env: { ...environment, ...more }, stdio: "inherit" });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done(code ?? 1));
  });
}

/** The tests of the probe; what passes is not told, as it runs beside those that tell. */
function runPythonTests(): Promise<number> {
  const paths = [ensureTestPackages(python), process.env["PYTHONPATH"] ?? ""].filter((path) => path !== "");
  const discover = ["-m", "unittest", "discover", "--start-directory", "test/probe", "--pattern", "test_*.py"];
  return run(python, [...discover, "--quiet"], { PYTHONPATH: paths.join(delimiter) });
}

/** The longest come first: at the end nothing waits for one. */
function inOrder(files: readonly string[]): string[] {
  return [...files.filter((file) => LONGEST.has(file)), ...files.filter((file) => !LONGEST.has(file))];
}

if (asked.length === 0) ensureTools(); // not by two test files at once
const files = asked.length > 0 ? asked : inOrder(globSync("test/**/*.test.ts", { cwd: root }).toSorted());
// many tests wait for a training, so that one more than there are cores keeps them busy
const lanes = `--test-concurrency=${availableParallelism() + 1}`;
const codes = await Promise.all([
  ...(asked.length > 0 ? [] : [runPythonTests()]),
  run(process.execPath, ["--test", lanes, "--test-timeout=300000", ...files]),
]);
process.exitCode = Math.max(...codes);
