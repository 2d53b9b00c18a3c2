import { pullDocument } from "./jobs-documents.ts";
import { type Answer, type Operations } from "./server.ts";

/** The labels of pull requests as they are now. */
export type Labels = {
  /** By number. */
  readonly now: Readonly<Record<number, readonly string[]>>;
  /** Of the pull requests that brought a commit, by its id; one that is not merged only has it too. */
  readonly brought?: Readonly<
    Record<string, readonly { readonly labels: readonly string[]; readonly merged: boolean }[]>
  >;
};

export function labelsOperations({ now, brought = {} }: Labels): Operations {
  const answers: Readonly<Record<string, (path: Readonly<Record<string, string>>, url: URL) => Answer>> = {
    "issues/list-labels-on-issue": ({ issue_number }) => ({
      status: 200,
      body: (now[Number(issue_number)] ?? []).map((name, id) => ({
        id,
        node_id: `L_${id}`,
        url: "https://api.github.com/repos/octo-org/octo-repo/labels/1",
        name,
        description: null,
        color: "ededed",
        default: false,
      })),
    }),
    "repos/list-pull-requests-associated-with-commit": ({ commit_sha = "" }, url) => ({
      status: 200,
      body: (brought[commit_sha] ?? []).map(({ labels, merged }, index) => {
        const head = { id: 1, owner: "octo-org", ref: "change", sha: commit_sha };
        const pull = pullDocument({ number: 7 + index, head, labels }, url);
        return { ...pull, state: "closed", merged_at: merged ? "2026-11-25T08:00:00Z" : null };
      }),
    }),
  };
  return ({ operation, path }, url) => answers[operation.operationId]?.(path, url);
}
