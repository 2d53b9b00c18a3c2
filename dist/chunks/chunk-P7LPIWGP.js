import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  NOT_MEASURED_REASONS
} from "./chunk-K7CU2NYE.js";
import {
  _enum,
  _maxLength,
  _nonnegative,
  _regex,
  int,
  optional,
  strictObject,
  string,
  union,
  unknown
} from "./chunk-R2BQND5T.js";

// src/probe/child.ts
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { StringDecoder } from "node:string_decoder";

// src/probe/processes.ts
import { readFileSync, readdirSync } from "node:fs";
var RUN_MARK = "VRAM_BUDGET_RUN";
function killRun(root, mark) {
  const found = processesOf(root, mark);
  if (found === void 0) return send(-root, "SIGKILL");
  for (const pid of found) send(pid, "SIGKILL");
  return found.length > 0;
}
function askToEnd(root, mark) {
  const found = processesOf(root, mark) ?? [-root];
  for (const pid of found) send(pid, "SIGTERM");
}
function processesOf(root, mark) {
  const all = readProcesses();
  if (all === void 0) return void 0;
  const own = new Set(all.filter(({ pid, group }) => pid === root || group === root || isMarked(pid, mark)).map(pidOf));
  let before = -1;
  while (own.size > before) {
    before = own.size;
    for (const { pid, parent } of all) if (own.has(parent)) own.add(pid);
  }
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const depth = (pid) => own.has(parents.get(pid) ?? 0) ? 1 + depth(parents.get(pid) ?? 0) : 0;
  return [...own].toSorted((a, b) => depth(a) - depth(b));
}
function pidOf({ pid }) {
  return pid;
}
function readProcesses() {
  let names;
  try {
    names = readdirSync("/proc");
  } catch {
    return void 0;
  }
  return names.filter((name) => /^\d+$/.test(name)).flatMap((name) => readProcess(Number(name)) ?? []);
}
function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? void 0 : { pid, parent: Number(parent), group: Number(group) };
  } catch {
    return void 0;
  }
}
function isMarked(pid, mark) {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(`\0${RUN_MARK}=${mark}\0`);
  } catch {
    return false;
  }
}
function send(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

// src/probe/child.ts
var GRACE_MS = 500;
var MAX_LINE = 64 * 2 ** 20;
function startChild(options) {
  const mark = randomUUID();
  const { onAnswer } = options;
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...options.environment, [RUN_MARK]: mark },
    detached: true,
    stdio: onAnswer === void 0 ? ["ignore", "pipe", "pipe"] : ["pipe", "pipe", "pipe", "pipe"]
  });
  const [, stdout, stderr, answers] = child.stdio;
  const drained = [
    readLines(stdout, options.onOutput),
    readLines(stderr, options.onOutput),
    onAnswer === void 0 ? Promise.resolve() : readLines(asReadable(answers), onAnswer)
  ];
  child.stdin?.on("error", () => {
  });
  const stopping = new AbortController();
  return {
    write: (text2) => void child.stdin?.write(text2),
    endInput: () => void child.stdin?.end(),
    stop: () => stopping.abort(),
    exit: settled(child, mark, options, stopping.signal).then(async (end) => {
      await killAll(child.pid, mark);
      await Promise.race([Promise.all(drained), delay(GRACE_MS)]);
      return end;
    })
  };
}
function asReadable(stream) {
  return stream !== null && stream !== void 0 && "read" in stream ? stream : null;
}
function settled(child, mark, { timeoutMs, signal }, stopping) {
  return new Promise((resolve) => {
    let stopped;
    const end = (why) => {
      stopped ??= why;
      if (child.pid !== void 0) askToEnd(child.pid, mark);
      setTimeout(() => done(why), GRACE_MS);
    };
    const cancel = () => end({ kind: "cancelled" });
    const timer = setTimeout(() => end({ kind: "timed-out" }), timeoutMs);
    const done = (why) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      resolve(stopped ?? why);
    };
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted === true) cancel();
    stopping.addEventListener("abort", () => done({ kind: "stopped" }), { once: true });
    child.once("error", (error) => done({ kind: "not-started", message: error.message }));
    child.once("exit", (code, killedBy) => done({ kind: "exited", code, signal: killedBy }));
  });
}
async function killAll(pid, mark) {
  if (pid === void 0) return;
  for (let round = 0; round < 40 && killRun(pid, mark); round++) await delay(50);
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
  strictObject({ trace: unknown() }),
  strictObject({ snapshot: string().check(_regex(/^[A-Za-z0-9+/=]*$/)) })
]);

export {
  startChild,
  ProbeProgress,
  ProbeFailure,
  ProbeMessage
};
