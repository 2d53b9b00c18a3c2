import { parse } from "yaml";
import * as z from "zod/mini";
import type { Permissions } from "../github/permissions.ts";

const Scopes = z.record(z.string(), z.enum(["read", "write", "none"]));
const Workflow = z.object({
  permissions: Scopes,
  jobs: z.record(z.string(), z.object({ permissions: z.optional(Scopes) })),
});

/**
 * What the token of each job of a workflow may: what the job's own `permissions:` name, else the workflow's, and nothing
 * that is not named. In a `pull_request` from a fork nothing may be written, whatever they name. From "Permissions" and
 * "Workflows in forked repositories" in GitHub's documentation of workflows.
 */
export function permissionsByJob(workflow: string, reading: boolean): ReadonlyMap<string, Permissions> {
  const { permissions, jobs } = Workflow.parse(parse(workflow));
  const named = Object.entries(jobs).map(([id, job]): [string, Permissions] => {
    const scopes = Object.entries(job.permissions ?? permissions).flatMap(
      ([scope, may]): [string, "read" | "write"][] => (may === "none" ? [] : [[scope, reading ? "read" : may]]),
    );
    return [id, Object.fromEntries(scopes)];
  });
  return new Map(named);
}
