import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  ANSWERS_FILE,
  GitHubError,
  answerOrError,
  callWith,
  clientOf,
  contentsApi,
  hasAcceptLabel,
  hasNextPage,
  jobBase,
  measureQuestion,
  measuredArtifact,
  parseAnswers,
  plannedArtifact,
  read,
  refusalToMeasure,
  traceQuestion,
  unpacked
} from "./chunk-ZGGPJR62.js";
import "./chunk-VMIYC6JN.js";
import {
  AS_CONFIGURED,
  check
} from "./chunk-U5KVKGRE.js";
import "./chunk-DTIZBPZC.js";
import {
  CONFIG_FILES,
  configFromText
} from "./chunk-EJYN6KZ6.js";
import "./chunk-PVOBDLUI.js";
import "./chunk-GR4LICOH.js";
import "./chunk-YX2XW4PC.js";
import "./chunk-MOITJ7TZ.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-7KKLJMQC.js";
import "./chunk-3OGH34IK.js";
import "./chunk-TJCAHIHV.js";
import "./chunk-L43PWQLL.js";
import "./chunk-BPQOIUYM.js";
import "./chunk-L36G37CV.js";
import "./chunk-BWA43EDX.js";
import "./chunk-B4N5WTQT.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-RR4CAR5Y.js";
import "./chunk-XF5CK6HT.js";
import "./chunk-73KJIM4E.js";
import "./chunk-PPR6C4MJ.js";
import {
  TraceDocument,
  profileOf,
  withKernels
} from "./chunk-HHCPQFQX.js";
import {
  isTensor,
  releaseOf
} from "./chunk-5KZKMP4T.js";
import "./chunk-7OKXMFRY.js";
import "./chunk-LVUBKEZX.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-LA4C34EB.js";
import "./chunk-SABYHMZX.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import {
  _nonnegative,
  array,
  boolean,
  int,
  object,
  string
} from "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";

// src/answers/replayable.ts
var MOST_EVENTS = 2 ** 20;
var MOST_BYTES = 2 ** 44;
var MOST_ELEMENTS = 2 ** 40;
function replayable(found, device) {
  if (found.kind === "problem") return notReplayable(found.detail);
  const answer = { kind: "answered", trace: found.value };
  if (isTooLong(answer.trace)) return notReplayable("it is too large");
  const { data } = TraceDocument.safeParse(answer.trace);
  if (data === void 0) return answer;
  if (data.events.some(isTooLarge)) return notReplayable("it is too large");
  try {
    profileOf(withKernels(data.events, device, releaseOf(data.torch)), device);
    return answer;
  } catch (error) {
    return notReplayable(error instanceof Error ? error.message : String(error));
  }
}
function notReplayable(why) {
  return { kind: "failed", detail: `the trace that a job has left cannot be replayed: ${why}` };
}
function isTooLong(trace) {
  if (typeof trace !== "object" || trace === null || !("events" in trace)) return false;
  return Array.isArray(trace.events) && trace.events.length > MOST_EVENTS;
}
function isTooLarge(event) {
  switch (event.op) {
    case "alloc":
      return event.bytes > MOST_BYTES;
    case "kernel":
      return Object.values(event.call).some(spansTooMuch);
    case "free":
      return false;
  }
}
function spansTooMuch(operand) {
  if (Array.isArray(operand)) return operand.some(spansTooMuch);
  if (!isTensor(operand)) return false;
  const { shape, stride } = operand;
  const span = shape.reduce((sum, size, dim) => sum + Math.max(size - 1, 0) * (stride[dim] ?? 1), 1);
  const elements = shape.reduce((product, size) => product * size, 1);
  return shape.length !== stride.length || shape.length > 64 || Math.max(span, elements) > MOST_ELEMENTS;
}

// src/answers/playing.ts
function playedPorts(of) {
  const all = ({ name }) => {
    const { measured, planned } = of(name);
    return [measured, planned].flatMap((left) => left.kind === "answers" ? [left.training] : []);
  };
  return {
    lanes: 1,
    runnerGpu: async (training) => all(training)[0]?.runner_gpu ?? void 0,
    calibration: { known: async (training) => all(training)[0]?.calibration ?? [], keep: async () => {
    } },
    measure: async (training, _, limit) => {
      const { measured } = of(training.name);
      if (measured.kind === "not-measured") return measured;
      const question = await measureQuestion(training, limit);
      const found = measured.training.measurements.find((each) => each.question === question)?.answer;
      if (found === void 0) return noAnswer("was asked something else: its config is not the one of this commit");
      return found.kind === "measured" ? { ...found, recording: void 0 } : found;
    },
    trace: (training, device) => ({
      at: async (batchSize) => {
        const question = await traceQuestion(training, device, batchSize);
        const traces = all(training).flatMap(({ traces: each }) => each);
        const found = traces.find((each) => each.question === question)?.answer;
        if (found === void 0) return notTraced(of(training.name));
        return found.kind === "failed" ? found : replayable(await unpacked(found.packed), device);
      },
      end: async () => {
      }
    })
  };
}
function noAnswer(why) {
  return { kind: "not-measured", reason: "no-answer", detail: `the job that measures it ${why}` };
}
function notTraced({ planned }) {
  if (planned.kind === "nothing") {
    const advice = "look at the job that plans it: run it again";
    return { kind: "failed", detail: `the job that plans it ${planned.why}`, advice };
  }
  return {
    kind: "failed",
    detail: "no job has traced it as the config of this commit asks",
    advice: "let the jobs that plan and measure check the pull request's head out"
  };
}

// src/jobs/head-configs.ts
async function headConfigs({ inputs, run, repository, api, workspace }) {
  const textAt = await contentsApi(repository, api, "the head");
  const sha = run.head_sha;
  const named = inputs.configs.length === 0 ? [await firstConfig(textAt, sha)] : inputs.configs;
  return Promise.all(
    named.map(async (file) => {
      const found = isPath(file) ? await textAt(file, sha) : { kind: "absent" };
      if (found.kind === "text") return configFromText(workspace, file, found.text);
      const why = found.kind === "absent" ? "there is no such file" : `it ${found.why}`;
      throw new UserError(`Cannot read ${file} of ${sha}: ${why}`);
    })
  );
}
function isPath(file) {
  return file.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
async function firstConfig(textAt, sha) {
  for (const file of CONFIG_FILES) if ((await textAt(file, sha)).kind !== "absent") return file;
  throw new UserError(`Cannot find a config in ${sha}: expected ${CONFIG_FILES.join(", ")}, or its path`);
}

// src/github/archive.ts
import { crc32 } from "node:zlib";
var MOST_BYTES2 = 128 * 2 ** 20;
var FILE_TYPE = 61440;
var LINK = 40960;
async function fileInArchive(archive, name) {
  const { default: yauzl } = await import("./yauzl-LOWOEMZ5.js");
  try {
    const zip = await yauzl.fromBufferPromise(Buffer.from(archive), { lazyEntries: true, strictFileNames: true });
    if (zip.entryCount !== 1) return problem(`it has ${zip.entryCount} files, wanted ${name} alone`);
    for await (const entry of zip.eachEntry()) {
      const { fileName, uncompressedSize, externalFileAttributes } = entry;
      if (fileName !== name) return problem(`it has another file in it, wanted ${name} alone`);
      if ((externalFileAttributes >>> 16 & FILE_TYPE) === LINK) return problem(`${name} is a link, wanted a file`);
      if (uncompressedSize > MOST_BYTES2)
        return problem(`${name} has ${uncompressedSize} bytes, wanted at most ${MOST_BYTES2}`);
      const content = await contentOf(await zip.openReadStreamPromise(entry), uncompressedSize);
      if (crc32(content) !== entry.crc32) return problem(`${name} is damaged`);
      return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(content) };
    }
    return problem("it is empty");
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
}
function problem(detail) {
  return { kind: "problem", detail };
}
async function contentOf(stream, size) {
  const chunks = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > size) throw new RangeError(`it has more than the ${size} bytes that it names`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

// src/github/artifacts.ts
function newestOfEachName(artifacts) {
  return new Map(artifacts.toSorted((a, b) => a.id - b.id).map((artifact) => [artifact.name, artifact]));
}
var Page = object({
  artifacts: array(
    object({ id: int(), name: string(), size_in_bytes: int().check(_nonnegative()), expired: boolean() })
  )
});
var MOST_PAGES = 64;
async function artifactsApi({ owner, repo }, options) {
  const { actions } = (await clientOf(options)).rest;
  const call = callWith(options, { permissions: "actions=read", there: "the run" });
  return {
    async list(run_id) {
      const all = [];
      for (let page = 1; page <= MOST_PAGES; page++) {
        const { data, headers } = await call(
          "list the run's artifacts",
          (signal) => actions.listWorkflowRunArtifacts({ owner, repo, run_id, per_page: 100, page, request: { signal } })
        );
        const { artifacts } = read(Page, data);
        for (const { size_in_bytes: size_bytes, ...artifact } of artifacts) all.push({ ...artifact, size_bytes });
        if (!hasNextPage(headers)) return all;
      }
      throw new GitHubError(`Cannot list the run's artifacts: there are more than ${MOST_PAGES} pages`, 200);
    },
    async download(artifact_id, most) {
      return call("download an artifact", async (signal) => {
        const artifact = { owner, repo, artifact_id, archive_format: "zip" };
        const { headers, data } = await actions.downloadArtifact({
          ...artifact,
          request: { signal, redirect: "manual" }
        });
        if (headers.location !== void 0) return fetched(storeOf(headers.location, options.apiUrl), most, signal);
        if (data instanceof ArrayBuffer) return data.byteLength > most ? void 0 : new Uint8Array(data);
        throw new Error("neither an archive nor the place of one");
      });
    }
  };
}
function storeOf(location, apiUrl) {
  const url = new URL(location);
  if (url.protocol === "https:" || url.protocol === new URL(apiUrl).protocol) return url;
  throw new Error(`the artifact lies at ${url.protocol}//, wanted https://`);
}
async function fetched(url, most, signal) {
  const response = await fetch(url, { signal, redirect: "error" });
  if (!response.ok || response.body === null) throw new Error(`the artifact store answers ${response.status}`);
  const chunks = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > most) return void 0;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

// src/jobs/left-answers.ts
var MOST_ARCHIVE_BYTES = 64 * 2 ** 20;
var DOWNLOAD_MS = 6e4;
async function leftAnswers({ run, repository, api }) {
  const artifacts = await artifactsApi(repository, { ...api, timeoutMs: DOWNLOAD_MS });
  const newest = newestOfEachName(await artifacts.list(run.run_id));
  return async (name) => {
    const artifact = newest.get(name);
    return artifact === void 0 ? NO_ARTIFACT : answersOf(artifact, artifacts);
  };
}
function partOf(left, name) {
  if ("kind" in left) return left;
  const training = left.trainings.find((each) => each.name === name);
  return training === void 0 ? nothing("has left nothing of it") : { kind: "answers", training };
}
var NO_ARTIFACT = nothing("left no answer: it ended before, or has not begun");
function nothing(why) {
  return { kind: "nothing", why };
}
var TOO_LARGE = nothing(`left an artifact of more than ${MOST_ARCHIVE_BYTES} bytes`);
async function answersOf({ id, size_bytes, expired }, { download }) {
  if (expired) return nothing("left an artifact that has expired");
  if (size_bytes > MOST_ARCHIVE_BYTES) return TOO_LARGE;
  const archive = await answerOrError(download(id, MOST_ARCHIVE_BYTES));
  if (archive instanceof GitHubError) return nothing(`left an artifact that is not to be had: ${archive.message}`);
  if (archive === void 0) return TOO_LARGE;
  const unpacked2 = await fileInArchive(archive, ANSWERS_FILE);
  const parsed = unpacked2.kind === "text" ? parseAnswers(unpacked2.text) : unpacked2;
  return parsed.kind === "answers" ? parsed.answers : nothing(`left an artifact that cannot be read: ${parsed.detail}`);
}

// src/jobs/report-job.ts
var NO_CHECKOUT = "/no-checkout";
async function reportJob(given) {
  const job = { ...given, workspace: NO_CHECKOUT };
  const configs = await headConfigs(job);
  const ports = playedPorts(await recordingsOf(job, configs));
  const base = await jobBase(job, configs);
  const asked = { ...AS_CONFIGURED, verify: job.inputs.verify, isAccepted: await hasAcceptLabel(job) };
  return { results: await check({ ...ports, base }, configs, asked), configs };
}
async function recordingsOf(job, configs) {
  const { commentKey } = job.inputs;
  const left = await leftAnswers(job);
  const planned = await left(plannedArtifact(commentKey));
  const refused = refusalFor(job);
  const measured = /* @__PURE__ */ new Map();
  for (const { name } of configs.flatMap(({ config }) => config.trainings)) {
    const found = refused ?? partOf(await left(measuredArtifact(commentKey, name)), name);
    measured.set(name, found.kind === "nothing" ? unapproved(job, found) ?? noAnswer(found.why) : found);
  }
  return (name) => ({ measured: measured.get(name) ?? NOT_HERE, planned: partOf(planned, name) });
}
function refusalFor({ inputs, run }) {
  const refusal = refusalToMeasure(run.event);
  if (refusal?.reason === "fork" && run.labels.includes(inputs.approvalLabel)) return void 0;
  if (refusal !== void 0) return { kind: "not-measured", ...refusal, advice: adviceOn(refusal, inputs) };
  if (inputs.measure === "auto") return void 0;
  return { kind: "not-measured", reason: "not-asked", detail: "the input measure is never" };
}
function adviceOn({ reason }, { approvalLabel }) {
  if (reason !== "fork" || approvalLabel === "") return void 0;
  return `whoever may write here lets this commit be measured by the label ${JSON.stringify(approvalLabel)}`;
}
function unapproved(job, found) {
  const refusal = refusalToMeasure(job.run.event);
  if (refusal === void 0 || found !== NO_ARTIFACT) return void 0;
  const detail = `${refusal.detail}: no job has measured this commit, which a label from before does not approve`;
  return { kind: "not-measured", ...refusal, detail };
}
var NOT_HERE = noAnswer("knows of none");
export {
  reportJob
};
