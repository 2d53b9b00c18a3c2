/** Loaded before the action: writes where each connection of the process goes to the file CONNECTIONS_LOG, a line each. */
import { appendFileSync } from "node:fs";
import { Socket } from "node:net";

type Connect = (this: Socket, ...args: unknown[]) => Socket;

const log = process.env["CONNECTIONS_LOG"] ?? "";
const connect = Reflect.get(Socket.prototype, "connect") as Connect;
const recording: Connect = function (this: Socket, ...args) {
  const [first] = args.flat() as { host?: string; port?: number; path?: string }[];
  appendFileSync(log, `${first?.path ?? `${first?.host}:${first?.port}`}\n`);
  return connect.apply(this, args);
};
Reflect.set(Socket.prototype, "connect", recording);
