import * as core from "@actions/core";
import { formatAnswers } from "./answers/document.ts";
import { legsOf, measuredArtifact, plannedArtifact } from "./answers/legs.ts";
import { recording } from "./answers/recording.ts";
import { cachedCalibration, calibrationIn } from "./calibration-file.ts";
import { AS_CONFIGURED, check, type CheckedConfig, type CheckPorts } from "./commands/check.ts";
import { loadConfig } from "./commands/config-file.ts";
import { UserError } from "./config/user-error.ts";
import { approvalIn, mayApprove } from "./github/approval.ts";
import { refusalToMeasure } from "./github/guard.ts";
import type { Done, Job } from "./job.ts";
import { checkPorts, configFilePorts, type MeasureOptions } from "./ports.ts";
import { progressReporter } from "./progress.ts";

/** Everything in one job. */
export async function checkJob(job: Job): Promise<Done> {
  const configs = await loaded(job);
  const notAsked = { reason: "not-asked", detail: "the input measure is never" } as const;
  const refused = refusalToMeasure(job.run.event) ?? (job.inputs.measure === "never" ? notAsked : undefined);
  return { results: await checked(job, await portsOf(job, refused), configs) };
}

/**
 * Predicts, and says what there is to measure. A fork's own code is run under fake tensors only where it gets no more than
 * on any hosted runner: a machine that is thrown away, in an event whose token only reads.
 */
export async function planJob(job: Job): Promise<Done> {
  const { inputs, run, payload, environment } = job;
  const { event } = run;
  const configs = await loaded(job);
  const refusal = refusalToMeasure(event);
  const isHosted = event.name === "pull_request" && environment["RUNNER_ENVIRONMENT"] === "github-hosted";
  const traces = refusal === undefined || (refusal.reason === "fork" && isHosted);
  const planned = { reason: "not-asked", detail: "this job plans, and others measure" } as const;
  const { ports, answers } = recording(await portsOf(job, traces ? planned : refusal));
  const results = await checked(job, ports, configs);
  const asked = refusal === undefined || approvalIn(event.name, payload, inputs.approvalLabel) !== undefined;
  const include = asked && inputs.measure !== "never" ? legsOf(configs, inputs.commentKey) : [];
  return {
    results,
    answers: formatAnswers(answers()),
    outputs: { matrix: JSON.stringify({ include }), artifact: plannedArtifact(inputs.commentKey) },
  };
}

/** Measures one training. What may write is another job's, which believes nothing of what this one says but its answers. */
export async function measureJob(job: Job): Promise<Done> {
  const { inputs } = job;
  const configs = onlyOne(await loaded(job), inputs.training);
  const { ports, answers } = recording(await portsOf(job, await refusalUnlessApproved(job)));
  return {
    results: await checked(job, ports, configs),
    answers: formatAnswers(answers()),
    outputs: { artifact: measuredArtifact(inputs.commentKey, inputs.training ?? "") },
  };
}

async function refusalUnlessApproved({ inputs, run, payload, api, repository }: Job) {
  const refusal = refusalToMeasure(run.event);
  if (refusal?.reason !== "fork") return refusal;
  const approval = approvalIn(run.event.name, payload, inputs.approvalLabel);
  return approval !== undefined && (await mayApprove(repository, approval, api)) ? undefined : refusal;
}

function onlyOne(configs: readonly CheckedConfig[], wanted: string | undefined): CheckedConfig[] {
  const found = configs.flatMap(({ config, workspace }) =>
    config.trainings
      .filter(({ name }) => name === wanted)
      .map((training) => ({ config: { ...config, trainings: [training] }, workspace })),
  );
  if (found.length > 0) return found;
  const names = configs.flatMap(({ config }) => config.trainings.map(({ name }) => name)).join(", ");
  throw new UserError(`Cannot use the input training: found ${JSON.stringify(wanted ?? "")}, wanted one of ${names}`);
}

function loaded({ inputs: { configs }, workspace }: Job): Promise<CheckedConfig[]> {
  return Promise.all(
    (configs.length === 0 ? [undefined] : configs).map((name) => loadConfig(configFilePorts, workspace, name)),
  );
}

async function portsOf(job: Job, refused: MeasureOptions["refused"]): Promise<CheckPorts> {
  const { python, timeoutMs, calibration } = job.inputs;
  const progress = progressReporter(process.stdout);
  const ports = checkPorts({
    refused,
    python,
    timeoutMs,
    environment: job.environment,
    signal: job.signal,
    calibration:
      calibration === undefined ? cachedCalibration(job.environment) : await calibrationIn(job.workspace, calibration),
    onProgress: progress.step,
    onOutput: () => {}, // a line of the training's could be a workflow command
    onWarning: (message) => core.warning(message),
  });
  return { ...ports, measure: progress.ending(ports.measure) };
}

function checked({ inputs: { verify } }: Job, ports: CheckPorts, configs: readonly CheckedConfig[]) {
  return check(ports, configs, { ...AS_CONFIGURED, verify });
}
