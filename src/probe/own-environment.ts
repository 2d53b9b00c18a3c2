import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../config/user-error.ts";

/** The release whose behaviour the layers engine follows. */
const TORCH = "2.13.0";
/** PyTorch's own index of builds without CUDA: hundreds of megabytes where the default is gigabytes. */
const CPU_BUILDS = "https://download.pytorch.org/whl/cpu";

export type EnvironmentOptions = {
  readonly folder: string;
  /** With an NVIDIA GPU the default build, with CUDA, is installed. */
  readonly gpu: boolean;
  /** Requirements files of further packages, for what the project's own tests and benches ask besides torch. */
  readonly requirements?: readonly string[];
  /** A terminal sees pip's progress bar, a log plain lines. */
  readonly terminal: boolean;
  readonly log: (line: string) => void;
};

/** Makes a Python environment with torch, once; gives its interpreter. What was left half made is made again. */
export function ensureOwnEnvironment({ folder, gpu, requirements = [], terminal, log }: EnvironmentOptions): string {
  const python = join(folder, "bin", "python");
  const marker = join(folder, "vram-budget.json");
  const packages = requirements.map((file) => readFileSync(file, "utf8"));
  const wanted = JSON.stringify({ torch: TORCH, gpu, ...(packages.length > 0 ? { packages } : {}) });
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return python;

  log(`Making a Python environment with torch ${TORCH} in ${folder} (once) …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  run("python3", ["-m", "venv", folder]);
  const pip = ["-m", "pip", "--disable-pip-version-check"];
  const source =
    gpu || bringsCpuBuild(python, pip) ? [`torch==${TORCH}`] : [`torch==${TORCH}+cpu`, "--extra-index-url", CPU_BUILDS];
  run(python, [
    ...pip,
    "install",
    "--progress-bar",
    terminal ? "on" : "off",
    ...(terminal ? [] : ["--quiet"]),
    ...source,
    ...requirements.flatMap((file) => ["--requirement", file]),
  ]);
  writeFileSync(marker, wanted);
  log("Done");
  return python;
}

/** Asks pip what the plain requirement would bring, without bringing it. */
function bringsCpuBuild(python: string, pip: readonly string[]): boolean {
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
    `torch==${TORCH}`,
  ];
  const { stdout, status } = spawnSync(python, [...pip, ...asked], { encoding: "utf8" });
  if (status !== 0) return false;
  const report: { install?: { metadata?: { version?: string } }[] } = JSON.parse(stdout);
  return report.install?.[0]?.metadata?.version?.endsWith("+cpu") === true;
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) return;
  const why = error?.message ?? `it ended with exit code ${status}`;
  throw new UserError(`Cannot make a Python environment: ${command} ${args.join(" ")}: ${why}`);
}
