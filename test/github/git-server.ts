import type { FakeGit } from "./fake-git.ts";
import { type Answer, type Operations, refused } from "./server.ts";

const API = "https://api.github.com/repos/octo-org/octo-repo/git";
const WHO = { name: "github-actions[bot]", email: "bot@example.com", date: "2026-11-25T08:00:00Z" };

type Path = Readonly<Record<string, string>>;
type Body = {
  readonly ref?: string;
  readonly sha?: string;
  readonly force?: boolean;
  readonly base_tree?: string;
  readonly tree?: readonly { path: string; content: string }[] | string;
  readonly parents?: readonly string[];
  readonly message?: string;
};

/** Git's objects and branches as GitHub's "Git database" API shows them. */
export function gitOperations(git: FakeGit): Operations {
  const answers: Readonly<Record<string, (path: Path, body: Body) => Answer>> = {
    "git/get-ref": ({ ref = "" }) => {
      const sha = git.branches.get(branchIn(ref));
      return sha === undefined ? refused(404, "Not Found") : { status: 200, body: refDocument(ref, sha) };
    },
    "git/get-commit": ({ commit_sha = "" }) => {
      const commit = git.commits.get(commit_sha);
      return commit === undefined ? refused(404, "Not Found") : { status: 200, body: commitDocument(git, commit_sha) };
    },
    "git/get-tree": ({ tree_sha = "" }) => {
      const tree = git.trees.get(tree_sha);
      return tree === undefined ? refused(404, "Not Found") : { status: 200, body: treeDocument(git, tree_sha) };
    },
    "git/get-blob": ({ file_sha = "" }) => {
      const text = git.blobs.get(file_sha);
      if (text === undefined) return refused(404, "Not Found");
      const content = Buffer.from(text).toString("base64").replaceAll(/.{60}/g, "$&\n");
      const url = `${API}/blobs/${file_sha}`;
      const size = Buffer.byteLength(text);
      return { status: 200, body: { sha: file_sha, node_id: "B_1", size, url, encoding: "base64", content } };
    },
    "git/create-tree": (_, { base_tree, tree = [] }) => {
      const entries = typeof tree === "string" ? [] : tree.map(({ path, content }) => [path, content] as const);
      if (base_tree !== undefined && !git.trees.has(base_tree)) return refused(404, "Not Found");
      return { status: 201, body: treeDocument(git, git.addTree(base_tree, entries)) };
    },
    "git/create-commit": (_, { tree, parents = [], message = "" }) => {
      if (typeof tree !== "string" || !git.trees.has(tree)) return refused(422, "Tree SHA does not exist");
      return { status: 201, body: commitDocument(git, git.addCommit({ tree, parents, message })) };
    },
    "git/create-ref": (_, { ref = "", sha = "" }) => {
      if (!git.begin(branchIn(ref), sha)) return invalid("Reference already exists");
      return { status: 201, body: refDocument(ref, sha) };
    },
    "git/update-ref": ({ ref = "" }, { sha = "", force }) => {
      if (force !== false || !git.fastForward(branchIn(ref), sha)) return invalid("Update is not a fast forward");
      return { status: 200, body: refDocument(ref, sha) };
    },
  };
  return ({ operation, path }, _, body) => answers[operation.operationId]?.(path, body ?? {});
}

function branchIn(ref: string): string {
  return decodeURIComponent(ref).replace(/^(refs\/)?heads\//, "");
}

function invalid(message: string): Answer {
  return { status: 422, body: { message, documentation_url: "https://docs.github.com/rest", status: "422" } };
}

function refDocument(ref: string, sha: string): object {
  const name = `refs/heads/${branchIn(ref)}`;
  const object = { type: "commit", sha, url: `${API}/commits/${sha}` };
  return { ref: name, node_id: "R_1", url: `${API}/${name}`, object };
}

function commitDocument(git: FakeGit, sha: string): object {
  const { tree = "", parents = [], message = "" } = git.commits.get(sha) ?? {};
  const url = `${API}/commits/${sha}`;
  const link = (id: string) => ({ sha: id, url: `${API}/commits/${id}`, html_url: `${API}/commits/${id}` });
  return {
    sha,
    node_id: "C_1",
    url,
    html_url: url,
    author: WHO,
    committer: WHO,
    message,
    tree: { sha: tree, url: `${API}/trees/${tree}` },
    parents: parents.map(link),
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}

function treeDocument(git: FakeGit, sha: string): object {
  const entries = [...(git.trees.get(sha) ?? [])].map(([path, id]) => ({
    path,
    mode: "100644",
    type: "blob",
    sha: id,
    size: Buffer.byteLength(git.blobs.get(id) ?? ""),
    url: `${API}/blobs/${id}`,
  }));
  return { sha, url: `${API}/trees/${sha}`, truncated: false, tree: entries };
}
