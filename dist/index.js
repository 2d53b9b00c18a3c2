import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkPorts,
  configFilePorts
} from "./chunks/chunk-NEP7CX5R.js";
import {
  reportFiles
} from "./chunks/chunk-RFOAXS24.js";
import "./chunks/chunk-OUC3RMVR.js";
import {
  DETAILS,
  renderMarkdown
} from "./chunks/chunk-4F6EAM46.js";
import {
  findingText,
  keyText
} from "./chunks/chunk-BGRSXQVX.js";
import "./chunks/chunk-BWA43EDX.js";
import "./chunks/chunk-2K6DS52D.js";
import {
  ANSWERS_FILE,
  GitHubError,
  callWith,
  clientOf,
  commentsApi,
  formatAnswers,
  jobBase,
  legsOf,
  measureQuestion,
  measuredArtifact,
  plannedArtifact,
  read,
  recordable,
  refusalToMeasure,
  traceQuestion
} from "./chunks/chunk-7SUPIKE7.js";
import "./chunks/chunk-JEFZAM2V.js";
import {
  isHarmless,
  isSecret
} from "./chunks/chunk-GGAJOL5F.js";
import {
  cancellation,
  progressReporter
} from "./chunks/chunk-U3Q3XQNY.js";
import "./chunks/chunk-SC22FVFL.js";
import "./chunks/chunk-23YD66QD.js";
import {
  escapeMarkdown,
  fence,
  plainLine
} from "./chunks/chunk-7G55IB5M.js";
import {
  cachedCalibration,
  calibrationIn
} from "./chunks/chunk-F2EN655K.js";
import {
  isInside
} from "./chunks/chunk-LA4C34EB.js";
import "./chunks/chunk-6FBI6XE3.js";
import {
  AS_CONFIGURED,
  check
} from "./chunks/chunk-AWVDNNNJ.js";
import "./chunks/chunk-RKMD5WUY.js";
import "./chunks/chunk-D6I7ENPW.js";
import "./chunks/chunk-KQ2TEGVT.js";
import "./chunks/chunk-GHO2UR24.js";
import "./chunks/chunk-UASSEMPW.js";
import "./chunks/chunk-L43PWQLL.js";
import "./chunks/chunk-DKLB4FLS.js";
import "./chunks/chunk-5HNLFP2O.js";
import "./chunks/chunk-FY77S7CZ.js";
import "./chunks/chunk-5M6EAGID.js";
import "./chunks/chunk-MPJ5O2UK.js";
import "./chunks/chunk-2OR4IVO2.js";
import {
  EXIT_CODES
} from "./chunks/chunk-MFJFXSPM.js";
import {
  SEVERITY
} from "./chunks/chunk-HLBZWFKI.js";
import {
  loadConfig
} from "./chunks/chunk-DKGI7CIE.js";
import "./chunks/chunk-CHFG3YEP.js";
import "./chunks/chunk-X7NSDNB5.js";
import "./chunks/chunk-XRBHGKFU.js";
import "./chunks/chunk-5FTY6QAI.js";
import "./chunks/chunk-IZVU6BTJ.js";
import "./chunks/chunk-XF5CK6HT.js";
import {
  UserError
} from "./chunks/chunk-J3R7NUH7.js";
import {
  _positive,
  _regex,
  array,
  int,
  literal,
  nullish,
  object,
  optional,
  string
} from "./chunks/chunk-7SSPPFYR.js";
import "./chunks/chunk-O56B5XNW.js";
import "./chunks/chunk-BE7JI7H6.js";

// src/action.ts
import { randomUUID as randomUUID2 } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join as join3 } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// node_modules/@actions/core/lib/command.js
import * as os from "os";

// node_modules/@actions/core/lib/utils.js
function toCommandValue(input) {
  if (input === null || input === void 0) {
    return "";
  } else if (typeof input === "string" || input instanceof String) {
    return input;
  }
  return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
  if (!Object.keys(annotationProperties).length) {
    return {};
  }
  return {
    title: annotationProperties.title,
    file: annotationProperties.file,
    line: annotationProperties.startLine,
    endLine: annotationProperties.endLine,
    col: annotationProperties.startColumn,
    endColumn: annotationProperties.endColumn
  };
}

// node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
  const cmd = new Command(command, properties, message);
  process.stdout.write(cmd.toString() + os.EOL);
}
var CMD_STRING = "::";
var Command = class {
  constructor(command, properties, message) {
    if (!command) {
      command = "missing.command";
    }
    this.command = command;
    this.properties = properties;
    this.message = message;
  }
  toString() {
    let cmdStr = CMD_STRING + this.command;
    if (this.properties && Object.keys(this.properties).length > 0) {
      cmdStr += " ";
      let first = true;
      for (const key in this.properties) {
        if (this.properties.hasOwnProperty(key)) {
          const val = this.properties[key];
          if (val) {
            if (first) {
              first = false;
            } else {
              cmdStr += ",";
            }
            cmdStr += `${key}=${escapeProperty(val)}`;
          }
        }
      }
    }
    cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
    return cmdStr;
  }
};
function escapeData(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// node_modules/@actions/core/lib/file-command.js
import * as crypto from "crypto";
import * as fs from "fs";
import * as os2 from "os";
function issueFileCommand(command, message) {
  const filePath = process.env[`GITHUB_${command}`];
  if (!filePath) {
    throw new Error(`Unable to find environment variable for file command ${command}`);
  }
  if (!fs.existsSync(filePath)) {
    throw new Error(`Missing file at path: ${filePath}`);
  }
  fs.appendFileSync(filePath, `${toCommandValue(message)}${os2.EOL}`, {
    encoding: "utf8"
  });
}
function prepareKeyValueMessage(key, value) {
  const delimiter = `ghadelimiter_${crypto.randomUUID()}`;
  const convertedValue = toCommandValue(value);
  if (key.includes(delimiter)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
  }
  if (convertedValue.includes(delimiter)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
  }
  return `${key}<<${delimiter}${os2.EOL}${convertedValue}${os2.EOL}${delimiter}`;
}

// node_modules/@actions/core/lib/core.js
import * as os4 from "os";

// node_modules/@actions/core/lib/summary.js
import { EOL as EOL3 } from "os";
import { constants, promises } from "fs";
var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve2) {
      resolve2(value);
    });
  }
  return new (P || (P = Promise))(function(resolve2, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve2(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var { access, appendFile, writeFile } = promises;
var SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
  constructor() {
    this._buffer = "";
  }
  /**
   * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
   * Also checks r/w permissions.
   *
   * @returns step summary file path
   */
  filePath() {
    return __awaiter(this, void 0, void 0, function* () {
      if (this._filePath) {
        return this._filePath;
      }
      const pathFromEnv = process.env[SUMMARY_ENV_VAR];
      if (!pathFromEnv) {
        throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
      }
      try {
        yield access(pathFromEnv, constants.R_OK | constants.W_OK);
      } catch (_a) {
        throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
      }
      this._filePath = pathFromEnv;
      return this._filePath;
    });
  }
  /**
   * Wraps content in an HTML tag, adding any HTML attributes
   *
   * @param {string} tag HTML tag to wrap
   * @param {string | null} content content within the tag
   * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
   *
   * @returns {string} content wrapped in HTML element
   */
  wrap(tag, content, attrs = {}) {
    const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
    if (!content) {
      return `<${tag}${htmlAttrs}>`;
    }
    return `<${tag}${htmlAttrs}>${content}</${tag}>`;
  }
  /**
   * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
   *
   * @param {SummaryWriteOptions} [options] (optional) options for write operation
   *
   * @returns {Promise<Summary>} summary instance
   */
  write(options) {
    return __awaiter(this, void 0, void 0, function* () {
      const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
      const filePath = yield this.filePath();
      const writeFunc = overwrite ? writeFile : appendFile;
      yield writeFunc(filePath, this._buffer, { encoding: "utf8" });
      return this.emptyBuffer();
    });
  }
  /**
   * Clears the summary buffer and wipes the summary file
   *
   * @returns {Summary} summary instance
   */
  clear() {
    return __awaiter(this, void 0, void 0, function* () {
      return this.emptyBuffer().write({ overwrite: true });
    });
  }
  /**
   * Returns the current summary buffer as a string
   *
   * @returns {string} string of summary buffer
   */
  stringify() {
    return this._buffer;
  }
  /**
   * If the summary buffer is empty
   *
   * @returns {boolen} true if the buffer is empty
   */
  isEmptyBuffer() {
    return this._buffer.length === 0;
  }
  /**
   * Resets the summary buffer without writing to summary file
   *
   * @returns {Summary} summary instance
   */
  emptyBuffer() {
    this._buffer = "";
    return this;
  }
  /**
   * Adds raw text to the summary buffer
   *
   * @param {string} text content to add
   * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
   *
   * @returns {Summary} summary instance
   */
  addRaw(text, addEOL = false) {
    this._buffer += text;
    return addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(EOL3);
  }
  /**
   * Adds an HTML codeblock to the summary buffer
   *
   * @param {string} code content to render within fenced code block
   * @param {string} lang (optional) language to syntax highlight code
   *
   * @returns {Summary} summary instance
   */
  addCodeBlock(code, lang) {
    const attrs = Object.assign({}, lang && { lang });
    const element = this.wrap("pre", this.wrap("code", code), attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML list to the summary buffer
   *
   * @param {string[]} items list of items to render
   * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
   *
   * @returns {Summary} summary instance
   */
  addList(items, ordered = false) {
    const tag = ordered ? "ol" : "ul";
    const listItems = items.map((item) => this.wrap("li", item)).join("");
    const element = this.wrap(tag, listItems);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML table to the summary buffer
   *
   * @param {SummaryTableCell[]} rows table rows
   *
   * @returns {Summary} summary instance
   */
  addTable(rows) {
    const tableBody = rows.map((row) => {
      const cells = row.map((cell) => {
        if (typeof cell === "string") {
          return this.wrap("td", cell);
        }
        const { header, data, colspan, rowspan } = cell;
        const tag = header ? "th" : "td";
        const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
        return this.wrap(tag, data, attrs);
      }).join("");
      return this.wrap("tr", cells);
    }).join("");
    const element = this.wrap("table", tableBody);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds a collapsable HTML details element to the summary buffer
   *
   * @param {string} label text for the closed state
   * @param {string} content collapsable content
   *
   * @returns {Summary} summary instance
   */
  addDetails(label, content) {
    const element = this.wrap("details", this.wrap("summary", label) + content);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML image tag to the summary buffer
   *
   * @param {string} src path to the image you to embed
   * @param {string} alt text description of the image
   * @param {SummaryImageOptions} options (optional) addition image attributes
   *
   * @returns {Summary} summary instance
   */
  addImage(src, alt, options) {
    const { width, height } = options || {};
    const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
    const element = this.wrap("img", null, Object.assign({ src, alt }, attrs));
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML section heading element
   *
   * @param {string} text heading text
   * @param {number | string} [level=1] (optional) the heading level, default: 1
   *
   * @returns {Summary} summary instance
   */
  addHeading(text, level) {
    const tag = `h${level}`;
    const allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1";
    const element = this.wrap(allowedTag, text);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML thematic break (<hr>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addSeparator() {
    const element = this.wrap("hr", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML line break (<br>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addBreak() {
    const element = this.wrap("br", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML blockquote to the summary buffer
   *
   * @param {string} text quote text
   * @param {string} cite (optional) citation url
   *
   * @returns {Summary} summary instance
   */
  addQuote(text, cite) {
    const attrs = Object.assign({}, cite && { cite });
    const element = this.wrap("blockquote", text, attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML anchor tag to the summary buffer
   *
   * @param {string} text link text/content
   * @param {string} href hyperlink
   *
   * @returns {Summary} summary instance
   */
  addLink(text, href) {
    const element = this.wrap("a", text, { href });
    return this.addRaw(element).addEOL();
  }
};
var _summary = new Summary();
var summary = _summary;

// node_modules/@actions/core/lib/platform.js
import os3 from "os";

// node_modules/@actions/io/lib/io-util.js
import * as fs2 from "fs";
var { chmod, copyFile, lstat, mkdir, open, readdir, rename, rm, rmdir, stat, symlink, unlink } = fs2.promises;
var IS_WINDOWS = process.platform === "win32";
var READONLY = fs2.constants.O_RDONLY;

// node_modules/@actions/exec/lib/toolrunner.js
var IS_WINDOWS2 = process.platform === "win32";

// node_modules/@actions/core/lib/platform.js
var platform = os3.platform();
var arch = os3.arch();

// node_modules/@actions/core/lib/core.js
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function setSecret(secret) {
  issueCommand("add-mask", {}, secret);
}
function getInput(name, options) {
  const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
  if (options && options.required && !val) {
    throw new Error(`Input required and not supplied: ${name}`);
  }
  if (options && options.trimWhitespace === false) {
    return val;
  }
  return val.trim();
}
function getMultilineInput(name, options) {
  const inputs = getInput(name, options).split("\n").filter((x) => x !== "");
  if (options && options.trimWhitespace === false) {
    return inputs;
  }
  return inputs.map((input) => input.trim());
}
function setOutput(name, value) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  }
  process.stdout.write(os4.EOL);
  issueCommand("set-output", { name }, toCommandValue(value));
}
function error(message, properties = {}) {
  issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
  issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
  issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
  process.stdout.write(message + os4.EOL);
}

// src/answers/recording.ts
function recording(ports) {
  const trainings = /* @__PURE__ */ new Map();
  const of = (name) => {
    const known = trainings.get(name) ?? { name, runner_gpu: null, calibration: [], measurements: [], traces: [] };
    trainings.set(name, known);
    return known;
  };
  const recorded = {
    lanes: ports.lanes,
    runnerGpu: async (training) => {
      const gpu = await ports.runnerGpu(training);
      of(training.name).runner_gpu = gpu === void 0 ? null : { ...gpu };
      return gpu;
    },
    calibration: {
      known: async (training) => {
        const known = await ports.calibration.known(training);
        of(training.name).calibration = [...known];
        return known;
      },
      keep: ports.calibration.keep
    },
    measure: async (training, workspace2, limit) => {
      const measurement = await ports.measure(training, workspace2, limit);
      const answer = recordable(measurement);
      const question = await measureQuestion(training, limit);
      if (answer !== void 0) of(training.name).measurements.push({ question, answer });
      return measurement;
    },
    trace: (training, device, workspace2) => {
      const session = ports.trace(training, device, workspace2);
      return {
        at: async (batchSize) => {
          const answer = await session.at(batchSize);
          const question = await traceQuestion(training, device, batchSize);
          of(training.name).traces.push({ question, answer });
          return answer;
        },
        end: session.end
      };
    }
  };
  return { ports: recorded, answers: () => ({ schema: "vram-budget/answers@1", trainings: [...trainings.values()] }) };
}

// src/github/approval.ts
var LabelEvent = object({
  action: literal("labeled"),
  label: object({ name: string() }),
  sender: object({ login: string().check(_regex(/^[A-Za-z0-9][\w-]{0,99}$/)) })
});
function approvalIn(event, payload, label) {
  if (event !== "pull_request" || label === "") return void 0;
  const { data } = LabelEvent.safeParse(payload);
  return data?.label.name === label ? { by: data.sender.login } : void 0;
}
var MAY_WRITE = /* @__PURE__ */ new Set(["admin", "write"]);
var Permission = object({ permission: string() });
async function mayApprove({ owner, repo }, { by }, options) {
  const { repos } = (await clientOf(options)).rest;
  try {
    const { data } = await callWith(options)(
      `find out what ${by} may do here`,
      (signal) => repos.getCollaboratorPermissionLevel({ owner, repo, username: by, request: { signal } })
    );
    return MAY_WRITE.has(read(Permission, data).permission);
  } catch (error2) {
    if (error2 instanceof GitHubError) return false;
    throw error2;
  }
}

// src/check-job.ts
var LOG = { write: (text) => process.stdout.write(text) };
async function checkJob(job) {
  const configs = await loaded(job);
  const notAsked = { reason: "not-asked", detail: "the input measure is never" };
  const refused = refusalToMeasure(job.run.event) ?? (job.inputs.measure === "never" ? notAsked : void 0);
  const base = await jobBase(job, configs);
  return { results: await checked(job, { ...await portsOf(job, refused), base }, configs) };
}
async function planJob(job) {
  const { inputs, run, payload, environment } = job;
  const { event } = run;
  const configs = await loaded(job);
  const refusal = refusalToMeasure(event);
  const isHosted = event.name === "pull_request" && environment["RUNNER_ENVIRONMENT"] === "github-hosted";
  const traces = refusal === void 0 || refusal.reason === "fork" && isHosted;
  const planned = { reason: "not-asked", detail: "this job plans, and others measure" };
  const { ports, answers } = recording(await portsOf(job, traces ? planned : refusal));
  const results = await checked(job, { ...ports, base: await jobBase(job, configs) }, configs);
  const asked = refusal === void 0 || approvalIn(event.name, payload, inputs.approvalLabel) !== void 0;
  const include = asked && inputs.measure !== "never" ? legsOf(configs, inputs.commentKey) : [];
  return {
    results,
    answers: formatAnswers(answers()),
    outputs: { matrix: JSON.stringify({ include }), artifact: plannedArtifact(inputs.commentKey) }
  };
}
async function measureJob(job) {
  const { inputs } = job;
  const configs = onlyOne(await loaded(job), inputs.training);
  const { ports, answers } = recording(await portsOf(job, await refusalUnlessApproved(job)));
  const isOfRunner = configs.some(({ config }) => config.trainings.some(({ device }) => device.kind === "runner"));
  const base = isOfRunner ? await jobBase(job, configs) : void 0;
  return {
    results: await checked(job, { ...ports, base }, configs),
    answers: formatAnswers(answers()),
    outputs: { artifact: measuredArtifact(inputs.commentKey, inputs.training ?? "") }
  };
}
async function refusalUnlessApproved({ inputs, run, payload, api, repository }) {
  const refusal = refusalToMeasure(run.event);
  if (refusal?.reason !== "fork") return refusal;
  const approval = approvalIn(run.event.name, payload, inputs.approvalLabel);
  return approval !== void 0 && await mayApprove(repository, approval, api) ? void 0 : refusal;
}
function onlyOne(configs, wanted) {
  const found = configs.flatMap((loadedConfig) => {
    const trainings = loadedConfig.config.trainings.filter(({ name }) => name === wanted);
    return trainings.length === 0 ? [] : [{ ...loadedConfig, config: { ...loadedConfig.config, trainings } }];
  });
  if (found.length > 0) return found;
  const names = configs.flatMap(({ config }) => config.trainings.map(({ name }) => name)).join(", ");
  throw new UserError(`Cannot use the input training: found ${JSON.stringify(wanted ?? "")}, wanted one of ${names}`);
}
function loaded({ inputs: { configs }, workspace: workspace2 }) {
  return Promise.all(
    (configs.length === 0 ? [void 0] : configs).map((name) => loadConfig(configFilePorts, workspace2, name))
  );
}
async function portsOf(job, refused) {
  const { python, timeoutMs, calibration } = job.inputs;
  const progress = progressReporter(LOG);
  const ports = checkPorts({
    refused,
    python,
    timeoutMs,
    environment: job.environment,
    signal: job.signal,
    calibration: calibration === void 0 ? cachedCalibration(job.environment) : await calibrationIn(job.workspace, calibration),
    onProgress: progress.step,
    onOutput: () => {
    },
    // a line of the training's could be a workflow command
    onWarning: (message) => warning(message)
  });
  return { ...ports, measure: progress.ending(ports.measure) };
}
function checked({ inputs: { verify } }, ports, configs) {
  return check(ports, configs, { ...AS_CONFIGURED, verify });
}

// src/github/annotations.ts
var MOST = 10;
function annotationsOf({ trainings }) {
  const all = trainings.flatMap(
    ({ name, place, findings }) => findings.flatMap((finding) => {
      const level = levelOf(finding);
      if (level === void 0) return [];
      const { file, line, column } = finding.kind === "unknown" ? finding.place : place;
      const message = plainLine(`${name}: ${findingText(finding).text}`);
      return [{ level, message, place: { file, startLine: line, startColumn: column } }];
    })
  );
  const keys = trainings.flatMap(keyAnnotations);
  return [...capped([...all, ...keys], "error"), ...capped(all, "warning"), ...capped(keys, "notice")];
}
function keyAnnotations({ name, change, findings }) {
  if (change?.kind !== "changed") return [];
  const isOver = findings.some(({ kind }) => kind === "over-budget" || kind === "out-of-memory");
  return change.keys.flatMap((key) => {
    const { delta_bytes, no_share, place } = key;
    if (delta_bytes === 0 && no_share === void 0) return [];
    const level = isOver && (delta_bytes ?? 0) > 0 ? "error" : "notice";
    const message = plainLine(`${name}: ${keyText(key)}`);
    return [{ level, message, place: { file: place.file, startLine: place.line, startColumn: place.column } }];
  });
}
function levelOf({ kind }) {
  const levels = { fails: "error", undecided: "error", warns: "warning", notes: void 0 };
  return levels[SEVERITY[kind]];
}
function problemAnnotations(message) {
  const all = message.split("\n").flatMap((line) => {
    const [, file, startLine, startColumn, text] = /^(.+?):(\d+):(\d+): (.*)$/.exec(line) ?? [];
    if (file === void 0 || text === void 0) return [];
    const place = { file, startLine: Number(startLine), startColumn: Number(startColumn) };
    return [{ level: "error", message: plainLine(text), place }];
  });
  return all.length === 0 ? [{ level: "error", message }] : capped(all, "error");
}
function capped(all, level) {
  const those = all.filter((annotation) => annotation.level === level);
  if (those.length <= MOST) return those;
  const rest = those.length - (MOST - 1);
  return [...those.slice(0, MOST - 1), { level, message: `${rest} more are in the job summary` }];
}

// src/github/fitting-text.ts
var COMMENT_LIMIT = { most: 6e4, sizeOf: (text) => text.length };
var SUMMARY_LIMIT = { most: 2 ** 20 - 1024, sizeOf: (text) => Buffer.byteLength(text) };
function fittingText(ladder, render, { most, sizeOf }) {
  let text = "";
  for (const detail of ladder) {
    text = render(detail);
    if (sizeOf(text) <= most) return text;
  }
  const [line = ""] = text.split("\n");
  return line.slice(0, Math.floor(most / 4));
}

// src/github/handover.ts
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
var OWN = /* @__PURE__ */ new Set(["NODE_OPTIONS", "RUNNER_TRACKING_ID"]);
var HANDOVER = "VRAM_BUDGET_HANDOVER";
function takeEnvironment() {
  const { env: env2 } = process;
  const handed = env2[HANDOVER];
  if (handed === void 0) startAnew(env2);
  else Object.assign(env2, readHanded(handed));
  delete env2[HANDOVER];
  const all = { ...env2 };
  for (const [name, value = ""] of Object.entries(all)) if (isSecret(name, value)) delete env2[name];
  return all;
}
function startAnew(env2) {
  const entries = Object.entries(env2).filter((entry) => entry[1] !== void 0);
  const stays = ([name, value]) => OWN.has(name) || isHarmless(name, value);
  const hidden = entries.filter((entry) => !stays(entry));
  if (hidden.length === 0 || process.platform !== "linux" || process.execve === void 0) return;
  let folder;
  try {
    folder = mkdtempSync(join(env2["RUNNER_TEMP"] ?? tmpdir(), "vram-budget-"));
    const file = join(folder, "environment.json");
    writeFileSync(file, JSON.stringify(Object.fromEntries(hidden)), { mode: 384 });
    const kept = Object.fromEntries(entries.filter(stays));
    const [, ...args] = process.argv;
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...args], { ...kept, [HANDOVER]: file });
  } catch {
    if (folder !== void 0) rmSync(folder, { recursive: true, force: true });
  }
}
function readHanded(file) {
  const handed = JSON.parse(readFileSync(file, "utf8"));
  rmSync(dirname(file), { recursive: true });
  return handed;
}

// src/github/inputs.ts
var MODES = ["check", "plan", "measure", "report"];
function readInputs(environment) {
  return {
    mode: oneOf("mode", MODES),
    training: getInput("training") || void 0,
    approvalLabel: getInput("approval-label"),
    configs: getMultilineInput("config"),
    measure: oneOf("measure", ["auto", "never"]),
    python: getInput("python") || void 0,
    timeoutMs: seconds("timeout", "600") * 1e3,
    calibration: getInput("calibration") || void 0,
    verify: oneOf("verify", ["false", "true"]) === "true",
    comment: oneOf("comment", ["always", "failures", "never"]),
    commentKey: commentKey(),
    token: environment[`INPUT_${"github-token".toUpperCase()}`]?.trim() ?? "",
    // not in process.env for getInput()
    output: getInput("output") || "vram-budget-report"
  };
}
function oneOf(input, known) {
  const given = getInput(input) || known[0];
  const found = known.find((value) => value === given);
  if (found !== void 0) return found;
  throw new UserError(`Cannot use the input ${input}: found ${JSON.stringify(given)}, wanted ${known.join(" or ")}`);
}
function seconds(input, otherwise) {
  const given = getInput(input) || otherwise;
  const number = Number(given);
  if (number > 0 && number <= 7 * 24 * 3600) return number;
  throw new UserError(`Cannot use the input ${input}: found ${JSON.stringify(given)}, wanted seconds above 0`);
}
function commentKey() {
  const given = getInput("comment-key") || "default";
  if (/^[A-Za-z0-9][\w.]*(-[\w.]+)*$/.test(given) && given.length <= 64) return given;
  const wanted = "at most 64 letters, digits, '.', '_' and single '-'";
  throw new UserError(`Cannot use the input comment-key: found ${JSON.stringify(given)}, wanted ${wanted}`);
}

// src/github/outputs.ts
function outputsOf({ verdict, trainings }) {
  const rows = trainings.map(({ name, verdict: own, measurement, budget, batches }) => ({
    name,
    verdict: own,
    measured: measurement.kind === "measured",
    needed_bytes: budget?.needed_bytes ?? null,
    limit_bytes: budget?.limit_bytes ?? null,
    max_batch_size: batches?.max_batch_size ?? null
  }));
  return { verdict, trainings: JSON.stringify(rows) };
}

// src/github/pulls.ts
var Id = object({ id: int() });
var Pulls = array(
  object({
    number: int().check(_positive()),
    head: object({ sha: string(), repo: nullish(Id) }),
    base: object({ repo: Id, sha: string().check(_regex(/^[0-9a-f]{40,64}$/)), ref: string() }),
    labels: array(object({ name: string() }))
  })
);
async function pullsApi({ owner, repo }, options) {
  const { pulls } = (await clientOf(options)).rest;
  const call = callWith(options, { permissions: "pull_requests=read", there: "the repository" });
  return async (headOwner, branch) => {
    const { data } = await call(
      "find the pull request",
      (signal) => pulls.list({ owner, repo, state: "open", head: `${headOwner}:${branch}`, per_page: 100, request: { signal } })
    );
    return read(Pulls, data).map(({ number, head, base, labels }) => ({
      number,
      head_sha: head.sha,
      head_id: head.repo?.id,
      base_id: base.repo.id,
      base: { sha: base.sha, name: base.ref },
      labels: labels.map(({ name }) => name)
    }));
  };
}

// src/github/report-files.ts
import { mkdir as mkdir2, realpath, rm as rm2, writeFile as writeFile2 } from "node:fs/promises";
import { isAbsolute, join as join2, resolve } from "node:path";
async function leaveFiles(workspace2, output, files) {
  const folder = resolve(workspace2, output);
  await mkdir2(folder, { recursive: true });
  if (!isAbsolute(output) && !isInside(await realpath(workspace2), await realpath(folder))) {
    throw new UserError(`Cannot use the input output: ${JSON.stringify(output)} leads out of the workspace`);
  }
  for (const { path, text } of files) {
    const file = join2(folder, path);
    await rm2(file, { force: true });
    await writeFile2(file, text, { flag: "wx" });
  }
  return folder;
}

// src/github/base-of-event.ts
var Payload = object({
  pull_request: object({
    base: object({ sha: string().check(_regex(/^[0-9a-f]{40,64}$/)), ref: string() })
  })
});
function baseOfEvent(payload) {
  const { data } = Payload.safeParse(payload);
  return data && { sha: data.pull_request.base.sha, name: data.pull_request.base.ref };
}

// src/github/event.ts
var Id2 = object({ id: int() });
var Payload2 = object({
  repository: Id2,
  pull_request: optional(
    object({
      number: int().check(_positive()),
      head: object({ sha: string().check(_regex(/^[0-9a-f]{40,64}$/)), repo: nullish(Id2) })
    })
  ),
  workflow_run: optional(
    object({
      head_sha: string(),
      pull_requests: array(
        object({
          number: int().check(_positive()),
          head: object({ sha: string().check(_regex(/^[0-9a-f]{40,64}$/)), repo: Id2 }),
          base: object({ repo: Id2 })
        })
      )
    })
  )
});
function readEvent(name, payload) {
  const { data } = Payload2.safeParse(payload);
  return { name, pull_request: data && (pullRequestOf(data) ?? pullRequestOfRun(data)) };
}
function pullRequestOf({ repository, pull_request }) {
  if (pull_request === void 0) return void 0;
  const { number, head } = pull_request;
  return { number, head_sha: head.sha, is_fork: head.repo?.id !== repository.id };
}
function pullRequestOfRun({ repository, workflow_run }) {
  const named = workflow_run?.pull_requests.filter(
    ({ head, base }) => head.sha === workflow_run.head_sha && base.repo.id === repository.id
  );
  const [only, ...others] = named ?? [];
  if (only === void 0 || others.length > 0) return void 0;
  return { number: only.number, head_sha: only.head.sha, is_fork: only.head.repo.id !== repository.id };
}

// src/github/run.ts
var Id3 = object({ id: int() });
var Sha = string().check(_regex(/^[0-9a-f]{40,64}$/));
var Labelled = object({ pull_request: object({ labels: array(object({ name: string() })) }) });
function ownRun(name, payload, { sha, ...run }) {
  const event = readEvent(name, payload);
  const labels = Labelled.safeParse(payload).data?.pull_request.labels ?? [];
  return {
    ...run,
    head_sha: event.pull_request?.head_sha ?? sha,
    event,
    base: baseOfEvent(payload),
    labels: labels.map((label) => label.name)
  };
}
var EndedRun = object({
  repository: Id3,
  workflow_run: object({
    id: int().check(_positive()),
    run_attempt: int().check(_positive()),
    event: string(),
    head_sha: Sha,
    head_branch: nullish(string()),
    head_repository: nullish(object({ id: int(), owner: object({ login: string() }) }))
  })
});
async function endedRun(name, payload, findPull) {
  const { data } = EndedRun.safeParse(payload);
  if (name !== "workflow_run" || data === void 0) return void 0;
  const { repository, workflow_run } = data;
  const { id, run_attempt, event, head_sha, head_branch, head_repository } = workflow_run;
  const run = { run_id: id, run_attempt, head_sha };
  const pulls = event.startsWith("pull_request") && head_branch && head_repository ? await findPull(head_repository.owner.login, head_branch) : [];
  const [only, ...others] = pulls.filter(
    (pull) => pull.head_sha === head_sha && pull.head_id === head_repository?.id && pull.base_id === repository.id
  );
  if (only === void 0 || others.length > 0) {
    return { ...run, event: { name: event, pull_request: void 0 }, base: void 0, labels: [] };
  }
  const pull_request = { number: only.number, head_sha, is_fork: only.head_id !== repository.id };
  return { ...run, event: { name: event, pull_request }, base: only.base, labels: only.labels };
}

// src/github/sticky-comment.ts
var ROUNDS = 5;
async function keepComment(api, key, text, create = true) {
  const login = await api.ownLogin();
  const body = `${text.trimEnd()}

${markerOf(key)}`;
  let done = "none";
  for (let round = 0; round < ROUNDS; round++) {
    const [current, ...others] = ownComments(await api.list(), login, key.key);
    for (const { id } of others) await api.remove(id);
    if (current === void 0) {
      if (!create || done === "created") return done;
      await api.create(body);
      done = "created";
      continue;
    }
    const age = compareAge(ageOf(current), key);
    if (age > 0) return "newer";
    if (isSame(current.body, body)) return done === "none" ? "unchanged" : done;
    if (age === 0 && done !== "none") return done;
    if (await api.update(current.id, body)) done = done === "created" ? done : "updated";
  }
  return done;
}
function ownComments(comments, login, key) {
  return comments.filter(({ author, body }) => author === login && readMarker(body)?.key === key).toSorted((a, b) => compareAge(ageOf(b), ageOf(a)) || a.id - b.id);
}
function isSame(a, b) {
  const normal = (text) => text.replaceAll("\r\n", "\n").trim();
  return normal(a) === normal(b);
}
function markerOf({ key, run_id, run_attempt, head_sha }) {
  return `<!-- vram-budget key=${key} run=${run_id}.${run_attempt} sha=${head_sha} -->`;
}
var MARKER = /<!-- vram-budget key=([\w.-]+) run=(\d+)\.(\d+) sha=[0-9a-f]* -->\s*$/;
function readMarker(body) {
  const found = MARKER.exec(body);
  if (found === null) return void 0;
  const [, key = "", run, attempt] = found;
  return { key, run_id: Number(run), run_attempt: Number(attempt) };
}
function ageOf({ body }) {
  return readMarker(body) ?? { run_id: 0, run_attempt: 0 };
}
function compareAge(a, b) {
  return a.run_id - b.run_id || a.run_attempt - b.run_attempt;
}

// src/report/problem.ts
var LINES = { 0: Infinity, 1: 200, 2: 40, 3: 1 };
function renderProblem(message, detail) {
  const lines = message.split("\n");
  const shown = lines.slice(0, LINES[detail]);
  if (shown.length < lines.length) shown.push(`\u2026 and ${lines.length - shown.length} more lines in the log`);
  const title = escapeMarkdown((lines[0] ?? "").slice(0, 300));
  return `### \u2754 GPU memory not decided: ${title}

${fence(shown.join("\n"), "text")}
`;
}

// src/action.ts
var env = takeEnvironment();
var workspace = env["GITHUB_WORKSPACE"] ?? process.cwd();
async function main(cancelled) {
  const inputs = readInputs(env);
  if (inputs.token !== "") setSecret(inputs.token);
  const job = await readJob(inputs, cancelled);
  const outcome = await decide(job);
  if (cancelled.aborted) return Number(cancelled.reason);
  await reportFailure("write the job summary", () => writeSummary(outcome));
  await reportFailure("leave the report", () => writeOutputs(inputs, outcome));
  await reportFailure("keep the comment", () => writeComment(job, outcome));
  return outcome.exitCode;
}
async function readJob(inputs, signal) {
  const [name, payload] = [env["GITHUB_EVENT_NAME"] ?? "", await readPayload()];
  const [owner = "", repo = ""] = (env["GITHUB_REPOSITORY"] ?? "").split("/");
  const apiUrl = env["GITHUB_API_URL"] ?? "https://api.github.com";
  const repository = { owner, repo };
  const api = { token: inputs.token, apiUrl, sleep, timeoutMs: 15e3 };
  const own = ownRun(name, payload, {
    run_id: Number(env["GITHUB_RUN_ID"] ?? 0),
    run_attempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? 1),
    sha: env["GITHUB_SHA"] ?? ""
  });
  const ended = inputs.mode === "report" ? await endedRun(name, payload, await pullsApi(repository, api)) : void 0;
  return { inputs, run: ended ?? own, payload, environment: env, workspace, repository, api, signal };
}
async function readPayload() {
  try {
    return JSON.parse(await readFile(env["GITHUB_EVENT_PATH"] ?? "", "utf8"));
  } catch {
    return void 0;
  }
}
var JOBS = {
  check: checkJob,
  plan: planJob,
  measure: measureJob,
  report: async (job) => (await import("./chunks/report-job-YSYH7MIM.js")).reportJob(job)
};
async function decide(job) {
  const { mode } = job.inputs;
  try {
    const done = await JOBS[mode](job);
    const { results } = done;
    const exitCode = done.answers === void 0 ? EXIT_CODES[results.verdict] : 0;
    return { ...done, render: (detail) => renderMarkdown(results, detail), exitCode };
  } catch (error2) {
    const problem = problemOf(error2, mode);
    return { problem, render: (detail) => renderProblem(problem, detail), exitCode: 2 };
  }
}
function problemOf(error2, mode) {
  if (error2 instanceof UserError || error2 instanceof GitHubError) return error2.message;
  if (mode !== "report" || !(error2 instanceof Error)) throw error2;
  error(error2.stack ?? error2.message);
  return `Cannot work out what the jobs have left: ${error2.message}`;
}
async function writeSummary({ render }) {
  const text = fittingText(DETAILS, render, SUMMARY_LIMIT);
  if (env["GITHUB_STEP_SUMMARY"] !== void 0) {
    await summary.addRaw(text, true).write();
    return;
  }
  const resume = randomUUID2();
  info(`::stop-commands::${resume}
${text}
::${resume}::`);
}
async function writeOutputs({ output }, outcome) {
  if ("problem" in outcome) {
    annotate(problemAnnotations(outcome.problem));
    setOutput("verdict", "unknown");
    setOutput("trainings", "[]");
    return;
  }
  const { results, answers, outputs } = outcome;
  if (answers === void 0) annotate(annotationsOf(results));
  for (const [name, value] of Object.entries({ ...outputsOf(results), ...outputs })) setOutput(name, value);
  const left = answers === void 0 ? [] : [{ path: ANSWERS_FILE, text: answers }];
  const folder = await leaveFiles(workspace, output, [...await reportFiles(results), ...left]);
  if (answers !== void 0) setOutput("answers", join3(folder, ANSWERS_FILE));
  setOutput("report", join3(folder, "report.json"));
  setOutput("markdown", join3(folder, "report.md"));
}
function annotate(annotations) {
  const write = { error, warning, notice };
  for (const { level, message, place } of annotations) {
    write[level](message, { title: "vram-budget", ...place });
  }
}
async function writeComment({ inputs, run, repository, api }, { render, exitCode }) {
  const { mode, comment, commentKey: commentKey2, token } = inputs;
  const { event, run_id, run_attempt } = run;
  if (mode === "plan" || mode === "measure" || event.pull_request === void 0 || comment === "never") return;
  if (token === "") throw new UserError("Cannot keep the comment: the input github-token is empty");
  const { number, head_sha } = event.pull_request;
  const key = { key: commentKey2, run_id, run_attempt, head_sha };
  const create = comment === "always" || exitCode !== 0;
  const comments = await commentsApi({ ...repository, number }, api);
  const kept = await keepComment(comments, key, fittingText(DETAILS, render, COMMENT_LIMIT), create);
  info(`The comment on pull request #${number}: ${kept}`);
}
async function reportFailure(what, say) {
  try {
    await say();
  } catch (error2) {
    const message = error2 instanceof Error ? error2.message : String(error2);
    const complete = error2 instanceof GitHubError || error2 instanceof UserError;
    warning(complete ? message : `Cannot ${what}: ${message}`);
  }
}
try {
  process.exitCode = await main(cancellation());
} catch (error2) {
  if (error2 instanceof UserError || error2 instanceof GitHubError) error(error2.message);
  else error(error2 instanceof Error ? error2.stack ?? error2.message : String(error2));
  process.exitCode = 2;
}
