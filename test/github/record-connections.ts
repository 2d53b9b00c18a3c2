/** Loaded before the action, as `record-connections.ts?log=FILE`: writes there where each connection goes, a line each. */
import { appendFileSync } from "node:fs";
import { Socket } from "node:net";

type Connect = (this: Socket, ...args: unknown[]) => Socket;

const log = new URL(import.meta.url).searchParams.get("log") ?? "";
const connect = Reflect.get(Socket.prototype, "connect") as Connect;
const recording: Connect = function (this: Socket, ...args) {
  const [first] = args.flat() as { host?: string; port?: number; path?: string }[];
  appendFileSync(log, `${first?.path ?? `${first?.host}:${first?.port}`}\n`);
  return connect.apply(this, args);
};
Reflect.set(Socket.prototype, "connect", recording);
