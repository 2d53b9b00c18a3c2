import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  MeasurementDocument
} from "./chunk-JEFZAM2V.js";
import {
  plainLine
} from "./chunk-7G55IB5M.js";
import {
  isInside
} from "./chunk-LA4C34EB.js";
import {
  NOT_MEASURED_REASONS
} from "./chunk-L43PWQLL.js";
import {
  cardOf
} from "./chunk-DKLB4FLS.js";
import {
  CalibrationRecord
} from "./chunk-2OR4IVO2.js";
import {
  MAX_TEXT_BYTES
} from "./chunk-XRBHGKFU.js";
import {
  _enum,
  _gte,
  _lte,
  _maxLength,
  _nonnegative,
  _regex,
  array,
  discriminatedUnion,
  int,
  literal,
  nullable,
  nullish,
  object,
  optional,
  pipe,
  refine,
  strictObject,
  string,
  transform,
  unknown
} from "./chunk-7SSPPFYR.js";
import {
  bytes
} from "./chunk-O56B5XNW.js";

// src/answers/nesting.ts
function nestingOf(text2) {
  let [depth, deepest, inString] = [0, 0, false];
  for (let at = 0; at < text2.length; at++) {
    const character = text2[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth -= 1;
  }
  return deepest;
}

// src/answers/document.ts
var text = string().check(_maxLength(4096));
var words = string().check(_maxLength(2 ** 20));
var whole = int().check(_nonnegative(), _lte(2 ** 50));
var size = pipe(whole, transform(bytes));
var question = string().check(_regex(/^[0-9a-f]{64}$/));
var NO_ANSWERS = /* @__PURE__ */ new Set([
  "not-asked",
  "other-batches",
  "fork",
  "event",
  "no-answer"
]);
var RecordedGpu = strictObject({
  name: text,
  /** Of 1 GiB at least: the driver keeps more than half of it for itself. */
  memory_mib: int().check(_gte(1024), _lte(2 ** 30)),
  compute_capability: string().check(_regex(/^\d{1,3}\.\d{1,3}$/)),
  driver: text
});
var RecordedMeasurement = discriminatedUnion("kind", [
  strictObject({
    kind: literal("measured"),
    document: MeasurementDocument,
    ranks: array(strictObject({ rank: whole, allocated_bytes: size, reserved_bytes: size, device_bytes: size })).check(_maxLength(4096))
  }),
  strictObject({
    kind: literal("not-measured"),
    reason: _enum(NOT_MEASURED_REASONS).check(refine((reason) => !NO_ANSWERS.has(reason))),
    detail: words,
    advice: optional(words)
  })
]);
var RecordedTrace = discriminatedUnion("kind", [
  strictObject({ kind: literal("answered"), trace: unknown() }),
  strictObject({
    kind: literal("failed"),
    detail: words,
    advice: optional(words)
  })
]);
var RecordedTraining = strictObject({
  name: text,
  /** Null where the runner had none, or nobody asked. */
  runner_gpu: nullable(RecordedGpu),
  calibration: array(CalibrationRecord).check(_maxLength(1e3)),
  measurements: array(strictObject({ question, answer: RecordedMeasurement })).check(_maxLength(100)),
  traces: array(strictObject({ question, answer: RecordedTrace })).check(_maxLength(1e3))
});
var SCHEMA = "vram-budget/answers@1";
var AnswersDocument = strictObject({
  schema: literal(SCHEMA),
  trainings: array(RecordedTraining).check(_maxLength(1e3))
});
var MOST_NESTING = 32;
function parseAnswers(written) {
  if (nestingOf(written) > MOST_NESTING) return { kind: "problem", detail: `it is nested deeper than ${MOST_NESTING}` };
  const document = AnswersDocument.safeParse(jsonOf(written));
  if (document.success) return { kind: "answers", answers: document.data };
  const [issue] = document.error.issues;
  const where = issue?.path.join(".") || "the document";
  return { kind: "problem", detail: `${where} is not as ${SCHEMA} has it (${issue?.code.replaceAll("_", " ")})` };
}
function jsonOf(written) {
  try {
    return JSON.parse(written);
  } catch {
    return void 0;
  }
}
function formatAnswers(answers) {
  return `${JSON.stringify(answers)}
`;
}
function recordable(measurement) {
  if (measurement.kind === "measured") {
    const { document, ranks } = measurement;
    return { kind: "measured", document, ranks: [...ranks] };
  }
  return NO_ANSWERS.has(measurement.reason) ? void 0 : measurement;
}

// src/answers/legs.ts
function legsOf(configs, key) {
  return configs.flatMap(({ config: { file, trainings } }) => trainings.map((training) => legOf(training, file, key)));
}
function legOf({ name, device }, config, key) {
  return { name, config, device: deviceName(device), artifact: measuredArtifact(key, name) };
}
function deviceName(device) {
  switch (device.kind) {
    case "runner":
      return "runner";
    case "catalogue":
      return device.id;
    case "custom":
      return device.name;
  }
}
function plannedArtifact(key) {
  return `vram-budget-plan@${key}`;
}
function measuredArtifact(key, training) {
  return `vram-budget-measure@${key}@${training}`;
}

// src/github/errors.ts
var GitHubError = class extends Error {
  name = "GitHubError";
  /** Of the answer; 0 where there was none. */
  status;
  constructor(message, status) {
    super(message);
    this.status = status;
  }
};
function failureOf(error) {
  const fields = typeof error === "object" && error !== null ? error : {};
  const answered = typeof fields.status === "number" && fields.response !== void 0;
  return {
    status: answered ? Number(fields.status) : 0,
    message: plainLine(error instanceof Error ? error.message : String(error)).slice(0, 500),
    headers: fields.response?.headers ?? {}
  };
}
var SECONDARY_LIMIT_MS = 6e4;
function waitBeforeRetry(failure, attempt) {
  const { status, headers } = failure;
  if (isSecondaryLimit(failure)) {
    const asked = Number(headers["retry-after"] ?? Number.NaN);
    return Number.isFinite(asked) && asked >= 0 ? asked * 1e3 : SECONDARY_LIMIT_MS;
  }
  return status === 0 || status >= 500 ? 500 * 2 ** attempt : void 0;
}
function isSecondaryLimit({ status, message, headers }) {
  if (status !== 403 && status !== 429) return false;
  return headers["retry-after"] !== void 0 || /secondary rate limit/i.test(message);
}
var PULL_REQUEST = { permissions: "pull_requests=write", there: "the pull request" };
function explain(failure, { permissions: otherwise, there } = PULL_REQUEST) {
  const { status, message, headers } = failure;
  if (isSecondaryLimit(failure)) return `GitHub asks for fewer requests (${status}, ${message})`;
  if (String(headers["x-ratelimit-remaining"]) === "0") return usedUp(failure);
  const needed = permissions(headers["x-accepted-github-permissions"] ?? otherwise);
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
function usedUp({ status, headers }) {
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  const until = Number.isFinite(reset) ? ` until ${new Date(reset * 1e3).toISOString()}` : "";
  return `the token's requests are used up${until} (${status})`;
}
function permissions(accepted) {
  const alternatives = String(accepted ?? "pull_requests=write").split(";").map(
    (all) => [...all.matchAll(/([a-z_]+)=(read|write|admin)/g)].map(
      ([, name = "", level]) => `\`${name.replaceAll("_", "-")}: ${level}\``
    )
  ).filter((all) => all.length > 0).map((all) => all.join(" and "));
  return `${alternatives.join(" or ") || "`pull-requests: write`"} under \`permissions:\``;
}

// src/github/client.ts
var MAX_PAGES = 100;
async function commentsApi({ owner, repo, number }, options) {
  const octokit = await clientOf(options);
  const { issues } = octokit.rest;
  const call = callWith(options);
  const issue = { owner, repo, issue_number: number };
  return {
    ownLogin: () => ownLogin(octokit, call),
    async list() {
      const all = [];
      for (let page = 1; page <= MAX_PAGES; page++) {
        const answer = await call(
          "read the pull request's comments",
          (signal) => issues.listComments({ ...issue, per_page: 100, page, request: { signal } })
        );
        all.push(...read(array(Comment), answer.data).map(commentOf));
        if (!hasNextPage(answer.headers)) return all;
      }
      throw new GitHubError(`Cannot read the pull request's comments: there are more than ${MAX_PAGES} pages`, 200);
    },
    async create(body) {
      const { data } = await call(
        "write a comment on the pull request",
        (signal) => issues.createComment({ ...issue, body, request: { signal } })
      );
      return commentOf(read(Comment, data));
    },
    update: (id, body) => isThere(
      call(
        "update the comment on the pull request",
        (signal) => issues.updateComment({ owner, repo, comment_id: id, body, request: { signal } })
      )
    ),
    async remove(id) {
      await isThere(
        call(
          "remove a second comment of ours",
          (signal) => issues.deleteComment({ owner, repo, comment_id: id, request: { signal } })
        )
      );
    }
  };
}
async function clientOf({ token, apiUrl }) {
  return (await import("./github-DGKLL6WZ.js")).getOctokit(token, { baseUrl: apiUrl });
}
function hasNextPage({ link }) {
  return /rel="?next"?/.test(link ?? "");
}
var Comment = object({
  id: int(),
  body: nullish(string()),
  user: nullish(object({ login: string() }))
});
function commentOf({ id, body, user }) {
  return { id, body: body ?? "", author: user?.login ?? "" };
}
function read(schema, data) {
  const { data: found, success } = schema.safeParse(data);
  if (!success) throw new GitHubError("Cannot read GitHub's answer: it is not what its API describes", 0);
  return found;
}
async function isThere(request) {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof GitHubError && (error.status === 404 || error.status === 410)) return false;
    throw error;
  }
}
async function ownLogin({ graphql, rest }, call) {
  const what = "find out whose token this is";
  const { viewer } = await unlessRefused(
    call(what, (signal) => graphql("{ viewer { login } }", { request: { signal } })),
    {}
  );
  if (typeof viewer?.login === "string") return viewer.login;
  const { data } = await unlessRefused(
    call(what, (signal) => rest.users.getAuthenticated({ request: { signal } })),
    { data: { login: "github-actions[bot]" } }
  );
  return data.login;
}
async function unlessRefused(request, otherwise) {
  try {
    return await request;
  } catch (error) {
    if (error instanceof GitHubError && [200, 403, 404, 405, 501].includes(error.status)) return otherwise;
    throw error;
  }
}
var RETRIES = 3;
var MOST_PATIENCE_MS = 6e4;
function callWith({ sleep, timeoutMs }, wanted) {
  let patience = MOST_PATIENCE_MS;
  return async (what, send) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(AbortSignal.timeout(timeoutMs));
      } catch (error) {
        const failure = failureOf(error);
        const wait = attempt > RETRIES ? void 0 : waitBeforeRetry(failure, attempt);
        if (wait === void 0 || wait > patience)
          throw new GitHubError(`Cannot ${what}: ${explain(failure, wanted)}`, failure.status);
        patience -= wait;
        await sleep(wait);
      }
    }
  };
}

// src/github/guard.ts
var OF_A_PULL_REQUEST = /* @__PURE__ */ new Set(["pull_request", "pull_request_review", "pull_request_review_comment"]);
var OF_THE_REPOSITORY = /* @__PURE__ */ new Set([
  "push",
  "merge_group",
  "schedule",
  "workflow_dispatch",
  "repository_dispatch",
  "release",
  "deployment"
]);
function refusalToMeasure({ name, pull_request }) {
  if (OF_A_PULL_REQUEST.has(name)) {
    if (pull_request?.is_fork === false) return void 0;
    return {
      reason: "fork",
      detail: "the pull request comes from a fork, whose code is not run on a runner, so it is only predicted"
    };
  }
  if (OF_THE_REPOSITORY.has(name)) return void 0;
  return {
    reason: "event",
    detail: `a workflow started by ${name === "" ? "an unknown event" : name} has rights that a pull request's code must not get, so it only predicts`
  };
}

// src/github/base-api.ts
var WANTED = { permissions: "contents=read", there: "the commit" };
var MOST_FILES = 300;
var Comparison = object({
  merge_base_commit: object({ sha: string().check(_regex(/^[0-9a-f]{40,64}$/)) }),
  files: optional(array(object({ filename: string(), previous_filename: optional(string()) })))
});
var Content = object({
  type: string(),
  size: int(),
  encoding: optional(string()),
  content: optional(string())
});
async function baseApi({ owner, repo }, options) {
  const { repos } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED);
  return {
    async compare(base, head) {
      const { data } = await call(
        "find the commit to compare with",
        (signal) => repos.compareCommitsWithBasehead({
          owner,
          repo,
          basehead: `${base}...${head}`,
          per_page: 1,
          request: { signal }
        })
      );
      const { merge_base_commit, files } = read(Comparison, data);
      return { merge_base_sha: merge_base_commit.sha, changed_files: namesOf(files) };
    },
    async text(path, ref) {
      try {
        const { data } = await call(
          `read ${path} of the base`,
          (signal) => repos.getContent({ owner, repo, path, ref, request: { signal } })
        );
        return textOf(path, data);
      } catch (error) {
        if (error instanceof GitHubError && error.status === 404) return { kind: "absent" };
        throw error;
      }
    }
  };
}
function namesOf(files) {
  if (files === void 0 || files.length >= MOST_FILES) return void 0;
  return files.flatMap(
    ({ filename, previous_filename }) => previous_filename === void 0 ? [filename] : [filename, previous_filename]
  );
}
function textOf(path, data) {
  const unknown2 = (why) => ({ kind: "unknown", why: `${path} of the base ${why}` });
  if (Array.isArray(data)) return unknown2("is no plain file");
  const { type, size: size2, encoding, content } = read(Content, data);
  if (type !== "file") return unknown2("is no plain file");
  if (size2 > MAX_TEXT_BYTES || encoding !== "base64") return unknown2("has more than 1 MiB");
  const text2 = Buffer.from(content ?? "", "base64").toString("utf8");
  return text2.includes("\uFFFD") ? unknown2("is not UTF-8") : { kind: "text", text: text2 };
}

// src/pull-request-base.ts
import { join as join2, relative, sep } from "node:path";

// src/github/checked-out.ts
import { lstat, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
async function checkedOut(workspace, path) {
  for (let folder = dirname(path); isInside(workspace, folder); folder = dirname(folder)) {
    const head = join(folder, ".git", "HEAD");
    if (!await isPlainFile(head)) continue;
    const [sha] = /^[0-9a-f]{40,64}$/.exec((await readFile(head, "utf8")).trim()) ?? [];
    return { root: folder, sha };
  }
  return { root: workspace, sha: void 0 };
}
async function isPlainFile(path) {
  try {
    const found = await lstat(path);
    return found.isFile() && found.size < 1024;
  } catch {
    return false;
  }
}

// src/pull-request-base.ts
async function pullRequestBase(api, wanted, here) {
  if (api === void 0) return unknownBase("the input github-token is empty");
  const { root, sha = here.sha } = await checkedOut(here.workspace, here.paths[0] ?? join2(here.workspace, "."));
  try {
    const { merge_base_sha, changed_files } = await api.compare(wanted.sha, sha);
    const inWorkspace = (file) => withSlashes(relative(here.workspace, join2(root, file)));
    const found = {
      kind: "found",
      base: { sha: merge_base_sha, name: wanted.name },
      changed_files: changed_files?.map(inWorkspace)
    };
    return { found, text: (path) => textAt(api, here.workspace, path, merge_base_sha) };
  } catch (error) {
    if (error instanceof GitHubError) return unknownBase(error.message);
    throw error;
  }
}
function unknownBase(why) {
  return { found: { kind: "unknown", why }, text: () => Promise.resolve({ kind: "unknown", why }) };
}
async function textAt(api, workspace, path, sha) {
  const { root } = await checkedOut(workspace, path);
  if (!isInside(root, path)) return { kind: "unknown", why: `${path} lies outside of the repository` };
  try {
    return await api.text(withSlashes(relative(root, path)), sha);
  } catch (error) {
    if (error instanceof GitHubError) return { kind: "unknown", why: error.message };
    throw error;
  }
}
function withSlashes(path) {
  return path.replaceAll(sep, "/");
}

// src/job-base.ts
async function jobBase(job, configs) {
  const { inputs, run, repository, api, workspace, environment } = job;
  if (run.base === void 0) return void 0;
  const asked = inputs.token === "" ? void 0 : await baseApi(repository, api);
  const paths = configs.map(({ source }) => source.path);
  const sha = inputs.mode === "report" ? run.head_sha : environment["GITHUB_SHA"] ?? "";
  return pullRequestBase(asked, run.base, { workspace, paths, sha });
}

// src/job.ts
var ANSWERS_FILE = "answers.json";

// src/answers/question.ts
function traceQuestion(training, device, batchSize) {
  return hashOf({ ask: "trace", training, card: cardOf(device), batch_size: batchSize });
}
function measureQuestion(training, limit) {
  return hashOf({ ask: "measure", training, limit_bytes: limit ?? null });
}
async function hashOf(asked) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(asked, inOrder)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
function inOrder(_, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1));
}

export {
  parseAnswers,
  formatAnswers,
  recordable,
  legsOf,
  plannedArtifact,
  measuredArtifact,
  traceQuestion,
  measureQuestion,
  GitHubError,
  commentsApi,
  clientOf,
  hasNextPage,
  read,
  callWith,
  refusalToMeasure,
  jobBase,
  ANSWERS_FILE
};
