import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "./cache-folder.ts";
import { childEnvironment } from "./child-environment.ts";

/** A Python that can run the probe, or why there is none. */
export type FoundPython =
  | { readonly kind: "found"; readonly python: string; readonly torch: string }
  | { readonly kind: "none"; readonly reason: "no-python" | "no-torch"; readonly detail: string };

export type PythonSearch = {
  /** Named by the user: then no other is tried. */
  readonly asked: string | undefined;
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
};

/** Where `vram-budget setup` makes an environment when no torch is installed. */
export function ownEnvironment(environment: PythonSearch["environment"]): string {
  return join(cacheFolder(environment), "python");
}

/** Looks at the named Python, or at the usual places in turn, for one that has torch. Imports nothing of it. */
export async function findPython(search: PythonSearch): Promise<FoundPython> {
  const seen: string[] = [];
  for (const python of candidates(search)) {
    const looked = await lookAt(python, search.environment);
    if (looked === undefined) continue;
    if (looked.torch !== null) return { kind: "found", python, torch: looked.torch };
    seen.push(`${python} (Python ${looked.version})`);
  }
  if (seen.length > 0) {
    return { kind: "none", reason: "no-torch", detail: `PyTorch is not installed for ${seen.join(", ")}` };
  }
  return {
    kind: "none",
    reason: "no-python",
    detail: `No Python 3.9 or newer was found${search.asked ? ` at ${search.asked}` : ""}`,
  };
}

function candidates({ asked, workspace, environment }: PythonSearch): string[] {
  const named = asked ?? environment["VRAM_BUDGET_PYTHON"];
  if (named !== undefined && named !== "") return [named];
  const inFolder = (folder: string | undefined) => (folder === undefined ? [] : [join(folder, "bin", "python")]);
  const near = [environment["VIRTUAL_ENV"], join(workspace, ".venv")].flatMap(inFolder);
  // our own has torch alone, and not what the training imports beside it
  const own = inFolder(ownEnvironment(environment)).filter((python) => existsSync(python));
  return [...near.filter((python) => existsSync(python)), "python3", "python", ...own];
}

const LOOK = `
import json, sys
from importlib import metadata
try:
    torch = metadata.version("torch")
except metadata.PackageNotFoundError:
    torch = None
print(json.dumps({"version": "%d.%d" % sys.version_info[:2], "ok": sys.version_info >= (3, 9), "torch": torch}))
`;

async function lookAt(
  python: string,
  environment: PythonSearch["environment"],
): Promise<{ version: string; torch: string | null } | undefined> {
  // A Python of the workspace runs its own start-up files: it sees no more than the training does.
  const env = { ...childEnvironment(environment, ""), PYTHONPATH: environment["PYTHONPATH"] ?? "" };
  try {
    const { stdout } = await promisify(execFile)(python, ["-c", LOOK], { timeout: 20_000, env });
    const found: { version: string; ok: boolean; torch: string | null } = JSON.parse(stdout);
    return found.ok ? found : undefined;
  } catch {
    return undefined; // not there, or no Python
  }
}
