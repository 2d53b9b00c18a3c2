import type { NotMeasuredReason } from "../probe/reasons.ts";
import type { WorkflowEvent } from "./event.ts";

/** These run for a pull request without its code getting more than a pull request may. */
const OF_A_PULL_REQUEST = new Set(["pull_request", "pull_request_review", "pull_request_review_comment"]);

/** These are started only by people who may write to the repository, and run its own code. */
const OF_THE_REPOSITORY = new Set([
  "push",
  "merge_group",
  "schedule",
  "workflow_dispatch",
  "repository_dispatch",
  "release",
  "deployment",
]);

export type Refusal = {
  readonly reason: Extract<NotMeasuredReason, "fork" | "event">;
  /** In words, for the comment. */
  readonly detail: string;
};

/**
 * Why the training must not be run here; undefined where it may. A measurement runs the repository's code, so it is
 * never made for a fork's pull request, nor in an event that lends a stranger's code the base repository's rights
 * (`pull_request_target`, `workflow_run`, `issue_comment`, …). An event that is not known is refused.
 */
export function refusalToMeasure({ name, pull_request }: WorkflowEvent): Refusal | undefined {
  if (OF_A_PULL_REQUEST.has(name)) {
    if (pull_request?.is_fork === false) return undefined;
    return {
      reason: "fork",
      detail: "the pull request comes from a fork, whose code is not run on a runner, so it is only predicted",
    };
  }
  if (OF_THE_REPOSITORY.has(name)) return undefined;
  return {
    reason: "event",
    detail: `a workflow started by ${name === "" ? "an unknown event" : name} has rights that a pull request's code must not get, so it only predicts`,
  };
}
