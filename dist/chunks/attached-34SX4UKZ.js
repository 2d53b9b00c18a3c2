import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  ProbeFailure,
  ProbeProgress,
  RUN_MARK,
  isAlive,
  isOfOthers,
  reasonOf,
  startChild
} from "./chunk-O42AQF56.js";
import {
  childEnvironment
} from "./chunk-GGAJOL5F.js";
import "./chunk-L43PWQLL.js";
import {
  _enum,
  _maxLength,
  _nonnegative,
  _positive,
  array,
  boolean,
  int,
  looseObject,
  nullable,
  number2 as number,
  object,
  optional,
  strictObject,
  string,
  union,
  unknown
} from "./chunk-E2Y7L7HE.js";
import "./chunk-LZQXQOPJ.js";

// src/probe/attached.ts
import { delimiter, dirname, join as join2 } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

// src/probe/attached-message.ts
var whole = int().check(_nonnegative());
var text = string().check(_maxLength(4096));
var Reached = strictObject({ stage: _enum(["python", "torch", "training"]), rank: nullable(whole) });
var AttachedFailure = strictObject({
  ...ProbeFailure.shape,
  /** Where it came through, the innermost first. */
  frames: optional(array(strictObject({ file: text, line: whole, name: text })).check(_maxLength(64))),
  /** Whether the process had taken an optimizer step. */
  trained: boolean(),
  rank: nullable(whole),
  /** Seconds of the wall clock: of several that fail, the first is the cause. */
  at: number()
});
var Ended = strictObject({ steps: whole, forwards: whole, backwards: whole });
var AttachedMessage = union([
  strictObject({ reached: Reached }),
  strictObject({ progress: ProbeProgress }),
  strictObject({ measurement: unknown() }),
  strictObject({ trace: unknown() }),
  strictObject({ failure: AttachedFailure }),
  strictObject({ ended: Ended })
]);
function readMessage(line) {
  try {
    return AttachedMessage.safeParse(JSON.parse(line)).data;
  } catch {
    return void 0;
  }
}

// src/probe/attached-outcome.ts
import { constants } from "node:os";

// src/probe/stack.ts
function parseStacks(text2) {
  return text2.split(/^(?:Current thread|Thread) .*$/m).slice(1).map(
    (thread) => [...thread.matchAll(/^ {2}File "(.*)", line (\d+) in (.*)$/gm)].map(([, file = "", line, name = ""]) => ({
      file,
      line: Number(line),
      name
    }))
  ).filter((frames) => frames.length > 0);
}
var HIDDEN = /^<frozen |\/vram_probe\//;
var INSTALLED = /\/(site|dist)-packages\/|\/lib(64)?\/python\d[\d.]*\//;
function ownFrame(frames) {
  return frames.find(({ file }) => !INSTALLED.test(file) && !HIDDEN.test(file));
}
function frameText({ file, line, name }, workspace) {
  return `${file.startsWith(`${workspace}/`) ? file.slice(workspace.length + 1) : file}:${line} in ${name}`;
}
function stackLines(frames, workspace) {
  const own = ownFrame(frames);
  const others = frames.filter((frame) => frame !== own && !HIDDEN.test(frame.file));
  return [...own === void 0 ? [] : [own], ...others].slice(0, MOST_FRAMES).map((each) => frameText(each, workspace));
}
var MOST_FRAMES = 16;

// src/probe/attached-outcome.ts
function outcomeOf(run) {
  const { reason, what, seen = [], advice } = whatHappened(run);
  const isTold = run.told.failure() !== void 0;
  const printed = (isTold ? withoutTracebacks(run.printed) : run.printed).slice(-PRINTED_LINES);
  const last = printed.length === 0 ? [] : ["it printed last:", ...printed];
  return { reason, detail: [what, ...seen, ...last].join("\n").slice(0, MOST_DETAIL), advice };
}
var MOST_DETAIL = 16384;
var PRINTED_LINES = 20;
function withoutTracebacks(lines) {
  let within = false;
  return lines.filter((line) => {
    within = line.startsWith("Traceback (most recent call last)") || within && line.startsWith(" ");
    return !within;
  });
}
var CANNOT_WRITE = "vram-budget: cannot write what was seen";
function whatHappened(run) {
  const { exit, told, disbelief } = run;
  if (exit.kind === "not-started") return { reason: "failed", what: `Cannot start /bin/sh: ${exit.message}` };
  if (exit.kind === "cancelled") return { reason: "cancelled", what: "The run was cancelled" };
  if (disbelief !== void 0) return { reason: "not-believed", what: `The answer is not believed: ${disbelief}` };
  const failure = told.failure();
  const lost = told.lostRanks();
  const isCause = failure !== void 0 && (lost.length === 0 || !isOfOthers(failure.failure.detail));
  if (isCause) return failed(failure, run);
  if (lost.length > 0) return lostRanks(lost, run);
  if (exit.kind === "timed-out") return timedOut(run);
  if (told.measured.length > 0) return disagreeing(run);
  return endedUnmeasured(run, codeOf(exit));
}
var MAY_BE_OF_THE_MACHINE = /* @__PURE__ */ new Set(["failed", "probe-failed"]);
function failed({ process: process2, failure }, { told, workspace }) {
  const { detail, advice, rank, frames = [] } = failure;
  const own = MAY_BE_OF_THE_MACHINE.has(failure.reason) ? reasonOf(detail) ?? failure.reason : failure.reason;
  const [first = "", ...more] = detail.split("\n");
  const seen = [...more, ...stackLines(frames, workspace)];
  if (rank === null || !told.isSeveral()) return { reason: own, what: first, seen, advice };
  return {
    reason: own === "failed" ? "rank-died" : own,
    what: `Rank ${rank}${told.on(process2)} failed, the others were stopped: ${first}`,
    seen
  };
}
function lostRanks(lost, { exit, told, printed }) {
  const reason = reasonOf(printed.join("\n")) ?? "rank-died";
  const when2 = `after optimizer step ${told.step} at the earliest`;
  const how = exit.kind === "exited" ? `, and the command ended with ${describe(codeOf(exit))}` : "";
  const ranks = lost.map(({ process: process2, rank }) => `${rank}${told.on(process2)}`).join(" and ");
  return { reason, what: `Rank ${ranks} ended without a word ${when2}; the others were stopped${how}` };
}
function timedOut({ told, stacks, timeoutMs, workspace }) {
  const candidates = stacks.filter(({ process: process2 }) => told.isFurthest(process2));
  const own = candidates.filter(({ frames }) => ownFrame(frames) !== void 0);
  const stood = (own.length > 0 ? own : candidates).toSorted((a, b) => a.process.pid - b.process.pid).slice(0, MOST_STACKS);
  const what = `Not done after ${timeoutMs / 1e3} s, ${progress(told)}${unheard(told)}`;
  const [first] = stood;
  if (first === void 0) return { reason: "timed-out", what };
  const frame = ownFrame(first.frames) ?? first.frames[0];
  const where = frame === void 0 ? "" : `; it stood at ${frameText(frame, workspace)}`;
  const seen = stood.flatMap(({ process: process2, frames }) => {
    const lines = stackLines(frames, workspace);
    return stood.length > 1 ? [`process ${process2.pid}${told.on(process2)}:`].concat(lines) : lines;
  });
  return { reason: "timed-out", what: `${what}${where}`, seen };
}
var MOST_STACKS = 4;
function unheard(told) {
  const ranks = told.unheardRanks();
  return ranks.length === 0 ? "" : `; nothing was ever heard of rank ${ranks.join(", ")}`;
}
function progress(told) {
  if (told.step > 0) return `the last optimizer step that was heard of is ${told.step}`;
  if (told.hasTorch()) return "and without an optimizer step";
  return told.processes > 0 ? "and torch was not imported" : "and no Python with the probe in it was started";
}
function disagreeing({ told }) {
  const measured = told.measured.length;
  const steps = told.ended()?.steps;
  const other = steps === void 0 ? `the others did not${unheard(told)}` : `another ended after ${steps} optimizer step(s)`;
  return {
    reason: "ranks-disagree",
    what: `${measured} process(es) of the training took the measured steps, ${other}`
  };
}
function codeOf(exit) {
  if (exit.kind === "stopped") return { code: null, signal: null };
  if (exit.signal !== null) return { code: null, signal: exit.signal };
  const signals = Object.entries(constants.signals);
  const [signal = null] = signals.find(([, number2]) => number2 === (exit.code ?? 0) - 128) ?? [];
  return { code: exit.code, signal };
}
function describe({ code, signal }) {
  if (signal !== null) return code === null ? `signal ${signal}` : `exit code ${code}, signal ${signal}`;
  return `exit code ${code ?? "unknown"}`;
}
function endedUnmeasured({ told, printed }, how) {
  const after = told.ended();
  const succeeded = how.code === 0 && how.signal === null;
  const cut = printed.find((line) => line.startsWith(CANNOT_WRITE));
  if (cut !== void 0) return { reason: reasonOf(cut) ?? "failed", what: `The probe's answer is lost: ${cut}` };
  const known = succeeded ? void 0 : reasonOf(printed.join("\n"));
  const what = `The command ended with ${describe(how)}, ${made(told)}`;
  if (known !== void 0) return { reason: known, what };
  if (how.signal !== null) return { reason: "killed", what };
  if (!succeeded && (after?.steps ?? 0) === 0) return { reason: "failed", what };
  return { reason: told.processes === 0 ? "not-attached" : "no-step", what };
}
function made(told) {
  const after = told.ended();
  if (after === void 0) return progress(told);
  if (after.steps > 0) return `after ${after.steps} optimizer step(s), all of them warm-up`;
  return `and without an optimizer step: ${after.forwards} forward and ${after.backwards} backward passes were seen`;
}

// src/probe/nodes.ts
import { tmpdir } from "node:os";
var ATTACH = "VRAM_BUDGET_ATTACH";
function parentOfRunFolder(environment, workspace) {
  return Number(environment["SLURM_JOB_NUM_NODES"] ?? 1) > 1 ? workspace : tmpdir();
}
function passedOnBySrun(environment) {
  const told = environment["SLURM_EXPORT_ENV"];
  if (told === void 0 || /^ALL(,|$)/.test(told)) return {};
  const carried = ["PATH", "PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", ATTACH, RUN_MARK];
  return { SLURM_EXPORT_ENV: /^(NONE|NIL)$/.test(told) ? "ALL" : [told, ...carried].join(",") };
}

// src/probe/process-name.ts
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
function parseProcessName(text2) {
  const [, host, space, pid] = /^([\w.-]{1,64})\.([0-9a-f]{8}-\d{1,20}|0)\.([1-9]\d{0,9})$/.exec(text2) ?? [];
  return host === void 0 || space === void 0 ? void 0 : { host, space, pid: Number(pid) };
}
function processNameText({ host, space, pid }) {
  return `${host}.${space}.${pid}`;
}
function isHere({ host, space }) {
  return space === HERE && (HERE !== "0" || host === hostname());
}
var HERE = ownSpace();
function ownSpace() {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 8);
    const [number2 = ""] = /\d+/.exec(readlinkSync("/proc/self/ns/pid")) ?? [];
    return `${boot}-${number2}`;
  } catch {
    return "0";
  }
}

// src/probe/run-folder.ts
import { constants as constants2 } from "node:fs";
import { chmod, lstat, mkdtemp, open, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
var MOST_BYTES = 64 * 2 ** 20;
var MOST_BYTES_OF_ALL = 256 * 2 ** 20;
var MOST_PROCESSES = 4096;
var MOST_RECORDED_BYTES = 512 * 2 ** 20;
var MOST_STACK_BYTES = 2 ** 20;
var RunFolder = class _RunFolder {
  path;
  #files = /* @__PURE__ */ new Map();
  #bytes = 0;
  constructor(path) {
    this.path = path;
  }
  /** A new one within `parent`, which every node of the run sees. */
  static async make(request, parent) {
    const folder = new _RunFolder(await mkdtemp(join(parent, "vram-budget-run-")));
    try {
      await writeFile(join(folder.path, "request.json"), JSON.stringify(request), { mode: 384 });
      return folder;
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }
  /** What the processes have written since the last time, whole lines only. */
  async newLines() {
    const lines = [];
    try {
      for (const process2 of await this.#processes(/^answers-(.+)\.jsonl$/)) {
        const name = processNameText(process2);
        const file = this.#files.get(name) ?? { offset: 0, rest: "" };
        this.#files.set(name, file);
        const added = await readPlain(join(this.path, `answers-${name}.jsonl`), file.offset, MOST_BYTES);
        this.#bytes += added.length;
        if (this.#bytes > MOST_BYTES_OF_ALL) throw new NotPlain("the answers are too long together");
        file.offset += added.length;
        const texts = `${file.rest}${added.toString("utf8")}`.split("\n");
        file.rest = texts.pop() ?? "";
        lines.push(...texts.map((text2) => ({ process: process2, text: text2 })));
      }
    } catch (error) {
      return { kind: "not-believed", detail: whatIsWrong(error) };
    }
    return { kind: "lines", lines };
  }
  /** Where the main thread of each process stood at the limit; none of what is not as `faulthandler` writes it. */
  async stacks() {
    const processes = await this.#processes(/^stack-(.+)\.txt$/).catch(() => []);
    const stacks = await Promise.all(
      processes.map(async (process2) => {
        const path = join(this.path, `stack-${processNameText(process2)}.txt`);
        const text2 = await readPlain(path, 0, MOST_STACK_BYTES).catch(() => "");
        return { process: process2, frames: parseStacks(text2.toString()).at(-1) ?? [] };
      })
    );
    return stacks.filter(({ frames }) => frames.length > 0);
  }
  /** The step that a process was asked to record. */
  async recording(process2) {
    for (const format of ["pickle", "json"]) {
      const path = join(this.path, `recording-${processNameText(process2)}.${format}`);
      const content = await readPlain(path, 0, MOST_RECORDED_BYTES).catch(() => void 0);
      if (content !== void 0) return { format, content };
    }
    return void 0;
  }
  /** Also what was made unreadable. */
  async remove() {
    const options = { recursive: true, force: true, maxRetries: 3 };
    await rm(this.path, options).catch(async () => {
      await makeWritable(this.path);
      await rm(this.path, options);
    });
  }
  async #processes(form) {
    const files = await readdir(this.path);
    const processes = files.flatMap((file) => parseProcessName(form.exec(file)?.[1] ?? "") ?? []);
    if (processes.length > MOST_PROCESSES) throw new NotPlain("there are too many of them");
    return processes.toSorted((a, b) => a.pid - b.pid);
  }
};
var NotPlain = class extends Error {
};
function whatIsWrong(error) {
  if (error instanceof NotPlain) return error.message;
  return `the run's folder cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
async function readPlain(path, offset, most) {
  const file = await open(path, constants2.O_RDONLY | constants2.O_NOFOLLOW | constants2.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new NotPlain("an answer is no plain file");
    if (found.size > most) throw new NotPlain("an answer is too long");
    if (found.size < offset) throw new NotPlain("an answer has been cut short");
    const buffer = Buffer.alloc(found.size - offset);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
async function makeWritable(folder) {
  if (!(await lstat(folder)).isDirectory()) return;
  await chmod(folder, 448);
  for (const name of await readdir(folder)) await makeWritable(join(folder, name));
}

// src/probe/stack-signal.ts
import { readFileSync as readFileSync2 } from "node:fs";
var STACK_SIGNAL = 61;
function askForStacks(pids) {
  for (const pid of pids) {
    try {
      if (catches(pid)) process.kill(pid, STACK_SIGNAL);
    } catch {
    }
  }
}
function catches(pid) {
  const status = readFileSync2(`/proc/${pid}/status`, "latin1");
  const [, caught = "0"] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status) ?? [];
  return (BigInt(`0x${caught}`) >> BigInt(STACK_SIGNAL - 1) & 1n) === 1n;
}

// src/probe/told.ts
var STAGES = ["python", "torch", "training"];
var OfSeveral = object({ distributed: object({ world_size: int().check(_positive()) }) });
var OutOfMemory = object({ out_of_memory: looseObject({}) });
var Told = class {
  #processes = /* @__PURE__ */ new Map();
  #step = 0;
  #looks = 0;
  #trace;
  take(name, message) {
    const process2 = this.#process(name);
    if ("reached" in message) Object.assign(process2, message.reached);
    else if ("progress" in message) this.#step = Math.max(this.#step, message.progress.step);
    else if ("measurement" in message) process2.measurement = message.measurement;
    else if ("trace" in message) this.#trace = message.trace;
    else if ("failure" in message) process2.failure ??= message.failure;
    else process2.ended = message.ended;
  }
  /** `lives` looks whether a process is there. One of another node is never seen, and so never missed. */
  look(lives) {
    this.#looks++;
    for (const process2 of this.#all()) {
      if (lives(process2.name)) process2.life = { kind: "seen" };
      else if (process2.life.kind === "seen") process2.life = { kind: "gone", look: this.#looks };
    }
  }
  /** The last optimizer step that was heard of; 0 for none. */
  get step() {
    return this.#step;
  }
  /** Where one was asked for. One process makes it. */
  get trace() {
    return this.#trace;
  }
  /** The Pythons with the probe in them. */
  get processes() {
    return this.#processes.size;
  }
  /** What was measured before an error ended the program is half a measurement, unless the error was out of memory. */
  get measured() {
    return this.#all().flatMap(
      ({ name, measurement, failure }) => measurement === void 0 || failure !== void 0 && !OutOfMemory.safeParse(measurement).success ? [] : [{ process: name, measurement }]
    );
  }
  /** There is a trace; or every process of the training has measured; or one ran out of memory, which needs no other. */
  isComplete() {
    if (this.#trace !== void 0) return true;
    const measurements = this.measured.map(({ measurement }) => measurement);
    return measurements.length >= this.#worldSize() || measurements.some((each) => OutOfMemory.safeParse(each).success);
  }
  /**
   * Of those that failed: one that trained before a rank that had not yet, before what others started; one with an error
   * of its own before one that tells of another's end; then the first.
   */
  failure() {
    const failed2 = this.#all().filter(({ failure }) => failure !== void 0);
    const [worst] = failed2.toSorted(
      (a, b) => closeness(b) - closeness(a) || tellsOfOthers(a) - tellsOfOthers(b) || when(a) - when(b)
    );
    return worst?.failure === void 0 ? void 0 : { process: worst.name, failure: worst.failure };
  }
  /** Something of which the others of a training do not know has ended it: waiting for them is in vain. */
  isBroken() {
    const failed2 = this.#all().some((process2) => process2.failure !== void 0 && closeness(process2) === 2);
    return failed2 || this.lostRanks().length > 0 || this.isSeveral() && this.#endedBeforeOthers();
  }
  /**
   * Ranks that are gone, and said nothing of their end: the first, for others may have been ended after them. Where none
   * is seen to be gone and one of this training says that another is: those that could not be seen, and said nothing.
   */
  lostRanks() {
    const silent = this.#all().filter(({ stage, rank, measurement, failure, ended }) => {
      const saidNothing = measurement === void 0 && failure === void 0 && ended === void 0;
      return stage === "training" && rank !== null && saidNothing;
    });
    const gone = silent.filter(({ life }) => life.kind === "gone");
    const first = Math.min(...gone.map(goneAt));
    const missed = this.#all().some((process2) => closeness(process2) === 2 && tellsOfOthers(process2) === 1);
    const unseen = missed ? silent.filter(({ life }) => life.kind === "not-seen") : [];
    return (gone.length > 0 ? gone.filter((process2) => goneAt(process2) === first) : unseen).flatMap(
      ({ name, rank }) => rank === null ? [] : [{ process: name, rank }]
    );
  }
  /** Of a training that has measured, the ranks that no process said to be. */
  unheardRanks() {
    if (this.measured.length === 0) return [];
    const heard = new Set(this.#all().map(({ rank }) => rank));
    return Array.from({ length: this.#worldSize() }, (_, rank) => rank).filter((rank) => !heard.has(rank));
  }
  /** ` on gpu-02`, where processes of several machines told something. */
  on({ host }) {
    return new Set(this.#all().map(({ name }) => name.host)).size > 1 ? ` on ${host}` : "";
  }
  /** Of those that ended without a measurement: the one that came furthest. */
  ended() {
    const all = this.#all().flatMap(({ ended }) => ended ?? []);
    return all.toSorted((a, b) => b.steps - a.steps || b.forwards - a.forwards)[0];
  }
  hasTorch() {
    return this.#all().some(({ stage }) => stage !== "python");
  }
  isSeveral() {
    return this.#all().filter(({ rank }) => rank !== null).length > 1;
  }
  /** Whether no process came further than this one. One that was forked, and has told nothing, is a Python. */
  isFurthest(process2) {
    const most = Math.max(0, ...this.#all().map(({ stage }) => STAGES.indexOf(stage)));
    return STAGES.indexOf(this.#processes.get(processNameText(process2))?.stage ?? "python") === most;
  }
  /** They do not take the same number of steps. */
  #endedBeforeOthers() {
    return this.measured.length > 0 && this.ended() !== void 0;
  }
  #all() {
    return [...this.#processes.values()];
  }
  /** As a measurement says it; 1 where none does. */
  #worldSize() {
    return OfSeveral.safeParse(this.measured[0]?.measurement).data?.distributed.world_size ?? 1;
  }
  #process(name) {
    const text2 = processNameText(name);
    const process2 = this.#processes.get(text2) ?? { name, stage: "python", rank: null, life: { kind: "not-seen" } };
    this.#processes.set(text2, process2);
    return process2;
  }
};
function closeness({ stage, rank, failure }) {
  if (failure?.trained === true || stage === "training") return 2;
  return stage === "torch" && rank !== null ? 1 : 0;
}
function tellsOfOthers({ failure }) {
  return Number(failure !== void 0 && isOfOthers(failure.detail));
}
function when({ failure }) {
  return failure?.at ?? 0;
}
function goneAt({ life }) {
  return life.kind === "gone" ? life.look : Infinity;
}

// src/probe/attached.ts
var POLL_MS = 100;
var STACKS_MS = 300;
var OTHERS_MS = 1e4;
var PRINTED_LINES2 = 200;
async function runAttached(command, request, options) {
  let folder;
  try {
    const parent = parentOfRunFolder(options.environment, options.workspace);
    folder = await RunFolder.make({ ...request, workspace: options.workspace }, parent);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { kind: "failed", reason: reasonOf(what) ?? "failed", detail: `Cannot make a folder for the run: ${what}` };
  }
  try {
    return await new AttachedRun(folder, options).run(command, join2(options.workspace, request.folder));
  } finally {
    await folder.remove();
  }
}
var AttachedRun = class {
  #folder;
  #options;
  #printed = [];
  #told = new Told();
  #disbelief;
  #isCut = false;
  #brokenAt;
  constructor(folder, options) {
    this.#folder = folder;
    this.#options = options;
  }
  async run(command, cwd) {
    const child = this.#start(command, cwd);
    const exited = child.exit.then(() => true);
    while (!await Promise.race([exited, delay(POLL_MS, false)])) {
      await this.#read();
      this.#told.look((process2) => isHere(process2) && isAlive(process2.pid));
      if (this.#isOver()) child.stop();
    }
    const exit = await child.exit;
    await this.#read();
    return this.#answer(exit);
  }
  #start(command, cwd) {
    const { python, environment, passed, timeoutMs, signal, onOutput, probeFolder } = this.#options;
    const start = join2(probeFolder, "vram_probe", "attached", "start");
    const child = childEnvironment(environment, start, passed);
    return startChild({
      command: "/bin/sh",
      args: ["-c", command],
      cwd,
      // `python` in the command is the Python that was found
      environment: {
        ...child,
        ...pathOf(python, child["PATH"]),
        ...passedOnBySrun(child),
        [ATTACH]: this.#folder.path
      },
      timeoutMs,
      ...signal === void 0 ? {} : { signal },
      atLimit: async (pids) => {
        askForStacks(pids);
        await delay(STACKS_MS);
      },
      onOutput: (line) => {
        this.#printed.push(line.slice(0, 2e3));
        if (this.#printed.length > PRINTED_LINES2) this.#printed.shift();
        this.#isCut ||= line.startsWith(CANNOT_WRITE);
        onOutput?.(line);
      }
    });
  }
  /** What the processes have written since the last time. */
  async #read() {
    if (this.#disbelief !== void 0) return;
    const found = await this.#folder.newLines();
    if (found.kind === "not-believed") {
      this.#disbelief = found.detail;
      return;
    }
    for (const { process: process2, text: text2 } of found.lines) {
      const message = readMessage(text2);
      if (message === void 0) this.#disbelief ??= "a line of it is not in the probe's form";
      else this.#told.take(process2, message);
      if (message !== void 0 && "progress" in message) this.#options.onProgress?.(message.progress);
    }
  }
  /** Nothing more will come, or nothing of it would be believed. */
  #isOver() {
    if (this.#disbelief !== void 0 || this.#isCut || this.#told.isComplete()) return true;
    if (this.#told.isBroken()) this.#brokenAt ??= Date.now();
    return this.#brokenAt !== void 0 && Date.now() - this.#brokenAt > OTHERS_MS;
  }
  async #answer(exit) {
    if (this.#disbelief === void 0 && this.#told.isComplete()) {
      return {
        kind: "answered",
        processes: await Promise.all(this.#told.measured.map((each) => this.#withRecording(each))),
        trace: this.#told.trace
      };
    }
    const { timeoutMs, workspace } = this.#options;
    const outcome = outcomeOf({
      exit,
      told: this.#told,
      disbelief: this.#disbelief,
      stacks: await this.#folder.stacks(),
      printed: this.#printed,
      timeoutMs,
      workspace
    });
    return { kind: "failed", ...outcome };
  }
  async #withRecording({ process: process2, measurement }) {
    return { measurement, recording: await this.#folder.recording(process2) };
  }
};
function pathOf(python, path = "") {
  return python.includes("/") ? { PATH: `${dirname(python)}${delimiter}${path}` } : {};
}
export {
  runAttached
};
