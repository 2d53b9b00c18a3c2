import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  ProbeMessage,
  reasonOf,
  startChild
} from "./chunk-O42AQF56.js";
import {
  childEnvironment
} from "./chunk-GGAJOL5F.js";

// src/probe/run.ts
async function runProbe(request, options) {
  const answer = {};
  const probe = startProbe(request, options, (message) => {
    if ("failure" in message) answer.failure ??= known({ kind: "failed", ...message.failure });
    else Object.assign(answer, message);
  });
  probe.endInput();
  const { exit, failed } = await probe.ended;
  if (answer.failure !== void 0) return answer.failure;
  if (exit.kind === "exited" && exit.code === 0 && answer.measurement !== void 0) {
    const { measurement, trace, snapshot } = answer;
    return { kind: "answered", measurement, trace, snapshot };
  }
  return failed;
}
function known(failure) {
  return failure.reason === "failed" ? { ...failure, reason: reasonOf(failure.detail) ?? "failed" } : failure;
}
var TAIL_LINES = 20;
function startProbe(request, options, onAnswer) {
  const tail = [];
  const child = startChild({
    command: options.python,
    args: ["-m", "vram_probe"],
    cwd: options.workspace,
    environment: childEnvironment(options.environment, options.probeFolder, options.passed),
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
    failure: { reason: "not-believed", detail: "The probe's answer is not in its own form" }
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
    case "stopped":
      return { kind, reason: "cancelled", detail: "The training was cancelled" };
    case "exited": {
      const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
      const reason = reasonOf(tail.join("\n")) ?? (exit.signal === null ? "failed" : "killed");
      return { kind, reason, detail: `The training ended without an answer, with ${how}${lastLines(tail)}` };
    }
  }
}
function lastLines(tail) {
  return tail.length === 0 ? "" : `
it printed last:
${tail.join("\n")}`;
}

export {
  runProbe,
  startProbe
};
