import { simpleUser } from "./documents.ts";
import type { FakePull } from "./jobs-server.ts";

/** As GitHub shows a file of a commit, and a link that leads nowhere in it. */
export function contentDocument(path: string, text: string | null, { origin }: URL): object {
  const url = `${origin}/repos/octo-org/octo-repo/contents/${encodeURIComponent(path)}`;
  const common = {
    name: path.split("/").at(-1),
    path,
    sha: "d".repeat(40),
    size: Buffer.byteLength(text ?? ""),
    url,
    git_url: url,
    html_url: url,
    download_url: url,
    _links: { self: url, git: url, html: url },
  };
  if (text === null) return { ...common, type: "symlink", target: "/etc/passwd" };
  const content = Buffer.from(text).toString("base64").replaceAll(/.{60}/g, "$&\n");
  return { ...common, type: "file", encoding: "base64", content };
}

export function permissionDocument(login: string, permission: string): object {
  const push = permission === "admin" || permission === "write";
  const permissions = { pull: true, push, admin: permission === "admin" };
  const user = { ...simpleUser({ login, kind: "user", may: "none" }), role_name: permission, permissions };
  return { permission, role_name: permission, user };
}

/** An open pull request as a list shows it. */
export function pullDocument({ number, head, base = 1, labels = [] }: FakePull, { origin }: URL): object {
  const url = `${origin}/repos/octo-org/octo-repo/pulls/${number}`;
  const user = simpleUser({ login: head.owner, kind: "user", may: "none" });
  const time = "2026-01-01T00:00:00Z";
  const links = ["comments", "commits", "statuses", "html", "issue", "review_comments", "review_comment", "self"];
  const nothing = { body: null, assignee: null, milestone: null, closed_at: null, merged_at: null, auto_merge: null };
  const urls = [
    "comments",
    "commits",
    "diff",
    "html",
    "issue",
    "patch",
    "review_comment",
    "review_comments",
    "statuses",
  ];
  return {
    ...nothing,
    ...Object.fromEntries(urls.map((name) => [`${name}_url`, url])),
    _links: Object.fromEntries(links.map((name) => [name, { href: url }])),
    id: 9000 + number,
    node_id: `PR_${number}`,
    number,
    url,
    user,
    state: "open",
    locked: false,
    title: "A change",
    created_at: time,
    updated_at: time,
    merge_commit_sha: "c".repeat(40),
    author_association: "NONE",
    labels: labels.map((name, id) => ({
      id,
      node_id: `L_${id}`,
      url,
      name,
      description: "",
      color: "ededed",
      default: false,
    })),
    head: {
      label: `${head.owner}:${head.ref}`,
      ref: head.ref,
      sha: head.sha,
      user,
      repo: head.id === null ? null : repositoryDocument(head.id, head.owner),
    },
    base: {
      label: "octo-org:main",
      ref: "main",
      sha: "b".repeat(40),
      user,
      repo: repositoryDocument(base, "octo-org"),
    },
  };
}

const REPOSITORY_URLS = `
  archive assignees blobs branches collaborators comments commits compare contents contributors deployments
  downloads events forks git_commits git_refs git_tags hooks html issue_comment issue_events issues keys
  labels languages merges milestones notifications pulls releases stargazers statuses subscribers subscription
  tags teams trees clone git ssh svn`
  .trim()
  .split(/\s+/);

function repositoryDocument(id: number, owner: string): object {
  const url = `https://github.com/${owner}/octo-repo`;
  const time = "2026-01-01T00:00:00Z";
  const flags = ["has_downloads", "has_issues", "has_projects", "has_wiki", "has_pages", "archived", "disabled"];
  const counts = ["forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count", "watchers"];
  return {
    ...Object.fromEntries(REPOSITORY_URLS.map((name) => [`${name}_url`, url])),
    ...Object.fromEntries(flags.map((name) => [name, false])),
    ...Object.fromEntries(counts.map((name) => [name, 0])),
    id,
    node_id: `R_${id}`,
    name: "octo-repo",
    full_name: `${owner}/octo-repo`,
    owner: simpleUser({ login: owner, kind: "user", may: "none" }),
    private: false,
    fork: id !== 1,
    url,
    description: null,
    homepage: null,
    language: null,
    license: null,
    mirror_url: null,
    default_branch: "main",
    watchers_count: 0,
    pushed_at: time,
    created_at: time,
    updated_at: time,
  };
}
