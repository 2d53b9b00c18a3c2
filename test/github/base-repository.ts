import { createHash } from "node:crypto";
import type { Match } from "./description.ts";
import { type Answer, type Operations, refused } from "./server.ts";

/** The side of a repository that a pull request is compared with. */
export type BaseRepository = {
  /** Where the pull request left its branch. */
  readonly merge_base: string;
  /** Texts by path, as the merge base has them. */
  readonly files: Readonly<Record<string, string>>;
  /** What changed since; with `from`, it had that name. */
  readonly changed?: readonly { readonly path: string; readonly from?: string }[];
};

/** Answers what compares commits and reads files, in the forms of GitHub's description. */
export function baseRepository({ merge_base, files, changed = [] }: BaseRepository): Operations {
  return ({ operation, path }: Match): Answer | undefined => {
    switch (operation.operationId) {
      case "repos/compare-commits-with-basehead":
        return { status: 200, body: comparison(path["basehead"] ?? "", merge_base, changed) };
      case "repos/get-content": {
        const name = decodeURIComponent(path["path"] ?? "");
        const text = files[name];
        return text === undefined ? refused(404, "Not Found") : { status: 200, body: content(name, text) };
      }
      default:
        return undefined;
    }
  };
}

const API = "https://api.github.com/repos/octo-org/octo-repo";
const SITE = "https://github.com/octo-org/octo-repo";

function comparison(basehead: string, merge_base: string, changed: BaseRepository["changed"] = []): object {
  const [base = ""] = basehead.split("...");
  const compare = `${SITE}/compare/${basehead}`;
  return {
    url: `${API}/compare/${basehead}`,
    html_url: compare,
    permalink_url: compare,
    diff_url: `${compare}.diff`,
    patch_url: `${compare}.patch`,
    base_commit: commit(base),
    merge_base_commit: commit(merge_base),
    status: base === merge_base ? "ahead" : "diverged",
    ahead_by: 1,
    behind_by: base === merge_base ? 0 : 1,
    total_commits: 1,
    commits: [],
    files: changed.map(({ path, from }) => ({
      sha: idOf(path),
      filename: path,
      status: from === undefined ? "modified" : "renamed",
      additions: 1,
      deletions: 1,
      changes: 2,
      blob_url: `${SITE}/blob/${merge_base}/${path}`,
      raw_url: `${SITE}/raw/${merge_base}/${path}`,
      contents_url: `${API}/contents/${path}`,
      ...(from === undefined ? {} : { previous_filename: from }),
    })),
  };
}

function commit(sha: string): object {
  const person = { name: "Mona", email: "mona@example.com", date: "2026-01-01T00:00:00Z" };
  return {
    sha,
    node_id: `C_${sha}`,
    url: `${API}/commits/${sha}`,
    html_url: `${SITE}/commit/${sha}`,
    comments_url: `${API}/commits/${sha}/comments`,
    commit: {
      url: `${API}/git/commits/${sha}`,
      author: person,
      committer: person,
      message: "a commit",
      comment_count: 0,
      tree: { sha: idOf(sha), url: `${API}/git/trees/${idOf(sha)}` },
    },
    author: null,
    committer: null,
    parents: [],
  };
}

function content(path: string, text: string): object {
  const [url, git_url, html_url] = [
    `${API}/contents/${path}`,
    `${API}/git/blobs/${idOf(text)}`,
    `${SITE}/blob/${path}`,
  ];
  return {
    type: "file",
    encoding: "base64",
    size: Buffer.byteLength(text),
    name: path.split("/").at(-1),
    path,
    // GitHub breaks the lines
    content: Buffer.from(text).toString("base64").replaceAll(/.{60}/g, "$&\n"),
    sha: idOf(text),
    url,
    git_url,
    html_url,
    download_url: null,
    _links: { git: git_url, html: html_url, self: url },
  };
}

function idOf(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
