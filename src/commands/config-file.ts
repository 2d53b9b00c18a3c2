import type { ConfigText } from "../config/config-text.ts";
import { folderOf, parseConfig } from "../config/parse-config.ts";
import { type ConfigProblem, formatProblem } from "../config/problem.ts";
import { MAX_TEXT_BYTES } from "../config/source.ts";
import { described, type Config } from "../config/training.ts";
import { UserError } from "../config/user-error.ts";

/** Where a config is looked for, in this order, when none is named. */
export const CONFIG_FILES = ["vram-budget.yml", ".vram-budget.yml", ".github/vram-budget.yml"] as const;

/** What reading a config needs from the file system. All paths are absolute, with forward slashes. */
export type ConfigFilePorts = {
  /** As `resolve` of `node:path`: `path` seen from `folder`, without `.` and `..`. */
  readonly resolve: (folder: string, path: string) => string;
  /** The path with every link followed; undefined where there is nothing. */
  readonly realpath: (path: string) => Promise<string | undefined>;
  /** Bytes of a regular file; undefined for anything else. */
  readonly size: (path: string) => Promise<number | undefined>;
  /** UTF-8, with U+FFFD for what is none. */
  readonly readText: (path: string) => Promise<string>;
};

export type LoadedConfig = {
  readonly config: Config;
  /** The folder, absolute, that the paths of `config` are relative to. */
  readonly workspace: string;
  readonly source: ConfigText;
};

/**
 * Finds and reads a config. A link that leads out of the workspace is refused, for the config and for its data. A
 * config that is named by a path outside of the workspace has its own folder as its workspace: whoever runs the
 * command may name any file, the file itself may not.
 *
 * @throws UserError when there is no config, or with every problem of it
 */
export async function loadConfig(ports: ConfigFilePorts, workspace: string, named?: string): Promise<LoadedConfig> {
  const path = named === undefined ? await findConfig(ports, workspace) : ports.resolve(workspace, named);
  const inside = contains(workspace, path);
  const root = inside ? workspace : path.slice(0, Math.max(1, path.lastIndexOf("/")));
  const file = inside ? path.slice(under(workspace).length) : (named ?? path);

  const text = await readInside(ports, root, path, file);
  const source = { file, text, folder: inside ? folderOf(file) : "", path };
  const parsed = parseConfig(file, text, source.folder);
  const problems = parsed.kind === "problems" ? parsed.problems : await dataProblems(ports, root, parsed.config);
  if (parsed.kind === "config" && problems.length === 0) return { config: parsed.config, workspace: root, source };
  throw unusable(file, problems);
}

/** A config whose text comes from elsewhere than the workspace, in which it has a place nonetheless. */
export function configFromText(workspace: string, file: string, text: string): LoadedConfig {
  const source = { file, text, folder: folderOf(file), path: `${under(workspace)}${file}` };
  const parsed = parseConfig(file, text, source.folder);
  if (parsed.kind === "config") return { config: parsed.config, workspace, source };
  throw unusable(file, parsed.problems);
}

function unusable(file: string, problems: readonly ConfigProblem[]): UserError {
  const count = `${problems.length} problem${problems.length === 1 ? "" : "s"}`;
  return new UserError([`Cannot use ${file}: ${count}`, ...problems.map(formatProblem)].join("\n"));
}

async function findConfig(ports: ConfigFilePorts, workspace: string): Promise<string> {
  for (const name of CONFIG_FILES) {
    const path = ports.resolve(workspace, name);
    if ((await ports.realpath(path)) !== undefined) return path;
  }
  throw new UserError(`Cannot find a config in ${workspace}: expected ${CONFIG_FILES.join(", ")}, or its path`);
}

async function readInside(ports: ConfigFilePorts, root: string, path: string, file: string): Promise<string> {
  const real = await ports.realpath(path);
  if (real === undefined) throw new UserError(`Cannot read ${file}: there is no such file`);
  if (!contains((await ports.realpath(root)) ?? root, real)) {
    throw new UserError(`Cannot read ${file}: it is a link that leaves the workspace, expected a file inside of it`);
  }
  const size = await ports.size(real);
  if (size === undefined) throw new UserError(`Cannot read ${file}: it is not a file`);
  if (size > MAX_TEXT_BYTES) {
    throw new UserError(`Cannot read ${file}: it has ${size} bytes, expected at most ${MAX_TEXT_BYTES} (1 MiB)`);
  }
  const text = await ports.readText(real);
  if (text.includes("\uFFFD")) throw new UserError(`Cannot read ${file}: it is not UTF-8`);
  return text;
}

/** Data that is not there is no problem here: a prediction does not need it, and a measurement says so itself. */
async function dataProblems(ports: ConfigFilePorts, root: string, config: Config): Promise<ConfigProblem[]> {
  const realRoot = (await ports.realpath(root)) ?? root;
  const problems: ConfigProblem[] = [];
  for (const training of config.trainings) {
    const { name, place } = training;
    const data = described(training)?.data;
    if (data?.kind !== "idx") continue;
    for (const key of ["images", "labels"] as const) {
      const real = await ports.realpath(ports.resolve(root, data[key]));
      if (real === undefined || contains(realRoot, real)) continue;
      const message = `expected a file inside of the workspace, found a link that leaves it: ${data[key]}`;
      problems.push({ ...place, path: `trainings.${name}.data.${key}`, message });
    }
  }
  return problems;
}

function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(under(folder));
}

function under(folder: string): string {
  return folder.endsWith("/") ? folder : `${folder}/`;
}
