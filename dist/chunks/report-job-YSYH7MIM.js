import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  ANSWERS_FILE,
  GitHubError,
  callWith,
  clientOf,
  hasNextPage,
  jobBase,
  measureQuestion,
  measuredArtifact,
  parseAnswers,
  plannedArtifact,
  read,
  refusalToMeasure,
  traceQuestion
} from "./chunk-7SUPIKE7.js";
import "./chunk-JEFZAM2V.js";
import "./chunk-7G55IB5M.js";
import "./chunk-LA4C34EB.js";
import {
  AS_CONFIGURED,
  check
} from "./chunk-AWVDNNNJ.js";
import "./chunk-RKMD5WUY.js";
import "./chunk-D6I7ENPW.js";
import "./chunk-KQ2TEGVT.js";
import "./chunk-GHO2UR24.js";
import "./chunk-UASSEMPW.js";
import "./chunk-L43PWQLL.js";
import {
  TraceDocument,
  profileOf,
  withKernels
} from "./chunk-DKLB4FLS.js";
import "./chunk-5HNLFP2O.js";
import "./chunk-FY77S7CZ.js";
import {
  isTensor,
  releaseOf
} from "./chunk-5M6EAGID.js";
import "./chunk-MPJ5O2UK.js";
import "./chunk-2OR4IVO2.js";
import "./chunk-MFJFXSPM.js";
import "./chunk-HLBZWFKI.js";
import {
  CONFIG_FILES,
  configFromText
} from "./chunk-DKGI7CIE.js";
import "./chunk-CHFG3YEP.js";
import "./chunk-X7NSDNB5.js";
import {
  MAX_TEXT_BYTES
} from "./chunk-XRBHGKFU.js";
import "./chunk-5FTY6QAI.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-XF5CK6HT.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import {
  _nonnegative,
  array,
  boolean,
  int,
  object,
  optional,
  string
} from "./chunk-7SSPPFYR.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";

// src/answers/replayable.ts
var MOST_EVENTS = 2 ** 20;
var MOST_BYTES = 2 ** 44;
function replayable(answer, device) {
  if (answer.kind === "failed") return answer;
  const { data } = TraceDocument.safeParse(answer.trace);
  if (data === void 0) return answer;
  if (data.events.length > MOST_EVENTS || data.events.some(isTooLarge)) return notReplayable("it is too large");
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
  return shape.length !== stride.length || shape.length > 64 || Math.max(span, elements) > MOST_BYTES;
}

// src/answers/playing.ts
function playedPorts({ of, refused }) {
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
      if (refused !== void 0) return refused;
      const { measured } = of(training.name);
      if (measured.kind === "nothing") return noAnswer(measured.why);
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
        return found === void 0 ? notTraced(of(training.name)) : replayable(found, device);
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

// src/github/archive.ts
import { crc32 } from "node:zlib";
var MOST_BYTES2 = 256 * 2 ** 20;
var FILE_TYPE = 61440;
var LINK = 40960;
async function fileInArchive(archive, name) {
  const { default: yauzl } = await import("./yauzl-RFEKBNY6.js");
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
        if (headers.location === void 0) return data instanceof ArrayBuffer ? atMost(most, data) : void 0;
        return fetched(storeOf(headers.location, options.apiUrl), most, signal);
      });
    }
  };
}
function atMost(most, content) {
  return content.byteLength > most ? void 0 : new Uint8Array(content);
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

// src/github/contents.ts
var File = object({
  type: string(),
  size: int(),
  encoding: optional(string()),
  content: optional(string())
});
async function contentsApi({ owner, repo }, options) {
  const { repos } = (await clientOf(options)).rest;
  const call = callWith(options, { permissions: "contents=read", there: "the commit" });
  return async (path, ref) => {
    const answer = await unlessMissing(
      call(`read ${path}`, (signal) => repos.getContent({ owner, repo, path, ref, request: { signal } }))
    );
    if (answer === void 0) return void 0;
    if (Array.isArray(answer.data)) throw new UserError(`Cannot read ${path}: it is not a file`);
    const { type, size, encoding, content } = read(File, answer.data);
    if (type !== "file") throw new UserError(`Cannot read ${path}: it is a ${type}, expected a file`);
    if (size > MAX_TEXT_BYTES || encoding !== "base64") {
      throw new UserError(`Cannot read ${path}: it has ${size} bytes, expected at most ${MAX_TEXT_BYTES} (1 MiB)`);
    }
    return textOf(path, Buffer.from(content ?? "", "base64"));
  };
}
function textOf(path, content) {
  const text = content.toString("utf8");
  if (text.includes("\uFFFD")) throw new UserError(`Cannot read ${path}: it is not UTF-8`);
  return text;
}
async function unlessMissing(request) {
  try {
    return await request;
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return void 0;
    throw error;
  }
}

// src/report-job.ts
var NO_CHECKOUT = "/no-checkout";
var MOST_ARCHIVE_BYTES = 32 * 2 ** 20;
var DOWNLOAD_MS = 6e4;
async function reportJob(given) {
  const job = { ...given, workspace: NO_CHECKOUT };
  const configs = await configsAt(job);
  const ports = playedPorts({ of: await recordingsOf(job, configs), refused: refusalFor(job) });
  const base = await jobBase(job, configs);
  return { results: await check({ ...ports, base }, configs, { ...AS_CONFIGURED, verify: job.inputs.verify }) };
}
async function configsAt({ inputs, run, repository, api, workspace }) {
  const textAt = await contentsApi(repository, api);
  const found = inputs.configs.length === 0 ? [await firstConfig(textAt, run.head_sha)] : inputs.configs;
  return Promise.all(
    found.map(async (file) => {
      const text = isPath(file) ? await textAt(file, run.head_sha) : void 0;
      if (text === void 0) throw new UserError(`Cannot read ${file}: there is no such file in ${run.head_sha}`);
      return configFromText(workspace, file, text);
    })
  );
}
function isPath(file) {
  return file.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
async function firstConfig(textAt, sha) {
  for (const file of CONFIG_FILES) if (await textAt(file, sha) !== void 0) return file;
  throw new UserError(`Cannot find a config in ${sha}: expected ${CONFIG_FILES.join(", ")}, or its path`);
}
function refusalFor({ inputs, run }) {
  const refusal = refusalToMeasure(run.event);
  if (refusal !== void 0 && !(refusal.reason === "fork" && run.labels.includes(inputs.approvalLabel)))
    return notMeasured(refusal);
  if (inputs.measure === "auto") return void 0;
  return notMeasured({ reason: "not-asked", detail: "the input measure is never" });
}
function notMeasured(why) {
  return { kind: "not-measured", ...why };
}
async function recordingsOf(job, configs) {
  const { inputs, run, repository, api } = job;
  const artifacts = await artifactsApi(repository, { ...api, timeoutMs: DOWNLOAD_MS });
  const newest = newestOfEachName(await artifacts.list(run.run_id));
  const answersIn = async (name) => {
    const artifact = newest.get(name);
    if (artifact === void 0) return nothing("left no answer: it ended before, or has not begun");
    return answersOf(artifact, artifacts);
  };
  const planned = await answersIn(plannedArtifact(inputs.commentKey));
  const measured = /* @__PURE__ */ new Map();
  if (refusalFor(job) === void 0) {
    for (const { name } of configs.flatMap(({ config }) => config.trainings))
      measured.set(name, await answersIn(measuredArtifact(inputs.commentKey, name)));
  }
  return (name) => ({ measured: leftOf(measured.get(name) ?? NOT_ASKED, name), planned: leftOf(planned, name) });
}
var NOT_ASKED = nothing("is not asked for it");
function nothing(why) {
  return { kind: "nothing", why };
}
async function answersOf({ id, size_bytes, expired }, { download }) {
  if (expired) return nothing("left an artifact that has expired");
  const archive = size_bytes > MOST_ARCHIVE_BYTES ? void 0 : await download(id, MOST_ARCHIVE_BYTES);
  if (archive === void 0) return nothing(`left an artifact of more than ${MOST_ARCHIVE_BYTES} bytes`);
  const unpacked = await fileInArchive(archive, ANSWERS_FILE);
  const parsed = unpacked.kind === "text" ? parseAnswers(unpacked.text) : unpacked;
  return parsed.kind === "answers" ? parsed.answers : nothing(`left an artifact that cannot be read: ${parsed.detail}`);
}
function leftOf(answered, name) {
  if ("kind" in answered) return answered;
  const training = answered.trainings.find((each) => each.name === name);
  return training === void 0 ? nothing("has left nothing of it") : { kind: "answers", training };
}
export {
  reportJob
};
