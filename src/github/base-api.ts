import * as z from "zod/mini";
import type { BaseText } from "../config/config-text.ts";
import { type ClientOptions, callWith, clientOf, read, type Repository } from "./client.ts";
import { contentsApi } from "./contents.ts";
import type { Wanted } from "./errors.ts";
import { Sha } from "./ids.ts";

/** Two commits compared, and the files of one, through GitHub's REST API. Every function may throw a `GitHubError`. */
export type BaseApi = {
  readonly compare: (base: string, head: string) => Promise<Compared>;
  /** `path` is relative to the repository's folder. */
  readonly text: (path: string, sha: string) => Promise<BaseText>;
};

export type Compared = {
  /** Undefined where the server does not say: Gitea and Forgejo compare commits, and name none that both come from. */
  readonly merge_base_sha: string | undefined;
  /** Relative to the repository's folder, also the earlier name of what was renamed; undefined where GitHub may not list all. */
  readonly changed_files: readonly string[] | undefined;
};

const WANTED: Wanted = { permissions: "contents=read", there: "the commit" };

/** GitHub lists no more. */
const MOST_FILES = 300;

const Comparison = z.object({
  merge_base_commit: z.optional(z.object({ sha: Sha })),
  status: z.optional(z.string()),
  files: z.optional(z.array(z.object({ filename: z.string(), previous_filename: z.optional(z.string()) }))),
});

export async function baseApi({ owner, repo }: Repository, options: ClientOptions): Promise<BaseApi> {
  const { repos } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED);
  const textAt = await contentsApi({ owner, repo }, options, "the base"); // a commit that was compared is there: only a file may be missing
  return {
    async compare(base, head) {
      const { data } = await call("find the commit to compare with", (signal) =>
        repos.compareCommitsWithBasehead({
          owner,
          repo,
          basehead: `${base}...${head}`,
          per_page: 1,
          request: { signal },
        }),
      );
      const comparison = read(Comparison, data);
      return { merge_base_sha: comparison.merge_base_commit?.sha, changed_files: changedFiles(comparison) };
    },
    async text(path, sha) {
      const found = await textAt(path, sha);
      return found.kind === "unusable" ? { kind: "unknown", why: `${path} of the base ${found.why}` } : found;
    },
  };
}

/** Of the same commit there is no list at all. */
function changedFiles({ files, status }: z.infer<typeof Comparison>): readonly string[] | undefined {
  if (files === undefined) return status === "identical" ? [] : undefined;
  if (files.length >= MOST_FILES) return undefined;
  return files.flatMap(({ filename, previous_filename }) =>
    previous_filename === undefined ? [filename] : [filename, previous_filename],
  );
}
