import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import "./chunk-LZQXQOPJ.js";

// src/probe/own-environment.ts
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
var TORCH = "2.13.0";
var CPU_BUILDS = "https://download.pytorch.org/whl/cpu";
function ensureOwnEnvironment({ folder, gpu, requirements = [], terminal, log }) {
  const python = join(folder, "bin", "python");
  const marker = join(folder, "vram-budget.json");
  const packages = requirements.map((file) => readFileSync(file, "utf8"));
  const wanted = JSON.stringify({ torch: TORCH, gpu, ...packages.length > 0 ? { packages } : {} });
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return python;
  log(`Making a Python environment with torch ${TORCH} in ${folder} (once) \u2026`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run("python3", ["-m", "venv", folder]);
  const pip = ["-m", "pip", "--disable-pip-version-check"];
  const source = gpu || bringsCpuBuild(python, pip) ? [`torch==${TORCH}`] : [`torch==${TORCH}+cpu`, "--extra-index-url", CPU_BUILDS];
  run(python, [
    ...pip,
    "install",
    "--progress-bar",
    terminal ? "on" : "off",
    ...terminal ? [] : ["--quiet"],
    ...source,
    ...requirements.flatMap((file) => ["--requirement", file])
  ]);
  writeFileSync(marker, wanted);
  log("Done");
  return python;
}
function bringsCpuBuild(python, pip) {
  const { platform } = process;
  if (platform !== "linux") return true;
  const asked = [
    "install",
    "--dry-run",
    "--quiet",
    "--no-deps",
    "--ignore-installed",
    "--report",
    "-",
    `torch==${TORCH}`
  ];
  const { stdout, status } = spawnSync(python, [...pip, ...asked], { encoding: "utf8" });
  if (status !== 0) return false;
  const report = JSON.parse(stdout);
  return report.install?.[0]?.metadata?.version?.endsWith("+cpu") === true;
}
function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) return;
  const why = error?.message ?? `it ended with exit code ${status}`;
  throw new UserError(`Cannot make a Python environment: ${command} ${args.join(" ")}: ${why}`);
}
export {
  ensureOwnEnvironment
};
