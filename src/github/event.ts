import * as z from "zod/mini";
import { Id, Sha } from "./ids.ts";

const Payload = z.object({
  repository: Id,
  pull_request: z.optional(
    z.object({
      number: z.int().check(z.positive()),
      head: z.object({ sha: Sha, repo: z.nullish(Id) }),
    }),
  ),
  workflow_run: z.optional(
    z.object({
      head_sha: z.string(),
      pull_requests: z.array(
        z.object({
          number: z.int().check(z.positive()),
          head: z.object({ sha: Sha, repo: Id }),
          base: z.object({ repo: Id }),
        }),
      ),
    }),
  ),
});
type Payload = z.infer<typeof Payload>;

export type WorkflowEvent = { readonly name: string; readonly pull_request: PullRequestOfEvent | undefined };

export type PullRequestOfEvent = { readonly number: number; readonly head_sha: string; readonly is_fork: boolean };

/**
 * What started the workflow, from the numbers in its payload and never from names or texts that a stranger chooses. A
 * pull request comes from a fork when the ids of the two repositories differ; a head repository that is gone counts as
 * one. A payload that is not what GitHub describes has no pull request.
 */
export function readEvent(name: string, payload: unknown): WorkflowEvent {
  const { data } = Payload.safeParse(payload);
  return { name, pull_request: data && (pullRequestOf(data) ?? pullRequestOfRun(data)) };
}

function pullRequestOf({ repository, pull_request }: Payload): PullRequestOfEvent | undefined {
  if (pull_request === undefined) return undefined;
  const { number, head } = pull_request;
  return { number, head_sha: head.sha, is_fork: head.repo?.id !== repository.id };
}

/** GitHub names the pull requests of a `workflow_run` only where they come from the same repository. */
function pullRequestOfRun({ repository, workflow_run }: Payload): PullRequestOfEvent | undefined {
  const named = workflow_run?.pull_requests.filter(
    ({ head, base }) => head.sha === workflow_run.head_sha && base.repo.id === repository.id,
  );
  const [only, ...others] = named ?? [];
  if (only === undefined || others.length > 0) return undefined;
  return { number: only.number, head_sha: only.head.sha, is_fork: only.head.repo.id !== repository.id };
}
