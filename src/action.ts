import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as core from "@actions/core";
import { EXIT_CODES } from "./compare/verdict.ts";
import { UserError } from "./config/user-error.ts";
import { type Annotation, annotationsOf, problemAnnotations } from "./github/annotations.ts";
import { commentsApi } from "./github/client.ts";
import { type Said, commentText } from "./github/comment-text.ts";
import { isExpected } from "./github/errors.ts";
import { COMMENT_LIMIT, SUMMARY_LIMIT, fittingText } from "./github/fitting-text.ts";
import { takeEnvironment } from "./github/handover.ts";
import { type Inputs, type Mode, readInputs } from "./github/inputs.ts";
import { linksOf } from "./github/links.ts";
import { outputsOf } from "./github/outputs.ts";
import { pullsApi } from "./github/pulls.ts";
import { leaveFiles } from "./github/report-files.ts";
import { endedRun, ownRun } from "./github/run.ts";
import { keepComment } from "./github/sticky-comment.ts";
import { checkJob, measureJob, planJob } from "./jobs/check-job.ts";
import { markOutcome } from "./jobs/commit-mark.ts";
import { ANSWERS_FILE, type Done, type Job } from "./jobs/job.ts";
import { problemOf, stackOf } from "./jobs/job-problem.ts";
import { keepHistory } from "./jobs/kept-history.ts";
import { reportFiles } from "./report/files.ts";
import { DETAILS, renderMarkdown } from "./report/markdown.ts";
import { renderProblem } from "./report/problem.ts";
import { cancellation } from "./world/cancellation.ts";
import { pageAssets } from "./world/page-assets.ts";

const env = takeEnvironment();
const workspace = env["GITHUB_WORKSPACE"] ?? process.cwd();

/** A config that cannot be used is an outcome too: it is said in the summary and in the comment. */
type Outcome = Said & (Done | { readonly problem: string });

async function main(cancelled: AbortSignal): Promise<number> {
  const inputs = readInputs(env);
  if (inputs.token !== "") core.setSecret(inputs.token);
  const { job, outcome } = await decide(await readJob(inputs, cancelled));
  if (cancelled.aborted) return Number(cancelled.reason);

  // First what no API can refuse: nothing hides the result.
  await reportFailure("write the job summary", () => writeSummary(outcome));
  await reportFailure("leave the report", () => writeOutputs(job, outcome));
  await reportFailure("keep the comment", () => writeComment(job, outcome));
  await reportFailure("mark the commit", () => markOutcome(job, outcome, core));
  await reportFailure("keep the history", () => writeHistory(job, outcome));
  return outcome.exitCode;
}

async function readJob(inputs: Inputs, signal: AbortSignal): Promise<Job> {
  const [name, payload] = [env["GITHUB_EVENT_NAME"] ?? "", await readPayload()];
  const [owner = "", repo = ""] = (env["GITHUB_REPOSITORY"] ?? "").split("/");
  const apiUrl = env["GITHUB_API_URL"] ?? "https://api.github.com";
  const repository = { owner, repo };
  const api = { token: inputs.token, apiUrl, sleep, timeoutMs: 15_000 };
  const run = ownRun(name, payload, {
    run_id: Number(env["GITHUB_RUN_ID"] ?? 0),
    run_attempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? 1),
    sha: env["GITHUB_SHA"] ?? "",
  });
  return { inputs, run, payload, environment: env, workspace, repository, api, signal };
}

async function readPayload(): Promise<unknown> {
  try {
    return JSON.parse(await readFile(env["GITHUB_EVENT_PATH"] ?? "", "utf8"));
  } catch {
    return undefined; // no payload, no pull request
  }
}

const JOBS: Readonly<Record<Mode, (job: Job) => Promise<Done>>> = {
  check: checkJob,
  plan: planJob,
  measure: measureJob,
  report: async (job) => (await import("./jobs/report-job.ts")).reportJob(job),
};

async function decide(own: Job): Promise<{ readonly job: Job; readonly outcome: Outcome }> {
  const { mode } = own.inputs;
  let job = own;
  try {
    if (mode === "report") job = await reportedJob(own);
    const done = await JOBS[mode](job);
    const { results } = done;
    // what leaves answers for another job leaves the verdict to it too
    const exitCode = done.answers === undefined ? EXIT_CODES[results.verdict] : 0;
    return {
      job,
      outcome: {
        ...done,
        render: (detail) => renderMarkdown(results, detail, linksOf(env, job.run.head_sha)),
        exitCode,
      },
    };
  } catch (error) {
    const problem = problemOf(error, mode);
    if (problem === undefined) throw error;
    if (!isExpected(error)) core.error(stackOf(error));
    return { job, outcome: { problem, render: (detail) => renderProblem(problem, detail), exitCode: 2 } };
  }
}

/** A job that is started by the end of a run is about that run. */
async function reportedJob(job: Job): Promise<Job> {
  const { inputs, run, payload, repository, api } = job;
  if (inputs.token === "") throw new UserError("Cannot read what the jobs have left: the input github-token is empty");
  const ended = await endedRun(run.event.name, payload, await pullsApi(repository, api));
  return ended === undefined ? job : { ...job, run: ended };
}

async function writeSummary({ render }: Outcome): Promise<void> {
  const text = fittingText(DETAILS, render, SUMMARY_LIMIT);
  if (env["GITHUB_STEP_SUMMARY"] !== undefined) {
    await core.summary.addRaw(text, true).write();
    return;
  }
  const resume = randomUUID(); // until it comes the runner reads no commands
  core.info(`::stop-commands::${resume}\n${text}\n::${resume}::`);
}

async function writeOutputs({ inputs, run }: Job, outcome: Outcome): Promise<void> {
  if ("problem" in outcome) {
    annotate(problemAnnotations(outcome.problem));
    core.setOutput("verdict", "unknown");
    core.setOutput("trainings", "[]");
    return;
  }
  const { results, answers, outputs } = outcome;
  if (answers === undefined) annotate(annotationsOf(results));
  for (const [name, value] of Object.entries({ ...outputsOf(results), ...outputs })) core.setOutput(name, value);
  const left = answers === undefined ? [] : [{ path: ANSWERS_FILE, text: answers }];
  const files = await reportFiles(results, await pageAssets(), linksOf(env, run.head_sha));
  const folder = await leaveFiles(workspace, inputs.output, [...files, ...left]);
  if (answers !== undefined) core.setOutput("answers", join(folder, ANSWERS_FILE));
  core.setOutput("report", join(folder, "report.json"));
  core.setOutput("markdown", join(folder, "report.md"));
}

function annotate(annotations: readonly Annotation[]): void {
  const write = { error: core.error, warning: core.warning, notice: core.notice };
  for (const { level, message, place } of annotations) {
    write[level](message, { title: "vram-budget", ...place });
  }
}

async function writeComment({ inputs, run, repository, api }: Job, outcome: Outcome): Promise<void> {
  const { mode, comment, commentKey, token } = inputs;
  const { event, run_id, run_attempt } = run;
  if (mode === "plan" || mode === "measure" || event.pull_request === undefined || comment === "never") return;
  if (token === "") throw new UserError("Cannot keep the comment: the input github-token is empty");
  const { number, head_sha } = event.pull_request;
  const key = { key: commentKey, run_id, run_attempt, head_sha };
  const { create, render } = commentText(comment, outcome, linksOf(env, head_sha));
  const comments = await commentsApi({ ...repository, number }, api);
  const kept = await keepComment(comments, key, fittingText(DETAILS, render, COMMENT_LIMIT), create);
  core.info(`The comment on pull request #${number}: ${kept}`);
}

async function writeHistory(job: Job, outcome: Outcome): Promise<void> {
  if ("problem" in outcome) return;
  const kept = await keepHistory(job, outcome.results, outcome.configs);
  if (kept !== undefined) core.info(kept);
}

/** What is said about a result never changes it: the exit code is the verdict's. */
async function reportFailure(what: string, say: () => Promise<void>): Promise<void> {
  try {
    await say();
  } catch (error) {
    if (isExpected(error)) core.warning(error.message);
    else core.warning(`Cannot ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

try {
  process.exitCode = await main(cancellation());
} catch (error) {
  core.error(isExpected(error) ? error.message : stackOf(error)); // a bug, and no verdict
  process.exitCode = 2;
}
