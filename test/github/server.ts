import assert from "node:assert/strict";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Match, matchOperation, problemsOfAnswer, problemsOfRequest } from "./description.ts";

/** Who a token is and what it may. A token of a workflow or of an app may not ask `GET /user`. */
export type Identity = {
  readonly login: string;
  readonly kind: "app" | "user";
  readonly may: "none" | "read" | "write";
};

export const WORKFLOW: Identity = { login: "github-actions[bot]", kind: "app", may: "write" };

export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What the server does instead of its work, once for each that matches `on` (`POST /repos`, …). */
export type Fault = { readonly on: RegExp; readonly answer: Answer | "hang" | "break off"; times: number };

export type Recorded = { readonly line: string; readonly authorization: string; readonly body: unknown };

type Stored = { id: number; issue: number; body: string; author: Identity; edits: number };

export type FakeGitHub = {
  readonly url: string;
  readonly requests: Recorded[];
  readonly comments: Stored[];
  readonly faults: Fault[];
  /** As another author, or ourselves in an earlier run, wrote it. */
  readonly addComment: (issue: number, author: Identity, body: string) => Stored;
  /** Fails where a request or an answer was not as GitHub describes it. */
  readonly close: () => Promise<void>;
};

export type Options = {
  readonly tokens?: Readonly<Record<string, Identity>>;
  /** False as on servers that have none. */
  readonly graphql?: boolean;
  /** What GITHUB_API_URL has behind the host: `/api/v3` on GitHub Enterprise Server. */
  readonly prefix?: string;
};

/**
 * A GitHub with state: the comments of the pull requests of one repository. Each request and each answer of ours is held
 * against GitHub's own description.
 */
export async function startGitHub(options: Options = {}): Promise<FakeGitHub> {
  const { tokens = { ghs_workflow: WORKFLOW }, graphql = true, prefix = "" } = options;
  const state = { requests: [] as Recorded[], comments: [] as Stored[], faults: [] as Fault[] };
  const problems: string[] = [];
  let nextId = 1000;
  const addComment = (issue: number, author: Identity, body: string) => {
    const comment = { id: nextId++, issue, body, author, edits: 0 };
    state.comments.push(comment);
    return comment;
  };

  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const url = new URL(request.url ?? "/", "http://localhost");
      const line = `${request.method} ${url.pathname}${url.search}`;
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      const authorization = request.headers.authorization ?? "";
      state.requests.push({ line, authorization, body });
      const fault = state.faults.find((one) => one.times > 0 && one.on.test(line));
      if (fault !== undefined) {
        fault.times -= 1;
        return answerFault(response, fault);
      }
      const identity = tokens[authorization.replace(/^(token|bearer) /i, "")];
      if (identity === undefined) return send(response, refused(401, "Bad credentials"));
      if (url.pathname === (prefix === "/api/v3" ? "/api/graphql" : "/graphql")) {
        return send(response, graphql ? answerViewer(identity, body, problems) : refused(404, "Not Found"));
      }
      const match = matchOperation(request.method ?? "", url.pathname.slice(prefix.length));
      if (!url.pathname.startsWith(prefix) || match === undefined) {
        problems.push(`${line}: GitHub describes no such request`);
        return send(response, refused(404, "Not Found"));
      }
      const wrong = problemsOfRequest(match, url.searchParams, body);
      problems.push(...wrong.map((problem) => `${line}: ${problem}`));
      const answer = handle(match, url, body, identity, state.comments, addComment);
      const ours = problemsOfAnswer(match.operation, answer.status, answer.body);
      problems.push(...ours.map((problem) => `${line}: our own answer is not GitHub's: ${problem}`));
      return send(response, answer);
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    ...state,
    url: `http://127.0.0.1:${port}${prefix}`,
    addComment,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => {
        server.close(done);
      });
      assert.deepEqual(problems, []);
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function answerFault(response: ServerResponse, { answer }: Fault): void {
  if (answer === "hang") return;
  if (answer === "break off") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('[{"id": 1');
    setTimeout(() => response.destroy(), 20);
    return;
  }
  send(response, answer);
}

const DOCUMENTATION = "https://docs.github.com/rest";

export function refused(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return { status, body: { message, documentation_url: DOCUMENTATION, status: String(status) }, headers };
}

/** GraphQL has no OpenAPI description: this one question is held against its own text. */
function answerViewer({ login }: Identity, body: unknown, problems: string[]): Answer {
  try {
    assert.deepEqual(body, { query: "{ viewer { login } }" });
  } catch {
    problems.push(`POST /graphql: unknown question ${JSON.stringify(body)}`);
  }
  return { status: 200, body: { data: { viewer: { login } } } };
}

function handle(
  { operation, path }: Match,
  url: URL,
  body: unknown,
  identity: Identity,
  comments: Stored[],
  addComment: FakeGitHub["addComment"],
): Answer {
  const { operationId } = operation;
  if (operationId === "users/get-authenticated") {
    if (identity.kind === "app") return refused(403, "Resource not accessible by integration");
    return { status: 200, body: privateUser(identity) };
  }
  if (identity.may === "none") return refused(404, "Not Found");
  const issue = Number(path["issue_number"]);
  if (operationId === "issues/list-comments") {
    return page(
      url,
      comments.filter((comment) => comment.issue === issue),
    );
  }
  if (identity.may === "read") {
    const accepted = { "x-accepted-github-permissions": "issues=write; pull_requests=write" };
    return refused(403, "Resource not accessible by integration", accepted);
  }
  const text = (body as { body?: string } | undefined)?.body ?? "";
  if (text.length > 65_536) return invalid("Body is too long (maximum is 65536 characters)");
  if (operationId === "issues/create-comment")
    return { status: 201, body: document(addComment(issue, identity, text), url) };

  const index = comments.findIndex(({ id }) => id === Number(path["comment_id"]));
  const comment = comments[index];
  if (comment === undefined) return refused(404, "Not Found");
  if (operationId === "issues/delete-comment") {
    comments.splice(index, 1);
    return { status: 204 };
  }
  comment.body = text;
  comment.edits += 1;
  return { status: 200, body: document(comment, url) };
}

function invalid(message: string): Answer {
  const errors = [{ resource: "IssueComment", code: "unprocessable", field: "data", message }];
  return {
    status: 422,
    body: { message: "Validation Failed", errors, documentation_url: DOCUMENTATION, status: "422" },
  };
}

function page(url: URL, all: readonly Stored[]): Answer {
  const size = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
  const number = Number(url.searchParams.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set("page", String(to));
    return `<${target.href}>; rel="${rel}"`;
  };
  const body = all.slice((number - 1) * size, number * size).map((comment) => document(comment, url));
  if (number >= last) return { status: 200, body };
  return { status: 200, body, headers: { link: `${link(number + 1, "next")}, ${link(last, "last")}` } };
}

/** As GitHub shows a comment; times follow from ids and edits. */
function document({ id, issue, body, author, edits }: Stored, { origin }: URL): object {
  const repo = `${origin}/repos/octo-org/octo-repo`;
  return {
    id,
    node_id: `IC_${id}`,
    url: `${repo}/issues/comments/${id}`,
    html_url: `https://github.com/octo-org/octo-repo/pull/${issue}#issuecomment-${id}`,
    issue_url: `${repo}/issues/${issue}`,
    body,
    user: simpleUser(author),
    created_at: new Date(1_700_000_000_000 + id * 1000).toISOString(),
    updated_at: new Date(1_700_000_000_000 + (id + edits) * 1000).toISOString(),
    author_association: "NONE",
    performed_via_github_app: null,
  };
}

function simpleUser({ login, kind }: Identity): object {
  const id = Number.parseInt(Buffer.from(login).toString("hex").slice(-6), 16);
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: `U_${id}`,
    avatar_url: "https://avatars.githubusercontent.com/u/1",
    gravatar_id: "",
    url,
    html_url: "https://github.com/octocat",
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: kind === "app" ? "Bot" : "User",
    site_admin: false,
  };
}

function privateUser(identity: Identity): object {
  const nothing = { name: null, company: null, blog: null, location: null, email: null, hireable: null, bio: null };
  return {
    ...simpleUser(identity),
    ...nothing,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  };
}
