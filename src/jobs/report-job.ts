import { hasAcceptLabel } from "./accepted-growth.ts";
import { measuredArtifact, plannedArtifact } from "../answers/legs.ts";
import { type Left, noAnswer, type Nothing, playedPorts, type Recorded } from "../answers/playing.ts";
import { AS_CONFIGURED, check } from "../commands/check.ts";
import type { LoadedConfig } from "../commands/config-file.ts";
import { type Refusal, refusalToMeasure } from "../github/guard.ts";
import type { Inputs } from "../github/inputs.ts";
import { headConfigs } from "./head-configs.ts";
import type { Done, Job } from "./job.ts";
import { jobBase } from "./job-base.ts";
import { leftAnswers, NO_ARTIFACT, partOf } from "./left-answers.ts";
import type { NotMeasured } from "../measure/measurement.ts";

/** Where configs would lie. Whatever the job may have checked out there is not looked at. */
const NO_CHECKOUT = "/no-checkout";

/**
 * Works out again what the other jobs were told. The config is read at the commit that GitHub names; nothing of this runs
 * the repository's code, and of a job's artifact only its answers to the very questions that this config asks count.
 */
export async function reportJob(given: Job): Promise<Done> {
  const job = { ...given, workspace: NO_CHECKOUT };
  const configs = await headConfigs(job);
  const ports = playedPorts(await recordingsOf(job, configs));
  const base = await jobBase(job, configs);
  const asked = { ...AS_CONFIGURED, verify: job.inputs.verify, isAccepted: await hasAcceptLabel(job) };
  return { results: await check({ ...ports, base }, configs, asked), configs };
}

/** What there is of each training, by its name. */
async function recordingsOf(job: Job, configs: readonly LoadedConfig[]): Promise<(name: string) => Recorded> {
  const { commentKey } = job.inputs;
  const left = await leftAnswers(job);
  const planned = await left(plannedArtifact(commentKey));
  const refused = refusalFor(job);
  const measured = new Map<string, Left | NotMeasured>();
  for (const { name } of configs.flatMap(({ config }) => config.trainings)) {
    const found = refused ?? partOf(await left(measuredArtifact(commentKey, name)), name);
    measured.set(name, found.kind === "nothing" ? (unapproved(job, found) ?? noAnswer(found.why)) : found);
  }
  return (name) => ({ measured: measured.get(name) ?? NOT_HERE, planned: partOf(planned, name) });
}

/** The event is of the run that is reported; whether a label approves it, GitHub says and no job. */
function refusalFor({ inputs, run }: Job): NotMeasured | undefined {
  const refusal = refusalToMeasure(run.event);
  if (refusal?.reason === "fork" && run.labels.includes(inputs.approvalLabel)) return undefined;
  if (refusal !== undefined) return { kind: "not-measured", ...refusal, advice: adviceOn(refusal, inputs) };
  if (inputs.measure === "auto") return undefined;
  return { kind: "not-measured", reason: "not-asked", detail: "the input measure is never" };
}

function adviceOn({ reason }: Refusal, { approvalLabel }: Inputs): string | undefined {
  if (reason !== "fork" || approvalLabel === "") return undefined;
  return `whoever may write here lets this commit be measured by the label ${JSON.stringify(approvalLabel)}`;
}

/** A label stays on the pull request when its commit is no longer the head. */
function unapproved(job: Job, found: Nothing): NotMeasured | undefined {
  const refusal = refusalToMeasure(job.run.event);
  if (refusal === undefined || found !== NO_ARTIFACT) return undefined;
  const detail = `${refusal.detail}: no job has measured this commit, which a label from before does not approve`;
  return { kind: "not-measured", ...refusal, detail };
}

/** The base may have trainings that this commit has not. */
const NOT_HERE = noAnswer("knows of none");
