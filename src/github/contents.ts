import * as z from "zod/mini";
import { MAX_TEXT_BYTES } from "../config/source.ts";
import { UserError } from "../config/user-error.ts";
import { callWith, type ClientOptions, clientOf, read } from "./client.ts";
import { GitHubError } from "./errors.ts";
import type { Repository } from "./run.ts";

/** The text of a file of a commit; undefined where there is no such file. */
export type ReadText = (path: string, sha: string) => Promise<string | undefined>;

/** GitHub follows a link to a file of the same commit, and shows any other as a link. */
const File = z.object({
  type: z.string(),
  size: z.int(),
  encoding: z.optional(z.string()),
  content: z.optional(z.string()),
});

/** Files of a repository through GitHub's REST API, where no checkout is. Needs `contents: read`. */
export async function contentsApi({ owner, repo }: Repository, options: ClientOptions): Promise<ReadText> {
  const { repos } = (await clientOf(options)).rest;
  const call = callWith(options, { permissions: "contents=read", there: "the commit" });
  return async (path, ref) => {
    const answer = await unlessMissing(
      call(`read ${path}`, (signal) => repos.getContent({ owner, repo, path, ref, request: { signal } })),
    );
    if (answer === undefined) return undefined;
    if (Array.isArray(answer.data)) throw new UserError(`Cannot read ${path}: it is not a file`);
    const { type, size, encoding, content } = read(File, answer.data);
    if (type !== "file") throw new UserError(`Cannot read ${path}: it is a ${type}, expected a file`);
    if (size > MAX_TEXT_BYTES || encoding !== "base64") {
      throw new UserError(`Cannot read ${path}: it has ${size} bytes, expected at most ${MAX_TEXT_BYTES} (1 MiB)`);
    }
    return textOf(path, Buffer.from(content ?? "", "base64"));
  };
}

function textOf(path: string, content: Buffer): string {
  const text = content.toString("utf8");
  if (text.includes("\uFFFD")) throw new UserError(`Cannot read ${path}: it is not UTF-8`);
  return text;
}

async function unlessMissing<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return undefined;
    throw error;
  }
}
