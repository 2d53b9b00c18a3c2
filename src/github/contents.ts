import * as z from "zod/mini";
import { MAX_TEXT_BYTES } from "../config/source.ts";
import { callWith, type ClientOptions, clientOf, read, type Repository } from "./client.ts";
import { answerOrError, GitHubError, type Wanted } from "./errors.ts";

/** A file of a commit; where it has no text that can be used, why: what comes behind "it". */
export type FileText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unusable"; readonly why: string };

/** Reads `path`, relative to the repository's folder, as `sha` has it. May throw a `GitHubError`. */
export type ReadText = (path: string, sha: string) => Promise<FileText>;

const WANTED: Wanted = { permissions: "contents=read", there: "the commit" };

/** GitHub follows a link to a file of the same commit, and shows any other as a link. */
const Content = z.object({
  type: z.string(),
  size: z.int(),
  encoding: z.optional(z.string()),
  content: z.optional(z.string()),
});

/**
 * Files of a repository through GitHub's REST API, where they are not checked out. Needs `contents: read`.
 *
 * @param commit Which it is that they are of, in words.
 */
export async function contentsApi(
  { owner, repo }: Repository,
  options: ClientOptions,
  commit: string,
): Promise<ReadText> {
  const { repos } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED);
  return async (path, ref) => {
    const answer = await answerOrError(
      call(`read ${path} of ${commit}`, (signal) => repos.getContent({ owner, repo, path, ref, request: { signal } })),
      [404],
    );
    return answer instanceof GitHubError ? { kind: "absent" } : textOf(answer.data);
  };
}

function textOf(data: unknown): FileText {
  if (Array.isArray(data)) return unusable("is no plain file");
  const { type, size, encoding, content } = read(Content, data);
  if (type !== "file") return unusable("is no plain file");
  if (size > MAX_TEXT_BYTES || encoding !== "base64") return unusable("has more than 1 MiB");
  const text = Buffer.from(content ?? "", "base64").toString("utf8");
  return text.includes("\uFFFD") ? unusable("is not UTF-8") : { kind: "text", text };
}

function unusable(why: string): FileText {
  return { kind: "unusable", why };
}
