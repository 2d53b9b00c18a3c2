import * as z from "zod/mini";
import { Id } from "./ids.ts";

const Repository = z.object({ id: z.int(), default_branch: z.string().check(z.minLength(1)) });
const Push = z.object({ repository: Repository, ref: z.string() });
const EndedPush = z.object({
  repository: Repository,
  workflow_run: z.object({ event: z.literal("push"), head_branch: z.string(), head_repository: Id }),
});

/**
 * Whether the default branch came to this commit: by the event itself, or by the run whose end started a `workflow_run`,
 * where that was of the same repository. What another event tells is not kept in the history.
 */
export function isPushToDefaultBranch(name: string, payload: unknown): boolean {
  if (name === "push") {
    const { data } = Push.safeParse(payload);
    return data !== undefined && data.ref === `refs/heads/${data.repository.default_branch}`;
  }
  if (name !== "workflow_run") return false;
  const { data } = EndedPush.safeParse(payload);
  if (data === undefined) return false;
  const { repository, workflow_run } = data;
  return workflow_run.head_branch === repository.default_branch && workflow_run.head_repository.id === repository.id;
}
