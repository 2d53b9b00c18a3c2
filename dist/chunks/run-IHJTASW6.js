import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  _enum,
  _maxLength,
  _nonnegative,
  int,
  strictObject,
  string,
  union,
  unknown
} from "./chunk-ZNJQI6Z4.js";
import {
  childEnvironment
} from "./chunk-5YBWQTOF.js";
import "./chunk-BE7JI7H6.js";

// src/probe/child.ts
import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
var GRACE_MS = 500;
var MAX_LINE = 64 * 2 ** 20;
async function runChild(options) {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.environment,
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"]
  });
  const [, stdout, stderr, answers] = child.stdio;
  const drained = [
    readLines(stdout, options.onOutput),
    readLines(stderr, options.onOutput),
    readLines(asReadable(answers), options.onAnswer)
  ];
  child.stdin?.on("error", () => {
  });
  child.stdin?.end(options.input);
  const end = await settled(child, options);
  await killGroup(child.pid);
  await Promise.race([Promise.all(drained), delay(GRACE_MS)]);
  return end;
}
function asReadable(stream) {
  return stream !== null && stream !== void 0 && "read" in stream ? stream : null;
}
function settled(child, { timeoutMs, signal }) {
  return new Promise((resolve) => {
    let stopped;
    const stop = (why) => {
      stopped ??= why;
      sendToGroup(child.pid, "SIGTERM");
      setTimeout(() => done(why), GRACE_MS);
    };
    const cancel = () => stop({ kind: "cancelled" });
    const timer = setTimeout(() => stop({ kind: "timed-out" }), timeoutMs);
    const done = (end) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      resolve(stopped ?? end);
    };
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted === true) cancel();
    child.once("error", (error) => done({ kind: "not-started", message: error.message }));
    child.once("exit", (code, killedBy) => done({ kind: "exited", code, signal: killedBy }));
  });
}
async function killGroup(pid) {
  for (let round = 0; round < 40 && sendToGroup(pid, "SIGKILL"); round++) await delay(50);
}
function sendToGroup(pid, signal) {
  if (pid === void 0) return false;
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
function delay(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
async function readLines(stream, onLine) {
  if (stream === null) return;
  const decoder = new StringDecoder("utf8");
  let rest = "";
  stream.on("error", () => {
  });
  stream.on("data", (chunk) => {
    rest += decoder.write(chunk);
    if (rest.length > MAX_LINE) {
      rest = "";
      stream.destroy(new Error("A line is too long"));
      return;
    }
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  await new Promise((resolve) => {
    stream.once("end", resolve);
    stream.once("close", resolve);
  });
  rest += decoder.end();
  if (rest !== "") onLine(rest);
}

// src/probe/reasons.ts
var NOT_MEASURED_REASONS = [
  "not-asked",
  "no-python",
  "no-torch",
  "no-gpu",
  "fork",
  "event",
  "failed",
  "timed-out"
];

// src/probe/protocol.ts
var whole = int().check(_nonnegative());
var text = string().check(_maxLength(16384));
var ProbeProgress = strictObject({ phase: text, step: whole, steps: whole });
var ProbeFailure = strictObject({ reason: _enum(NOT_MEASURED_REASONS), detail: text });
var ProbeMessage = union([
  strictObject({ progress: ProbeProgress }),
  strictObject({ failure: ProbeFailure }),
  strictObject({ measurement: unknown() }),
  strictObject({ trace: unknown() })
]);

// src/probe/run.ts
var TAIL_LINES = 20;
async function runProbe(request, options) {
  const tail = [];
  const answer = {};
  const exit = await runChild({
    command: options.python,
    args: ["-m", "vram_probe"],
    cwd: options.workspace,
    environment: childEnvironment(options.environment, options.probeFolder),
    input: JSON.stringify(request),
    timeoutMs: options.timeoutMs,
    ...options.signal === void 0 ? {} : { signal: options.signal },
    onAnswer: (line) => {
      const message = readMessage(line);
      if (message === void 0)
        answer.failure ??= { reason: "failed", detail: "The probe's answer is not in its own form" };
      else if ("progress" in message) options.onProgress?.(message.progress);
      else Object.assign(answer, message);
    },
    onOutput: (line) => {
      tail.push(line.slice(0, 2e3));
      if (tail.length > TAIL_LINES) tail.shift();
      options.onOutput?.(line);
    }
  });
  if (answer.failure !== void 0) return { kind: "failed", ...answer.failure };
  if (exit.kind === "exited" && exit.code === 0 && (answer.measurement ?? answer.trace) !== void 0) {
    return { kind: "answered", measurement: answer.measurement, trace: answer.trace };
  }
  return { kind: "failed", ...whyNot(exit, options, tail) };
}
function readMessage(line) {
  try {
    return ProbeMessage.safeParse(JSON.parse(line)).data;
  } catch {
    return void 0;
  }
}
function whyNot(exit, { python, timeoutMs }, tail) {
  switch (exit.kind) {
    case "not-started":
      return { reason: "no-python", detail: `Cannot start ${python}: ${exit.message}` };
    case "timed-out":
      return { reason: "timed-out", detail: `The training was stopped after ${timeoutMs / 1e3} s${lastLines(tail)}` };
    case "cancelled":
      return { reason: "failed", detail: "The training was cancelled" };
    case "exited": {
      const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
      return { reason: "failed", detail: `The training ended without an answer, with ${how}${lastLines(tail)}` };
    }
  }
}
function lastLines(tail) {
  return tail.length === 0 ? "" : `; it printed last:
${tail.join("\n")}`;
}
export {
  runProbe
};
