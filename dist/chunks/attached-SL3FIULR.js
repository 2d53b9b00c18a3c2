import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  ProbeFailure,
  ProbeProgress,
  startChild
} from "./chunk-P7LPIWGP.js";
import {
  childEnvironment
} from "./chunk-5YBWQTOF.js";
import "./chunk-K7CU2NYE.js";
import {
  _nonnegative,
  _positive,
  boolean,
  int,
  object,
  strictObject,
  union,
  unknown
} from "./chunk-R2BQND5T.js";
import "./chunk-BE7JI7H6.js";

// src/probe/attached.ts
import { lstat, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
var whole = int().check(_nonnegative());
var AttachedMessage = union([
  strictObject({ progress: ProbeProgress }),
  strictObject({ measurement: unknown() }),
  strictObject({ failure: strictObject({ ...ProbeFailure.shape, trained: boolean() }) }),
  strictObject({ ended: strictObject({ steps: whole, trained: boolean() }) })
]);
var OfSeveral = object({ distributed: object({ world_size: int().check(_positive()) }) });
var POLL_MS = 100;
var OTHERS_MS = 1e4;
var TAIL_LINES = 20;
var MAX_RECORDING_BYTES = 512 * 2 ** 20;
var MAX_ANSWER_BYTES = 64 * 2 ** 20;
async function runAttached(command, request, options) {
  const folder = await mkdtemp(join(tmpdir(), "vram-budget-run-"));
  try {
    const deadline_s = (Date.now() + options.timeoutMs) / 1e3;
    const { workspace } = options;
    await writeFile(join(folder, "request.json"), JSON.stringify({ ...request, workspace, deadline_s }));
    return await new AttachedRun(folder, options).run(command, join(workspace, request.folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
var AttachedRun = class {
  #folder;
  #options;
  #files = /* @__PURE__ */ new Map();
  #tail = [];
  #measurements = /* @__PURE__ */ new Map();
  #failures = [];
  #ended;
  #failedAt;
  constructor(folder, options) {
    this.#folder = folder;
    this.#options = options;
  }
  async run(command, cwd) {
    const child = this.#start(command, cwd);
    const exited = child.exit.then(() => true);
    while (!await Promise.race([exited, delay(POLL_MS)])) {
      await this.#read();
      if (this.#isComplete() || this.#othersAreLate()) child.stop();
    }
    await this.#read();
    return this.#answer(await child.exit);
  }
  #start(command, cwd) {
    const { python, environment, timeoutMs, signal, onOutput, probeFolder } = this.#options;
    const start = join(probeFolder, "vram_probe", "attached", "start");
    const child = childEnvironment(environment, start);
    return startChild({
      command: "/bin/sh",
      args: ["-c", command],
      cwd,
      // `python` in the command is the Python that was found
      environment: { ...child, ...pathOf(python, child["PATH"]), VRAM_BUDGET_ATTACH: this.#folder },
      timeoutMs,
      ...signal === void 0 ? {} : { signal },
      onOutput: (line) => {
        this.#tail.push(line.slice(0, 2e3));
        if (this.#tail.length > TAIL_LINES) this.#tail.shift();
        onOutput?.(line);
      }
    });
  }
  /** What the processes have written since the last time. */
  async #read() {
    const names = (await readdir(this.#folder)).filter((name) => /^answers-\d+\.jsonl$/.test(name));
    for (const name of names) {
      const file = this.#files.get(name) ?? { offset: 0, rest: "" };
      this.#files.set(name, file);
      const text = await readFrom(join(this.#folder, name), file.offset);
      file.offset += text.length;
      const lines = `${file.rest}${text.toString("utf8")}`.split("\n");
      file.rest = lines.pop() ?? "";
      for (const line of lines) this.#take(name, readMessage(line));
    }
  }
  #take(file, message) {
    if ("progress" in message) this.#options.onProgress?.(message.progress);
    else if ("measurement" in message) this.#measurements.set(file, message.measurement);
    else if ("ended" in message) this.#ended = message.ended;
    else this.#failures.push(message.failure);
    if ("failure" in message && message.failure.trained) this.#failedAt ??= Date.now();
  }
  #isComplete() {
    return this.#measurements.size > 0 && this.#measurements.size >= this.#worldSize();
  }
  #worldSize() {
    const [first] = this.#measurements.values();
    return OfSeveral.safeParse(first).data?.distributed.world_size ?? 1;
  }
  #othersAreLate() {
    return this.#failedAt !== void 0 && Date.now() - this.#failedAt > OTHERS_MS;
  }
  async #answer(exit) {
    if (this.#isComplete()) return { kind: "answered", processes: await this.#processes() };
    const failed = (reason, detail) => ({ kind: "failed", reason, detail });
    const printed = this.#tail.length === 0 ? "" : `; it printed last:
${this.#tail.join("\n")}`;
    const failure = this.#failures.find(({ trained }) => trained) ?? this.#failures[0];
    switch (exit.kind) {
      case "not-started":
        return failed("failed", `Cannot start /bin/sh: ${exit.message}`);
      case "cancelled":
        return failed("cancelled", "The run was cancelled");
      case "timed-out": {
        const seconds = this.#options.timeoutMs / 1e3;
        return failed("timed-out", `Not done after ${seconds} s${await this.#stacks()}${printed}`);
      }
      case "stopped":
      case "exited": {
        if (failure !== void 0) return failed(failure.reason, failure.detail);
        const how = exit.kind === "stopped" || exit.signal === null ? "" : `signal ${exit.signal}`;
        const code = exit.kind === "exited" && exit.code !== null ? `exit code ${exit.code}` : how;
        if (this.#ended !== void 0) {
          const taken = `${this.#ended.steps} optimizer step(s), all of them warm-up`;
          return failed("no-step", `The program ended after ${taken}, with ${code}${printed}`);
        }
        return failed("no-step", `The program ended without an optimizer step that was seen, with ${code}${printed}`);
      }
    }
  }
  async #processes() {
    const answers = [...this.#measurements].map(async ([name, measurement]) => {
      const pid = /\d+/.exec(name)?.[0] ?? "";
      return { measurement, recording: await this.#recording(pid, "pickle") ?? await this.#recording(pid, "json") };
    });
    return Promise.all(answers);
  }
  async #recording(pid, format) {
    const path = join(this.#folder, `recording-${pid}.${format}`);
    const found = await lstat(path).catch(() => void 0);
    if (found?.isFile() !== true || found.size > MAX_RECORDING_BYTES) return void 0;
    return { format, content: await readFile(path) };
  }
  /** Where each Python stood at the limit: the longest stack is of the one that did most. */
  async #stacks() {
    const names = (await readdir(this.#folder)).filter((name) => /^stack-\d+\.txt$/.test(name));
    const texts = await Promise.all(names.map((name) => readFile(join(this.#folder, name), "utf8")));
    const [longest = ""] = texts.toSorted((a, b) => b.length - a.length);
    return longest === "" ? "" : `; it stood at:
${longest.slice(0, 2e3)}`;
  }
};
function pathOf(python, path = "") {
  return python.includes("/") ? { PATH: `${dirname(python)}${delimiter}${path}` } : {};
}
async function readFrom(path, offset) {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size > MAX_ANSWER_BYTES) return Buffer.alloc(0);
    const buffer = Buffer.alloc(size - offset);
    await file.read(buffer, 0, buffer.length, offset);
    return buffer;
  } finally {
    await file.close();
  }
}
function readMessage(line) {
  const unread = { reason: "failed", detail: "The probe's answer is not in its own form", trained: true };
  try {
    return AttachedMessage.safeParse(JSON.parse(line)).data ?? { failure: unread };
  } catch {
    return { failure: unread };
  }
}
function delay(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds);
  });
}
export {
  runAttached
};
