import { lstat, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isInside } from "./inside.ts";

/** The repository that a file of the workspace lies in, as actions/checkout leaves it. */
export type CheckedOut = {
  /** Its folder, absolute: the workspace, or what the input `path` of actions/checkout names. */
  readonly root: string;
  /** The commit, which of a pull request is its merge where `ref` does not say otherwise; undefined on a branch. */
  readonly sha: string | undefined;
};

/** The nearest folder around `path` that has a `.git`; the workspace where none has. */
export async function checkedOut(workspace: string, path: string): Promise<CheckedOut> {
  for (let folder = dirname(path); isInside(workspace, folder); folder = dirname(folder)) {
    const head = join(folder, ".git", "HEAD");
    if (!(await isPlainFile(head))) continue;
    const [sha] = /^[0-9a-f]{40,64}$/.exec((await readFile(head, "utf8")).trim()) ?? [];
    return { root: folder, sha };
  }
  return { root: workspace, sha: undefined };
}

/** The workspace holds a stranger's commit: no link is followed, and nothing waits. */
async function isPlainFile(path: string): Promise<boolean> {
  try {
    const found = await lstat(path);
    return found.isFile() && found.size < 1024;
  } catch {
    return false;
  }
}
