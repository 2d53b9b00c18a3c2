import { repository } from "../github/job.ts";

/** What starts a workflow. */
export type Event = {
  readonly name: string;
  readonly payload: unknown;
  /** Whether it is a pull request from another repository, where no token may write. */
  readonly fork: boolean;
};

type Change = {
  readonly head: string;
  readonly base: string;
  readonly fork?: boolean | undefined;
};

/** A commit was pushed to pull request #7; the payload as far as anything looks at it. */
export function pushedTo({ head, base, fork = false }: Change): Event {
  const from = fork ? { ...repository, id: 2, full_name: "stranger/octo-repo", fork: true } : repository;
  const pull_request = {
    number: 7,
    head: { sha: head, ref: "change", repo: from },
    base: { sha: base, ref: "main", repo: repository },
  };
  return { name: "pull_request", payload: { action: "synchronize", number: 7, repository, pull_request }, fork };
}
