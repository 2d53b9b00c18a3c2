import { lstat, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Sha } from "./ids.ts";
import { isInside } from "./inside.ts";

/** The repository that a file of the workspace lies in, as actions/checkout leaves it. */
export type CheckedOut = {
  /** Its folder, absolute: the workspace, or what the input `path` of actions/checkout names. */
  readonly root: string;
  /** The commit, which of a pull request is its merge where `ref` does not say otherwise; undefined where it is not told. */
  readonly sha: string | undefined;
};

/** The nearest folder around `path` that has a `.git`; the workspace where none has. */
export async function checkedOut(workspace: string, path: string): Promise<CheckedOut> {
  for (let folder = dirname(path); isInside(workspace, folder); folder = dirname(folder)) {
    const head = await lineOf(join(folder, ".git", "HEAD"));
    if (head === undefined) continue;
    const [, branch] = /^ref: (refs\/heads\/[\w/-][\w./-]*)$/.exec(head) ?? [];
    const tip = branch === undefined || branch.includes("..") ? head : await lineOf(join(folder, ".git", branch));
    return { root: folder, sha: Sha.safeParse(tip).data };
  }
  return { root: workspace, sha: undefined };
}

/** Of a short plain file: the workspace holds a stranger's commit, so no link is followed, and nothing waits. */
async function lineOf(path: string): Promise<string | undefined> {
  try {
    const found = await lstat(path);
    return found.isFile() && found.size < 1024 ? (await readFile(path, "utf8")).trim() : undefined;
  } catch {
    return undefined;
  }
}
