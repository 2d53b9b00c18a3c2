import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { baseRepository } from "./base-repository.ts";
import { contentDocument, permissionDocument, pullDocument } from "./jobs-documents.ts";
import { github } from "./job.ts";
import { firstOf } from "./first-of.ts";
import { type Answer, type FakeGitHub, type Operations, type Options, refused } from "./server.ts";

/** Where every pull request left its branch. */
export const MERGE_BASE = "d".repeat(40);

export type StoredArtifact = {
  readonly run: number;
  readonly name: string;
  readonly archive: Buffer;
  expired: boolean;
};

export type FakePull = {
  readonly number: number;
  readonly head: { readonly id: number | null; readonly owner: string; readonly ref: string; readonly sha: string };
  readonly base?: number;
  readonly labels?: readonly string[];
};

/** What other jobs, people and commits have left at GitHub. */
export type Jobs = {
  /** In the order of their ids, which begin at 500. */
  readonly artifacts: StoredArtifact[];
  /** The text of files, by commit and path; null for a link. */
  readonly commits: Record<string, Record<string, string | null>>;
  readonly pulls: FakePull[];
  /** By login. */
  readonly permissions: Record<string, string>;
  /** What the artifact store, which is another host, was sent in the header `authorization`. */
  readonly storeSaw: (string | undefined)[];
};

export type GitHubOfJobs = FakeGitHub & Jobs & { readonly store: string };

/** A GitHub that has jobs too, and beside it, on another port, the store to which it sends who wants an artifact. */
export async function githubOfJobs(
  t: TestContext,
  { merge_base = MERGE_BASE, ...options }: Options & { readonly merge_base?: string } = {},
): Promise<GitHubOfJobs> {
  const jobs: Jobs = { artifacts: [], commits: {}, pulls: [], permissions: {}, storeSaw: [] };
  const store = await startStore(t, jobs);
  const ofJobs = operationsOf(jobs, store, merge_base);
  const operations = options.operations === undefined ? ofJobs : firstOf(options.operations, ofJobs);
  return { ...(await github(t, { ...options, operations })), ...jobs, store };
}

async function startStore(t: TestContext, { artifacts, storeSaw }: Jobs): Promise<string> {
  const server = createServer((request, response) => {
    storeSaw.push(request.headers.authorization);
    const found = artifacts[Number(/^\/(\d+)\.zip\?sig=canary$/.exec(request.url ?? "")?.[1]) - 500];
    response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/zip" });
    response.end(found?.archive);
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

function operationsOf({ artifacts, commits, pulls, permissions }: Jobs, store: string, merge_base: string): Operations {
  const answers: Readonly<Record<string, (path: Readonly<Record<string, string>>, url: URL) => Answer>> = {
    "actions/list-workflow-run-artifacts": ({ run_id }, url) => {
      const all = artifacts.flatMap((artifact, at) => (artifact.run === Number(run_id) ? [{ ...artifact, at }] : []));
      const [size, page] = [Number(url.searchParams.get("per_page")), Number(url.searchParams.get("page"))];
      const shown = all.slice((page - 1) * size, page * size);
      const body = { total_count: all.length, artifacts: shown.map((each) => artifactDocument(each, each.at, url)) };
      const link = `<${url.origin}${url.pathname}?page=${page + 1}>; rel="next"`;
      return { status: 200, body, headers: all.length > page * size ? { link } : {} };
    },
    "actions/download-artifact": ({ artifact_id }) => {
      const at = Number(artifact_id) - 500;
      if (artifacts[at] === undefined) return refused(404, "Not Found");
      if (artifacts[at].expired) return refused(410, "Artifact has expired");
      return { status: 302, headers: { location: `${store}/${artifact_id}.zip?sig=canary` } };
    },
    "repos/get-content": ({ path = "" }, url) => {
      const file = decodeURIComponent(path);
      const text = commits[url.searchParams.get("ref") ?? ""]?.[file];
      if (text === undefined) return refused(404, "Not Found");
      return { status: 200, body: contentDocument(file, text, url) };
    },
    "pulls/list": (_, url) => {
      const head = url.searchParams.get("head");
      const found = pulls.filter((pull) => `${pull.head.owner}:${pull.head.ref}` === head);
      return { status: 200, body: found.map((pull) => pullDocument(pull, url)) };
    },
    "repos/get-collaborator-permission-level": ({ username = "" }) => {
      const permission = permissions[username];
      if (permission === undefined) return refused(404, "Not Found");
      return { status: 200, body: permissionDocument(username, permission) };
    },
  };
  const compare = baseRepository({ merge_base, files: {} });
  return (match, url, body) => answers[match.operation.operationId]?.(match.path, url) ?? compare(match, url, body);
}

function artifactDocument({ run, name, archive, expired }: StoredArtifact, at: number, { origin }: URL): object {
  const url = `${origin}/repos/octo-org/octo-repo/actions/artifacts/${500 + at}`;
  const created_at = new Date(1_700_000_000_000 + at * 1000).toISOString();
  return {
    id: 500 + at,
    node_id: `A_${500 + at}`,
    name,
    size_in_bytes: archive.length,
    url,
    archive_download_url: `${url}/zip`,
    expired,
    created_at,
    updated_at: created_at,
    expires_at: new Date(1_800_000_000_000).toISOString(),
    workflow_run: { id: run, repository_id: 1, head_repository_id: 1, head_branch: "change", head_sha: "a".repeat(40) },
  };
}
