import assert from "node:assert/strict";

/** What a job's token may, by the scopes that `permissions:` of a workflow knows. */
export type Permissions = Readonly<Record<string, "read" | "write">>;

type Needed = { readonly scopes: readonly string[]; readonly level: "read" | "write" };

/**
 * Of each operation, the scopes of which one is enough; none where every token may. From "Permissions required for
 * GitHub Apps" in GitHub's documentation of the REST API: a workflow's token is an app's.
 */
const NEEDED: Readonly<Record<string, Needed>> = {
  "actions/download-artifact": { scopes: ["actions"], level: "read" },
  "actions/list-workflow-run-artifacts": { scopes: ["actions"], level: "read" },
  "issues/list-comments": { scopes: ["issues", "pull-requests"], level: "read" },
  "issues/create-comment": { scopes: ["issues", "pull-requests"], level: "write" },
  "issues/update-comment": { scopes: ["issues", "pull-requests"], level: "write" },
  "issues/delete-comment": { scopes: ["issues", "pull-requests"], level: "write" },
  "pulls/list": { scopes: ["pull-requests"], level: "read" },
  "repos/compare-commits-with-basehead": { scopes: ["contents"], level: "read" },
  "repos/get-collaborator-permission-level": { scopes: [], level: "read" },
  "repos/get-content": { scopes: ["contents"], level: "read" },
  "git/get-ref": { scopes: ["contents"], level: "read" },
  "git/get-commit": { scopes: ["contents"], level: "read" },
  "git/get-tree": { scopes: ["contents"], level: "read" },
  "git/get-blob": { scopes: ["contents"], level: "read" },
  "git/create-tree": { scopes: ["contents"], level: "write" },
  "git/create-commit": { scopes: ["contents"], level: "write" },
  "git/create-ref": { scopes: ["contents"], level: "write" },
  "git/update-ref": { scopes: ["contents"], level: "write" },
  "checks/create": { scopes: ["checks"], level: "write" },
  "checks/update": { scopes: ["checks"], level: "write" },
  "repos/create-commit-status": { scopes: ["statuses"], level: "write" },
  "issues/list-labels-on-issue": { scopes: ["issues", "pull-requests"], level: "read" },
  "repos/list-pull-requests-associated-with-commit": { scopes: ["pull-requests"], level: "read" },
  "users/get-authenticated": { scopes: [], level: "read" },
};

/** Why an operation is refused for want of a permission, as the header that GitHub answers with; undefined where it is not. */
export function permissionRefused(
  permissions: Permissions | undefined,
  operationId: string,
): Record<string, string> | undefined {
  if (permissions === undefined) return undefined;
  const needed = NEEDED[operationId];
  assert.ok(needed !== undefined, `which permission ${operationId} needs is not written down`);
  const { scopes, level } = needed;
  const granted = ({ [0]: scope }: [string, string]) => scopes.includes(scope);
  const held = Object.entries(permissions).filter(granted);
  if (scopes.length === 0 || held.some(([, may]) => may === "write" || level === "read")) return undefined;
  const accepted = scopes.map((scope) => `${scope.replaceAll("-", "_")}=${level}`).join("; ");
  return { "x-accepted-github-permissions": accepted };
}
