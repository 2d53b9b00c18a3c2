import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const { env } = process;

/** As Debian, Ubuntu, Fedora, GitHub's runners and macOS call Chromium and what is made of it. */
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The Chromium that VRAM_BUDGET_BROWSER names, or one that is installed. */
export function findBrowser(): string | undefined {
  const named = env["VRAM_BUDGET_BROWSER"];
  const folders = (env["PATH"] ?? "").split(delimiter);
  const candidates = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), MAC];
  return named ?? candidates.find(isExecutable);
}

/** A Chromium for the tests of report.html: one that is installed, else Debian's, which takes the rights to install it. */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && runs("apt-get", ["--version"])) {
    console.error("Installing chromium with apt-get (once) …");
    const quiet = ["--quiet=2", "--yes"];
    runs("apt-get", [...quiet, "update"]);
    runs("apt-get", [...quiet, "install", "--no-install-recommends", "chromium", "fonts-liberation"]);
  }
  const installed = findBrowser();
  if (installed === undefined) throw new Error(NO_BROWSER);
  return installed;
}

export const NO_BROWSER =
  "Cannot test report.html: no Chromium is installed; install chromium or Google Chrome, or name one with VRAM_BUDGET_BROWSER";

function runs(command: string, args: readonly string[]): boolean {
  const { status } = spawnSync(command, args, {
    env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return status === 0;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
