import { join, relative, sep } from "node:path";
import type { BasePort, FoundBase } from "../commands/base-port.ts";
import type { BaseText } from "../config/config-text.ts";
import type { BaseApi } from "../github/base-api.ts";
import type { WantedBase } from "../github/base-of-event.ts";
import { checkedOut } from "../github/checked-out.ts";
import { answerOrError, GitHubError } from "../github/errors.ts";
import { isInside } from "../github/inside.ts";

/** What is checked out here. */
export type Here = {
  readonly workspace: string;
  /** Of the configs, absolute. */
  readonly paths: readonly string[];
  /** The event's commit, which is meant where the checkout does not say which it is. */
  readonly sha: string;
};

/**
 * What a pull request is compared with: the commit where what is checked out left `wanted`, the tip of the branch that it
 * wants to go to. Of GitHub's own merge of the two that is the tip itself, so that what others did there is no change of
 * this pull request. Where the API says no, the change is not known, and nothing else suffers.
 */
export async function pullRequestBase(api: BaseApi | undefined, wanted: WantedBase, here: Here): Promise<BasePort> {
  if (api === undefined) return unknownBase("the input github-token is empty");
  const { root, sha = here.sha } = await checkedOut(here.workspace, here.paths[0] ?? here.workspace);
  const compared = await answerOrError(api.compare(wanted.sha, sha));
  if (compared instanceof GitHubError) return unknownBase(compared.message);
  const merge_base_sha = compared.merge_base_sha ?? wanted.merge_base_sha;
  if (merge_base_sha === undefined)
    return unknownBase("the server does not say where the pull request left its branch");
  const inWorkspace = (file: string) => withSlashes(relative(here.workspace, join(root, file)));
  const found: FoundBase = {
    kind: "found",
    base: { sha: merge_base_sha, name: wanted.name },
    changed_files: compared.changed_files?.map(inWorkspace),
  };
  return { found, text: (path) => textAt(api, here.workspace, path, merge_base_sha) };
}

function unknownBase(why: string): BasePort {
  return { found: { kind: "unknown", why }, text: () => Promise.resolve({ kind: "unknown", why }) };
}

async function textAt(api: BaseApi, workspace: string, path: string, sha: string): Promise<BaseText> {
  const { root } = await checkedOut(workspace, path);
  if (!isInside(root, path)) return { kind: "unknown", why: `${path} lies outside of the repository` };
  const found = await answerOrError(api.text(withSlashes(relative(root, path)), sha));
  return found instanceof GitHubError ? { kind: "unknown", why: found.message } : found;
}

function withSlashes(path: string): string {
  return path.replaceAll(sep, "/");
}
