import { parse } from "yaml";
import * as z from "zod/mini";
import type { Permissions } from "../github/permissions.ts";

const Scopes = z.record(z.string(), z.enum(["read", "write", "none"]));
const Workflow = z.object({
  permissions: Scopes,
  jobs: z.record(
    z.string(),
    z.object({ permissions: z.optional(Scopes), "runs-on": z.union([z.string(), z.array(z.string())]) }),
  ),
});

/** What GitHub gives a job: a token that may so much, and a machine that is its own or the repository's. */
export type Grant = { readonly permissions: Permissions; readonly runner: "github-hosted" | "self-hosted" };

/**
 * What each job of a workflow gets. Its token may what the job's own `permissions:` name, else the workflow's, and nothing
 * that is not named. In a `pull_request` from a fork nothing may be written, whatever they name. From "Permissions" and
 * "Workflows in forked repositories" in GitHub's documentation of workflows.
 */
export function grantsOf(workflow: string, reading: boolean): ReadonlyMap<string, Grant> {
  const { permissions, jobs } = Workflow.parse(parse(workflow));
  const grants = Object.entries(jobs).map(([id, job]): [string, Grant] => {
    const scopes = Object.entries(job.permissions ?? permissions).flatMap(
      ([scope, may]): [string, "read" | "write"][] => (may === "none" ? [] : [[scope, reading ? "read" : may]]),
    );
    const runner = job["runs-on"].includes("self-hosted") ? "self-hosted" : "github-hosted";
    return [id, { permissions: Object.fromEntries(scopes), runner }];
  });
  return new Map(grants);
}
