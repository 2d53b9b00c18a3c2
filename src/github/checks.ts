import * as z from "zod/mini";
import { type ClientOptions, type Repository, callWith, clientOf, read } from "./client.ts";
import type { Wanted } from "./errors.ts";

export type CheckAnnotation = {
  /** Relative to the repository's folder. */
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number;
  readonly end_column: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
};

export type CheckOutput = {
  readonly title: string;
  readonly summary: string;
  /** No more than {@linkcode MOST_ANNOTATIONS}; GitHub adds them to those that are there. */
  readonly annotations: readonly CheckAnnotation[];
};

export const MOST_ANNOTATIONS = 50;

/** What stands beside a commit. */
export type Mark = {
  /** Of the check run, and of the status in its place. */
  readonly name: string;
  readonly sha: string;
  /** The page of the run that made it. */
  readonly details_url: string;
};

/** Check runs and commit statuses of one repository. Every function may throw a `GitHubError`. */
export type ChecksApi = {
  /** Gives its id. */
  readonly create: (mark: Mark, conclusion: "success" | "failure", output: CheckOutput) => Promise<number>;
  readonly update: (id: number, output: CheckOutput) => Promise<void>;
  readonly status: (mark: Mark, state: "success" | "failure" | "error", description: string) => Promise<void>;
};

const CHECKS: Wanted = { permissions: "checks=write", there: "the commit" };
const STATUSES: Wanted = { permissions: "statuses=write", there: "the commit" };

export async function checksApi({ owner, repo }: Repository, options: ClientOptions): Promise<ChecksApi> {
  const { checks, repos } = (await clientOf(options)).rest;
  const call = callWith(options, CHECKS);
  const callForStatus = callWith(options, STATUSES);
  const here = { owner, repo };
  return {
    async create({ name, sha, details_url }, conclusion, output) {
      const { data } = await call("write the check run", (signal) =>
        checks.create({
          ...here,
          name,
          head_sha: sha,
          details_url,
          status: "completed",
          conclusion,
          output: sent(output),
          request: { signal },
        }),
      );
      return read(z.object({ id: z.int() }), data).id;
    },
    async update(check_run_id, output) {
      await call("add annotations to the check run", (signal) =>
        checks.update({ ...here, check_run_id, output: sent(output), request: { signal } }),
      );
    },
    async status({ name: context, sha, details_url: target_url }, state, description) {
      await callForStatus("write the commit status", (signal) =>
        repos.createCommitStatus({ ...here, sha, state, context, target_url, description, request: { signal } }),
      );
    },
  };
}

function sent({ annotations, ...texts }: CheckOutput) {
  return { ...texts, annotations: [...annotations] };
}
