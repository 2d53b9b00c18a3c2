import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as core from "@actions/core";
import { cachedCalibration, calibrationIn } from "./calibration-file.ts";
import { cancellation } from "./cancellation.ts";
import { AS_CONFIGURED, check } from "./commands/check.ts";
import type { BasePort } from "./commands/base-port.ts";
import { type LoadedConfig, loadConfig } from "./commands/config-file.ts";
import type { Base } from "./compare/change.ts";
import type { Results } from "./compare/result.ts";
import { EXIT_CODES } from "./compare/verdict.ts";
import { UserError } from "./config/user-error.ts";
import { type Annotation, annotationsOf, problemAnnotations } from "./github/annotations.ts";
import { baseApi } from "./github/base-api.ts";
import { baseOfEvent } from "./github/base-of-event.ts";
import { type ClientOptions, commentsApi } from "./github/client.ts";
import { type Said, commentText } from "./github/comment-text.ts";
import { GitHubError } from "./github/errors.ts";
import { type WorkflowEvent, readEvent } from "./github/event.ts";
import { COMMENT_LIMIT, SUMMARY_LIMIT, fittingText } from "./github/fitting-text.ts";
import { takeEnvironment } from "./github/handover.ts";
import { refusalToMeasure } from "./github/guard.ts";
import { type Inputs, readInputs } from "./github/inputs.ts";
import { linksOf } from "./github/links.ts";
import { outputsOf } from "./github/outputs.ts";
import { leaveFiles } from "./github/report-files.ts";
import { keepComment } from "./github/sticky-comment.ts";
import { checkPorts, configFilePorts } from "./ports.ts";
import { pullRequestBase } from "./pull-request-base.ts";
import { progressReporter } from "./progress.ts";
import { reportFiles } from "./report/files.ts";
import { DETAILS, renderMarkdown } from "./report/markdown.ts";
import { renderProblem } from "./report/problem.ts";

const env = takeEnvironment();
const workspace = env["GITHUB_WORKSPACE"] ?? process.cwd();

/** Never a terminal, even where a runner gives one: the workflow command after a line that moves would be lost in it. */
const log = { write: (text: string) => process.stdout.write(text) };

async function main(cancelled: AbortSignal): Promise<number> {
  const inputs = readInputs(env);
  if (inputs.token !== "") core.setSecret(inputs.token);
  const payload = await readPayload();
  const event = readEvent(env["GITHUB_EVENT_NAME"] ?? "", payload);
  const outcome = await decide(inputs, event, baseOfEvent(payload), cancelled);
  if (cancelled.aborted) return Number(cancelled.reason);

  // First what no API can refuse: nothing hides the result.
  await reportFailure("write the job summary", () => writeSummary(outcome));
  await reportFailure("leave the report", () => writeOutputs(inputs, event, outcome));
  await reportFailure("keep the comment", () => writeComment(inputs, event, outcome));
  return outcome.exitCode;
}

async function readPayload(): Promise<unknown> {
  try {
    return JSON.parse(await readFile(env["GITHUB_EVENT_PATH"] ?? "", "utf8"));
  } catch {
    return undefined; // no payload, no pull request
  }
}

async function decide(
  inputs: Inputs,
  event: WorkflowEvent,
  base: Base | undefined,
  cancelled: AbortSignal,
): Promise<Said> {
  try {
    const results = await checkConfigs(inputs, event, base, cancelled);
    return {
      results,
      render: (detail) => renderMarkdown(results, detail, linksOf(env, event)),
      exitCode: EXIT_CODES[results.verdict],
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const problem = error.message;
    return { problem, render: (detail) => renderProblem(problem, detail), exitCode: 2 };
  }
}

async function checkConfigs(
  { configs, measure, python, timeoutMs, calibration, verify, token }: Inputs,
  event: WorkflowEvent,
  wanted: Base | undefined,
  signal: AbortSignal,
): Promise<Results> {
  const loaded = await Promise.all(
    (configs.length === 0 ? [undefined] : configs).map((name) => loadConfig(configFilePorts, workspace, name)),
  );
  const progress = progressReporter(log);
  const notAsked = { reason: "not-asked", detail: "the input measure is never" } as const;
  const ports = checkPorts({
    refused: refusalToMeasure(event) ?? (measure === "never" ? notAsked : undefined),
    python,
    timeoutMs,
    environment: env,
    signal,
    calibration: calibration === undefined ? cachedCalibration(env) : await calibrationIn(workspace, calibration),
    onProgress: progress.step,
    onOutput: () => {}, // a line of the training's could be a workflow command
    onWarning: (message) => core.warning(message),
  });
  const base = wanted && (await baseFor(wanted, token, loaded));
  return check({ ...ports, base, measure: progress.ending(ports.measure) }, loaded, { ...AS_CONFIGURED, verify });
}

async function baseFor(wanted: Base, token: string, configs: readonly LoadedConfig[]): Promise<BasePort> {
  const api = token === "" ? undefined : await baseApi(repository(), client(token));
  const paths = configs.map(({ source }) => source.path);
  return pullRequestBase(api, wanted, { workspace, paths, sha: env["GITHUB_SHA"] ?? "" });
}

function repository() {
  const [owner = "", repo = ""] = (env["GITHUB_REPOSITORY"] ?? "").split("/");
  return { owner, repo };
}

function client(token: string): ClientOptions {
  return { token, apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com", sleep, timeoutMs: 15_000 };
}

async function writeSummary({ render }: Said): Promise<void> {
  const text = fittingText(DETAILS, render, SUMMARY_LIMIT);
  if (env["GITHUB_STEP_SUMMARY"] !== undefined) {
    await core.summary.addRaw(text, true).write();
    return;
  }
  const resume = randomUUID(); // until it comes the runner reads no commands
  core.info(`::stop-commands::${resume}\n${text}\n::${resume}::`);
}

async function writeOutputs({ output }: Inputs, event: WorkflowEvent, outcome: Said): Promise<void> {
  if ("problem" in outcome) {
    annotate(problemAnnotations(outcome.problem));
    core.setOutput("verdict", "unknown");
    core.setOutput("trainings", "[]");
    return;
  }
  const { results } = outcome;
  annotate(annotationsOf(results));
  for (const [name, value] of Object.entries(outputsOf(results))) core.setOutput(name, value);
  const folder = await leaveFiles(workspace, output, await reportFiles(results, linksOf(env, event)));
  core.setOutput("report", join(folder, "report.json"));
  core.setOutput("markdown", join(folder, "report.md"));
}

function annotate(annotations: readonly Annotation[]): void {
  const write = { error: core.error, warning: core.warning, notice: core.notice };
  for (const { level, message, place } of annotations) {
    write[level](message, { title: "vram-budget", ...place });
  }
}

async function writeComment(
  { comment, commentKey, token }: Inputs,
  event: WorkflowEvent,
  outcome: Said,
): Promise<void> {
  const { pull_request } = event;
  if (pull_request === undefined || comment === "never") return;
  if (token === "") throw new UserError("Cannot keep the comment: the input github-token is empty");
  const pull = { ...repository(), number: pull_request.number };
  const api = await commentsApi(pull, client(token));
  const key = {
    key: commentKey,
    run_id: Number(env["GITHUB_RUN_ID"] ?? 0),
    run_attempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? 1),
    head_sha: pull_request.head_sha,
  };
  const { create, render } = commentText(comment, outcome, linksOf(env, event));
  const kept = await keepComment(api, key, fittingText(DETAILS, render, COMMENT_LIMIT), create);
  core.info(`The comment on pull request #${pull.number}: ${kept}`);
}

/** What is said about a result never changes it: the exit code is the verdict's. */
async function reportFailure(what: string, say: () => Promise<void>): Promise<void> {
  try {
    await say();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const complete = error instanceof GitHubError || error instanceof UserError;
    core.warning(complete ? message : `Cannot ${what}: ${message}`);
  }
}

try {
  process.exitCode = await main(cancellation());
} catch (error) {
  if (error instanceof UserError) core.error(error.message);
  else core.error(error instanceof Error ? (error.stack ?? error.message) : String(error)); // a bug, and no verdict
  process.exitCode = 2;
}
