import { repository } from "../github/job.ts";

/** Pull request #7, from the branch `change` of the repository itself or of a fork. */
export type Pull = { readonly head: string; readonly base: string; readonly fork: boolean };

/** What starts a workflow. */
export type Event = {
  readonly name: "pull_request" | "workflow_run" | "push";
  /** As far as anything looks at it. */
  readonly payload: unknown;
  /** Whether the run's tokens may only read, as for a pull request from a fork. */
  readonly reads: boolean;
};

const BRANCH = "change";

export function headOf({ fork }: Pull) {
  const owner = fork ? "stranger" : repository.owner.login;
  const repo = { ...repository, id: fork ? 2 : 1, full_name: `${owner}/octo-repo`, owner: { login: owner } };
  return { ref: BRANCH, repo };
}

/** A commit was pushed. */
export function pushed(pull: Pull): Event {
  return { name: "pull_request", payload: { action: "synchronize", ...pullRequest(pull, []) }, reads: pull.fork };
}

/** `by` has put a label on it. */
export function labelled(pull: Pull, name: string, by: string): Event {
  const label = { name };
  const payload = { action: "labeled", label, sender: { login: by }, ...pullRequest(pull, [label]) };
  return { name: "pull_request", payload, reads: pull.fork };
}

/** The default branch came to a commit. */
export function merged({ head }: Pull): Event {
  const payload = { repository: { ...repository, default_branch: "main" }, ref: "refs/heads/main", after: head };
  return { name: "push", payload, reads: false };
}

function pullRequest(pull: Pull, labels: readonly { readonly name: string }[]) {
  const { head, base } = pull;
  const pull_request = {
    number: 7,
    labels,
    head: { ...headOf(pull), sha: head },
    base: { sha: base, ref: "main", repo: repository },
  };
  return { number: 7, repository, pull_request };
}

type EndedRun = {
  readonly id: number;
  readonly attempt: number;
  readonly conclusion: "success" | "failure" | "cancelled" | "skipped";
};

/** A run for the pull request has ended. GitHub names no pull request of a fork. */
export function ended(pull: Pull, { id, attempt, conclusion }: EndedRun): Event {
  const { ref, repo } = headOf(pull);
  const named = {
    number: 7,
    head: { sha: pull.head, ref, repo },
    base: { sha: pull.base, ref: "main", repo: repository },
  };
  const workflow_run = {
    id,
    run_attempt: attempt,
    event: "pull_request",
    conclusion,
    head_sha: pull.head,
    head_branch: ref,
    head_repository: repo,
    pull_requests: pull.fork ? [] : [named],
  };
  return { name: "workflow_run", payload: { action: "completed", repository, workflow_run }, reads: false };
}
