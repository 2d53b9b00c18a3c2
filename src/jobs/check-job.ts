import * as core from "@actions/core";
import { hasAcceptLabel } from "./accepted-growth.ts";
import { formatAnswers } from "../answers/document.ts";
import { legsOf, measuredArtifact, plannedArtifact } from "../answers/legs.ts";
import { recording } from "../answers/recording.ts";
import { cachedCalibration, calibrationIn } from "../world/calibration-file.ts";
import { withBranchCalibration } from "./branch-calibration.ts";
import type { CheckPorts } from "../commands/check-ports.ts";
import { AS_CONFIGURED, check } from "../commands/check.ts";
import { type LoadedConfig, loadConfig } from "../commands/config-file.ts";
import { UserError } from "../config/user-error.ts";
import { approvalIn, mayApprove } from "../github/approval.ts";
import { checkedOut } from "../github/checked-out.ts";
import { type Refusal, refusalToMeasure } from "../github/guard.ts";
import type { Done, Job } from "./job.ts";
import { jobBase } from "./job-base.ts";
import { checkPorts, configFilePorts, type MeasureOptions } from "../world/ports.ts";
import { progressReporter } from "../world/progress.ts";

/** Never a terminal, even where a runner gives one: the workflow command after a line that moves would be lost in it. */
const LOG = { write: (text: string) => process.stdout.write(text) };

/** Everything in one job. */
export async function checkJob(job: Job): Promise<Done> {
  const configs = await loaded(job);
  const notAsked = { reason: "not-asked", detail: "the input measure is never" } as const;
  const refused = refusalToMeasure(job.run.event) ?? (job.inputs.measure === "never" ? notAsked : undefined);
  const base = await jobBase(job, configs);
  return { results: await checked(job, { ...(await portsOf(job, refused)), base }, configs), configs };
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
  const results = await checked(job, { ...ports, base: await jobBase(job, configs) }, configs);
  const asked = refusal === undefined || approvalIn(event.name, payload, inputs.approvalLabel) !== undefined;
  const include = asked && inputs.measure !== "never" ? legsOf(configs, inputs.commentKey) : [];
  return {
    results,
    configs,
    answers: formatAnswers(answers()),
    outputs: { matrix: JSON.stringify({ include }), artifact: plannedArtifact(inputs.commentKey) },
  };
}

/** Measures one training. What may write is another job's, which believes nothing of what this one says but its answers. */
export async function measureJob(job: Job): Promise<Done> {
  const { inputs } = job;
  const configs = onlyOne(await loaded(job), inputs.training);
  const { ports, answers } = recording(await portsOf(job, await refusalUnlessApproved(job, configs)));
  // what changed since the base is traced by who plans, unless it is traced for the card that is here
  const isOfRunner = configs.some(({ config }) => config.trainings.some(({ device }) => device.kind === "runner"));
  const base = isOfRunner ? await jobBase(job, configs) : undefined;
  return {
    results: await checked(job, { ...ports, base }, configs),
    configs,
    answers: formatAnswers(answers()),
    outputs: { artifact: measuredArtifact(inputs.commentKey, inputs.training ?? "") },
  };
}

/** A fork's commit is measured where it was approved, and is what lies here: another may have been pushed since. */
async function refusalUnlessApproved(job: Job, [config]: readonly LoadedConfig[]): Promise<Refusal | undefined> {
  const { inputs, run, payload, api, repository, environment, workspace } = job;
  const refusal = refusalToMeasure(run.event);
  if (refusal?.reason !== "fork") return refusal;
  const approval = approvalIn(run.event.name, payload, inputs.approvalLabel);
  if (approval === undefined || !(await mayApprove(repository, approval, api))) return refusal;
  const { sha } = await checkedOut(workspace, config?.source.path ?? workspace);
  // of the event's own merge with the base the labelled commit is a parent
  if (sha !== undefined && [run.head_sha, environment["GITHUB_SHA"]].includes(sha)) return undefined;
  return { ...refusal, detail: `${refusal.detail}: the commit that was labelled is not what is checked out` };
}

function onlyOne(configs: readonly LoadedConfig[], wanted: string | undefined): LoadedConfig[] {
  const found = configs.flatMap((loadedConfig) => {
    const trainings = loadedConfig.config.trainings.filter(({ name }) => name === wanted);
    return trainings.length === 0 ? [] : [{ ...loadedConfig, config: { ...loadedConfig.config, trainings } }];
  });
  if (found.length > 0) return found;
  const names = configs.flatMap(({ config }) => config.trainings.map(({ name }) => name)).join(", ");
  throw new UserError(`Cannot use the input training: found ${JSON.stringify(wanted ?? "")}, wanted one of ${names}`);
}

function loaded({ inputs: { configs }, workspace }: Job): Promise<LoadedConfig[]> {
  return Promise.all(
    (configs.length === 0 ? [undefined] : configs).map((name) => loadConfig(configFilePorts, workspace, name)),
  );
}

async function portsOf(job: Job, refused: MeasureOptions["refused"]): Promise<CheckPorts> {
  const { python, timeoutMs, calibration } = job.inputs;
  const progress = progressReporter(LOG);
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
  return { ...withBranchCalibration(ports, job), measure: progress.ending(ports.measure) };
}

async function checked(job: Job, ports: CheckPorts, configs: readonly LoadedConfig[]) {
  const { verify } = job.inputs;
  return check(ports, configs, { ...AS_CONFIGURED, verify, isAccepted: await hasAcceptLabel(job) });
}
