import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { UserError } from "../config/user-error.ts";
import { isInside } from "../github/inside.ts";
import type { Ask } from "../init/answers.ts";
import type { InitPorts } from "../init/init.ts";
import type { Repository } from "../init/repository.ts";

/** The examples' workflows lie in `examples/` of the sources, and in `workflows/` above the chunks in what is built. */
const TEMPLATE_FOLDER = ["workflows", "../workflows", "../../examples/workflows"]
  .map((folder) => join(import.meta.dirname, folder))
  .find((folder) => existsSync(join(folder, "gpu-memory.yml")));

export type InitOptions = {
  /** The repository's folder. */
  readonly folder: string;
  readonly version: string;
  readonly ask: Ask;
  readonly say: (line: string) => void;
};

export function initPorts({ folder, version, ask, say }: InitOptions): InitPorts {
  return {
    repository: repositoryIn(folder),
    ask,
    say,
    template: (name) => readFileSync(join(TEMPLATE_FOLDER ?? "", name), "utf8"),
    action: { version, commit: ownCommit(version) },
    create: (path, text) => createFile(folder, path, text),
  };
}

/** Folders that hold what others wrote, or what was built. Hidden ones are passed over too, but `.github`. */
const NOT_OURS = new Set(["node_modules", "site-packages", "venv", "env", "__pycache__", "build", "dist"]);
const MOST_FILES = 20_000;
const MOST_BYTES = 2 ** 20;

function repositoryIn(folder: string): Repository {
  const paths: string[] = [];
  const folders = [""];
  for (let inside = folders.shift(); inside !== undefined && paths.length < MOST_FILES; inside = folders.shift()) {
    const entries = readdirSync(join(folder, inside), { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const { name } = entry;
      const path = inside === "" ? name : `${inside}/${name}`;
      if (entry.isFile() && isPlain(name)) paths.push(path);
      if (entry.isDirectory() && isPlain(name) && isOurs(name)) folders.push(path);
    }
  }
  return { paths, text: (path) => textOf(join(folder, path)) };
}

/** Nothing invisible, and no expression of a workflow: a name is shown, and goes into a config and a workflow. */
function isPlain(name: string): boolean {
  return !/[\p{C}\u2028\u2029]|\$\{\{/u.test(name);
}

function isOurs(name: string): boolean {
  return name === ".github" || !(name.startsWith(".") || NOT_OURS.has(name));
}

function textOf(path: string): string | undefined {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined || !status.isFile() || status.size > MOST_BYTES) return undefined;
  const text = readFileSync(path, "utf8");
  return text.includes("\0") ? undefined : text;
}

/** The commit of this release, where this copy is a clone that has its tag. */
function ownCommit(version: string): string | undefined {
  const folder = TEMPLATE_FOLDER === undefined ? import.meta.dirname : dirname(dirname(TEMPLATE_FOLDER));
  const git = (...args: string[]) => spawnSync("git", ["-C", folder, ...args], { encoding: "utf8" }).stdout?.trim();
  const top = git("rev-parse", "--show-toplevel");
  if (top === undefined || top === "" || realpathSync(top) !== realpathSync(folder)) return undefined;
  const commit = git("rev-parse", "--verify", "--quiet", `refs/tags/v${version}^{commit}`) ?? "";
  return /^[0-9a-f]{40}$/.test(commit) ? commit : undefined;
}

async function createFile(folder: string, path: string, text: string): Promise<boolean> {
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

/** Whether the folder, or the nearest one above it that is there, lies in the repository when every link is followed. */
function staysInside(repository: string, folder: string): boolean {
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return staysInside(repository, dirname(folder));
  if (!existsSync(folder)) return false; // a link to nothing
  return isInside(realpathSync(repository), realpathSync(folder));
}

/** Asks on a terminal. @throws UserError where nobody is there any more */
export function terminalQuestions(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Ask & { end(): void } {
  const lines = createInterface({ input, output });
  const closed = new Promise<undefined>((done) => lines.once("close", () => done(undefined)));
  const ask: Ask = async (question) => {
    // once it is closed a question is an error: what is settled first wins
    const answer = await Promise.race([closed, lines.question(question)]);
    if (answer === undefined) throw new UserError("Nothing is written: the questions were not answered");
    return answer;
  };
  return Object.assign(ask, { end: () => lines.close() });
}
