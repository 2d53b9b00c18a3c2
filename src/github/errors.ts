import { UserError } from "../config/user-error.ts";
import { plainLine } from "../report/escape.ts";

/** What GitHub refused, in words for the log, with the permission that is missing where it says so. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  /** Of the answer; 0 where there was none. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Whether all is said by its message. */
export function isExpected(error: unknown): error is UserError | GitHubError {
  return error instanceof UserError || error instanceof GitHubError;
}

/** What a request answers, or its error where that has one of these statuses; whichever it has, where none are named. */
export async function answerOrError<Answer>(
  request: Promise<Answer>,
  statuses?: readonly number[],
): Promise<Answer | GitHubError> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof GitHubError && (statuses?.includes(error.status) ?? true)) return error;
    throw error;
  }
}

/** A request that did not succeed, as `@octokit/request-error` tells it. */
export type Failure = {
  /** 0 for what never got an answer: no connection, or none in time. */
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
};

export function failureOf(error: unknown): Failure {
  const fields: { status?: unknown; response?: { headers?: Failure["headers"] } } =
    typeof error === "object" && error !== null ? error : {};
  const answered = typeof fields.status === "number" && fields.response !== undefined;
  return {
    status: answered ? Number(fields.status) : 0,
    message: plainLine(error instanceof Error ? error.message : String(error)).slice(0, 500),
    headers: fields.response?.headers ?? {},
  };
}

/** GitHub asks for at least a minute where a secondary limit names no time. */
const SECONDARY_LIMIT_MS = 60_000;

/**
 * Milliseconds to wait before the next try, the `attempt`-th having failed; undefined where there is no sense in one.
 * Source: "Best practices for using the REST API": retry-after first, else a minute, else growing waits.
 */
export function waitBeforeRetry(failure: Failure, attempt: number): number | undefined {
  const { status, headers } = failure;
  if (isSecondaryLimit(failure)) {
    const asked = Number(headers["retry-after"] ?? Number.NaN);
    return Number.isFinite(asked) && asked >= 0 ? asked * 1000 : SECONDARY_LIMIT_MS;
  }
  return status === 0 || status >= 500 ? 500 * 2 ** attempt : undefined;
}

function isSecondaryLimit({ status, message, headers }: Failure): boolean {
  if (status !== 403 && status !== 429) return false;
  return headers["retry-after"] !== undefined || /secondary rate limit/i.test(message);
}

/** What a request needs: the permission as GitHub's header spells it, and what must be there. */
export type Wanted = { readonly permissions: string; readonly there: string };

const PULL_REQUEST: Wanted = { permissions: "pull_requests=write", there: "the pull request" };

/** What went wrong and what the user can do about it. */
export function explain(failure: Failure, { permissions: otherwise, there }: Wanted = PULL_REQUEST): string {
  const { status, message, headers } = failure;
  if (isSecondaryLimit(failure)) return `GitHub asks for fewer requests (${status}, ${message})`;
  if (String(headers["x-ratelimit-remaining"]) === "0") return usedUp(failure);
  const needed = permissions(neededFor(headers["x-accepted-github-permissions"], otherwise));
  switch (status) {
    case 0:
      return `GitHub gave no answer (${message})`;
    case 401:
      return `GitHub does not accept the token (401, ${message}): wanted a valid one in the input github-token`;
    case 403:
      return `GitHub refuses it (403, ${message}): the job needs ${needed}. A pull request from a fork and a run of Dependabot only get a token that reads`;
    case 404:
      return `GitHub does not show it to this token (404): the job needs ${needed}, and ${there} must be there`;
    case 422:
      return `GitHub does not accept its text (422, ${message})`;
    default:
      return `GitHub answers ${status} (${message})`;
  }
}

/** What GitHub names is for one request: who is about to write must not be told that reading is enough. */
function neededFor(accepted: string | number | undefined, otherwise: string): string {
  const isEnough = /=(write|admin)/.test(String(accepted)) || !otherwise.includes("=write");
  return accepted !== undefined && isEnough ? String(accepted) : otherwise;
}

function usedUp({ status, headers }: Failure): string {
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  const until = Number.isFinite(reset) ? ` until ${new Date(reset * 1000).toISOString()}` : "";
  return `the token's requests are used up${until} (${status})`;
}

/** `issues=write; pull_requests=write` → "`issues: write` or `pull-requests: write` under `permissions:`" */
export function permissions(accepted: string | number | undefined): string {
  const alternatives = String(accepted ?? "pull_requests=write")
    .split(";")
    .map((all) =>
      [...all.matchAll(/([a-z_]+)=(read|write|admin)/g)].map(
        ([, name = "", level]) => `\`${name.replaceAll("_", "-")}: ${level}\``,
      ),
    )
    .filter((all) => all.length > 0)
    .map((all) => all.join(" and "));
  return `${alternatives.join(" or ") || "`pull-requests: write`"} under \`permissions:\``;
}
