import { hasAcceptLabel } from "./accepted-growth.ts";
import { type Answers, parseAnswers } from "./answers/document.ts";
import { measuredArtifact, plannedArtifact } from "./answers/legs.ts";
import { type Left, noAnswer, type Nothing, playedPorts, type Recorded } from "./answers/playing.ts";
import { AS_CONFIGURED, check } from "./commands/check.ts";
import { CONFIG_FILES, configFromText, type LoadedConfig } from "./commands/config-file.ts";
import { UserError } from "./config/user-error.ts";
import { fileInArchive } from "./github/archive.ts";
import { type Artifact, type ArtifactsApi, artifactsApi, newestOfEachName } from "./github/artifacts.ts";
import { contentsApi, type FileText, type ReadText } from "./github/contents.ts";
import { type Refusal, refusalToMeasure } from "./github/guard.ts";
import type { Inputs } from "./github/inputs.ts";
import { ANSWERS_FILE, type Done, type Job } from "./job.ts";
import { jobBase } from "./job-base.ts";
import type { NotMeasured } from "./measure/measurement.ts";

/** Where configs would lie. Whatever the job may have checked out there is not looked at. */
const NO_CHECKOUT = "/no-checkout";

/** Compressed; the traces of all of examples/zoo have 1.2 MB. */
const MOST_ARCHIVE_BYTES = 32 * 2 ** 20;
const DOWNLOAD_MS = 60_000;

/**
 * Works out again what the other jobs were told. The config is read at the commit that GitHub names; nothing of this runs
 * the repository's code, and of a job's artifact only its answers to the very questions that this config asks count.
 */
export async function reportJob(given: Job): Promise<Done> {
  const job = { ...given, workspace: NO_CHECKOUT };
  const configs = await configsAt(job);
  const ports = playedPorts(await recordingsOf(job, configs));
  const base = await jobBase(job, configs);
  const asked = { ...AS_CONFIGURED, verify: job.inputs.verify, isAccepted: await hasAcceptLabel(job) };
  return { results: await check({ ...ports, base }, configs, asked), configs };
}

async function configsAt({ inputs, run, repository, api, workspace }: Job): Promise<LoadedConfig[]> {
  const textAt = await contentsApi(repository, api, "the head");
  const sha = run.head_sha;
  const named = inputs.configs.length === 0 ? [await firstConfig(textAt, sha)] : inputs.configs;
  return Promise.all(
    named.map(async (file) => {
      const found: FileText = isPath(file) ? await textAt(file, sha) : { kind: "absent" };
      if (found.kind === "text") return configFromText(workspace, file, found.text);
      const why = found.kind === "absent" ? "there is no such file" : `it ${found.why}`;
      throw new UserError(`Cannot read ${file} of ${sha}: ${why}`);
    }),
  );
}

/** As paths stand in a commit. */
function isPath(file: string): boolean {
  return file.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

async function firstConfig(textAt: ReadText, sha: string): Promise<string> {
  for (const file of CONFIG_FILES) if ((await textAt(file, sha)).kind !== "absent") return file;
  throw new UserError(`Cannot find a config in ${sha}: expected ${CONFIG_FILES.join(", ")}, or its path`);
}

/** What there is of each training, by its name. */
async function recordingsOf(job: Job, configs: readonly LoadedConfig[]): Promise<(name: string) => Recorded> {
  const { inputs, run, repository, api } = job;
  const artifacts = await artifactsApi(repository, { ...api, timeoutMs: DOWNLOAD_MS });
  const newest = newestOfEachName(await artifacts.list(run.run_id));
  const left = async (name: string): Promise<Answers | Nothing> => {
    const artifact = newest.get(name);
    return artifact === undefined ? NO_ARTIFACT : answersOf(artifact, artifacts);
  };
  const planned = await left(plannedArtifact(inputs.commentKey));
  const refused = refusalFor(job);
  const measured = new Map<string, Left | NotMeasured>();
  for (const { name } of configs.flatMap(({ config }) => config.trainings)) {
    const found = refused ?? partOf(await left(measuredArtifact(inputs.commentKey, name)), name);
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

const NO_ARTIFACT = nothing("left no answer: it ended before, or has not begun");

function nothing(why: string): Nothing {
  return { kind: "nothing", why };
}

async function answersOf(
  { id, size_bytes, expired }: Artifact,
  { download }: ArtifactsApi,
): Promise<Answers | Nothing> {
  if (expired) return nothing("left an artifact that has expired");
  const archive = size_bytes > MOST_ARCHIVE_BYTES ? undefined : await download(id, MOST_ARCHIVE_BYTES);
  if (archive === undefined) return nothing(`left an artifact of more than ${MOST_ARCHIVE_BYTES} bytes`);
  const unpacked = await fileInArchive(archive, ANSWERS_FILE);
  const parsed = unpacked.kind === "text" ? parseAnswers(unpacked.text) : unpacked;
  return parsed.kind === "answers" ? parsed.answers : nothing(`left an artifact that cannot be read: ${parsed.detail}`);
}

function partOf(left: Answers | Nothing, name: string): Left | Nothing {
  if ("kind" in left) return left;
  const training = left.trainings.find((each) => each.name === name);
  return training === undefined ? nothing("has left nothing of it") : { kind: "answers", training };
}
