import type { getOctokit } from "@actions/github";
import * as z from "zod/mini";
import type { CommentsApi, IssueComment } from "./comments.ts";
import { GitHubError, type Wanted, answerOrError, explain, failureOf, waitBeforeRetry } from "./errors.ts";

export type Repository = { readonly owner: string; readonly repo: string };
export type PullRequest = Repository & { readonly number: number };

/** The world, as requests need it. */
export type ClientOptions = {
  readonly token: string;
  /** GITHUB_API_URL, without a slash at the end: github.com, or a GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** The longest that one request may take. */
  readonly timeoutMs: number;
};

type Octokit = ReturnType<typeof getOctokit>;
/** Sends one request, again where that helps; throws a {@linkcode GitHubError}. */
type Call = <Result>(what: string, send: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;

/** GitHub itself stops at 2,500 comments. */
const MAX_PAGES = 100;

/** The comments of a pull request through GitHub's REST API. */
export async function commentsApi({ owner, repo, number }: PullRequest, options: ClientOptions): Promise<CommentsApi> {
  const octokit = await clientOf(options);
  const { issues } = octokit.rest;
  const call = callWith(options);
  const issue = { owner, repo, issue_number: number };

  return {
    ownLogin: () => ownLogin(octokit, call),
    async list() {
      const all: IssueComment[] = [];
      for (let page = 1; page <= MAX_PAGES; page++) {
        const answer = await call("read the pull request's comments", (signal) =>
          issues.listComments({ ...issue, per_page: 100, page, request: { signal } }),
        );
        all.push(...read(z.array(Comment), answer.data).map(commentOf));
        if (!hasNextPage(answer.headers)) return all;
      }
      throw new GitHubError(`Cannot read the pull request's comments: there are more than ${MAX_PAGES} pages`, 200);
    },
    async create(body) {
      const { data } = await call("write a comment on the pull request", (signal) =>
        issues.createComment({ ...issue, body, request: { signal } }),
      );
      return commentOf(read(Comment, data));
    },
    update: (id, body) =>
      isThere(
        call("update the comment on the pull request", (signal) =>
          issues.updateComment({ owner, repo, comment_id: id, body, request: { signal } }),
        ),
      ),
    async remove(id) {
      await isThere(
        call("remove a second comment of ours", (signal) =>
          issues.deleteComment({ owner, repo, comment_id: id, request: { signal } }),
        ),
      );
    },
  };
}

/** The client is loaded here, when there is something to ask. */
export async function clientOf({ token, apiUrl }: ClientOptions): Promise<Octokit> {
  return (await import("@actions/github")).getOctokit(token, { baseUrl: apiUrl });
}

/** Nothing else is taken from the header, so that no request leaves GITHUB_API_URL. */
export function hasNextPage({ link }: { readonly link?: string | undefined }): boolean {
  return /rel="?next"?/.test(link ?? "");
}

const Comment = z.object({
  id: z.int(),
  body: z.nullish(z.string()),
  user: z.nullish(z.object({ login: z.string() })),
});

function commentOf({ id, body, user }: z.infer<typeof Comment>): IssueComment {
  return { id, body: body ?? "", author: user?.login ?? "" };
}

/** An answer that breaks off midway reaches us as an empty text. */
export function read<Schema extends z.ZodMiniType>(schema: Schema, data: unknown): z.infer<Schema> {
  const { data: found, success } = schema.safeParse(data);
  if (!success) throw new GitHubError("Cannot read GitHub's answer: it is not what its API describes", 0);
  return found;
}

async function isThere(request: Promise<unknown>): Promise<boolean> {
  return !((await answerOrError(request, [404, 410])) instanceof GitHubError);
}

/**
 * A workflow's own token may not read `GET /user`, whatever its permissions; GraphQL's `viewer` answers every token, and
 * spells the login as it stands on comments. Servers without GraphQL have `GET /user`.
 */
async function ownLogin({ graphql, rest }: Octokit, call: Call): Promise<string> {
  const what = "find out whose token this is";
  const asked = await answerOrError<unknown>(
    call(what, (signal) => graphql("{ viewer { login } }", { request: { signal } })),
    NO_LOGIN,
  );
  const { data: found } = Viewer.safeParse(asked);
  if (found !== undefined) return found.viewer.login;
  const user = await answerOrError<unknown>(
    call(what, async (signal) => (await rest.users.getAuthenticated({ request: { signal } })).data),
    NO_LOGIN,
  );
  return user instanceof GitHubError ? "github-actions[bot]" : read(User, user).login;
}

const User = z.object({ login: z.string() });
const Viewer = z.object({ viewer: User });

/** With these a server says that it does not tell this token. */
const NO_LOGIN = [200, 403, 404, 405, 501];

const RETRIES = 3;
/** In all waits together: a runner's minutes are worth more than a comment. */
const MOST_PATIENCE_MS = 60_000;

/** `wanted` is what a request needs of the job, where GitHub itself does not say. */
export function callWith({ sleep, timeoutMs }: ClientOptions, wanted?: Wanted): Call {
  let patience = MOST_PATIENCE_MS;
  return async (what, send) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(AbortSignal.timeout(timeoutMs));
      } catch (error) {
        const failure = failureOf(error);
        const wait = attempt > RETRIES ? undefined : waitBeforeRetry(failure, attempt);
        if (wait === undefined || wait > patience)
          throw new GitHubError(`Cannot ${what}: ${explain(failure, wanted)}`, failure.status);
        patience -= wait;
        await sleep(wait);
      }
    }
  };
}
