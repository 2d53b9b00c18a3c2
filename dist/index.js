import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  ANSWERS_FILE,
  DATA_BRANCH,
  GitHubError,
  Id,
  RECORD_SCHEMA,
  Sha,
  answerOrError,
  calibrationIn as calibrationIn2,
  callWith,
  checkedOut,
  clientOf,
  commentsApi,
  core_exports,
  dataBranchApi,
  error,
  formatAnswers,
  getInput,
  getMultilineInput,
  hasAcceptLabel,
  historyUpdate,
  info,
  isExpected,
  jobBase,
  legsOf,
  measureQuestion,
  measuredArtifact,
  notice,
  packed,
  plannedArtifact,
  read,
  recordable,
  refusalToMeasure,
  setOutput,
  setSecret,
  summary,
  traceQuestion,
  warning,
  wasAccepted
} from "./chunks/chunk-ZGGPJR62.js";
import {
  checkPorts,
  configFilePorts
} from "./chunks/chunk-MLUUYJ2E.js";
import {
  reportFiles
} from "./chunks/chunk-MIAOM46E.js";
import {
  badgeOf
} from "./chunks/chunk-VMIYC6JN.js";
import "./chunks/chunk-I3WE7OXI.js";
import {
  pageAssets
} from "./chunks/chunk-BIH7BAAC.js";
import {
  AS_CONFIGURED,
  check,
  versionsOf
} from "./chunks/chunk-U5KVKGRE.js";
import "./chunks/chunk-DTIZBPZC.js";
import {
  loadConfig
} from "./chunks/chunk-EJYN6KZ6.js";
import "./chunks/chunk-PVOBDLUI.js";
import "./chunks/chunk-GR4LICOH.js";
import "./chunks/chunk-YX2XW4PC.js";
import "./chunks/chunk-MOITJ7TZ.js";
import "./chunks/chunk-IZVU6BTJ.js";
import "./chunks/chunk-7KKLJMQC.js";
import "./chunks/chunk-3OGH34IK.js";
import "./chunks/chunk-TJCAHIHV.js";
import {
  isHarmless,
  isSecret
} from "./chunks/chunk-GGAJOL5F.js";
import {
  cancellation,
  progressReporter
} from "./chunks/chunk-CHZSZCZZ.js";
import "./chunks/chunk-L43PWQLL.js";
import {
  EXIT_CODES
} from "./chunks/chunk-BPQOIUYM.js";
import {
  DETAILS,
  renderMarkdown,
  renderQuiet
} from "./chunks/chunk-IIVE5FDO.js";
import {
  findingText,
  firstWayText,
  headline,
  keyText
} from "./chunks/chunk-MNSYQR3G.js";
import {
  isQuiet
} from "./chunks/chunk-L36G37CV.js";
import "./chunks/chunk-BWA43EDX.js";
import "./chunks/chunk-EWCJM4KM.js";
import "./chunks/chunk-B4N5WTQT.js";
import "./chunks/chunk-D6I7ENPW.js";
import "./chunks/chunk-RR4CAR5Y.js";
import "./chunks/chunk-XF5CK6HT.js";
import "./chunks/chunk-I6SX2CMF.js";
import {
  capitalized,
  escapeMarkdown,
  fence,
  plainLine
} from "./chunks/chunk-73KJIM4E.js";
import {
  SEVERITY
} from "./chunks/chunk-PPR6C4MJ.js";
import "./chunks/chunk-HHCPQFQX.js";
import "./chunks/chunk-5KZKMP4T.js";
import "./chunks/chunk-7OKXMFRY.js";
import "./chunks/chunk-LVUBKEZX.js";
import "./chunks/chunk-MPJ5O2UK.js";
import {
  cachedCalibration,
  calibrationIn
} from "./chunks/chunk-W6OJ64X6.js";
import {
  isInside
} from "./chunks/chunk-LA4C34EB.js";
import {
  mergedCalibration,
  observedContext
} from "./chunks/chunk-SABYHMZX.js";
import "./chunks/chunk-6FBI6XE3.js";
import {
  UserError
} from "./chunks/chunk-J3R7NUH7.js";
import {
  _minLength,
  _positive,
  _regex,
  array,
  int,
  literal,
  nullish,
  object,
  optional,
  string
} from "./chunks/chunk-E2Y7L7HE.js";
import "./chunks/chunk-O56B5XNW.js";
import "./chunks/chunk-LZQXQOPJ.js";

// src/action.ts
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join as join3 } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// src/github/annotations.ts
var MOST = 10;
function annotationsOf(results) {
  const all = allAnnotations(results);
  return [...capped(all, "error"), ...capped(all, "warning"), ...capped(all, "notice")];
}
function allAnnotations({ trainings }) {
  const all = trainings.flatMap(
    (training) => training.findings.flatMap((finding) => {
      const level = levelOf(finding);
      if (level === void 0) return [];
      const { file, line, column } = finding.kind === "unknown" ? finding.place : training.place;
      const message = plainLine(`${training.name}: ${sentences(finding, training)}`);
      return [{ level, message, place: { file, startLine: line, startColumn: column } }];
    })
  );
  return [...all, ...trainings.flatMap(keyAnnotations)];
}
function keyAnnotations({ name, change, findings }) {
  if (change?.kind !== "changed") return [];
  const isOver = findings.some(({ kind }) => kind === "over-budget" || kind === "out-of-memory");
  return change.keys.flatMap((key) => {
    const { delta_bytes, no_share, place, also = [] } = key;
    if (delta_bytes === 0 && no_share === void 0) return [];
    const level = isOver && (delta_bytes ?? 0) > 0 ? "error" : "notice";
    const message = plainLine(`${name}: ${keyText(key)}`);
    return [place, ...also].map(({ file, line, column }) => {
      return { level, message, place: { file, startLine: line, startColumn: column } };
    });
  });
}
function sentences(finding, training) {
  const { text } = findingText(finding);
  const way = finding.kind === "over-budget" ? firstWayText(training) : void 0;
  return way === void 0 ? text : `${text}. ${capitalized(way)}`;
}
function levelOf({ kind }) {
  const levels = { fails: "error", undecided: "error", warns: "warning", notes: void 0 };
  return levels[SEVERITY[kind]];
}
function problemAnnotations(message) {
  return capped(allProblems(message), "error");
}
function allProblems(message) {
  const lines = message.split("\n").map(plainLine);
  const all = lines.flatMap((line) => {
    const [, file, startLine, startColumn, text] = /^(.+?):(\d+):(\d+): (.*)$/.exec(line) ?? [];
    if (file === void 0 || text === void 0) return [];
    const place = { file, startLine: Number(startLine), startColumn: Number(startColumn) };
    return [{ level: "error", message: plainLine(text), place }];
  });
  return all.length === 0 ? [{ level: "error", message: lines.join("\n") }] : all;
}
function capped(all, level) {
  const those = all.filter((annotation) => annotation.level === level);
  if (those.length <= MOST) return those;
  const rest = those.length - (MOST - 1);
  return [...those.slice(0, MOST - 1), { level, message: `${rest} more are in the job summary` }];
}

// src/github/comment-text.ts
function commentText(comment, said, links) {
  const { render, exitCode } = said;
  switch (comment) {
    case "always":
      return { create: true, render };
    case "failures":
      return { create: exitCode !== 0, render };
    case "changes": {
      if ("problem" in said || !isQuiet(said.results)) return { create: true, render };
      const { results } = said;
      return { create: false, render: () => renderQuiet(results, links) };
    }
  }
}

// src/github/fitting-text.ts
var COMMENT_LIMIT = { most: 6e4, sizeOf: (text) => text.length };
var CHECK_LIMIT = COMMENT_LIMIT;
var SUMMARY_LIMIT = { most: 2 ** 20 - 1024, sizeOf: (text) => Buffer.byteLength(text) };
function fittingText(ladder, render, { most, sizeOf }) {
  let text = "";
  for (const detail of ladder) {
    text = render(detail);
    if (sizeOf(text) <= most) return text;
  }
  const [line = ""] = text.split("\n");
  return line.slice(0, Math.floor(most / 4));
}

// src/github/handover.ts
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
var OWN = /* @__PURE__ */ new Set(["NODE_OPTIONS", "RUNNER_TRACKING_ID"]);
var HANDOVER = "VRAM_BUDGET_HANDOVER";
function takeEnvironment() {
  const { env: env2 } = process;
  const handed = env2[HANDOVER];
  if (handed === void 0) startAnew(env2);
  else Object.assign(env2, readHanded(handed));
  delete env2[HANDOVER];
  const all = { ...env2 };
  for (const [name, value = ""] of Object.entries(all)) if (isSecret(name, value)) delete env2[name];
  return all;
}
function startAnew(env2) {
  const entries = Object.entries(env2).filter((entry) => entry[1] !== void 0);
  const stays = ([name, value]) => OWN.has(name) || isHarmless(name, value);
  const hidden = entries.filter((entry) => !stays(entry));
  if (hidden.length === 0 || process.platform !== "linux" || process.execve === void 0) return;
  let folder;
  try {
    folder = mkdtempSync(join(env2["RUNNER_TEMP"] ?? tmpdir(), "vram-budget-"));
    const file = join(folder, "environment.json");
    writeFileSync(file, JSON.stringify(Object.fromEntries(hidden)), { mode: 384 });
    const kept = Object.fromEntries(entries.filter(stays));
    const [, ...args] = process.argv;
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...args], { ...kept, [HANDOVER]: file });
  } catch {
    if (folder !== void 0) rmSync(folder, { recursive: true, force: true });
  }
}
function readHanded(file) {
  const handed = JSON.parse(readFileSync(file, "utf8"));
  rmSync(dirname(file), { recursive: true });
  return handed;
}

// src/github/inputs.ts
var MODES = ["check", "plan", "measure", "report"];
function readInputs(environment) {
  return {
    mode: oneOf("mode", MODES),
    training: getInput("training") || void 0,
    approvalLabel: getInput("approval-label"),
    configs: getMultilineInput("config"),
    measure: oneOf("measure", ["auto", "never"]),
    python: getInput("python") || void 0,
    timeoutMs: seconds("timeout", "600") * 1e3,
    calibration: getInput("calibration") || void 0,
    verify: oneOf("verify", ["false", "true"]) === "true",
    comment: oneOf("comment", ["changes", "always", "failures", "never"]),
    commentKey: commentKey(),
    checkRun: oneOf("check-run", ["never", "auto"]),
    history: oneOf("history", ["false", "true"]) === "true",
    token: environment[`INPUT_${"github-token".toUpperCase()}`]?.trim() ?? "",
    // not in process.env for getInput()
    output: getInput("output") || "vram-budget-report"
  };
}
function oneOf(input, known) {
  const given = getInput(input) || known[0];
  const found = known.find((value) => value === given);
  if (found !== void 0) return found;
  throw new UserError(`Cannot use the input ${input}: found ${JSON.stringify(given)}, wanted ${known.join(" or ")}`);
}
function seconds(input, otherwise) {
  const given = getInput(input) || otherwise;
  const number = Number(given);
  if (number > 0 && number <= 7 * 24 * 3600) return number;
  throw new UserError(`Cannot use the input ${input}: found ${JSON.stringify(given)}, wanted seconds above 0`);
}
function commentKey() {
  const given = getInput("comment-key") || "default";
  if (/^[A-Za-z0-9][\w.]*(-[\w.]+)*$/.test(given) && given.length <= 64) return given;
  const wanted = "at most 64 letters, digits, '.', '_' and single '-'";
  throw new UserError(`Cannot use the input comment-key: found ${JSON.stringify(given)}, wanted ${wanted}`);
}

// src/github/links.ts
function linksOf(environment, head_sha) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  if (!server || !repository || !run || head_sha === "") return void 0;
  const home = `${server}/${repository}`;
  return { files: `${home}/blob/${head_sha}`, run: `${home}/actions/runs/${run}`, head_sha };
}

// src/github/outputs.ts
function outputsOf({ verdict, trainings }) {
  const rows = trainings.map(({ name, verdict: own, measurement, budget, batches: batches2 }) => ({
    name,
    verdict: own,
    measured: measurement.kind === "measured",
    needed_bytes: budget?.needed_bytes ?? null,
    limit_bytes: budget?.limit_bytes ?? null,
    max_batch_size: batches2?.max_batch_size ?? null
  }));
  return { verdict, trainings: JSON.stringify(rows) };
}

// src/github/pulls.ts
var Pulls = array(
  object({
    number: int().check(_positive()),
    head: object({ sha: string(), repo: nullish(Id) }),
    base: object({ repo: Id, sha: Sha, ref: string() }),
    labels: array(object({ name: string() }))
  })
);
async function pullsApi({ owner, repo }, options) {
  const { pulls } = (await clientOf(options)).rest;
  const call = callWith(options, { permissions: "pull_requests=read", there: "the repository" });
  return async (headOwner, branch) => {
    const { data } = await call(
      "find the pull request",
      (signal) => pulls.list({ owner, repo, state: "open", head: `${headOwner}:${branch}`, per_page: 100, request: { signal } })
    );
    return read(Pulls, data).map(({ number, head, base, labels }) => ({
      number,
      head_sha: head.sha,
      head_id: head.repo?.id,
      base_id: base.repo.id,
      base: { sha: base.sha, name: base.ref },
      labels: labels.map(({ name }) => name)
    }));
  };
}

// src/github/report-files.ts
import { mkdir, realpath, rm, writeFile } from "node:fs/promises";
import { isAbsolute, join as join2, resolve } from "node:path";
async function leaveFiles(workspace2, output, files) {
  const folder = resolve(workspace2, output);
  await mkdir(folder, { recursive: true });
  if (!isAbsolute(output) && !isInside(await realpath(workspace2), await realpath(folder))) {
    throw new UserError(`Cannot use the input output: ${JSON.stringify(output)} leads out of the workspace`);
  }
  for (const { path, text } of files) {
    const file = join2(folder, path);
    await rm(file, { force: true });
    await writeFile(file, text, { flag: "wx" });
  }
  return folder;
}

// src/github/base-of-event.ts
var Payload = object({
  pull_request: object({ base: object({ sha: Sha, ref: string() }), merge_base: optional(Sha) })
});
function baseOfEvent(payload) {
  const { data } = Payload.safeParse(payload);
  if (data === void 0) return void 0;
  const { base, merge_base: merge_base_sha } = data.pull_request;
  return { sha: base.sha, name: base.ref, ...merge_base_sha === void 0 ? {} : { merge_base_sha } };
}

// src/github/event.ts
var Payload2 = object({
  repository: Id,
  pull_request: optional(
    object({
      number: int().check(_positive()),
      head: object({ sha: Sha, repo: nullish(Id) })
    })
  ),
  workflow_run: optional(
    object({
      head_sha: string(),
      pull_requests: array(
        object({
          number: int().check(_positive()),
          head: object({ sha: Sha, repo: Id }),
          base: object({ repo: Id })
        })
      )
    })
  )
});
function readEvent(name, payload) {
  const { data } = Payload2.safeParse(payload);
  return { name, pull_request: data && (pullRequestOf(data) ?? pullRequestOfRun(data)) };
}
function pullRequestOf({ repository, pull_request }) {
  if (pull_request === void 0) return void 0;
  const { number, head } = pull_request;
  return { number, head_sha: head.sha, is_fork: head.repo?.id !== repository.id };
}
function pullRequestOfRun({ repository, workflow_run }) {
  const named = workflow_run?.pull_requests.filter(
    ({ head, base }) => head.sha === workflow_run.head_sha && base.repo.id === repository.id
  );
  const [only, ...others] = named ?? [];
  if (only === void 0 || others.length > 0) return void 0;
  return { number: only.number, head_sha: only.head.sha, is_fork: only.head.repo.id !== repository.id };
}

// src/github/run.ts
var Labelled = object({ pull_request: object({ labels: array(object({ name: string() })) }) });
function ownRun(name, payload, { sha, ...run }) {
  const event = readEvent(name, payload);
  const labels = Labelled.safeParse(payload).data?.pull_request.labels ?? [];
  return {
    ...run,
    head_sha: event.pull_request?.head_sha ?? sha,
    event,
    base: baseOfEvent(payload),
    labels: labels.map((label) => label.name)
  };
}
var EndedRun = object({
  repository: Id,
  workflow_run: object({
    id: int().check(_positive()),
    run_attempt: int().check(_positive()),
    event: string(),
    head_sha: Sha,
    head_branch: nullish(string()),
    head_repository: nullish(object({ id: int(), owner: object({ login: string() }) }))
  })
});
async function endedRun(name, payload, findPull) {
  const { data } = EndedRun.safeParse(payload);
  if (name !== "workflow_run" || data === void 0) return void 0;
  const { repository, workflow_run } = data;
  const { id, run_attempt, event, head_sha, head_branch, head_repository } = workflow_run;
  const run = { run_id: id, run_attempt, head_sha };
  const pulls = event.startsWith("pull_request") && head_branch && head_repository ? await findPull(head_repository.owner.login, head_branch) : [];
  const [only, ...others] = pulls.filter(
    (pull) => pull.head_sha === head_sha && pull.head_id === head_repository?.id && pull.base_id === repository.id
  );
  if (only === void 0 || others.length > 0) {
    return { ...run, event: { name: event, pull_request: void 0 }, base: void 0, labels: [] };
  }
  const pull_request = { number: only.number, head_sha, is_fork: only.head_id !== repository.id };
  return { ...run, event: { name: event, pull_request }, base: only.base, labels: only.labels };
}

// src/github/sticky-comment.ts
var ROUNDS = 5;
async function keepComment(api, key, text, create = true) {
  let login = await api.ownLogin();
  const body = `${text.trimEnd()}

${markerOf(key)}`;
  let done = "none";
  for (let round = 0; round < ROUNDS; round++) {
    const [current, ...others] = ownComments(await api.list(), login, key.key);
    for (const { id } of others) await api.remove(id);
    if (current === void 0) {
      if (!create || done === "created") return done;
      login = (await api.create(body)).author;
      done = "created";
      continue;
    }
    const age = compareAge(ageOf(current), key);
    if (age > 0) return "newer";
    if (isSame(current.body, body)) return done === "none" ? "unchanged" : done;
    if (age === 0 && done !== "none") return done;
    if (await api.update(current.id, body)) done = done === "created" ? done : "updated";
  }
  return done;
}
function ownComments(comments, login, key) {
  return comments.filter(({ author, body }) => author === login && readMarker(body)?.key === key).toSorted((a, b) => compareAge(ageOf(b), ageOf(a)) || a.id - b.id);
}
function isSame(a, b) {
  const normal = (text) => text.replaceAll("\r\n", "\n").trim();
  return normal(a) === normal(b);
}
function markerOf({ key, run_id, run_attempt, head_sha }) {
  return `<!-- vram-budget key=${key} run=${run_id}.${run_attempt} sha=${head_sha} -->`;
}
var MARKER = /<!-- vram-budget key=([\w.-]+) run=(\d+)\.(\d+) sha=[0-9a-f]* -->\s*$/;
function readMarker(body) {
  const found = MARKER.exec(body);
  if (found === null) return void 0;
  const [, key = "", run, attempt] = found;
  return { key, run_id: Number(run), run_attempt: Number(attempt) };
}
function ageOf({ body }) {
  return readMarker(body) ?? { run_id: 0, run_attempt: 0 };
}
function compareAge(a, b) {
  return a.run_id - b.run_id || a.run_attempt - b.run_attempt;
}

// src/answers/recording.ts
function recording(ports) {
  const trainings = /* @__PURE__ */ new Map();
  const of = (name) => {
    const known = trainings.get(name) ?? { name, runner_gpu: null, calibration: [], measurements: [], traces: [] };
    trainings.set(name, known);
    return known;
  };
  const recorded = {
    lanes: ports.lanes,
    runnerGpu: async (training) => {
      const gpu = await ports.runnerGpu(training);
      of(training.name).runner_gpu = gpu === void 0 ? null : { ...gpu };
      return gpu;
    },
    calibration: {
      known: async (training) => {
        const known = await ports.calibration.known(training);
        of(training.name).calibration = [...known];
        return known;
      },
      keep: ports.calibration.keep
    },
    measure: async (training, workspace2, limit) => {
      const measurement = await ports.measure(training, workspace2, limit);
      const answer = recordable(measurement);
      const question = await measureQuestion(training, limit);
      if (answer !== void 0) of(training.name).measurements.push({ question, answer });
      return measurement;
    },
    trace: (training, device, workspace2) => {
      const session = ports.trace(training, device, workspace2);
      return {
        at: async (batchSize) => {
          const answer = await session.at(batchSize);
          const question = await traceQuestion(training, device, batchSize);
          of(training.name).traces.push({ question, answer: await recordedTrace(answer) });
          return answer;
        },
        end: session.end
      };
    }
  };
  return { ports: recorded, answers: () => ({ schema: "vram-budget/answers@1", trainings: [...trainings.values()] }) };
}
async function recordedTrace(answer) {
  return answer.kind === "failed" ? answer : { kind: "answered", packed: await packed(answer.trace) };
}

// src/jobs/branch-calibration.ts
function withBranchCalibration(ports, job) {
  if (job.run.base === void 0 || job.inputs.token === "" || job.inputs.mode === "measure") return ports;
  const { calibration } = ports;
  let found;
  const known = async (training) => mergedCalibration(await calibration.known(training), await (found ??= branchCalibration(job)));
  return { ...ports, calibration: { ...calibration, known } };
}
async function branchCalibration({ repository, api }) {
  const branch = await dataBranchApi(repository, api);
  try {
    return await calibrationIn2(await branch.tip(), branch);
  } catch (error2) {
    if (error2 instanceof UserError) warning(error2.message);
    else if (!(error2 instanceof GitHubError)) throw error2;
    return [];
  }
}

// src/github/approval.ts
var LabelEvent = object({
  action: literal("labeled"),
  label: object({ name: string() }),
  sender: object({ login: string().check(_regex(/^[A-Za-z0-9][\w-]{0,99}$/)) })
});
function approvalIn(event, payload, label) {
  if (event !== "pull_request" || label === "") return void 0;
  const { data } = LabelEvent.safeParse(payload);
  return data?.label.name === label ? { by: data.sender.login } : void 0;
}
var MAY_WRITE = /* @__PURE__ */ new Set(["admin", "write"]);
var Permission = object({ permission: string() });
async function mayApprove({ owner, repo }, { by }, options) {
  if (options.token === "") return false;
  const { repos } = (await clientOf(options)).rest;
  try {
    const { data } = await callWith(options)(
      `find out what ${by} may do here`,
      (signal) => repos.getCollaboratorPermissionLevel({ owner, repo, username: by, request: { signal } })
    );
    return MAY_WRITE.has(read(Permission, data).permission);
  } catch (error2) {
    if (error2 instanceof GitHubError) return false;
    throw error2;
  }
}

// src/jobs/check-job.ts
var LOG = { write: (text) => process.stdout.write(text) };
async function checkJob(job) {
  const configs = await loaded(job);
  const notAsked = { reason: "not-asked", detail: "the input measure is never" };
  const refused = refusalToMeasure(job.run.event) ?? (job.inputs.measure === "never" ? notAsked : void 0);
  const base = await jobBase(job, configs);
  return { results: await checked(job, { ...await portsOf(job, refused), base }, configs), configs };
}
async function planJob(job) {
  const { inputs, run, payload, environment } = job;
  const { event } = run;
  const configs = await loaded(job);
  const refusal = refusalToMeasure(event);
  const isHosted = event.name === "pull_request" && environment["RUNNER_ENVIRONMENT"] === "github-hosted";
  const traces = refusal === void 0 || refusal.reason === "fork" && isHosted;
  const planned = { reason: "not-asked", detail: "this job plans, and others measure" };
  const { ports, answers } = recording(await portsOf(job, traces ? planned : refusal));
  const results = await checked(job, { ...ports, base: await jobBase(job, configs) }, configs);
  const asked = refusal === void 0 || approvalIn(event.name, payload, inputs.approvalLabel) !== void 0;
  const include = asked && inputs.measure !== "never" ? legsOf(configs, inputs.commentKey) : [];
  return {
    results,
    configs,
    answers: formatAnswers(answers()),
    outputs: { matrix: JSON.stringify({ include }), artifact: plannedArtifact(inputs.commentKey) }
  };
}
async function measureJob(job) {
  const { inputs } = job;
  const configs = onlyOne(await loaded(job), inputs.training);
  const { ports, answers } = recording(await portsOf(job, await refusalUnlessApproved(job, configs)));
  const isOfRunner = configs.some(({ config }) => config.trainings.some(({ device }) => device.kind === "runner"));
  const base = isOfRunner ? await jobBase(job, configs) : void 0;
  return {
    results: await checked(job, { ...ports, base }, configs),
    configs,
    answers: formatAnswers(answers()),
    outputs: { artifact: measuredArtifact(inputs.commentKey, inputs.training ?? "") }
  };
}
async function refusalUnlessApproved(job, [config]) {
  const { inputs, run, payload, api, repository, environment, workspace: workspace2 } = job;
  const refusal = refusalToMeasure(run.event);
  if (refusal?.reason !== "fork") return refusal;
  const approval = approvalIn(run.event.name, payload, inputs.approvalLabel);
  if (approval === void 0 || !await mayApprove(repository, approval, api)) return refusal;
  const { sha } = await checkedOut(workspace2, config?.source.path ?? workspace2);
  if (sha !== void 0 && [run.head_sha, environment["GITHUB_SHA"]].includes(sha)) return void 0;
  return { ...refusal, detail: `${refusal.detail}: the commit that was labelled is not what is checked out` };
}
function onlyOne(configs, wanted) {
  const found = configs.flatMap((loadedConfig) => {
    const trainings = loadedConfig.config.trainings.filter(({ name }) => name === wanted);
    return trainings.length === 0 ? [] : [{ ...loadedConfig, config: { ...loadedConfig.config, trainings } }];
  });
  if (found.length > 0) return found;
  const names = configs.flatMap(({ config }) => config.trainings.map(({ name }) => name)).join(", ");
  throw new UserError(`Cannot use the input training: found ${JSON.stringify(wanted ?? "")}, wanted one of ${names}`);
}
function loaded({ inputs: { configs }, workspace: workspace2 }) {
  return Promise.all(
    (configs.length === 0 ? [void 0] : configs).map((name) => loadConfig(configFilePorts, workspace2, name))
  );
}
async function portsOf(job, refused) {
  const { python, timeoutMs, calibration } = job.inputs;
  const progress = progressReporter(LOG);
  const ports = checkPorts({
    refused,
    python,
    timeoutMs,
    environment: job.environment,
    signal: job.signal,
    calibration: calibration === void 0 ? cachedCalibration(job.environment) : await calibrationIn(job.workspace, calibration),
    onProgress: progress.step,
    onOutput: () => {
    },
    // a line of the training's could be a workflow command
    onWarning: (message) => warning(message)
  });
  return { ...withBranchCalibration(ports, job), measure: progress.ending(ports.measure) };
}
async function checked(job, ports, configs) {
  const { verify } = job.inputs;
  return check(ports, configs, { ...AS_CONFIGURED, verify, isAccepted: await hasAcceptLabel(job) });
}

// src/github/checks.ts
var MOST_ANNOTATIONS = 50;
var CHECKS = { permissions: "checks=write", there: "the commit" };
var STATUSES = { permissions: "statuses=write", there: "the commit" };
async function checksApi({ owner, repo }, options) {
  const { checks, repos } = (await clientOf(options)).rest;
  const call = callWith(options, CHECKS);
  const callForStatus = callWith(options, STATUSES);
  const here = { owner, repo };
  return {
    async create({ name, sha, details_url }, conclusion, output) {
      const { data } = await call(
        "write the check run",
        (signal) => checks.create({
          ...here,
          name,
          head_sha: sha,
          details_url,
          status: "completed",
          conclusion,
          output: sent(output),
          request: { signal }
        })
      );
      return read(object({ id: int() }), data).id;
    },
    async update(check_run_id, output) {
      await call(
        "add annotations to the check run",
        (signal) => checks.update({ ...here, check_run_id, output: sent(output), request: { signal } })
      );
    },
    async status({ name: context, sha, details_url: target_url }, state, description) {
      await callForStatus(
        "write the commit status",
        (signal) => repos.createCommitStatus({ ...here, sha, state, context, target_url, description, request: { signal } })
      );
    }
  };
}
function sent({ annotations, ...texts }) {
  return { ...texts, annotations: [...annotations] };
}

// src/github/check-run.ts
var TITLE_LIMIT = 140;
async function markCommit(api, mark, { verdict, title, summary: summary2, annotations }) {
  const output = { title: cut(title, TITLE_LIMIT), summary: summary2 };
  const [first = [], ...more] = batches(annotations.flatMap(checkAnnotation), MOST_ANNOTATIONS);
  const conclusion = verdict === "pass" ? "success" : "failure";
  const id = await answerOrError(api.create(mark, conclusion, { ...output, annotations: first }), REFUSALS);
  if (id instanceof GitHubError) {
    const refusal = await answerOrError(api.status(mark, STATES[verdict], output.title), REFUSALS);
    if (refusal instanceof GitHubError) return { kind: "none", why: `${id.message}; ${refusal.message}` };
    return { kind: "commit status", why: id.message };
  }
  for (const batch of more) await api.update(id, { ...output, annotations: batch });
  return { kind: "check run" };
}
var STATES = { pass: "success", fail: "failure", unknown: "error" };
var REFUSALS = [403, 404, 405, 501];
function checkAnnotation({ level, message, place }) {
  if (place === void 0) return [];
  const { file: path, startLine: line, startColumn: column } = place;
  const levels = { error: "failure", warning: "warning", notice: "notice" };
  const where = { path, start_line: line, end_line: line, start_column: column, end_column: column };
  return [{ ...where, annotation_level: levels[level], message }];
}
function batches(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
function cut(text, most) {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}\u2026`;
}

// src/jobs/commit-mark.ts
async function markOutcome(job, cameTo, log) {
  const { inputs, run, repository, api, environment } = job;
  if (inputs.checkRun === "never" || inputs.mode === "plan" || inputs.mode === "measure") return;
  if (inputs.token === "") throw new UserError("Cannot mark the commit: the input github-token is empty");
  const { GITHUB_SERVER_URL: server = "https://github.com", GITHUB_RUN_ID: run_id = "" } = environment;
  const mark = {
    name: inputs.commentKey === "default" ? "vram-budget" : `vram-budget (${inputs.commentKey})`,
    sha: run.head_sha,
    details_url: `${server}/${repository.owner}/${repository.repo}/actions/runs/${run_id}`
  };
  const marked = await markCommit(await checksApi(repository, api), mark, shownOf(cameTo));
  switch (marked.kind) {
    case "check run":
      return;
    case "commit status":
      return log.info(`A commit status stands in the place of a check run: ${marked.why}`);
    case "none":
      return log.warning(`Neither a check run nor a commit status stands at the commit: ${marked.why}`);
  }
}
function shownOf(cameTo) {
  const summary2 = fittingText(DETAILS, cameTo.render, CHECK_LIMIT);
  if ("problem" in cameTo) {
    const [title = ""] = cameTo.problem.split("\n");
    return { verdict: "unknown", title, summary: summary2, annotations: allProblems(cameTo.problem) };
  }
  const { results } = cameTo;
  return { verdict: results.verdict, title: headline(results), summary: summary2, annotations: allAnnotations(results) };
}

// src/jobs/job-problem.ts
function problemOf(error2, mode) {
  if (isExpected(error2)) return error2.message;
  if (mode !== "report") return void 0;
  return `Cannot work out what the jobs have left: ${error2 instanceof Error ? error2.message : String(error2)}`;
}
function stackOf(error2) {
  return error2 instanceof Error ? error2.stack ?? error2.message : String(error2);
}

// src/github/data-branch.ts
var ROUNDS2 = 20;
async function writeToBranch(api, { message, filesFor }, pause) {
  for (let round = 1; round <= ROUNDS2; round++) {
    const tip = await api.tip();
    const files = await filesFor(tip);
    if (files.size === 0) return "unchanged";
    if (await api.advance(tip, await api.commit(tip, files, message))) return "written";
    await pause(round);
  }
  return "overtaken";
}

// src/github/default-branch.ts
var Repository = object({ id: int(), default_branch: string().check(_minLength(1)) });
var Push = object({ repository: Repository, ref: string() });
var EndedPush = object({
  repository: Repository,
  workflow_run: object({ event: literal("push"), head_branch: string(), head_repository: Id })
});
function isPushToDefaultBranch(name, payload) {
  if (name === "push") {
    const { data: data2 } = Push.safeParse(payload);
    return data2 !== void 0 && data2.ref === `refs/heads/${data2.repository.default_branch}`;
  }
  if (name !== "workflow_run") return false;
  const { data } = EndedPush.safeParse(payload);
  if (data === void 0) return false;
  const { repository, workflow_run } = data;
  return workflow_run.head_branch === repository.default_branch && workflow_run.head_repository.id === repository.id;
}

// src/github/run-records.ts
import { createHash } from "node:crypto";
function recordsOfRun(results, trainings, run) {
  const configs = new Map(trainings.map((training) => [training.name, configHash(training)]));
  return {
    key: run.key,
    sha: run.sha,
    records: results.trainings.map((result) => recordOf(result, configs.get(result.name) ?? null, run)),
    contexts: results.trainings.flatMap(({ name, measurement }) => {
      const observed = measurement.kind === "measured" ? observedContext(measurement.document) : void 0;
      return observed === void 0 ? [] : [{ training: name, observed }];
    }),
    badge: badgeOf(results),
    day: run.now.toISOString().slice(0, 10)
  };
}
function recordOf(result, config, run) {
  const { name, verdict, batch_size, budget, measurement } = result;
  return {
    schema: RECORD_SCHEMA,
    training: name,
    sha: run.sha,
    run: { id: run.run_id, attempt: run.run_attempt },
    date: `${run.now.toISOString().slice(0, 19)}Z`,
    verdict,
    batch_size: batch_size ?? null,
    config,
    needed: budget === void 0 ? null : {
      card: printable(budget.device.name),
      needed_bytes: budget.needed_bytes,
      limit_bytes: budget.limit_bytes,
      from: budget.from
    },
    measured: measurement.kind === "measured" ? measuredOf(measurement.document) : null,
    accepted: run.isAccepted ? "label" : null
  };
}
function measuredOf(document) {
  const { device, steps, allocated_bytes, reserved_bytes, device_bytes, out_of_memory } = document;
  if (out_of_memory !== null) return null;
  const { kind } = device;
  return {
    kind,
    card: printable(device.name),
    versions: Object.fromEntries(
      Object.entries(versionsOf(document)).map(([name, version]) => [printable(name), printable(version)])
    ),
    steps,
    allocated_bytes,
    reserved_bytes,
    device_bytes
  };
}
function printable(text) {
  return text.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 200) || "?";
}
function configHash(training) {
  const text = JSON.stringify(training, (key, value) => key === "place" ? void 0 : sorted(value));
  return createHash("sha256").update(text).digest("hex");
}
function sorted(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1));
}

// src/jobs/kept-history.ts
var PAUSE_MS = 200;
var MOST_PAUSE_MS = 5e3;
async function keepHistory(job, results, configs) {
  const { inputs, run, repository, api, payload, environment } = job;
  if (!inputs.history || inputs.mode === "plan" || inputs.mode === "measure") return void 0;
  if (!isPushToDefaultBranch(environment["GITHUB_EVENT_NAME"] ?? "", payload)) return void 0;
  if (inputs.token === "") throw new UserError("Cannot keep the history: the input github-token is empty");
  const trainings = configs.flatMap(({ config }) => config.trainings);
  const records = recordsOfRun(results, trainings, {
    key: inputs.commentKey,
    sha: run.head_sha,
    run_id: run.run_id,
    run_attempt: run.run_attempt,
    now: /* @__PURE__ */ new Date(),
    isAccepted: await wasAccepted(job)
  });
  const branch = await dataBranchApi(repository, api);
  const pause = (round) => api.sleep(Math.min(PAUSE_MS * 2 ** round, MOST_PAUSE_MS) * Math.random());
  const ended = await writeToBranch(branch, historyUpdate(branch, records), pause);
  if (ended === "overtaken")
    throw new UserError(`Cannot keep the history: others wrote to ${DATA_BRANCH} all the time`);
  return `The branch ${DATA_BRANCH}: ${ended}`;
}

// src/report/problem.ts
var LINES = { 0: Infinity, 1: 200, 2: 40, 3: 10, 4: 1 };
function renderProblem(message, detail) {
  const lines = message.split("\n");
  const shown = lines.slice(0, LINES[detail]);
  if (shown.length < lines.length) shown.push(`\u2026 and ${lines.length - shown.length} more lines in the log`);
  const title = escapeMarkdown((lines[0] ?? "").slice(0, 300));
  return `### \u2754 GPU memory not decided: ${title}

${fence(shown.join("\n"), "text")}
`;
}

// src/action.ts
var env = takeEnvironment();
var workspace = env["GITHUB_WORKSPACE"] ?? process.cwd();
async function main(cancelled) {
  const inputs = readInputs(env);
  if (inputs.token !== "") setSecret(inputs.token);
  const { job, outcome } = await decide(await readJob(inputs, cancelled));
  if (cancelled.aborted) return Number(cancelled.reason);
  await reportFailure("write the job summary", () => writeSummary(outcome));
  await reportFailure("leave the report", () => writeOutputs(job, outcome));
  await reportFailure("keep the comment", () => writeComment(job, outcome));
  await reportFailure("mark the commit", () => markOutcome(job, outcome, core_exports));
  await reportFailure("keep the history", () => writeHistory(job, outcome));
  return outcome.exitCode;
}
async function readJob(inputs, signal) {
  const [name, payload] = [env["GITHUB_EVENT_NAME"] ?? "", await readPayload()];
  const [owner = "", repo = ""] = (env["GITHUB_REPOSITORY"] ?? "").split("/");
  const apiUrl = env["GITHUB_API_URL"] ?? "https://api.github.com";
  const repository = { owner, repo };
  const api = { token: inputs.token, apiUrl, sleep, timeoutMs: 15e3 };
  const run = ownRun(name, payload, {
    run_id: Number(env["GITHUB_RUN_ID"] ?? 0),
    run_attempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? 1),
    sha: env["GITHUB_SHA"] ?? ""
  });
  return { inputs, run, payload, environment: env, workspace, repository, api, signal };
}
async function readPayload() {
  try {
    return JSON.parse(await readFile(env["GITHUB_EVENT_PATH"] ?? "", "utf8"));
  } catch {
    return void 0;
  }
}
var JOBS = {
  check: checkJob,
  plan: planJob,
  measure: measureJob,
  report: async (job) => (await import("./chunks/report-job-NO3EKOO2.js")).reportJob(job)
};
async function decide(own) {
  const { mode } = own.inputs;
  let job = own;
  try {
    if (mode === "report") job = await reportedJob(own);
    const done = await JOBS[mode](job);
    const { results } = done;
    const exitCode = done.answers === void 0 ? EXIT_CODES[results.verdict] : 0;
    return {
      job,
      outcome: {
        ...done,
        render: (detail) => renderMarkdown(results, detail, linksOf(env, job.run.head_sha)),
        exitCode
      }
    };
  } catch (error2) {
    const problem = problemOf(error2, mode);
    if (problem === void 0) throw error2;
    if (!isExpected(error2)) error(stackOf(error2));
    return { job, outcome: { problem, render: (detail) => renderProblem(problem, detail), exitCode: 2 } };
  }
}
async function reportedJob(job) {
  const { inputs, run, payload, repository, api } = job;
  if (inputs.token === "") throw new UserError("Cannot read what the jobs have left: the input github-token is empty");
  const ended = await endedRun(run.event.name, payload, await pullsApi(repository, api));
  return ended === void 0 ? job : { ...job, run: ended };
}
async function writeSummary({ render }) {
  const text = fittingText(DETAILS, render, SUMMARY_LIMIT);
  if (env["GITHUB_STEP_SUMMARY"] !== void 0) {
    await summary.addRaw(text, true).write();
    return;
  }
  const resume = randomUUID();
  info(`::stop-commands::${resume}
${text}
::${resume}::`);
}
async function writeOutputs({ inputs, run }, outcome) {
  if ("problem" in outcome) {
    annotate(problemAnnotations(outcome.problem));
    setOutput("verdict", "unknown");
    setOutput("trainings", "[]");
    return;
  }
  const { results, answers, outputs } = outcome;
  if (answers === void 0) annotate(annotationsOf(results));
  for (const [name, value] of Object.entries({ ...outputsOf(results), ...outputs })) setOutput(name, value);
  const left = answers === void 0 ? [] : [{ path: ANSWERS_FILE, text: answers }];
  const files = await reportFiles(results, await pageAssets(), linksOf(env, run.head_sha));
  const folder = await leaveFiles(workspace, inputs.output, [...files, ...left]);
  if (answers !== void 0) setOutput("answers", join3(folder, ANSWERS_FILE));
  setOutput("report", join3(folder, "report.json"));
  setOutput("markdown", join3(folder, "report.md"));
}
function annotate(annotations) {
  const write = { error, warning, notice };
  for (const { level, message, place } of annotations) {
    write[level](message, { title: "vram-budget", ...place });
  }
}
async function writeComment({ inputs, run, repository, api }, outcome) {
  const { mode, comment, commentKey: commentKey2, token } = inputs;
  const { event, run_id, run_attempt } = run;
  if (mode === "plan" || mode === "measure" || event.pull_request === void 0 || comment === "never") return;
  if (token === "") throw new UserError("Cannot keep the comment: the input github-token is empty");
  const { number, head_sha } = event.pull_request;
  const key = { key: commentKey2, run_id, run_attempt, head_sha };
  const { create, render } = commentText(comment, outcome, linksOf(env, head_sha));
  const comments = await commentsApi({ ...repository, number }, api);
  const kept = await keepComment(comments, key, fittingText(DETAILS, render, COMMENT_LIMIT), create);
  info(`The comment on pull request #${number}: ${kept}`);
}
async function writeHistory(job, outcome) {
  if ("problem" in outcome) return;
  const kept = await keepHistory(job, outcome.results, outcome.configs);
  if (kept !== void 0) info(kept);
}
async function reportFailure(what, say) {
  try {
    await say();
  } catch (error2) {
    if (isExpected(error2)) warning(error2.message);
    else warning(`Cannot ${what}: ${error2 instanceof Error ? error2.message : String(error2)}`);
  }
}
try {
  process.exitCode = await main(cancellation());
} catch (error2) {
  error(isExpected(error2) ? error2.message : stackOf(error2));
  process.exitCode = 2;
}
