import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  checkPorts,
  configFilePorts
} from "./chunks/chunk-Z3E3DKAS.js";
import {
  reportFiles
} from "./chunks/chunk-WOCHKN3L.js";
import "./chunks/chunk-MRWWQ7L6.js";
import {
  DETAILS,
  renderMarkdown
} from "./chunks/chunk-SSDUB32M.js";
import {
  findingText,
  keyText
} from "./chunks/chunk-N6HBIQZE.js";
import "./chunks/chunk-BWA43EDX.js";
import "./chunks/chunk-3LXUPOTA.js";
import {
  isHarmless,
  isSecret
} from "./chunks/chunk-GGAJOL5F.js";
import {
  cancellation,
  progressReporter
} from "./chunks/chunk-L22DFXCK.js";
import "./chunks/chunk-35CONE4B.js";
import {
  escapeMarkdown,
  fence,
  plainLine
} from "./chunks/chunk-73EGP5WJ.js";
import {
  cachedCalibration,
  calibrationIn,
  isInside
} from "./chunks/chunk-HWXAJ2ZR.js";
import "./chunks/chunk-6FBI6XE3.js";
import {
  AS_CONFIGURED,
  check
} from "./chunks/chunk-QT74NAFC.js";
import "./chunks/chunk-4VI3ZJMM.js";
import "./chunks/chunk-D6I7ENPW.js";
import "./chunks/chunk-QYJ6QTZC.js";
import "./chunks/chunk-BDNS2DLZ.js";
import "./chunks/chunk-5YFZ2LMG.js";
import "./chunks/chunk-PICT53IZ.js";
import "./chunks/chunk-VI6Z5JJS.js";
import {
  EXIT_CODES
} from "./chunks/chunk-6ZJFZTD3.js";
import {
  SEVERITY
} from "./chunks/chunk-3PCP6L7K.js";
import "./chunks/chunk-BKQCMVJE.js";
import "./chunks/chunk-PLX7OW7H.js";
import "./chunks/chunk-FY77S7CZ.js";
import "./chunks/chunk-5M6EAGID.js";
import "./chunks/chunk-MPJ5O2UK.js";
import {
  loadConfig
} from "./chunks/chunk-43XMX3O2.js";
import "./chunks/chunk-EQUBITSE.js";
import "./chunks/chunk-X7NSDNB5.js";
import "./chunks/chunk-5FTY6QAI.js";
import "./chunks/chunk-IZVU6BTJ.js";
import {
  MAX_TEXT_BYTES
} from "./chunks/chunk-XRBHGKFU.js";
import "./chunks/chunk-XF5CK6HT.js";
import {
  UserError
} from "./chunks/chunk-J3R7NUH7.js";
import {
  _positive,
  _regex,
  array,
  int,
  nullish,
  object,
  optional,
  string
} from "./chunks/chunk-7SSPPFYR.js";
import "./chunks/chunk-O56B5XNW.js";
import "./chunks/chunk-BE7JI7H6.js";

// src/action.ts
import { randomUUID as randomUUID2 } from "node:crypto";
import { readFile as readFile2 } from "node:fs/promises";
import { join as join5 } from "node:path";
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

// src/github/errors.ts
var GitHubError = class extends Error {
  name = "GitHubError";
  /** Of the answer; 0 where there was none. */
  status;
  constructor(message, status) {
    super(message);
    this.status = status;
  }
};
function failureOf(error2) {
  const fields = typeof error2 === "object" && error2 !== null ? error2 : {};
  const answered = typeof fields.status === "number" && fields.response !== void 0;
  return {
    status: answered ? Number(fields.status) : 0,
    message: plainLine(error2 instanceof Error ? error2.message : String(error2)).slice(0, 500),
    headers: fields.response?.headers ?? {}
  };
}
var SECONDARY_LIMIT_MS = 6e4;
function waitBeforeRetry(failure, attempt) {
  const { status, headers } = failure;
  if (isSecondaryLimit(failure)) {
    const asked = Number(headers["retry-after"] ?? Number.NaN);
    return Number.isFinite(asked) && asked >= 0 ? asked * 1e3 : SECONDARY_LIMIT_MS;
  }
  return status === 0 || status >= 500 ? 500 * 2 ** attempt : void 0;
}
function isSecondaryLimit({ status, message, headers }) {
  if (status !== 403 && status !== 429) return false;
  return headers["retry-after"] !== void 0 || /secondary rate limit/i.test(message);
}
var PULL_REQUEST = { permissions: "pull_requests=write", there: "the pull request" };
function explain(failure, { permissions: otherwise, there } = PULL_REQUEST) {
  const { status, message, headers } = failure;
  if (isSecondaryLimit(failure)) return `GitHub asks for fewer requests (${status}, ${message})`;
  if (String(headers["x-ratelimit-remaining"]) === "0") return usedUp(failure);
  const needed = permissions(headers["x-accepted-github-permissions"] ?? otherwise);
  switch (status) {
    case 0:
      return `GitHub gave no answer (${message})`;
    case 401:
      return `GitHub does not accept the token (401, ${message}): wanted a valid one in the input github-token`;
    case 403:
      return `GitHub refuses it (403, ${message}): the job needs ${needed}. A pull request from a fork and a run of Dependabot only get a token that reads`;
    case 404:
      return `GitHub does not show it to this token (404): the job needs ${needed}, and ${there} must be there`;
    case 422:
      return `GitHub does not accept its text (422, ${message})`;
    default:
      return `GitHub answers ${status} (${message})`;
  }
}
function usedUp({ status, headers }) {
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  const until = Number.isFinite(reset) ? ` until ${new Date(reset * 1e3).toISOString()}` : "";
  return `the token's requests are used up${until} (${status})`;
}
function permissions(accepted) {
  const alternatives = String(accepted ?? "pull_requests=write").split(";").map(
    (all) => [...all.matchAll(/([a-z_]+)=(read|write|admin)/g)].map(
      ([, name = "", level]) => `\`${name.replaceAll("_", "-")}: ${level}\``
    )
  ).filter((all) => all.length > 0).map((all) => all.join(" and "));
  return `${alternatives.join(" or ") || "`pull-requests: write`"} under \`permissions:\``;
}

// src/github/client.ts
var MAX_PAGES = 100;
async function commentsApi({ owner, repo, number }, options) {
  const octokit = await clientOf(options);
  const { issues } = octokit.rest;
  const call = callWith(options);
  const issue2 = { owner, repo, issue_number: number };
  return {
    ownLogin: () => ownLogin(octokit, call),
    async list() {
      const all = [];
      for (let page = 1; page <= MAX_PAGES; page++) {
        const answer = await call(
          "read the pull request's comments",
          (signal) => issues.listComments({ ...issue2, per_page: 100, page, request: { signal } })
        );
        all.push(...read(array(Comment), answer.data).map(commentOf));
        if (!/rel="?next"?/.test(answer.headers.link ?? "")) return all;
      }
      throw new GitHubError(`Cannot read the pull request's comments: there are more than ${MAX_PAGES} pages`, 200);
    },
    async create(body) {
      const { data } = await call(
        "write a comment on the pull request",
        (signal) => issues.createComment({ ...issue2, body, request: { signal } })
      );
      return commentOf(read(Comment, data));
    },
    update: (id, body) => isThere(
      call(
        "update the comment on the pull request",
        (signal) => issues.updateComment({ owner, repo, comment_id: id, body, request: { signal } })
      )
    ),
    async remove(id) {
      await isThere(
        call(
          "remove a second comment of ours",
          (signal) => issues.deleteComment({ owner, repo, comment_id: id, request: { signal } })
        )
      );
    }
  };
}
async function clientOf({ token, apiUrl }) {
  return (await import("./chunks/github-DGKLL6WZ.js")).getOctokit(token, { baseUrl: apiUrl });
}
var Comment = object({
  id: int(),
  body: nullish(string()),
  user: nullish(object({ login: string() }))
});
function commentOf({ id, body, user }) {
  return { id, body: body ?? "", author: user?.login ?? "" };
}
function read(schema, data) {
  const { data: found, success } = schema.safeParse(data);
  if (!success) throw new GitHubError("Cannot read GitHub's answer: it is not what its API describes", 0);
  return found;
}
async function isThere(request) {
  try {
    await request;
    return true;
  } catch (error2) {
    if (error2 instanceof GitHubError && (error2.status === 404 || error2.status === 410)) return false;
    throw error2;
  }
}
async function ownLogin({ graphql, rest }, call) {
  const what = "find out whose token this is";
  const { viewer } = await unlessRefused(
    call(what, (signal) => graphql("{ viewer { login } }", { request: { signal } })),
    {}
  );
  if (typeof viewer?.login === "string") return viewer.login;
  const { data } = await unlessRefused(
    call(what, (signal) => rest.users.getAuthenticated({ request: { signal } })),
    { data: { login: "github-actions[bot]" } }
  );
  return data.login;
}
async function unlessRefused(request, otherwise) {
  try {
    return await request;
  } catch (error2) {
    if (error2 instanceof GitHubError && [200, 403, 404, 405, 501].includes(error2.status)) return otherwise;
    throw error2;
  }
}
var RETRIES = 3;
var MOST_PATIENCE_MS = 6e4;
function callWith({ sleep: sleep2, timeoutMs }, wanted) {
  let patience = MOST_PATIENCE_MS;
  return async (what, send) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(AbortSignal.timeout(timeoutMs));
      } catch (error2) {
        const failure = failureOf(error2);
        const wait = attempt > RETRIES ? void 0 : waitBeforeRetry(failure, attempt);
        if (wait === void 0 || wait > patience)
          throw new GitHubError(`Cannot ${what}: ${explain(failure, wanted)}`, failure.status);
        patience -= wait;
        await sleep2(wait);
      }
    }
  };
}

// src/github/base-api.ts
var WANTED = { permissions: "contents=read", there: "the commit" };
var MOST_FILES = 300;
var Comparison = object({
  merge_base_commit: object({ sha: string().check(_regex(/^[0-9a-f]{40,64}$/)) }),
  files: optional(array(object({ filename: string(), previous_filename: optional(string()) })))
});
var Content = object({
  type: string(),
  size: int(),
  encoding: optional(string()),
  content: optional(string())
});
async function baseApi({ owner, repo }, options) {
  const { repos } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED);
  return {
    async compare(base, head) {
      const { data } = await call(
        "find the commit to compare with",
        (signal) => repos.compareCommitsWithBasehead({
          owner,
          repo,
          basehead: `${base}...${head}`,
          per_page: 1,
          request: { signal }
        })
      );
      const { merge_base_commit, files } = read(Comparison, data);
      return { merge_base_sha: merge_base_commit.sha, changed_files: namesOf(files) };
    },
    async text(path, ref) {
      try {
        const { data } = await call(
          `read ${path} of the base`,
          (signal) => repos.getContent({ owner, repo, path, ref, request: { signal } })
        );
        return textOf(path, data);
      } catch (error2) {
        if (error2 instanceof GitHubError && error2.status === 404) return { kind: "absent" };
        throw error2;
      }
    }
  };
}
function namesOf(files) {
  if (files === void 0 || files.length >= MOST_FILES) return void 0;
  return files.flatMap(
    ({ filename, previous_filename }) => previous_filename === void 0 ? [filename] : [filename, previous_filename]
  );
}
function textOf(path, data) {
  const unknown = (why) => ({ kind: "unknown", why: `${path} of the base ${why}` });
  if (Array.isArray(data)) return unknown("is no plain file");
  const { type, size, encoding, content } = read(Content, data);
  if (type !== "file") return unknown("is no plain file");
  if (size > MAX_TEXT_BYTES || encoding !== "base64") return unknown("has more than 1 MiB");
  const text = Buffer.from(content ?? "", "base64").toString("utf8");
  return text.includes("\uFFFD") ? unknown("is not UTF-8") : { kind: "text", text };
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
var Id = object({ id: int() });
var Payload2 = object({
  repository: Id,
  pull_request: optional(
    object({
      number: int().check(_positive()),
      head: object({ sha: string().check(_regex(/^[0-9a-f]{40,64}$/)), repo: nullish(Id) })
    })
  ),
  workflow_run: optional(
    object({
      head_sha: string(),
      pull_requests: array(
        object({
          number: int().check(_positive()),
          head: object({ sha: string().check(_regex(/^[0-9a-f]{40,64}$/)), repo: Id }),
          base: object({ repo: Id })
        })
      )
    })
  )
});
function readEvent(name, payload) {
  const { data } = Payload2.safeParse(payload);
  return { name, pull_request: data && (pullRequestOf(data) ?? pullRequestOfRun(data)) };
}
function pullRequestOf({ repository: repository2, pull_request }) {
  if (pull_request === void 0) return void 0;
  const { number, head } = pull_request;
  return { number, head_sha: head.sha, is_fork: head.repo?.id !== repository2.id };
}
function pullRequestOfRun({ repository: repository2, workflow_run }) {
  const named = workflow_run?.pull_requests.filter(
    ({ head, base }) => head.sha === workflow_run.head_sha && base.repo.id === repository2.id
  );
  const [only, ...others] = named ?? [];
  if (only === void 0 || others.length > 0) return void 0;
  return { number: only.number, head_sha: only.head.sha, is_fork: only.head.repo.id !== repository2.id };
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

// src/github/guard.ts
var OF_A_PULL_REQUEST = /* @__PURE__ */ new Set(["pull_request", "pull_request_review", "pull_request_review_comment"]);
var OF_THE_REPOSITORY = /* @__PURE__ */ new Set([
  "push",
  "merge_group",
  "schedule",
  "workflow_dispatch",
  "repository_dispatch",
  "release",
  "deployment"
]);
function refusalToMeasure({ name, pull_request }) {
  if (OF_A_PULL_REQUEST.has(name)) {
    if (pull_request?.is_fork === false) return void 0;
    return {
      reason: "fork",
      detail: "the pull request comes from a fork, whose code is not run on a runner, so it is only predicted"
    };
  }
  if (OF_THE_REPOSITORY.has(name)) return void 0;
  return {
    reason: "event",
    detail: `a workflow started by ${name === "" ? "an unknown event" : name} has rights that a pull request's code must not get, so it only predicts`
  };
}

// src/github/inputs.ts
function readInputs(environment) {
  return {
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

// src/pull-request-base.ts
import { join as join4, relative, sep } from "node:path";

// src/github/checked-out.ts
import { lstat as lstat2, readFile } from "node:fs/promises";
import { dirname as dirname2, join as join3 } from "node:path";
async function checkedOut(workspace2, path) {
  for (let folder = dirname2(path); isInside(workspace2, folder); folder = dirname2(folder)) {
    const head = join3(folder, ".git", "HEAD");
    if (!await isPlainFile(head)) continue;
    const [sha] = /^[0-9a-f]{40,64}$/.exec((await readFile(head, "utf8")).trim()) ?? [];
    return { root: folder, sha };
  }
  return { root: workspace2, sha: void 0 };
}
async function isPlainFile(path) {
  try {
    const found = await lstat2(path);
    return found.isFile() && found.size < 1024;
  } catch {
    return false;
  }
}

// src/pull-request-base.ts
async function pullRequestBase(api, wanted, here) {
  if (api === void 0) return unknownBase("the input github-token is empty");
  const { root, sha = here.sha } = await checkedOut(here.workspace, here.paths[0] ?? join4(here.workspace, "."));
  try {
    const { merge_base_sha, changed_files } = await api.compare(wanted.sha, sha);
    const inWorkspace = (file) => withSlashes(relative(here.workspace, join4(root, file)));
    const found = {
      kind: "found",
      base: { sha: merge_base_sha, name: wanted.name },
      changed_files: changed_files?.map(inWorkspace)
    };
    return { found, text: (path) => textAt(api, here.workspace, path, merge_base_sha) };
  } catch (error2) {
    if (error2 instanceof GitHubError) return unknownBase(error2.message);
    throw error2;
  }
}
function unknownBase(why) {
  return { found: { kind: "unknown", why }, text: () => Promise.resolve({ kind: "unknown", why }) };
}
async function textAt(api, workspace2, path, sha) {
  const { root } = await checkedOut(workspace2, path);
  if (!isInside(root, path)) return { kind: "unknown", why: `${path} lies outside of the repository` };
  try {
    return await api.text(withSlashes(relative(root, path)), sha);
  } catch (error2) {
    if (error2 instanceof GitHubError) return { kind: "unknown", why: error2.message };
    throw error2;
  }
}
function withSlashes(path) {
  return path.replaceAll(sep, "/");
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
var log = { write: (text) => process.stdout.write(text) };
async function main(cancelled) {
  const inputs = readInputs(env);
  if (inputs.token !== "") setSecret(inputs.token);
  const payload = await readPayload();
  const event = readEvent(env["GITHUB_EVENT_NAME"] ?? "", payload);
  const outcome = await decide(inputs, event, baseOfEvent(payload), cancelled);
  if (cancelled.aborted) return Number(cancelled.reason);
  await reportFailure("write the job summary", () => writeSummary(outcome));
  await reportFailure("leave the report", () => writeOutputs(inputs, outcome));
  await reportFailure("keep the comment", () => writeComment(inputs, event, outcome));
  return outcome.exitCode;
}
async function readPayload() {
  try {
    return JSON.parse(await readFile2(env["GITHUB_EVENT_PATH"] ?? "", "utf8"));
  } catch {
    return void 0;
  }
}
async function decide(inputs, event, base, cancelled) {
  try {
    const results = await checkConfigs(inputs, event, base, cancelled);
    return { results, render: (detail) => renderMarkdown(results, detail), exitCode: EXIT_CODES[results.verdict] };
  } catch (error2) {
    if (!(error2 instanceof UserError)) throw error2;
    const problem = error2.message;
    return { problem, render: (detail) => renderProblem(problem, detail), exitCode: 2 };
  }
}
async function checkConfigs({ configs, measure, python, timeoutMs, calibration, verify, token }, event, wanted, signal) {
  const loaded = await Promise.all(
    (configs.length === 0 ? [void 0] : configs).map((name) => loadConfig(configFilePorts, workspace, name))
  );
  const progress = progressReporter(log);
  const notAsked = { reason: "not-asked", detail: "the input measure is never" };
  const ports = checkPorts({
    refused: refusalToMeasure(event) ?? (measure === "never" ? notAsked : void 0),
    python,
    timeoutMs,
    environment: env,
    signal,
    calibration: calibration === void 0 ? cachedCalibration(env) : await calibrationIn(workspace, calibration),
    onProgress: progress.step,
    onOutput: () => {
    },
    // a line of the training's could be a workflow command
    onWarning: (message) => warning(message)
  });
  const base = wanted && await baseFor(wanted, token, loaded);
  return check({ ...ports, base, measure: progress.ending(ports.measure) }, loaded, { ...AS_CONFIGURED, verify });
}
async function baseFor(wanted, token, configs) {
  const api = token === "" ? void 0 : await baseApi(repository(), client(token));
  const paths = configs.map(({ source }) => source.path);
  return pullRequestBase(api, wanted, { workspace, paths, sha: env["GITHUB_SHA"] ?? "" });
}
function repository() {
  const [owner = "", repo = ""] = (env["GITHUB_REPOSITORY"] ?? "").split("/");
  return { owner, repo };
}
function client(token) {
  return { token, apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com", sleep, timeoutMs: 15e3 };
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
  const { results } = outcome;
  annotate(annotationsOf(results));
  for (const [name, value] of Object.entries(outputsOf(results))) setOutput(name, value);
  const folder = await leaveFiles(workspace, output, await reportFiles(results));
  setOutput("report", join5(folder, "report.json"));
  setOutput("markdown", join5(folder, "report.md"));
}
function annotate(annotations) {
  const write = { error, warning, notice };
  for (const { level, message, place } of annotations) {
    write[level](message, { title: "vram-budget", ...place });
  }
}
async function writeComment({ comment, commentKey: commentKey2, token }, { pull_request }, { render, exitCode }) {
  if (pull_request === void 0 || comment === "never") return;
  if (token === "") throw new UserError("Cannot keep the comment: the input github-token is empty");
  const pull = { ...repository(), number: pull_request.number };
  const api = await commentsApi(pull, client(token));
  const key = {
    key: commentKey2,
    run_id: Number(env["GITHUB_RUN_ID"] ?? 0),
    run_attempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? 1),
    head_sha: pull_request.head_sha
  };
  const create = comment === "always" || exitCode !== 0;
  const kept = await keepComment(api, key, fittingText(DETAILS, render, COMMENT_LIMIT), create);
  info(`The comment on pull request #${pull.number}: ${kept}`);
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
  if (error2 instanceof UserError) error(error2.message);
  else error(error2 instanceof Error ? error2.stack ?? error2.message : String(error2));
  process.exitCode = 2;
}
