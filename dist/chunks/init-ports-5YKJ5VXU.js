import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  isInside
} from "./chunk-LA4C34EB.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import "./chunk-LZQXQOPJ.js";

// src/world/init-ports.ts
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
var TEMPLATE_FOLDER = ["workflows", "../workflows", "../../examples/workflows"].map((folder) => join(import.meta.dirname, folder)).find((folder) => existsSync(join(folder, "gpu-memory.yml")));
function initPorts({ folder, version, ask, say }) {
  return {
    repository: repositoryIn(folder),
    ask,
    say,
    template: (name) => readFileSync(join(TEMPLATE_FOLDER ?? "", name), "utf8"),
    action: { version, commit: ownCommit(version) },
    create: (path, text) => createFile(folder, path, text)
  };
}
var NOT_OURS = /* @__PURE__ */ new Set(["node_modules", "site-packages", "venv", "env", "__pycache__", "build", "dist"]);
var MOST_FILES = 2e4;
var MOST_BYTES = 2 ** 20;
function repositoryIn(folder) {
  const paths = [];
  const folders = [""];
  for (let inside = folders.shift(); inside !== void 0 && paths.length < MOST_FILES; inside = folders.shift()) {
    const entries = readdirSync(join(folder, inside), { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => a.name < b.name ? -1 : 1)) {
      const { name } = entry;
      const path = inside === "" ? name : `${inside}/${name}`;
      if (entry.isFile() && isPlain(name)) paths.push(path);
      if (entry.isDirectory() && isPlain(name) && isOurs(name)) folders.push(path);
    }
  }
  return { paths, text: (path) => textOf(join(folder, path)) };
}
function isPlain(name) {
  return !/[\p{C}\u2028\u2029]|\$\{\{/u.test(name);
}
function isOurs(name) {
  return name === ".github" || !(name.startsWith(".") || NOT_OURS.has(name));
}
function textOf(path) {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === void 0 || !status.isFile() || status.size > MOST_BYTES) return void 0;
  const text = readFileSync(path, "utf8");
  return text.includes("\0") ? void 0 : text;
}
function ownCommit(version) {
  const folder = TEMPLATE_FOLDER === void 0 ? import.meta.dirname : dirname(dirname(TEMPLATE_FOLDER));
  const git = (...args) => spawnSync("git", ["-C", folder, ...args], { encoding: "utf8" }).stdout?.trim();
  const top = git("rev-parse", "--show-toplevel");
  if (top === void 0 || top === "" || realpathSync(top) !== realpathSync(folder)) return void 0;
  const commit = git("rev-parse", "--verify", "--quiet", `refs/tags/v${version}^{commit}`) ?? "";
  return /^[0-9a-f]{40}$/.test(commit) ? commit : void 0;
}
async function createFile(folder, path, text) {
  const target = join(folder, path);
  if (!staysInside(folder, dirname(target))) {
    throw new UserError(`Cannot write ${path}: its folder is a link that leaves the repository`);
  }
  mkdirSync(dirname(target), { recursive: true });
  try {
    writeFileSync(target, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
function staysInside(repository, folder) {
  if (lstatSync(folder, { throwIfNoEntry: false }) === void 0) return staysInside(repository, dirname(folder));
  if (!existsSync(folder)) return false;
  return isInside(realpathSync(repository), realpathSync(folder));
}
function terminalQuestions(input, output) {
  const lines = createInterface({ input, output });
  const closed = new Promise((done) => lines.once("close", () => done(void 0)));
  const ask = async (question) => {
    const answer = await Promise.race([closed, lines.question(question)]);
    if (answer === void 0) throw new UserError("Nothing is written: the questions were not answered");
    return answer;
  };
  return Object.assign(ask, { end: () => lines.close() });
}
export {
  initPorts,
  terminalQuestions
};
