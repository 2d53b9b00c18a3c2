import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { type ArtifactsApi, artifactsApi, newestOfEachName } from "../../src/github/artifacts.ts";
import { github } from "./job.ts";
import { type Answer, refused } from "./server.ts";

const named = (id: number, name: string) => ({ id, name, size_bytes: 1, expired: false });

test("newestOfEachName() takes the one with the largest id, wherever it stands", () => {
  const newest = newestOfEachName([named(3, "b"), named(9, "a"), named(4, "a")]);
  assert.deepEqual(new Set([...newest.values()].map(({ id }) => id)), new Set([3, 9]));
});

/** A GitHub that answers who wants an artifact's archive with `answer`. */
async function apiThatAnswers(t: TestContext, answer: Answer): Promise<ArtifactsApi> {
  const operations = () => answer;
  const server = await github(t, { operations });
  const options = { token: "ghs_workflow", apiUrl: server.url, sleep: async () => {}, timeoutMs: 60_000 };
  return artifactsApi({ owner: "octo-org", repo: "octo-repo" }, options);
}

/** A store whose every answer is `status` with as many bytes, until the other side has enough. */
async function store(t: TestContext, status: number, length: number, headers = {}): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, headers);
    response.end(Buffer.alloc(length));
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/archive.zip`;
}

const sendTo = (location: string): Answer => ({ status: 302, headers: { location } });

test("artifactsApi() downloads an archive, and none that is larger than is wanted", async (t) => {
  const { download } = await apiThatAnswers(t, sendTo(await store(t, 200, 2000)));
  assert.equal((await download(1, 2000))?.length, 2000);
  assert.equal(await download(1, 1999), undefined);
});

test("artifactsApi() goes no further than where GitHub sends it", async (t) => {
  const location = await store(t, 200, 10);
  const { download } = await apiThatAnswers(t, sendTo(await store(t, 302, 0, { location })));
  await assert.rejects(download(1, 2000), /Cannot download an artifact: GitHub gave no answer \(fetch failed\)/);
});

test("artifactsApi() goes to no place that is no web server's", async (t) => {
  const { download } = await apiThatAnswers(t, sendTo("file:///etc/passwd"));
  await assert.rejects(download(1, 2000), /the artifact lies at file:\/\/, wanted https:\/\//);
});

test("artifactsApi() takes no answer that is neither an archive nor the place of one", async (t) => {
  const { download } = await apiThatAnswers(t, { status: 302 });
  await assert.rejects(download(1, 2000), /neither an archive nor the place of one/);
});

test("artifactsApi() tells what the store answers", async (t) => {
  const { download } = await apiThatAnswers(t, sendTo(await store(t, 403, 10)));
  await assert.rejects(download(1, 2000), /the artifact store answers 403/);
});

const noes: [status: number, message: RegExp][] = [
  [403, /the job needs `actions: read` under `permissions:`/],
  [404, /does not show it to this token \(404\): the job needs `actions: read`/],
  [410, /GitHub answers 410/],
];

for (const [status, message] of noes) {
  test(`artifactsApi() says what is wrong at ${status}`, async (t) => {
    const { download } = await apiThatAnswers(t, refused(status, "no"));
    await assert.rejects(download(1, 2000), message);
  });
}
