import * as z from "zod/mini";
import type { BaseText } from "../config/config-text.ts";
import { MAX_TEXT_BYTES } from "../config/source.ts";
import { type ClientOptions, type PullRequest, callWith, clientOf, read } from "./client.ts";
import { GitHubError, type Wanted } from "./errors.ts";

/** Two commits compared, and the files of one, through GitHub's REST API. Every function may throw a `GitHubError`. */
export type BaseApi = {
  readonly compare: (base: string, head: string) => Promise<Compared>;
  /** `path` is relative to the repository's folder. */
  readonly text: (path: string, sha: string) => Promise<BaseText>;
};

export type Compared = {
  readonly merge_base_sha: string;
  /** Relative to the repository's folder, also the earlier name of what was renamed; undefined where GitHub may not list all. */
  readonly changed_files: readonly string[] | undefined;
};

type Repository = Pick<PullRequest, "owner" | "repo">;

const WANTED: Wanted = { permissions: "contents=read", there: "the commit" };

/** GitHub lists no more. */
const MOST_FILES = 300;

const Comparison = z.object({
  merge_base_commit: z.object({ sha: z.string().check(z.regex(/^[0-9a-f]{40,64}$/)) }),
  files: z.optional(z.array(z.object({ filename: z.string(), previous_filename: z.optional(z.string()) }))),
});

/** GitHub follows a link to a file of the same commit, and shows any other as a link. */
const Content = z.object({
  type: z.string(),
  size: z.int(),
  encoding: z.optional(z.string()),
  content: z.optional(z.string()),
});

export async function baseApi({ owner, repo }: Repository, options: ClientOptions): Promise<BaseApi> {
  const { repos } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED);
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
      const { merge_base_commit, files } = read(Comparison, data);
      return { merge_base_sha: merge_base_commit.sha, changed_files: namesOf(files) };
    },
    async text(path, ref) {
      try {
        const { data } = await call(`read ${path} of the base`, (signal) =>
          repos.getContent({ owner, repo, path, ref, request: { signal } }),
        );
        return textOf(path, data);
      } catch (error) {
        // the commit is there, for it was compared: what is missing is the file
        if (error instanceof GitHubError && error.status === 404) return { kind: "absent" };
        throw error;
      }
    },
  };
}

function namesOf(files: z.infer<typeof Comparison>["files"]): readonly string[] | undefined {
  if (files === undefined || files.length >= MOST_FILES) return undefined;
  return files.flatMap(({ filename, previous_filename }) =>
    previous_filename === undefined ? [filename] : [filename, previous_filename],
  );
}

function textOf(path: string, data: unknown): BaseText {
  const unknown = (why: string): BaseText => ({ kind: "unknown", why: `${path} of the base ${why}` });
  if (Array.isArray(data)) return unknown("is no plain file");
  const { type, size, encoding, content } = read(Content, data);
  if (type !== "file") return unknown("is no plain file");
  if (size > MAX_TEXT_BYTES || encoding !== "base64") return unknown("has more than 1 MiB");
  const text = Buffer.from(content ?? "", "base64").toString("utf8");
  return text.includes("\uFFFD") ? unknown("is not UTF-8") : { kind: "text", text };
}
