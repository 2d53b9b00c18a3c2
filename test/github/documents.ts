import type { Identity, Stored } from "./server.ts";

/** As GitHub shows a comment; times follow from ids and edits. */
export function document({ id, issue, body, author, edits }: Stored, { origin }: URL): object {
  const repo = `${origin}/repos/octo-org/octo-repo`;
  return {
    id,
    node_id: `IC_${id}`,
    url: `${repo}/issues/comments/${id}`,
    html_url: `https://github.com/octo-org/octo-repo/pull/${issue}#issuecomment-${id}`,
    issue_url: `${repo}/issues/${issue}`,
    body,
    user: simpleUser(author),
    created_at: new Date(1_700_000_000_000 + id * 1000).toISOString(),
    updated_at: new Date(1_700_000_000_000 + (id + edits) * 1000).toISOString(),
    author_association: "NONE",
    performed_via_github_app: null,
  };
}

export function simpleUser({ login, kind }: Identity): object {
  const id = Number.parseInt(Buffer.from(login).toString("hex").slice(-6), 16);
  const url = `https://api.github.com/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: `U_${id}`,
    avatar_url: "https://avatars.githubusercontent.com/u/1",
    gravatar_id: "",
    url,
    html_url: "https://github.com/octocat",
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: kind === "app" ? "Bot" : "User",
    site_admin: false,
  };
}

export function privateUser(identity: Identity): object {
  const nothing = { name: null, company: null, blog: null, location: null, email: null, hireable: null, bio: null };
  return {
    ...simpleUser(identity),
    ...nothing,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: "2020-01-01T00:00:00Z",
    updated_at: "2020-01-01T00:00:00Z",
  };
}
