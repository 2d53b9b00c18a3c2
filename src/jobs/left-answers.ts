import { type Answers, parseAnswers } from "../answers/document.ts";
import type { Left, Nothing } from "../answers/playing.ts";
import { fileInArchive } from "../github/archive.ts";
import { type Artifact, artifactsApi, type ArtifactsApi, newestOfEachName } from "../github/artifacts.ts";
import { answerOrError, GitHubError } from "../github/errors.ts";
import { ANSWERS_FILE, type Job } from "./job.ts";

/** That of the answers of all of examples/zoo has 1.2 MB. */
const MOST_ARCHIVE_BYTES = 64 * 2 ** 20;
const DOWNLOAD_MS = 60_000;

/** What a job has left in the artifact of this name. */
export type ReadLeft = (artifact: string) => Promise<Answers | Nothing>;

/** The artifacts of the run that is reported, each read when it is asked for. */
export async function leftAnswers({ run, repository, api }: Job): Promise<ReadLeft> {
  const artifacts = await artifactsApi(repository, { ...api, timeoutMs: DOWNLOAD_MS });
  const newest = newestOfEachName(await artifacts.list(run.run_id));
  return async (name) => {
    const artifact = newest.get(name);
    return artifact === undefined ? NO_ARTIFACT : answersOf(artifact, artifacts);
  };
}

/** The part of one training. */
export function partOf(left: Answers | Nothing, name: string): Left | Nothing {
  if ("kind" in left) return left;
  const training = left.trainings.find((each) => each.name === name);
  return training === undefined ? nothing("has left nothing of it") : { kind: "answers", training };
}

export const NO_ARTIFACT = nothing("left no answer: it ended before, or has not begun");

function nothing(why: string): Nothing {
  return { kind: "nothing", why };
}

const TOO_LARGE = nothing(`left an artifact of more than ${MOST_ARCHIVE_BYTES} bytes`);

async function answersOf(
  { id, size_bytes, expired }: Artifact,
  { download }: ArtifactsApi,
): Promise<Answers | Nothing> {
  if (expired) return nothing("left an artifact that has expired");
  if (size_bytes > MOST_ARCHIVE_BYTES) return TOO_LARGE;
  // what one artifact runs into leaves the others as they are
  const archive = await answerOrError(download(id, MOST_ARCHIVE_BYTES));
  if (archive instanceof GitHubError) return nothing(`left an artifact that is not to be had: ${archive.message}`);
  if (archive === undefined) return TOO_LARGE;
  const unpacked = await fileInArchive(archive, ANSWERS_FILE);
  const parsed = unpacked.kind === "text" ? parseAnswers(unpacked.text) : unpacked;
  return parsed.kind === "answers" ? parsed.answers : nothing(`left an artifact that cannot be read: ${parsed.detail}`);
}
