import { type Answers, parseAnswers } from "./answers/document.ts";
import { measuredArtifact, plannedArtifact } from "./answers/legs.ts";
import { type Left, playedPorts, type Playing } from "./answers/playing.ts";
import { AS_CONFIGURED, check } from "./commands/check.ts";
import { CONFIG_FILES, configFromText, type LoadedConfig } from "./commands/config-file.ts";
import { UserError } from "./config/user-error.ts";
import { fileInArchive } from "./github/archive.ts";
import { type Artifact, type ArtifactsApi, artifactsApi, newestOfEachName } from "./github/artifacts.ts";
import { contentsApi, type ReadText } from "./github/contents.ts";
import { refusalToMeasure } from "./github/guard.ts";
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
  const ports = playedPorts({ of: await recordingsOf(job, configs), refused: refusalFor(job) });
  const base = await jobBase(job, configs);
  return { results: await check({ ...ports, base }, configs, { ...AS_CONFIGURED, verify: job.inputs.verify }) };
}

async function configsAt({ inputs, run, repository, api, workspace }: Job): Promise<LoadedConfig[]> {
  const textAt = await contentsApi(repository, api);
  const found = inputs.configs.length === 0 ? [await firstConfig(textAt, run.head_sha)] : inputs.configs;
  return Promise.all(
    found.map(async (file) => {
      const text = isPath(file) ? await textAt(file, run.head_sha) : undefined;
      if (text === undefined) throw new UserError(`Cannot read ${file}: there is no such file in ${run.head_sha}`);
      return configFromText(workspace, file, text);
    }),
  );
}

/** As paths stand in a commit. */
function isPath(file: string): boolean {
  return file.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

async function firstConfig(textAt: ReadText, sha: string): Promise<string> {
  for (const file of CONFIG_FILES) if ((await textAt(file, sha)) !== undefined) return file;
  throw new UserError(`Cannot find a config in ${sha}: expected ${CONFIG_FILES.join(", ")}, or its path`);
}

/** The event is of the run that is reported; whether a label approves it, GitHub says and no job. */
function refusalFor({ inputs, run }: Job): NotMeasured | undefined {
  const refusal = refusalToMeasure(run.event);
  if (refusal !== undefined && !(refusal.reason === "fork" && run.labels.includes(inputs.approvalLabel)))
    return notMeasured(refusal);
  if (inputs.measure === "auto") return undefined;
  return notMeasured({ reason: "not-asked", detail: "the input measure is never" });
}

function notMeasured(why: Omit<NotMeasured, "kind">): NotMeasured {
  return { kind: "not-measured", ...why };
}

/** What there is of each training, by its name. */
async function recordingsOf(job: Job, configs: readonly LoadedConfig[]): Promise<Playing["of"]> {
  const { inputs, run, repository, api } = job;
  const artifacts = await artifactsApi(repository, { ...api, timeoutMs: DOWNLOAD_MS });
  const newest = newestOfEachName(await artifacts.list(run.run_id));
  const answersIn = async (name: string): Promise<Answered> => {
    const artifact = newest.get(name);
    if (artifact === undefined) return nothing("left no answer: it ended before, or has not begun");
    return answersOf(artifact, artifacts);
  };
  const planned = await answersIn(plannedArtifact(inputs.commentKey));
  const measured = new Map<string, Answered>();
  if (refusalFor(job) === undefined) {
    for (const { name } of configs.flatMap(({ config }) => config.trainings))
      measured.set(name, await answersIn(measuredArtifact(inputs.commentKey, name)));
  }
  return (name) => ({ measured: leftOf(measured.get(name) ?? NOT_ASKED, name), planned: leftOf(planned, name) });
}

type Nothing = Extract<Left, { kind: "nothing" }>;
type Answered = Answers | Nothing;

const NOT_ASKED = nothing("is not asked for it");

function nothing(why: string): Nothing {
  return { kind: "nothing", why };
}

async function answersOf({ id, size_bytes, expired }: Artifact, { download }: ArtifactsApi): Promise<Answered> {
  if (expired) return nothing("left an artifact that has expired");
  const archive = size_bytes > MOST_ARCHIVE_BYTES ? undefined : await download(id, MOST_ARCHIVE_BYTES);
  if (archive === undefined) return nothing(`left an artifact of more than ${MOST_ARCHIVE_BYTES} bytes`);
  const unpacked = await fileInArchive(archive, ANSWERS_FILE);
  const parsed = unpacked.kind === "text" ? parseAnswers(unpacked.text) : unpacked;
  return parsed.kind === "answers" ? parsed.answers : nothing(`left an artifact that cannot be read: ${parsed.detail}`);
}

function leftOf(answered: Answered, name: string): Left {
  if ("kind" in answered) return answered;
  const training = answered.trainings.find((each) => each.name === name);
  return training === undefined ? nothing("has left nothing of it") : { kind: "answers", training };
}
