import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  _enum,
  _maxLength,
  _nonnegative,
  int,
  optional,
  strictObject,
  string,
  union,
  unknown
} from "./chunk-MDBXRZWH.js";
import {
  childEnvironment
} from "./chunk-5YBWQTOF.js";

// src/probe/child.ts
import { spawn } from "node:child_process";
import { StringDecoder } from "node:string_decoder";
var GRACE_MS = 500;
var MAX_LINE = 64 * 2 ** 20;
function startChild(options) {
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
  return {
    write: (text2) => void child.stdin?.write(text2),
    endInput: () => void child.stdin?.end(),
    exit: settled(child, options).then(async (end) => {
      await killGroup(child.pid);
      await Promise.race([Promise.all(drained), delay(GRACE_MS)]);
      return end;
    })
  };
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
var ProbeFailure = strictObject({
  reason: _enum(NOT_MEASURED_REASONS),
  detail: text,
  /** What to do about it. */
  advice: optional(text)
});
var ProbeMessage = union([
  strictObject({ progress: ProbeProgress }),
  strictObject({ failure: ProbeFailure }),
  strictObject({ measurement: unknown() }),
  strictObject({ trace: unknown() })
]);

// src/probe/run.ts
async function runProbe(request, options) {
  const answer = {};
  const probe = startProbe(request, options, (message) => {
    if ("failure" in message) answer.failure ??= { kind: "failed", ...message.failure };
    else Object.assign(answer, message);
  });
  probe.endInput();
  const { exit, failed } = await probe.ended;
  if (answer.failure !== void 0) return answer.failure;
  if (exit.kind === "exited" && exit.code === 0 && answer.measurement !== void 0) {
    return { kind: "answered", measurement: answer.measurement, trace: answer.trace };
  }
  return failed;
}
var TAIL_LINES = 20;
function startProbe(request, options, onAnswer) {
  const tail = [];
  const child = startChild({
    command: options.python,
    args: ["-m", "vram_probe"],
    cwd: options.workspace,
    environment: childEnvironment(options.environment, options.probeFolder),
    timeoutMs: options.timeoutMs,
    ...options.signal === void 0 ? {} : { signal: options.signal },
    onAnswer: (line) => {
      const message = readMessage(line);
      if ("progress" in message) options.onProgress?.(message.progress);
      else onAnswer(message);
    },
    onOutput: (line) => {
      tail.push(line.slice(0, 2e3));
      if (tail.length > TAIL_LINES) tail.shift();
      options.onOutput?.(line);
    }
  });
  child.write(`${JSON.stringify(request)}
`);
  const { write, endInput } = child;
  return { write, endInput, ended: child.exit.then((exit) => ({ exit, failed: whyNot(exit, options, tail) })) };
}
function readMessage(line) {
  const unread = {
    failure: { reason: "failed", detail: "The probe's answer is not in its own form" }
  };
  try {
    return ProbeMessage.safeParse(JSON.parse(line)).data ?? unread;
  } catch {
    return unread;
  }
}
function whyNot(exit, { python, timeoutMs }, tail) {
  const kind = "failed";
  switch (exit.kind) {
    case "not-started":
      return { kind, reason: "no-python", detail: `Cannot start ${python}: ${exit.message}` };
    case "timed-out":
      return {
        kind,
        reason: "timed-out",
        detail: `The training was stopped after ${timeoutMs / 1e3} s${lastLines(tail)}`
      };
    case "cancelled":
      return { kind, reason: "failed", detail: "The training was cancelled" };
    case "exited": {
      const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
      return { kind, reason: "failed", detail: `The training ended without an answer, with ${how}${lastLines(tail)}` };
    }
  }
}
function lastLines(tail) {
  return tail.length === 0 ? "" : `; it printed last:
${tail.join("\n")}`;
}

export {
  runProbe,
  startProbe
};
