import * as z from "zod/mini";
import { baseOfEvent, type WantedBase } from "./base-of-event.ts";
import { readEvent, type WorkflowEvent } from "./event.ts";
import { Id, Sha } from "./ids.ts";
import type { FindPull } from "./pulls.ts";

/** The run that a job is of, or that it reports: coordinates that GitHub gives, and no artifact. */
export type Run = {
  readonly run_id: number;
  readonly run_attempt: number;
  /** The commit that it is about, of a pull request its head. */
  readonly head_sha: string;
  /** What started it; the pull request is undefined where there is none, or none any more. */
  readonly event: WorkflowEvent;
  /** Where the pull request wants to go. */
  readonly base: WantedBase | undefined;
  /** Names of the labels that are on the pull request. */
  readonly labels: readonly string[];
};

/** What the runner says of its own run. */
export type RunnersWord = { readonly run_id: number; readonly run_attempt: number; readonly sha: string };

const Labelled = z.object({ pull_request: z.object({ labels: z.array(z.object({ name: z.string() })) }) });

export function ownRun(name: string, payload: unknown, { sha, ...run }: RunnersWord): Run {
  const event = readEvent(name, payload);
  const labels = Labelled.safeParse(payload).data?.pull_request.labels ?? [];
  return {
    ...run,
    head_sha: event.pull_request?.head_sha ?? sha,
    event,
    base: baseOfEvent(payload),
    labels: labels.map((label) => label.name),
  };
}

const EndedRun = z.object({
  repository: Id,
  workflow_run: z.object({
    id: z.int().check(z.positive()),
    run_attempt: z.int().check(z.positive()),
    event: z.string(),
    head_sha: Sha,
    head_branch: z.nullish(z.string()),
    head_repository: z.nullish(z.object({ id: z.int(), owner: z.object({ login: z.string() }) })),
  }),
});

/**
 * The run whose end started a `workflow_run`, with the open pull request of its branch whose head it is about; undefined
 * for another event. Branches have names that strangers choose: one only narrows the search, whose result goes by the ids
 * of the repositories and by the commit. Where it leaves two, nobody knows which is meant.
 */
export async function endedRun(name: string, payload: unknown, findPull: FindPull): Promise<Run | undefined> {
  const { data } = EndedRun.safeParse(payload);
  if (name !== "workflow_run" || data === undefined) return undefined;
  const { repository, workflow_run } = data;
  const { id, run_attempt, event, head_sha, head_branch, head_repository } = workflow_run;
  const run = { run_id: id, run_attempt, head_sha };
  const pulls =
    event.startsWith("pull_request") && head_branch && head_repository
      ? await findPull(head_repository.owner.login, head_branch)
      : [];
  const [only, ...others] = pulls.filter(
    (pull) => pull.head_sha === head_sha && pull.head_id === head_repository?.id && pull.base_id === repository.id,
  );
  if (only === undefined || others.length > 0) {
    return { ...run, event: { name: event, pull_request: undefined }, base: undefined, labels: [] };
  }
  const pull_request = { number: only.number, head_sha, is_fork: only.head_id !== repository.id };
  return { ...run, event: { name: event, pull_request }, base: only.base, labels: only.labels };
}
