import * as z from "zod/mini";
import { callWith, type ClientOptions, clientOf, read, type Repository } from "./client.ts";
import { GitHubError } from "./errors.ts";

/** That somebody has just put the label on a pull request, which may yet be nobody who may approve. */
export type Approval = { readonly by: string };

const LabelEvent = z.object({
  action: z.literal("labeled"),
  label: z.object({ name: z.string() }),
  sender: z.object({ login: z.string().check(z.regex(/^[A-Za-z0-9][\w-]{0,99}$/)) }),
});

/**
 * The approval that started the workflow: the event of the label itself, whose payload names the commit that the label
 * was put on. A label that is there from before says nothing of what was pushed since, so no other event is one.
 */
export function approvalIn(event: string, payload: unknown, label: string): Approval | undefined {
  if (event !== "pull_request" || label === "") return undefined;
  const { data } = LabelEvent.safeParse(payload);
  return data?.label.name === label ? { by: data.sender.login } : undefined;
}

/** Who may write to the repository. Whoever may triage it may label, and not approve. */
const MAY_WRITE = new Set(["admin", "write"]);
const Permission = z.object({ permission: z.string() });

/** Whether who labelled may write; false too where GitHub does not tell this token. */
export async function mayApprove(
  { owner, repo }: Repository,
  { by }: Approval,
  options: ClientOptions,
): Promise<boolean> {
  if (options.token === "") return false;
  const { repos } = (await clientOf(options)).rest;
  try {
    const { data } = await callWith(options)(`find out what ${by} may do here`, (signal) =>
      repos.getCollaboratorPermissionLevel({ owner, repo, username: by, request: { signal } }),
    );
    return MAY_WRITE.has(read(Permission, data).permission);
  } catch (error) {
    if (error instanceof GitHubError) return false;
    throw error;
  }
}
