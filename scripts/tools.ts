import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const wanted = join(import.meta.dirname, "tools.txt");

/**
 * The folder of the programs of tools.txt, made once: the workflow engine act, and the linters of workflows. PyPI is where
 * they come from since it is reached wherever the tests run; pip takes no file whose hash is not in the list.
 */
export function ensureTools(): string {
  const folder = join(root, ".cache/tools");
  const marker = join(folder, "tools.txt");
  const list = readFileSync(wanted, "utf8");
  if (existsSync(marker) && readFileSync(marker, "utf8") === list) return join(folder, "bin");

  console.error("Installing the programs of scripts/tools.txt (once) …");
  rmSync(folder, { recursive: true, force: true });
  run("python3", ["-m", "venv", folder]);
  const pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"];
  run(join(folder, "bin/python"), [...pip, "--require-hashes", "--only-binary", ":all:", "--requirement", wanted]);
  writeFileSync(marker, list);
  return join(folder, "bin");
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ended with ${status}`);
}
