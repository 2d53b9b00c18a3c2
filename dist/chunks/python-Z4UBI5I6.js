import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  childEnvironment
} from "./chunk-GGAJOL5F.js";
import {
  cacheFolder
} from "./chunk-6FBI6XE3.js";
import "./chunk-LZQXQOPJ.js";

// src/probe/python.ts
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
function ownEnvironment(environment) {
  return join(cacheFolder(environment), "python");
}
async function findPython(search) {
  const seen = [];
  for (const python of candidates(search)) {
    const looked = await lookAt(python, search.environment);
    if (looked === void 0) continue;
    if (looked.torch !== null) return { kind: "found", python, torch: looked.torch };
    seen.push(`${python} (Python ${looked.version})`);
  }
  if (seen.length > 0) {
    return { kind: "none", reason: "no-torch", detail: `PyTorch is not installed for ${seen.join(", ")}` };
  }
  return {
    kind: "none",
    reason: "no-python",
    detail: `No Python 3.9 or newer was found${search.asked ? ` at ${search.asked}` : ""}`
  };
}
function candidates({ asked, workspace, environment }) {
  const named = asked ?? environment["VRAM_BUDGET_PYTHON"];
  if (named !== void 0 && named !== "") return [named];
  const inFolder = (folder) => folder === void 0 ? [] : [join(folder, "bin", "python")];
  const near = [environment["VIRTUAL_ENV"], join(workspace, ".venv")].flatMap(inFolder);
  const own = inFolder(ownEnvironment(environment)).filter((python) => existsSync(python));
  return [...near.filter((python) => existsSync(python)), "python3", "python", ...own];
}
var LOOK = `
import json, sys
from importlib import metadata
try:
    torch = metadata.version("torch")
except metadata.PackageNotFoundError:
    torch = None
print(json.dumps({"version": "%d.%d" % sys.version_info[:2], "ok": sys.version_info >= (3, 9), "torch": torch}))
`;
async function lookAt(python, environment) {
  const env = { ...childEnvironment(environment, ""), PYTHONPATH: environment["PYTHONPATH"] ?? "" };
  try {
    const { stdout } = await promisify(execFile)(python, ["-c", LOOK], { timeout: 2e4, env });
    const found = JSON.parse(stdout);
    return found.ok ? found : void 0;
  } catch {
    return void 0;
  }
}
export {
  findPython,
  ownEnvironment
};
