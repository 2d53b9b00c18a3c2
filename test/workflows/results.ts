import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

/** A file that a job left as an artifact of its run. */
export type Upload = {
  readonly run: number;
  readonly name: string;
  readonly file: string;
  readonly content: Buffer;
};

/** What GitHub has at ACTIONS_RESULTS_URL: takes what jobs upload. */
export async function startResults(t: TestContext, take: (upload: Upload) => Promise<void>): Promise<string> {
  const server = createServer((request, response) => void respond(request, response, take));
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  take: (upload: Upload) => Promise<void>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  const [, run = "", name = ""] = pathname.split("/");
  const file = searchParams.get("file") ?? "";
  await take({ run: Number(run), name: decodeURIComponent(name), file, content: Buffer.concat(chunks) });
  response.writeHead(201).end();
}
