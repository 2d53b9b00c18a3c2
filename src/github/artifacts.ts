import * as z from "zod/mini";
import { type ClientOptions, callWith, clientOf, hasNextPage, read, type Repository } from "./client.ts";
import { GitHubError } from "./errors.ts";

/** An artifact of a run, as GitHub describes it. Ids grow with time. */
export type Artifact = {
  readonly id: number;
  readonly name: string;
  readonly size_bytes: number;
  readonly expired: boolean;
};

/** The artifacts of one run. Every function may throw a `GitHubError`. */
export type ArtifactsApi = {
  readonly list: (run: number) => Promise<readonly Artifact[]>;
  /** Its archive; undefined where that has more than `most` bytes. */
  readonly download: (id: number, most: number) => Promise<Uint8Array | undefined>;
};

/** The newest of each name: a job that runs again leaves a second one beside its first. */
export function newestOfEachName(artifacts: readonly Artifact[]): ReadonlyMap<string, Artifact> {
  return new Map(artifacts.toSorted((a, b) => a.id - b.id).map((artifact) => [artifact.name, artifact]));
}

const Page = z.object({
  artifacts: z.array(
    z.object({ id: z.int(), name: z.string(), size_in_bytes: z.int().check(z.nonnegative()), expired: z.boolean() }),
  ),
});

/** 25 for each of the 256 jobs that a matrix may have. */
const MOST_PAGES = 64;

/**
 * Artifacts through GitHub's REST API, and from where it says that their content lies: another host, which the token is
 * not shown to.
 */
export async function artifactsApi({ owner, repo }: Repository, options: ClientOptions): Promise<ArtifactsApi> {
  const { actions } = (await clientOf(options)).rest;
  const call = callWith(options, { permissions: "actions=read", there: "the run" });
  return {
    async list(run_id) {
      const all: Artifact[] = [];
      for (let page = 1; page <= MOST_PAGES; page++) {
        const { data, headers } = await call("list the run's artifacts", (signal) =>
          actions.listWorkflowRunArtifacts({ owner, repo, run_id, per_page: 100, page, request: { signal } }),
        );
        const { artifacts } = read(Page, data);
        for (const { size_in_bytes: size_bytes, ...artifact } of artifacts) all.push({ ...artifact, size_bytes });
        if (!hasNextPage(headers)) return all;
      }
      throw new GitHubError(`Cannot list the run's artifacts: there are more than ${MOST_PAGES} pages`, 200);
    },
    async download(artifact_id, most) {
      return call("download an artifact", async (signal) => {
        const artifact = { owner, repo, artifact_id, archive_format: "zip" };
        const { headers, data } = await actions.downloadArtifact({
          ...artifact,
          request: { signal, redirect: "manual" },
        });
        if (headers.location !== undefined) return fetched(storeOf(headers.location, options.apiUrl), most, signal);
        // a server that keeps artifacts itself answers with the archive
        if (data instanceof ArrayBuffer) return data.byteLength > most ? undefined : new Uint8Array(data);
        throw new Error("neither an archive nor the place of one");
      });
    },
  };
}

/** In clear only where the API is spoken to in clear too. */
function storeOf(location: string, apiUrl: string): URL {
  const url = new URL(location);
  if (url.protocol === "https:" || url.protocol === new URL(apiUrl).protocol) return url;
  throw new Error(`the artifact lies at ${url.protocol}//, wanted https://`);
}

/** With nothing of ours, and no further than here. */
async function fetched(url: URL, most: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  const response = await fetch(url, { signal, redirect: "error" });
  if (!response.ok || response.body === null) throw new Error(`the artifact store answers ${response.status}`);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
