import assert from "node:assert/strict";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { document, privateUser } from "./documents.ts";
import { type Match, matchOperation, problemsOfAnswer, problemsOfRequest } from "./description.ts";
import { type Permissions, permissionRefused } from "./permissions.ts";

/** Who a token is and what it may. A token of a workflow or of an app may not ask `GET /user`. */
export type Identity = {
  readonly login: string;
  readonly kind: "app" | "user";
  readonly may: "none" | "read" | "write";
  /** Of the token of a workflow's job, where they narrow what it may. */
  readonly permissions?: Permissions;
};

export const WORKFLOW: Identity = { login: "github-actions[bot]", kind: "app", may: "write" };

export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What the server does instead of its work, once for each that matches `on` (`POST /repos`, …). */
export type Fault = { readonly on: RegExp; readonly answer: Answer | "hang" | "hang up" | "break off"; times: number };

export type Recorded = { readonly line: string; readonly authorization: string; readonly body: unknown };

export type Stored = { id: number; issue: number; body: string; author: Identity; edits: number };

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
  /** Waited for before a request is answered, so that a test brings two runs into the order that it is about. */
  readonly before?: (asked: Recorded) => Promise<void>;
  /** Answers before the comments do. */
  readonly operations?: Operations;
};

/** More of what GitHub does; undefined for what is not among it. */
export type Operations = (match: Match, url: URL, body: unknown) => Answer | undefined;

/**
 * A GitHub with state: the comments of the pull requests of one repository. Each request and each answer of ours is held
 * against GitHub's own description.
 */
export async function startGitHub(options: Options = {}): Promise<FakeGitHub> {
  const world = newWorld(options);
  const server = createServer((request, response) => {
    void respond(world, options, request, response);
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const { port } = server.address() as AddressInfo;
  const { requests, comments, faults, addComment, problems } = world;
  return {
    requests,
    comments,
    faults,
    addComment,
    url: `http://127.0.0.1:${port}${options.prefix ?? ""}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => {
        server.close(done);
      });
      assert.deepEqual(problems, []);
    },
  };
}

type World = Pick<FakeGitHub, "requests" | "comments" | "faults" | "addComment"> &
  Required<Omit<Options, "before">> & { readonly problems: string[] };

function newWorld({
  tokens = { ghs_workflow: WORKFLOW },
  graphql = true,
  prefix = "",
  operations = () => undefined,
}: Options): World {
  const comments: Stored[] = [];
  let nextId = 1000;
  const addComment = (issue: number, author: Identity, body: string) => {
    const comment = { id: nextId++, issue, body, author, edits: 0 };
    comments.push(comment);
    return comment;
  };
  return { tokens, graphql, prefix, operations, comments, addComment, requests: [], faults: [], problems: [] };
}

async function respond(
  world: World,
  { before }: Options,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await readRequest(request);
  await before?.(asked);
  send(response, checkedAnswer(world, asked));
}

type Asked = Recorded & { readonly method: string; readonly url: URL };

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const { method = "", headers } = request;
  const url = new URL(request.url ?? "/", `http://${headers.host}`);
  const line = `${method} ${url.pathname}${url.search}`;
  return {
    method,
    url,
    line,
    authorization: headers.authorization ?? "",
    body: text === "" ? undefined : JSON.parse(text),
  };
}

/** Writes the request down, answers it, and holds both against the description. */
function checkedAnswer(world: World, asked: Asked): Fault["answer"] {
  const { prefix, problems } = world;
  const { line, authorization, body, method, url } = asked;
  world.requests.push({ line, authorization, body });
  const fault = world.faults.find((one) => one.times > 0 && one.on.test(line));
  if (fault !== undefined) fault.times -= 1;
  const identity = world.tokens[authorization.replace(/^(token|bearer) /i, "")];
  if (url.pathname === (prefix === "/api/v3" ? "/api/graphql" : `${prefix}/graphql`)) {
    return fault?.answer ?? answerViewer(world, identity, body);
  }
  const match = url.pathname.startsWith(prefix) ? matchOperation(method, url.pathname.slice(prefix.length)) : undefined;
  if (match === undefined) {
    problems.push(`${line}: GitHub describes no such request`);
    return refused(404, "Not Found");
  }
  problems.push(...problemsOfRequest(match, url.searchParams, body).map((problem) => `${line}: ${problem}`));
  const answer = fault?.answer ?? handle(world, match, asked, identity);
  if (typeof answer === "string") return answer;
  const ours = problemsOfAnswer(match.operation, answer.status, answer.body);
  problems.push(...ours.map((problem) => `${line}: our own answer is not GitHub's: ${problem}`));
  return answer;
}

function send(response: ServerResponse, answer: Fault["answer"]): void {
  if (answer === "hang") return;
  if (answer === "hang up") {
    response.destroy();
    return;
  }
  if (answer === "break off") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('[{"id": 1');
    setTimeout(() => response.destroy(), 20);
    return;
  }
  const { status, body, headers } = answer;
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

const DOCUMENTATION = "https://docs.github.com/rest";

export function refused(status: number, message: string, headers: Record<string, string> = {}): Answer {
  return { status, body: { message, documentation_url: DOCUMENTATION, status: String(status) }, headers };
}

/** GraphQL has no OpenAPI description: this one question is held against its own text. */
function answerViewer({ graphql, problems }: World, identity: Identity | undefined, body: unknown): Answer {
  if (JSON.stringify(body) !== '{"query":"{ viewer { login } }"}') {
    problems.push(`POST /graphql: unknown question ${JSON.stringify(body)}`);
  }
  if (identity === undefined) return refused(401, "Bad credentials");
  if (!graphql) return refused(404, "Not Found");
  return { status: 200, body: { data: { viewer: { login: identity.login } } } };
}

function handle(
  { comments, addComment, operations }: World,
  match: Match,
  { url, body }: Asked,
  identity: Identity | undefined,
): Answer {
  if (identity === undefined) return refused(401, "Bad credentials");
  const { operation, path } = match;
  const { operationId } = operation;
  const refusal = permissionRefused(identity.permissions, operationId);
  if (refusal !== undefined) return refused(403, "Resource not accessible by integration", refusal);
  if (operationId === "users/get-authenticated") {
    if (identity.kind === "app") return refused(403, "Resource not accessible by integration");
    return { status: 200, body: privateUser(identity) };
  }
  if (identity.may === "none") return refused(404, "Not Found");
  const more = operations(match, url, body);
  if (more !== undefined) return more;
  if (/^(repos|git|checks)\//.test(operationId)) return refused(404, "Not Found");
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
