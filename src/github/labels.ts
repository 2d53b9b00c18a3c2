import * as z from "zod/mini";
import { type ClientOptions, callWith, clientOf, read } from "./client.ts";
import type { Wanted } from "./errors.ts";
import type { Repository } from "./client.ts";

/** The labels of pull requests, as they are now. Every function may throw a `GitHubError`. */
export type LabelsApi = {
  readonly of: (pull: number) => Promise<readonly string[]>;
  /** Those of the merged pull requests that brought a commit. */
  readonly ofMerged: (sha: string) => Promise<readonly string[]>;
};

const WANTED: Wanted = { permissions: "pull_requests=read", there: "the pull request" };

const Labels = z.array(z.object({ name: z.string() }));
const Pulls = z.array(z.object({ merged_at: z.nullish(z.string()), labels: Labels }));

/** GitHub lets a pull request have 100 labels. */
const MOST = 100;

export async function labelsApi({ owner, repo }: Repository, options: ClientOptions): Promise<LabelsApi> {
  const { issues, repos } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED);
  const names = (labels: z.infer<typeof Labels>) => labels.map(({ name }) => name);
  return {
    async of(issue_number) {
      const { data } = await call("read the pull request's labels", (signal) =>
        issues.listLabelsOnIssue({ owner, repo, issue_number, per_page: MOST, request: { signal } }),
      );
      return names(read(Labels, data));
    },
    async ofMerged(commit_sha) {
      const { data } = await call("find the pull request of the commit", (signal) =>
        repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha, per_page: MOST, request: { signal } }),
      );
      const merged = read(Pulls, data).filter(({ merged_at }) => merged_at !== null && merged_at !== undefined);
      return merged.flatMap(({ labels }) => names(labels));
    },
  };
}
