import { createHash } from "node:crypto";
import type { DataBranchApi, Tip } from "../../src/github/data-branch.ts";

export type FakeCommit = { readonly tree: string; readonly parents: readonly string[]; readonly message: string };
type Tree = ReadonlyMap<string, string>;

/** Git's objects and the branches of one repository, in memory. */
export class FakeGit {
  readonly branches = new Map<string, string>();
  readonly commits = new Map<string, FakeCommit>();
  /** Ids of blobs by whole path. */
  readonly trees = new Map<string, Tree>();
  readonly blobs = new Map<string, string>();

  addTree(base: string | undefined, files: Iterable<readonly [string, string]>): string {
    const blobs = [...files].map(([path, text]): [string, string] => [path, this.#keep(this.blobs, text, text)]);
    const all = new Map([...(this.trees.get(base ?? "") ?? []), ...blobs]);
    const tree = new Map([...all].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    return this.#keep(this.trees, JSON.stringify([...tree]), tree);
  }

  addCommit(commit: FakeCommit): string {
    return this.#keep(this.commits, JSON.stringify([commit, this.commits.size]), commit);
  }

  /** False where there is one of this name. */
  begin(branch: string, sha: string): boolean {
    if (this.branches.has(branch)) return false;
    this.branches.set(branch, sha);
    return true;
  }

  /** False where there is none of this name, or it would lose commits. */
  fastForward(branch: string, sha: string): boolean {
    const at = this.branches.get(branch);
    if (at === undefined || !this.historyOf(sha).includes(at)) return false;
    this.branches.set(branch, sha);
    return true;
  }

  /** The commit and all before it, by first parents: nothing here merges. */
  historyOf(sha: string | undefined): string[] {
    const found: string[] = [];
    for (let at = sha; at !== undefined; at = this.commits.get(at)?.parents[0]) found.push(at);
    return found;
  }

  filesAt(commit: string | undefined): Map<string, string> {
    const tree = this.trees.get(this.commits.get(commit ?? "")?.tree ?? "") ?? new Map<string, string>();
    return new Map([...tree].map(([path, id]) => [path, this.blobs.get(id) ?? ""]));
  }

  #keep<Value>(all: Map<string, Value>, content: string, value: Value): string {
    const id = createHash("sha1").update(content).digest("hex");
    all.set(id, value);
    return id;
  }
}

/** The branch without a server between; each request waits for its turn, and then happens at once. */
export function directApi(git: FakeGit, branch: string, turn: () => Promise<void> = async () => {}): DataBranchApi {
  return {
    async tip(): Promise<Tip | undefined> {
      await turn();
      const commit = git.branches.get(branch);
      const tree = git.commits.get(commit ?? "")?.tree;
      if (commit === undefined || tree === undefined) return undefined;
      const files = [...(git.trees.get(tree) ?? [])].map(([path, id]) => {
        return [path, { id, size: git.blobs.get(id)?.length ?? 0 }] as const;
      });
      return { commit, tree, files: new Map(files) };
    },
    async text({ id }) {
      await turn();
      return git.blobs.get(id) ?? "";
    },
    async commit(parent, files, message) {
      await turn();
      const tree = git.addTree(parent?.tree, files);
      await turn();
      return git.addCommit({ tree, parents: parent === undefined ? [] : [parent.commit], message });
    },
    async advance(parent, sha) {
      await turn();
      return parent === undefined ? git.begin(branch, sha) : git.fastForward(branch, sha);
    },
  };
}
