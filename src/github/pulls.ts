import * as z from "zod/mini";
import { callWith, type ClientOptions, clientOf, read, type Repository } from "./client.ts";
import { Id, Sha } from "./ids.ts";
import type { Base } from "../compare/change.ts";

/** An open pull request, by ids and commits. The ids are of repositories; undefined where one is gone. */
export type OpenPull = {
  readonly number: number;
  readonly head_sha: string;
  readonly head_id: number | undefined;
  readonly base_id: number;
  /** Where it wants to go. */
  readonly base: Base;
  readonly labels: readonly string[];
};

/** The open pull requests from `owner`'s branches of this name. */
export type FindPull = (owner: string, branch: string) => Promise<readonly OpenPull[]>;

const Pulls = z.array(
  z.object({
    number: z.int().check(z.positive()),
    head: z.object({ sha: z.string(), repo: z.nullish(Id) }),
    base: z.object({ repo: Id, sha: Sha, ref: z.string() }),
    labels: z.array(z.object({ name: z.string() })),
  }),
);

/**
 * Pull requests through GitHub's REST API: `workflow_run` names none that comes from a fork. Needs `pull-requests: read`.
 * More than 100 from one branch are not told apart anyway.
 */
export async function pullsApi({ owner, repo }: Repository, options: ClientOptions): Promise<FindPull> {
  const { pulls } = (await clientOf(options)).rest;
  const call = callWith(options, { permissions: "pull_requests=read", there: "the repository" });
  return async (headOwner, branch) => {
    const { data } = await call("find the pull request", (signal) =>
      pulls.list({ owner, repo, state: "open", head: `${headOwner}:${branch}`, per_page: 100, request: { signal } }),
    );
    return read(Pulls, data).map(({ number, head, base, labels }) => ({
      number,
      head_sha: head.sha,
      head_id: head.repo?.id,
      base_id: base.repo.id,
      base: { sha: base.sha, name: base.ref },
      labels: labels.map(({ name }) => name),
    }));
  };
}
