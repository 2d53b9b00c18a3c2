import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  folderOf,
  parseConfig
} from "./chunk-PVOBDLUI.js";
import {
  MAX_TEXT_BYTES,
  formatProblem
} from "./chunk-YX2XW4PC.js";
import {
  described
} from "./chunk-XF5CK6HT.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";

// src/commands/config-file.ts
var CONFIG_FILES = ["vram-budget.yml", ".vram-budget.yml", ".github/vram-budget.yml"];
async function loadConfig(ports, workspace, named) {
  const path = named === void 0 ? await findConfig(ports, workspace) : ports.resolve(workspace, named);
  const inside = contains(workspace, path);
  const root = inside ? workspace : path.slice(0, Math.max(1, path.lastIndexOf("/")));
  const file = inside ? path.slice(under(workspace).length) : named ?? path;
  const text = await readInside(ports, root, path, file);
  const source = { file, text, folder: inside ? folderOf(file) : "", path };
  const parsed = parseConfig(file, text, source.folder);
  const problems = parsed.kind === "problems" ? parsed.problems : await dataProblems(ports, root, parsed.config);
  if (parsed.kind === "config" && problems.length === 0) return { config: parsed.config, workspace: root, source };
  throw unusable(file, problems);
}
function configFromText(workspace, file, text) {
  const source = { file, text, folder: folderOf(file), path: `${under(workspace)}${file}` };
  const parsed = parseConfig(file, text, source.folder);
  if (parsed.kind === "config") return { config: parsed.config, workspace, source };
  throw unusable(file, parsed.problems);
}
function unusable(file, problems) {
  const count = `${problems.length} problem${problems.length === 1 ? "" : "s"}`;
  return new UserError([`Cannot use ${file}: ${count}`, ...problems.map(formatProblem)].join("\n"));
}
async function findConfig(ports, workspace) {
  for (const name of CONFIG_FILES) {
    const path = ports.resolve(workspace, name);
    if (await ports.realpath(path) !== void 0) return path;
  }
  throw new UserError(`Cannot find a config in ${workspace}: expected ${CONFIG_FILES.join(", ")}, or its path`);
}
async function readInside(ports, root, path, file) {
  const real = await ports.realpath(path);
  if (real === void 0) throw new UserError(`Cannot read ${file}: there is no such file`);
  if (!contains(await ports.realpath(root) ?? root, real)) {
    throw new UserError(`Cannot read ${file}: it is a link that leaves the workspace, expected a file inside of it`);
  }
  const size = await ports.size(real);
  if (size === void 0) throw new UserError(`Cannot read ${file}: it is not a file`);
  if (size > MAX_TEXT_BYTES) {
    throw new UserError(`Cannot read ${file}: it has ${size} bytes, expected at most ${MAX_TEXT_BYTES} (1 MiB)`);
  }
  const text = await ports.readText(real);
  if (text.includes("\uFFFD")) throw new UserError(`Cannot read ${file}: it is not UTF-8`);
  return text;
}
async function dataProblems(ports, root, config) {
  const realRoot = await ports.realpath(root) ?? root;
  const problems = [];
  for (const training of config.trainings) {
    const { name, place } = training;
    const data = described(training)?.data;
    if (data?.kind !== "idx") continue;
    for (const key of ["images", "labels"]) {
      const real = await ports.realpath(ports.resolve(root, data[key]));
      if (real === void 0 || contains(realRoot, real)) continue;
      const message = `expected a file inside of the workspace, found a link that leaves it: ${data[key]}`;
      problems.push({ ...place, path: `trainings.${name}.data.${key}`, message });
    }
  }
  return problems;
}
function contains(folder, path) {
  return path === folder || path.startsWith(under(folder));
}
function under(folder) {
  return folder.endsWith("/") ? folder : `${folder}/`;
}

export {
  CONFIG_FILES,
  loadConfig,
  configFromText
};
