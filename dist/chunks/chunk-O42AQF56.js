import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  NOT_MEASURED_REASONS
} from "./chunk-L43PWQLL.js";
import {
  _enum,
  _maxLength,
  _nonnegative,
  _regex,
  boolean,
  int,
  optional,
  strictObject,
  string,
  union,
  unknown
} from "./chunk-E2Y7L7HE.js";

// src/probe/protocol.ts
var whole = int().check(_nonnegative());
var text = string().check(_maxLength(16384));
var ProbeProgress = strictObject({
  phase: text,
  step: whole,
  steps: whole,
  /** Fewer will do where the peak is stable before. */
  at_most: optional(boolean())
});
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

// src/probe/known-errors.ts
var KNOWN = [
  // c10/cuda/CUDAFunctions.cpp; cudaErrorInsufficientDriver, cudaErrorSystemDriverMismatch
  ["driver-too-old", /NVIDIA driver on your system is too old|CUDA driver version is insufficient/],
  ["driver-too-old", /system has unsupported display driver|forward compatibility was attempted on non supported HW/],
  // cudaErrorNoKernelImageForDevice
  ["unsupported-card", /no kernel image is available for execution on the device/],
  // cudaErrorDevicesUnavailable, in both of its wordings, and cudaErrorDeviceAlreadyInUse: a card in an exclusive mode
  ["card-taken", /CUDA-capable device\(?s\)? (is\/)?are busy or unavailable/],
  ["card-taken", /exclusive-thread device already in use/],
  // torch/csrc/cuda/Module.cpp and aten/src/ATen/cuda/detail/CUDAHooks.cpp; cudaErrorNoDevice, cudaErrorInvalidDevice
  ["no-gpu", /Found no NVIDIA driver on your system|No CUDA GPUs are available/],
  ["no-gpu", /no CUDA-capable device is detected|CUDA error: invalid device ordinal/],
  // torch/cuda/__init__.py, torch/serialization.py
  ["no-gpu", /Torch not compiled with CUDA enabled/],
  ["no-gpu", /Attempting to deserialize object on a CUDA device but torch\.cuda\.is_available\(\) is False/],
  // cudaErrorMemoryAllocation where a context is made; handles and workspaces of libraries; what the allocator says itself
  ["no-device-memory", /CUDA error: out of memory|CU(BLAS|DNN|SOLVER|SPARSE)_STATUS_ALLOC_FAILED|CUDA out of memory/],
  // c10/core/impl/alloc_cpu.cpp; Python
  ["no-host-memory", /DefaultCPUAllocator: (can't allocate|not enough) memory|^MemoryError\b/m],
  ["no-host-memory", /\[Errno 12\] Cannot allocate memory/],
  // ENOSPC and EDQUOT; torch.save, caffe2/serialize/inline_container.cc; torch/utils/data/_utils/signal_handling.py
  ["disk-full", /ENOSPC|No space left on device|Disk quota exceeded|PytorchStreamWriter failed writing/],
  ["disk-full", /dataloader's workers are out of shared memory/],
  // Python
  ["no-torch", /No module named '?torch'?(?!\.|\w)/],
  // dash, bash
  ["no-python", /python[\d.]*: (command )?not found/]
];
var OF_OTHERS = /Connection (closed|reset) by peer|Connection was likely closed|failed to recv, got 0 bytes|Broken pipe|remote process exited|ncclRemoteError|ChildFailedError|ProcessExitedException|ProcessRaisedException|CalledProcessError/;
function isOfOthers(error) {
  return OF_OTHERS.test(error);
}
function reasonOf(error) {
  return KNOWN.find(([, words]) => words.test(error))?.[0];
}

// src/probe/processes.ts
import { existsSync, readFileSync, readdirSync } from "node:fs";
var RUN_MARK = "VRAM_BUDGET_RUN";
function runOf(root, mark) {
  return { root, mark, since: readProcess(root)?.since };
}
function killRun(run) {
  const stopped = /* @__PURE__ */ new Map();
  let found = processesOf(run);
  if (found === void 0) return send(-run.root, "SIGKILL");
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const moving = found.filter(({ pid, since }) => stopped.get(pid) !== since);
    if (moving.length === 0) break;
    signalAll(moving, "SIGSTOP");
    for (const { pid, since } of moving) stopped.set(pid, since);
    found = processesOf(run) ?? [];
  }
  signalAll(found, "SIGKILL");
  const own = new Set(found.map(({ pid }) => pid));
  for (const pid of stopped.keys()) if (!own.has(pid)) send(pid, "SIGCONT");
  return found.length > 0;
}
var MOST_ROUNDS = 100;
function askToEnd(run) {
  const found = processesOf(run);
  if (found === void 0) send(-run.root, "SIGTERM");
  else signalAll(found, "SIGTERM");
}
function isLeft(run) {
  const found = processesOf(run);
  return found === void 0 ? send(-run.root, 0) : found.length > 0;
}
function pidsOf(run) {
  return (processesOf(run) ?? []).map(({ pid }) => pid);
}
function isAlive(pid) {
  return !existsSync("/proc/self") || readProcess(pid) !== void 0;
}
function processesOf({ root, mark, since }) {
  const all = readProcesses();
  if (all === void 0) return void 0;
  const first = all.find(({ pid }) => pid === root);
  const isGroup = first === void 0 || first.since === since;
  const byPid = new Map(all.map((process2) => [process2.pid, process2]));
  const own = new Set(all.filter(({ pid, group }) => isGroup && group === root || isMarked(pid, mark)));
  let before = -1;
  while (own.size > before) {
    before = own.size;
    for (const process2 of all) {
      const parent = byPid.get(process2.parent);
      if (parent !== void 0 && own.has(parent)) own.add(process2);
    }
  }
  const depth = ({ parent }) => {
    const above = byPid.get(parent);
    return above !== void 0 && own.has(above) ? 1 + depth(above) : 0;
  };
  return [...own].toSorted((a, b) => depth(a) - depth(b));
}
function signalAll(processes, signal) {
  for (const { pid } of processes) send(pid, signal);
  const own = readProcess(process.pid)?.group;
  for (const group of new Set(processes.map((each) => each.group)))
    if (group !== own && group > 1) send(-group, signal);
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
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, parent, group] = fields;
    if (state === "Z" || state === "X") return void 0;
    return { pid, parent: Number(parent), group: Number(group), since: fields[19] ?? "" };
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
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as delay } from "node:timers/promises";
var CANCELLED = {
  write: () => {
  },
  endInput: () => {
  },
  stop: () => {
  },
  exit: Promise.resolve({ kind: "cancelled" })
};
var GRACE_MS = 1500;
var DRAIN_MS = 500;
var MAX_LINE = 64 * 2 ** 20;
function startChild(options) {
  if (options.signal?.aborted === true) return CANCELLED;
  const mark = randomUUID();
  const { onAnswer } = options;
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...options.environment, [RUN_MARK]: mark },
    detached: true,
    stdio: onAnswer === void 0 ? ["ignore", "pipe", "pipe"] : ["pipe", "pipe", "pipe", "pipe"]
  });
  const run = child.pid === void 0 ? void 0 : runOf(child.pid, mark);
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
    exit: settled(child, run, options, stopping.signal).then(async (end) => {
      await killAll(run);
      await Promise.race([Promise.all(drained), delay(DRAIN_MS, void 0, { ref: false })]);
      return end;
    })
  };
}
function asReadable(stream) {
  return stream !== null && stream !== void 0 && "read" in stream ? stream : null;
}
function settled(child, run, { timeoutMs, signal, atLimit }, stopping) {
  return new Promise((resolve) => {
    let stopped;
    const end = async (why, before) => {
      stopped ??= why;
      if (run !== void 0) {
        await before?.(pidsOf(run));
        askToEnd(run);
        await gone(run);
      }
      done(why);
    };
    const cancel = () => void end({ kind: "cancelled" });
    const expire = () => void end({ kind: "timed-out" }, atLimit);
    const timer = setTimeout(expire, timeoutMs);
    const done = (why) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      resolve(stopped ?? why);
    };
    signal?.addEventListener("abort", cancel, { once: true });
    stopping.addEventListener("abort", () => done({ kind: "stopped" }), { once: true });
    child.once("error", (error) => done({ kind: "not-started", message: error.message }));
    child.once("exit", (code, killedBy) => {
      if (stopped === void 0) done({ kind: "exited", code, signal: killedBy });
    });
  });
}
async function gone(run) {
  for (let waited = 0; waited < GRACE_MS && isLeft(run); waited += 50) await delay(50);
}
async function killAll(run) {
  if (run === void 0) return;
  for (let round = 0; round < 40 && killRun(run); round++) await delay(50, void 0, { ref: false });
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

export {
  ProbeProgress,
  ProbeFailure,
  ProbeMessage,
  isOfOthers,
  reasonOf,
  RUN_MARK,
  isAlive,
  startChild
};
