/** A file of a commit, as its tree lists it. */
export type TreeFile = { readonly id: string; readonly size: number };

/** A commit with all files that it has, by path. */
export type Tip = { readonly commit: string; readonly tree: string; readonly files: ReadonlyMap<string, TreeFile> };

/** One branch of a repository and git's objects behind it. Every function may throw a `GitHubError`. */
export type DataBranchApi = {
  /** Undefined where there is no such branch. */
  readonly tip: () => Promise<Tip | undefined>;
  readonly text: (file: TreeFile) => Promise<string>;
  /** Makes a commit that has `files` beside those of `parent`, of which no branch knows; gives its id. */
  readonly commit: (parent: Tip | undefined, files: ReadonlyMap<string, string>, message: string) => Promise<string>;
  /** Lets the branch begin at a commit, or go on to one. False where it is not at its parent any more. */
  readonly advance: (parent: Tip | undefined, commit: string) => Promise<boolean>;
};

/** What a writer wants of the branch, worked out anew from each state in which it is found. */
export type Update = {
  readonly message: string;
  /** Texts by path; empty where all is there already. */
  readonly filesFor: (tip: Tip | undefined) => Promise<ReadonlyMap<string, string>>;
};

/** Of writers that meet one gets on in each round. */
const ROUNDS = 20;

/**
 * Writes to a branch beside others. Git's own compare-and-set keeps what they write: a branch only goes on to a commit
 * that has its tip among its parents, so a writer that was overtaken reads what is there then, and works out again what
 * there is to do. The same holds where the answer to a write is lost: what was written is found to be there.
 *
 * @param pause Waits before the next round, the `round`-th from 1 having been lost.
 * @returns `overtaken` where the branch went on in every round: nothing was written then.
 */
export async function writeToBranch(
  api: DataBranchApi,
  { message, filesFor }: Update,
  pause: (round: number) => Promise<void>,
): Promise<"written" | "unchanged" | "overtaken"> {
  for (let round = 1; round <= ROUNDS; round++) {
    const tip = await api.tip();
    const files = await filesFor(tip);
    if (files.size === 0) return "unchanged";
    if (await api.advance(tip, await api.commit(tip, files, message))) return "written";
    await pause(round);
  }
  return "overtaken";
}
