import * as z from "zod/mini";
import { type ClientOptions, type Repository, callWith, clientOf, read } from "./client.ts";
import type { DataBranchApi, Tip } from "./data-branch.ts";
import { answerOrError, GitHubError, type Wanted } from "./errors.ts";
import { Sha } from "./ids.ts";

/** Has nothing in common with the branches of the code, and is never merged. */
export const DATA_BRANCH = "vram-budget-data";

const WANTED: Wanted = { permissions: "contents=write", there: "the repository" };

const Ref = z.object({ object: z.object({ type: z.literal("commit"), sha: Sha }) });
const Commit = z.object({ sha: Sha, tree: z.object({ sha: Sha }) });
const Tree = z.object({
  sha: Sha,
  truncated: z.boolean(),
  tree: z.array(
    z.object({ path: z.string(), type: z.string(), mode: z.string(), sha: Sha, size: z.optional(z.int()) }),
  ),
});
const Blob = z.object({ encoding: z.string(), content: z.string() });
const Made = z.object({ sha: Sha });

/** The data branch through GitHub's "Git database" API. */
export async function dataBranchApi({ owner, repo }: Repository, options: ClientOptions): Promise<DataBranchApi> {
  const { git } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED);
  const here = { owner, repo };
  const branch = `heads/${DATA_BRANCH}`;

  return {
    async tip() {
      const ref = await answerOrError(
        call("find the data branch", (signal) => git.getRef({ ...here, ref: branch, request: { signal } })),
        [404, 409],
      );
      if (ref instanceof GitHubError) return undefined;
      const { sha } = read(Ref, ref.data).object;
      const commit = await call("read the data branch", (signal) =>
        git.getCommit({ ...here, commit_sha: sha, request: { signal } }),
      );
      const tree_sha = read(Commit, commit.data).tree.sha;
      const tree = await call("read the data branch", (signal) =>
        git.getTree({ ...here, tree_sha, recursive: "1", request: { signal } }),
      );
      return { commit: sha, tree: tree_sha, files: filesOf(read(Tree, tree.data)) };
    },
    async text({ id }) {
      const blob = await call("read the data branch", (signal) =>
        git.getBlob({ ...here, file_sha: id, request: { signal } }),
      );
      const { encoding, content } = read(Blob, blob.data);
      return encoding === "base64" ? Buffer.from(content, "base64").toString("utf8") : content;
    },
    async commit(parent, files, message) {
      const entries = [...files].map(([path, content]) => ({
        path,
        mode: "100644" as const,
        type: "blob" as const,
        content,
      }));
      const base = parent === undefined ? {} : { base_tree: parent.tree };
      const tree = await call("write to the data branch", (signal) =>
        git.createTree({ ...here, ...base, tree: entries, request: { signal } }),
      );
      const parents = parent === undefined ? [] : [parent.commit];
      const commit = await call("write to the data branch", (signal) =>
        git.createCommit({ ...here, message, tree: read(Made, tree.data).sha, parents, request: { signal } }),
      );
      return read(Made, commit.data).sha;
    },
    async advance(parent, sha) {
      const moved = await answerOrError(
        call<unknown>("write to the data branch", (signal) =>
          parent === undefined
            ? git.createRef({ ...here, ref: `refs/${branch}`, sha, request: { signal } })
            : git.updateRef({ ...here, ref: branch, sha, force: false, request: { signal } }),
        ),
        [409, 422],
      );
      return !(moved instanceof GitHubError);
    },
  };
}

/** Plain files alone: what is a link or a repository of its own is none of ours. */
function filesOf({ tree, truncated }: z.infer<typeof Tree>): Tip["files"] {
  if (truncated) throw new GitHubError("Cannot read the data branch: it has more files than GitHub lists", 200);
  const plain = tree.filter(({ type, mode }) => type === "blob" && mode.startsWith("100"));
  return new Map(plain.map(({ path, sha, size = 0 }) => [path, { id: sha, size }]));
}
