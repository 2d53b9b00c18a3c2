import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  COLOURS,
  byteScale,
  renderBadge,
  renderEndpoint,
  round,
  svg,
  text,
  titled,
  usedBadge
} from "./chunk-VMIYC6JN.js";
import {
  MAX_TEXT_BYTES
} from "./chunk-YX2XW4PC.js";
import {
  MeasurementDocument
} from "./chunk-7KKLJMQC.js";
import {
  NOT_MEASURED_REASONS
} from "./chunk-L43PWQLL.js";
import {
  markdownTable
} from "./chunk-BWA43EDX.js";
import {
  ACCEPT_LABEL
} from "./chunk-B4N5WTQT.js";
import {
  iso_exports
} from "./chunk-RR4CAR5Y.js";
import {
  codeSpan,
  formatDelta,
  formatSize,
  plainLine
} from "./chunk-73KJIM4E.js";
import {
  cardOf
} from "./chunk-HHCPQFQX.js";
import {
  isInside
} from "./chunk-LA4C34EB.js";
import {
  CalibrationRecord,
  formatCalibration,
  parseCalibration,
  withObserved
} from "./chunk-SABYHMZX.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import {
  _enum,
  _gte,
  _lte,
  _maxLength,
  _nonnegative,
  _positive,
  _regex,
  array,
  boolean,
  discriminatedUnion,
  int,
  literal,
  nullable,
  nullish,
  object,
  optional,
  pipe,
  record,
  refine,
  strictObject,
  string,
  transform
} from "./chunk-E2Y7L7HE.js";
import {
  bytes
} from "./chunk-O56B5XNW.js";
import {
  __export
} from "./chunk-LZQXQOPJ.js";

// node_modules/@actions/core/lib/summary.js
import { EOL } from "os";
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
  addRaw(text3, addEOL = false) {
    this._buffer += text3;
    return addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(EOL);
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
  addHeading(text3, level) {
    const tag = `h${level}`;
    const allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1";
    const element = this.wrap(allowedTag, text3);
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
  addQuote(text3, cite) {
    const attrs = Object.assign({}, cite && { cite });
    const element = this.wrap("blockquote", text3, attrs);
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
  addLink(text3, href) {
    const element = this.wrap("a", text3, { href });
    return this.addRaw(element).addEOL();
  }
};
var _summary = new Summary();
var markdownSummary = _summary;
var summary = _summary;

// node_modules/@actions/core/lib/core.js
var core_exports = {};
__export(core_exports, {
  ExitCode: () => ExitCode,
  addPath: () => addPath,
  debug: () => debug,
  endGroup: () => endGroup,
  error: () => error,
  exportVariable: () => exportVariable,
  getBooleanInput: () => getBooleanInput,
  getIDToken: () => getIDToken,
  getInput: () => getInput,
  getMultilineInput: () => getMultilineInput,
  getState: () => getState,
  group: () => group,
  info: () => info,
  isDebug: () => isDebug,
  markdownSummary: () => markdownSummary,
  notice: () => notice,
  platform: () => platform_exports,
  saveState: () => saveState,
  setCommandEcho: () => setCommandEcho,
  setFailed: () => setFailed,
  setOutput: () => setOutput,
  setSecret: () => setSecret,
  startGroup: () => startGroup,
  summary: () => summary,
  toPlatformPath: () => toPlatformPath,
  toPosixPath: () => toPosixPath,
  toWin32Path: () => toWin32Path,
  warning: () => warning
});

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
function issue(name, message = "") {
  issueCommand(name, {}, message);
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
import * as crypto2 from "crypto";
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
  const delimiter3 = `ghadelimiter_${crypto2.randomUUID()}`;
  const convertedValue = toCommandValue(value);
  if (key.includes(delimiter3)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter3}"`);
  }
  if (convertedValue.includes(delimiter3)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter3}"`);
  }
  return `${key}<<${delimiter3}${os2.EOL}${convertedValue}${os2.EOL}${delimiter3}`;
}

// node_modules/@actions/core/lib/core.js
import * as os5 from "os";
import * as path5 from "path";

// node_modules/@actions/core/lib/oidc-utils.js
var OidcClient = class {
  static getIDToken() {
    throw new Error("not bundled");
  }
};

// node_modules/@actions/core/lib/path-utils.js
import * as path from "path";
function toPosixPath(pth) {
  return pth.replace(/[\\]/g, "/");
}
function toWin32Path(pth) {
  return pth.replace(/[/]/g, "\\");
}
function toPlatformPath(pth) {
  return pth.replace(/[/\\]/g, path.sep);
}

// node_modules/@actions/core/lib/platform.js
var platform_exports = {};
__export(platform_exports, {
  arch: () => arch,
  getDetails: () => getDetails,
  isLinux: () => isLinux,
  isMacOS: () => isMacOS,
  isWindows: () => isWindows,
  platform: () => platform
});
import os4 from "os";

// node_modules/@actions/exec/lib/exec.js
import { StringDecoder } from "string_decoder";

// node_modules/@actions/exec/lib/toolrunner.js
import * as os3 from "os";
import * as events from "events";
import * as child from "child_process";
import * as path4 from "path";

// node_modules/@actions/io/lib/io.js
import * as path3 from "path";

// node_modules/@actions/io/lib/io-util.js
import * as fs2 from "fs";
import * as path2 from "path";
var __awaiter2 = function(thisArg, _arguments, P, generator) {
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
var { chmod, copyFile, lstat, mkdir, open, readdir, rename, rm, rmdir, stat, symlink, unlink } = fs2.promises;
var IS_WINDOWS = process.platform === "win32";
var READONLY = fs2.constants.O_RDONLY;
function exists(fsPath) {
  return __awaiter2(this, void 0, void 0, function* () {
    try {
      yield stat(fsPath);
    } catch (err) {
      if (err.code === "ENOENT") {
        return false;
      }
      throw err;
    }
    return true;
  });
}
function isRooted(p) {
  p = normalizeSeparators(p);
  if (!p) {
    throw new Error('isRooted() parameter "p" cannot be empty');
  }
  if (IS_WINDOWS) {
    return p.startsWith("\\") || /^[A-Z]:/i.test(p);
  }
  return p.startsWith("/");
}
function tryGetExecutablePath(filePath, extensions) {
  return __awaiter2(this, void 0, void 0, function* () {
    let stats = void 0;
    try {
      stats = yield stat(filePath);
    } catch (err) {
      if (err.code !== "ENOENT") {
        console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
      }
    }
    if (stats && stats.isFile()) {
      if (IS_WINDOWS) {
        const upperExt = path2.extname(filePath).toUpperCase();
        if (extensions.some((validExt) => validExt.toUpperCase() === upperExt)) {
          return filePath;
        }
      } else {
        if (isUnixExecutable(stats)) {
          return filePath;
        }
      }
    }
    const originalFilePath = filePath;
    for (const extension of extensions) {
      filePath = originalFilePath + extension;
      stats = void 0;
      try {
        stats = yield stat(filePath);
      } catch (err) {
        if (err.code !== "ENOENT") {
          console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
        }
      }
      if (stats && stats.isFile()) {
        if (IS_WINDOWS) {
          try {
            const directory = path2.dirname(filePath);
            const upperName = path2.basename(filePath).toUpperCase();
            for (const actualName of yield readdir(directory)) {
              if (upperName === actualName.toUpperCase()) {
                filePath = path2.join(directory, actualName);
                break;
              }
            }
          } catch (err) {
            console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
          }
          return filePath;
        } else {
          if (isUnixExecutable(stats)) {
            return filePath;
          }
        }
      }
    }
    return "";
  });
}
function normalizeSeparators(p) {
  p = p || "";
  if (IS_WINDOWS) {
    p = p.replace(/\//g, "\\");
    return p.replace(/\\\\+/g, "\\");
  }
  return p.replace(/\/\/+/g, "/");
}
function isUnixExecutable(stats) {
  return (stats.mode & 1) > 0 || (stats.mode & 8) > 0 && process.getgid !== void 0 && stats.gid === process.getgid() || (stats.mode & 64) > 0 && process.getuid !== void 0 && stats.uid === process.getuid();
}

// node_modules/@actions/io/lib/io.js
var __awaiter3 = function(thisArg, _arguments, P, generator) {
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
function which(tool, check) {
  return __awaiter3(this, void 0, void 0, function* () {
    if (!tool) {
      throw new Error("parameter 'tool' is required");
    }
    if (check) {
      const result = yield which(tool, false);
      if (!result) {
        if (IS_WINDOWS) {
          throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
        } else {
          throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
        }
      }
      return result;
    }
    const matches = yield findInPath(tool);
    if (matches && matches.length > 0) {
      return matches[0];
    }
    return "";
  });
}
function findInPath(tool) {
  return __awaiter3(this, void 0, void 0, function* () {
    if (!tool) {
      throw new Error("parameter 'tool' is required");
    }
    const extensions = [];
    if (IS_WINDOWS && process.env["PATHEXT"]) {
      for (const extension of process.env["PATHEXT"].split(path3.delimiter)) {
        if (extension) {
          extensions.push(extension);
        }
      }
    }
    if (isRooted(tool)) {
      const filePath = yield tryGetExecutablePath(tool, extensions);
      if (filePath) {
        return [filePath];
      }
      return [];
    }
    if (tool.includes(path3.sep)) {
      return [];
    }
    const directories = [];
    if (process.env.PATH) {
      for (const p of process.env.PATH.split(path3.delimiter)) {
        if (p) {
          directories.push(p);
        }
      }
    }
    const matches = [];
    for (const directory of directories) {
      const filePath = yield tryGetExecutablePath(path3.join(directory, tool), extensions);
      if (filePath) {
        matches.push(filePath);
      }
    }
    return matches;
  });
}

// node_modules/@actions/exec/lib/toolrunner.js
import { setTimeout } from "timers";
var __awaiter4 = function(thisArg, _arguments, P, generator) {
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
var IS_WINDOWS2 = process.platform === "win32";
var ToolRunner = class extends events.EventEmitter {
  constructor(toolPath, args, options) {
    super();
    if (!toolPath) {
      throw new Error("Parameter 'toolPath' cannot be null or empty.");
    }
    this.toolPath = toolPath;
    this.args = args || [];
    this.options = options || {};
  }
  _debug(message) {
    if (this.options.listeners && this.options.listeners.debug) {
      this.options.listeners.debug(message);
    }
  }
  _getCommandString(options, noPrefix) {
    const toolPath = this._getSpawnFileName();
    const args = this._getSpawnArgs(options);
    let cmd = noPrefix ? "" : "[command]";
    if (IS_WINDOWS2) {
      if (this._isCmdFile()) {
        cmd += toolPath;
        for (const a of args) {
          cmd += ` ${a}`;
        }
      } else if (options.windowsVerbatimArguments) {
        cmd += `"${toolPath}"`;
        for (const a of args) {
          cmd += ` ${a}`;
        }
      } else {
        cmd += this._windowsQuoteCmdArg(toolPath);
        for (const a of args) {
          cmd += ` ${this._windowsQuoteCmdArg(a)}`;
        }
      }
    } else {
      cmd += toolPath;
      for (const a of args) {
        cmd += ` ${a}`;
      }
    }
    return cmd;
  }
  _processLineBuffer(data, strBuffer, onLine) {
    try {
      let s = strBuffer + data.toString();
      let n = s.indexOf(os3.EOL);
      while (n > -1) {
        const line = s.substring(0, n);
        onLine(line);
        s = s.substring(n + os3.EOL.length);
        n = s.indexOf(os3.EOL);
      }
      return s;
    } catch (err) {
      this._debug(`error processing line. Failed with error ${err}`);
      return "";
    }
  }
  _getSpawnFileName() {
    if (IS_WINDOWS2) {
      if (this._isCmdFile()) {
        return process.env["COMSPEC"] || "cmd.exe";
      }
    }
    return this.toolPath;
  }
  _getSpawnArgs(options) {
    if (IS_WINDOWS2) {
      if (this._isCmdFile()) {
        let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
        for (const a of this.args) {
          argline += " ";
          argline += options.windowsVerbatimArguments ? a : this._windowsQuoteCmdArg(a);
        }
        argline += '"';
        return [argline];
      }
    }
    return this.args;
  }
  _endsWith(str, end) {
    return str.endsWith(end);
  }
  _isCmdFile() {
    const upperToolPath = this.toolPath.toUpperCase();
    return this._endsWith(upperToolPath, ".CMD") || this._endsWith(upperToolPath, ".BAT");
  }
  _windowsQuoteCmdArg(arg) {
    if (!this._isCmdFile()) {
      return this._uvQuoteCmdArg(arg);
    }
    if (!arg) {
      return '""';
    }
    const cmdSpecialChars = [
      " ",
      "	",
      "&",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      "^",
      "=",
      ";",
      "!",
      "'",
      "+",
      ",",
      "`",
      "~",
      "|",
      "<",
      ">",
      '"'
    ];
    let needsQuotes = false;
    for (const char of arg) {
      if (cmdSpecialChars.some((x) => x === char)) {
        needsQuotes = true;
        break;
      }
    }
    if (!needsQuotes) {
      return arg;
    }
    let reverse = '"';
    let quoteHit = true;
    for (let i = arg.length; i > 0; i--) {
      reverse += arg[i - 1];
      if (quoteHit && arg[i - 1] === "\\") {
        reverse += "\\";
      } else if (arg[i - 1] === '"') {
        quoteHit = true;
        reverse += '"';
      } else {
        quoteHit = false;
      }
    }
    reverse += '"';
    return reverse.split("").reverse().join("");
  }
  _uvQuoteCmdArg(arg) {
    if (!arg) {
      return '""';
    }
    if (!arg.includes(" ") && !arg.includes("	") && !arg.includes('"')) {
      return arg;
    }
    if (!arg.includes('"') && !arg.includes("\\")) {
      return `"${arg}"`;
    }
    let reverse = '"';
    let quoteHit = true;
    for (let i = arg.length; i > 0; i--) {
      reverse += arg[i - 1];
      if (quoteHit && arg[i - 1] === "\\") {
        reverse += "\\";
      } else if (arg[i - 1] === '"') {
        quoteHit = true;
        reverse += "\\";
      } else {
        quoteHit = false;
      }
    }
    reverse += '"';
    return reverse.split("").reverse().join("");
  }
  _cloneExecOptions(options) {
    options = options || {};
    const result = {
      cwd: options.cwd || process.cwd(),
      env: options.env || process.env,
      silent: options.silent || false,
      windowsVerbatimArguments: options.windowsVerbatimArguments || false,
      failOnStdErr: options.failOnStdErr || false,
      ignoreReturnCode: options.ignoreReturnCode || false,
      delay: options.delay || 1e4
    };
    result.outStream = options.outStream || process.stdout;
    result.errStream = options.errStream || process.stderr;
    return result;
  }
  _getSpawnOptions(options, toolPath) {
    options = options || {};
    const result = {};
    result.cwd = options.cwd;
    result.env = options.env;
    result["windowsVerbatimArguments"] = options.windowsVerbatimArguments || this._isCmdFile();
    if (options.windowsVerbatimArguments) {
      result.argv0 = `"${toolPath}"`;
    }
    return result;
  }
  /**
   * Exec a tool.
   * Output will be streamed to the live console.
   * Returns promise with return code
   *
   * @param     tool     path to tool to exec
   * @param     options  optional exec options.  See ExecOptions
   * @returns   number
   */
  exec() {
    return __awaiter4(this, void 0, void 0, function* () {
      if (!isRooted(this.toolPath) && (this.toolPath.includes("/") || IS_WINDOWS2 && this.toolPath.includes("\\"))) {
        this.toolPath = path4.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
      }
      this.toolPath = yield which(this.toolPath, true);
      return new Promise((resolve2, reject) => __awaiter4(this, void 0, void 0, function* () {
        this._debug(`exec tool: ${this.toolPath}`);
        this._debug("arguments:");
        for (const arg of this.args) {
          this._debug(`   ${arg}`);
        }
        const optionsNonNull = this._cloneExecOptions(this.options);
        if (!optionsNonNull.silent && optionsNonNull.outStream) {
          optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + os3.EOL);
        }
        const state = new ExecState(optionsNonNull, this.toolPath);
        state.on("debug", (message) => {
          this._debug(message);
        });
        if (this.options.cwd && !(yield exists(this.options.cwd))) {
          return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
        }
        const fileName = this._getSpawnFileName();
        const cp = child.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
        let stdbuffer = "";
        if (cp.stdout) {
          cp.stdout.on("data", (data) => {
            if (this.options.listeners && this.options.listeners.stdout) {
              this.options.listeners.stdout(data);
            }
            if (!optionsNonNull.silent && optionsNonNull.outStream) {
              optionsNonNull.outStream.write(data);
            }
            stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
              if (this.options.listeners && this.options.listeners.stdline) {
                this.options.listeners.stdline(line);
              }
            });
          });
        }
        let errbuffer = "";
        if (cp.stderr) {
          cp.stderr.on("data", (data) => {
            state.processStderr = true;
            if (this.options.listeners && this.options.listeners.stderr) {
              this.options.listeners.stderr(data);
            }
            if (!optionsNonNull.silent && optionsNonNull.errStream && optionsNonNull.outStream) {
              const s = optionsNonNull.failOnStdErr ? optionsNonNull.errStream : optionsNonNull.outStream;
              s.write(data);
            }
            errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
              if (this.options.listeners && this.options.listeners.errline) {
                this.options.listeners.errline(line);
              }
            });
          });
        }
        cp.on("error", (err) => {
          state.processError = err.message;
          state.processExited = true;
          state.processClosed = true;
          state.CheckComplete();
        });
        cp.on("exit", (code) => {
          state.processExitCode = code;
          state.processExited = true;
          this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
          state.CheckComplete();
        });
        cp.on("close", (code) => {
          state.processExitCode = code;
          state.processExited = true;
          state.processClosed = true;
          this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
          state.CheckComplete();
        });
        state.on("done", (error2, exitCode) => {
          if (stdbuffer.length > 0) {
            this.emit("stdline", stdbuffer);
          }
          if (errbuffer.length > 0) {
            this.emit("errline", errbuffer);
          }
          cp.removeAllListeners();
          if (error2) {
            reject(error2);
          } else {
            resolve2(exitCode);
          }
        });
        if (this.options.input) {
          if (!cp.stdin) {
            throw new Error("child process missing stdin");
          }
          cp.stdin.end(this.options.input);
        }
      }));
    });
  }
};
function argStringToArray(argString) {
  const args = [];
  let inQuotes = false;
  let escaped = false;
  let arg = "";
  function append(c) {
    if (escaped && c !== '"') {
      arg += "\\";
    }
    arg += c;
    escaped = false;
  }
  for (let i = 0; i < argString.length; i++) {
    const c = argString.charAt(i);
    if (c === '"') {
      if (!escaped) {
        inQuotes = !inQuotes;
      } else {
        append(c);
      }
      continue;
    }
    if (c === "\\" && escaped) {
      append(c);
      continue;
    }
    if (c === "\\" && inQuotes) {
      escaped = true;
      continue;
    }
    if (c === " " && !inQuotes) {
      if (arg.length > 0) {
        args.push(arg);
        arg = "";
      }
      continue;
    }
    append(c);
  }
  if (arg.length > 0) {
    args.push(arg.trim());
  }
  return args;
}
var ExecState = class _ExecState extends events.EventEmitter {
  constructor(options, toolPath) {
    super();
    this.processClosed = false;
    this.processError = "";
    this.processExitCode = 0;
    this.processExited = false;
    this.processStderr = false;
    this.delay = 1e4;
    this.done = false;
    this.timeout = null;
    if (!toolPath) {
      throw new Error("toolPath must not be empty");
    }
    this.options = options;
    this.toolPath = toolPath;
    if (options.delay) {
      this.delay = options.delay;
    }
  }
  CheckComplete() {
    if (this.done) {
      return;
    }
    if (this.processClosed) {
      this._setResult();
    } else if (this.processExited) {
      this.timeout = setTimeout(_ExecState.HandleTimeout, this.delay, this);
    }
  }
  _debug(message) {
    this.emit("debug", message);
  }
  _setResult() {
    let error2;
    if (this.processExited) {
      if (this.processError) {
        error2 = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
      } else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
        error2 = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
      } else if (this.processStderr && this.options.failOnStdErr) {
        error2 = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
      }
    }
    if (this.timeout) {
      clearTimeout(this.timeout);
      this.timeout = null;
    }
    this.done = true;
    this.emit("done", error2, this.processExitCode);
  }
  static HandleTimeout(state) {
    if (state.done) {
      return;
    }
    if (!state.processClosed && state.processExited) {
      const message = `The STDIO streams did not close within ${state.delay / 1e3} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
      state._debug(message);
    }
    state._setResult();
  }
};

// node_modules/@actions/exec/lib/exec.js
var __awaiter5 = function(thisArg, _arguments, P, generator) {
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
function exec(commandLine, args, options) {
  return __awaiter5(this, void 0, void 0, function* () {
    const commandArgs = argStringToArray(commandLine);
    if (commandArgs.length === 0) {
      throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
    }
    const toolPath = commandArgs[0];
    args = commandArgs.slice(1).concat(args || []);
    const runner = new ToolRunner(toolPath, args, options);
    return runner.exec();
  });
}
function getExecOutput(commandLine, args, options) {
  return __awaiter5(this, void 0, void 0, function* () {
    var _a, _b;
    let stdout = "";
    let stderr = "";
    const stdoutDecoder = new StringDecoder("utf8");
    const stderrDecoder = new StringDecoder("utf8");
    const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
    const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
    const stdErrListener = (data) => {
      stderr += stderrDecoder.write(data);
      if (originalStdErrListener) {
        originalStdErrListener(data);
      }
    };
    const stdOutListener = (data) => {
      stdout += stdoutDecoder.write(data);
      if (originalStdoutListener) {
        originalStdoutListener(data);
      }
    };
    const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
    const exitCode = yield exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
    stdout += stdoutDecoder.end();
    stderr += stderrDecoder.end();
    return {
      exitCode,
      stdout,
      stderr
    };
  });
}

// node_modules/@actions/core/lib/platform.js
var __awaiter6 = function(thisArg, _arguments, P, generator) {
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
var getWindowsInfo = () => __awaiter6(void 0, void 0, void 0, function* () {
  const { stdout: version } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', void 0, {
    silent: true
  });
  const { stdout: name } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', void 0, {
    silent: true
  });
  return {
    name: name.trim(),
    version: version.trim()
  };
});
var getMacOsInfo = () => __awaiter6(void 0, void 0, void 0, function* () {
  var _a, _b, _c, _d;
  const { stdout } = yield getExecOutput("sw_vers", void 0, {
    silent: true
  });
  const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : "";
  const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : "";
  return {
    name,
    version
  };
});
var getLinuxInfo = () => __awaiter6(void 0, void 0, void 0, function* () {
  const { stdout } = yield getExecOutput("lsb_release", ["-i", "-r", "-s"], {
    silent: true
  });
  const [name, version] = stdout.trim().split("\n");
  return {
    name,
    version
  };
});
var platform = os4.platform();
var arch = os4.arch();
var isWindows = platform === "win32";
var isMacOS = platform === "darwin";
var isLinux = platform === "linux";
function getDetails() {
  return __awaiter6(this, void 0, void 0, function* () {
    return Object.assign(Object.assign({}, yield isWindows ? getWindowsInfo() : isMacOS ? getMacOsInfo() : getLinuxInfo()), {
      platform,
      arch,
      isWindows,
      isMacOS,
      isLinux
    });
  });
}

// node_modules/@actions/core/lib/core.js
var __awaiter7 = function(thisArg, _arguments, P, generator) {
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
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function exportVariable(name, val) {
  const convertedVal = toCommandValue(val);
  process.env[name] = convertedVal;
  const filePath = process.env["GITHUB_ENV"] || "";
  if (filePath) {
    return issueFileCommand("ENV", prepareKeyValueMessage(name, val));
  }
  issueCommand("set-env", { name }, convertedVal);
}
function setSecret(secret) {
  issueCommand("add-mask", {}, secret);
}
function addPath(inputPath) {
  const filePath = process.env["GITHUB_PATH"] || "";
  if (filePath) {
    issueFileCommand("PATH", inputPath);
  } else {
    issueCommand("add-path", {}, inputPath);
  }
  process.env["PATH"] = `${inputPath}${path5.delimiter}${process.env["PATH"]}`;
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
function getBooleanInput(name, options) {
  const trueValue = ["true", "True", "TRUE"];
  const falseValue = ["false", "False", "FALSE"];
  const val = getInput(name, options);
  if (trueValue.includes(val))
    return true;
  if (falseValue.includes(val))
    return false;
  throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}
Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
function setOutput(name, value) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  }
  process.stdout.write(os5.EOL);
  issueCommand("set-output", { name }, toCommandValue(value));
}
function setCommandEcho(enabled) {
  issue("echo", enabled ? "on" : "off");
}
function setFailed(message) {
  process.exitCode = ExitCode.Failure;
  error(message);
}
function isDebug() {
  return process.env["RUNNER_DEBUG"] === "1";
}
function debug(message) {
  issueCommand("debug", {}, message);
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
  process.stdout.write(message + os5.EOL);
}
function startGroup(name) {
  issue("group", name);
}
function endGroup() {
  issue("endgroup");
}
function group(name, fn) {
  return __awaiter7(this, void 0, void 0, function* () {
    startGroup(name);
    let result;
    try {
      result = yield fn();
    } finally {
      endGroup();
    }
    return result;
  });
}
function saveState(name, value) {
  const filePath = process.env["GITHUB_STATE"] || "";
  if (filePath) {
    return issueFileCommand("STATE", prepareKeyValueMessage(name, value));
  }
  issueCommand("save-state", { name }, toCommandValue(value));
}
function getState(name) {
  return process.env[`STATE_${name}`] || "";
}
function getIDToken(aud) {
  return __awaiter7(this, void 0, void 0, function* () {
    return yield OidcClient.getIDToken(aud);
  });
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
function isExpected(error2) {
  return error2 instanceof UserError || error2 instanceof GitHubError;
}
async function answerOrError(request, statuses) {
  try {
    return await request;
  } catch (error2) {
    if (error2 instanceof GitHubError && (statuses?.includes(error2.status) ?? true)) return error2;
    throw error2;
  }
}
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
  const needed = permissions(neededFor(headers["x-accepted-github-permissions"], otherwise));
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
function neededFor(accepted, otherwise) {
  const isEnough = /=(write|admin)/.test(String(accepted)) || !otherwise.includes("=write");
  return accepted !== void 0 && isEnough ? String(accepted) : otherwise;
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
        if (!hasNextPage(answer.headers)) return all;
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
  return (await import("./github-WVGFFPRR.js")).getOctokit(token, { baseUrl: apiUrl });
}
function hasNextPage({ link }) {
  return /rel="?next"?/.test(link ?? "");
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
  return !(await answerOrError(request, [404, 410]) instanceof GitHubError);
}
async function ownLogin({ graphql, rest }, call) {
  const what = "find out whose token this is";
  const asked = await answerOrError(
    call(what, (signal) => graphql("{ viewer { login } }", { request: { signal } })),
    NO_LOGIN
  );
  const { data: found } = Viewer.safeParse(asked);
  if (found !== void 0) return found.viewer.login;
  const user = await answerOrError(
    call(what, async (signal) => (await rest.users.getAuthenticated({ request: { signal } })).data),
    NO_LOGIN
  );
  return user instanceof GitHubError ? "github-actions[bot]" : read(User, user).login;
}
var User = object({ login: string() });
var Viewer = object({ viewer: User });
var NO_LOGIN = [200, 403, 404, 405, 501];
var RETRIES = 3;
var MOST_PATIENCE_MS = 6e4;
function callWith({ sleep, timeoutMs }, wanted) {
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
        await sleep(wait);
      }
    }
  };
}

// src/github/labels.ts
var WANTED = { permissions: "pull_requests=read", there: "the pull request" };
var Labels = array(object({ name: string() }));
var Pulls = array(object({ merged_at: nullish(string()), labels: Labels }));
var MOST = 100;
async function labelsApi({ owner, repo }, options) {
  const { issues, repos } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED);
  const names = (labels) => labels.map(({ name }) => name);
  return {
    async of(issue_number) {
      const { data } = await call(
        "read the pull request's labels",
        (signal) => issues.listLabelsOnIssue({ owner, repo, issue_number, per_page: MOST, request: { signal } })
      );
      return names(read(Labels, data));
    },
    async ofMerged(commit_sha) {
      const { data } = await call(
        "find the pull request of the commit",
        (signal) => repos.listPullRequestsAssociatedWithCommit({ owner, repo, commit_sha, per_page: MOST, request: { signal } })
      );
      const merged = read(Pulls, data).filter(({ merged_at }) => merged_at !== null && merged_at !== void 0);
      return merged.flatMap(({ labels }) => names(labels));
    }
  };
}

// src/jobs/accepted-growth.ts
async function hasAcceptLabel({ inputs, run, repository, api }) {
  const { event, labels, run_attempt } = run;
  if (event.pull_request === void 0) return false;
  const isAsOfNow = run_attempt === 1 || inputs.token === "";
  const { number } = event.pull_request;
  const now = isAsOfNow ? labels : await answerOrError((await labelsApi(repository, api)).of(number));
  return (now instanceof GitHubError ? labels : now).includes(ACCEPT_LABEL);
}
async function wasAccepted({ run, repository, api }) {
  const labels = await answerOrError((await labelsApi(repository, api)).ofMerged(run.head_sha));
  return !(labels instanceof GitHubError) && labels.includes(ACCEPT_LABEL);
}

// src/answers/legs.ts
function legsOf(configs, key) {
  return configs.flatMap(({ config: { file, trainings } }) => trainings.map((training) => legOf(training, file, key)));
}
function legOf({ name, device }, config, key) {
  return { name, config, device: deviceName(device), artifact: measuredArtifact(key, name) };
}
function deviceName(device) {
  switch (device.kind) {
    case "runner":
      return "runner";
    case "catalogue":
      return device.id;
    case "custom":
      return device.name;
  }
}
function plannedArtifact(key) {
  return `vram-budget-plan@${key}`;
}
function measuredArtifact(key, training) {
  return `vram-budget-measure@${key}@${training}`;
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

// src/github/contents.ts
var WANTED2 = { permissions: "contents=read", there: "the commit" };
var Content = object({
  type: string(),
  size: int(),
  encoding: optional(string()),
  content: optional(string())
});
async function contentsApi({ owner, repo }, options, commit) {
  const { repos } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED2);
  return async (path6, ref) => {
    const answer = await answerOrError(
      call(`read ${path6} of ${commit}`, (signal) => repos.getContent({ owner, repo, path: path6, ref, request: { signal } })),
      [404]
    );
    return answer instanceof GitHubError ? { kind: "absent" } : textOf(answer.data);
  };
}
function textOf(data) {
  if (Array.isArray(data)) return unusable("is no plain file");
  const { type, size: size3, encoding, content } = read(Content, data);
  if (type !== "file") return unusable("is no plain file");
  if (size3 > MAX_TEXT_BYTES || encoding !== "base64") return unusable("has more than 1 MiB");
  const text3 = Buffer.from(content ?? "", "base64").toString("utf8");
  return text3.includes("\uFFFD") ? unusable("is not UTF-8") : { kind: "text", text: text3 };
}
function unusable(why) {
  return { kind: "unusable", why };
}

// src/github/ids.ts
var Id = object({ id: int() });
var Sha = string().check(_regex(/^[0-9a-f]{40,64}$/));

// src/github/base-api.ts
var WANTED3 = { permissions: "contents=read", there: "the commit" };
var MOST_FILES = 300;
var Comparison = object({
  merge_base_commit: optional(object({ sha: Sha })),
  status: optional(string()),
  files: optional(array(object({ filename: string(), previous_filename: optional(string()) })))
});
async function baseApi({ owner, repo }, options) {
  const { repos } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED3);
  const textAt2 = await contentsApi({ owner, repo }, options, "the base");
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
      const comparison = read(Comparison, data);
      return { merge_base_sha: comparison.merge_base_commit?.sha, changed_files: changedFiles(comparison) };
    },
    async text(path6, sha) {
      const found = await textAt2(path6, sha);
      return found.kind === "unusable" ? { kind: "unknown", why: `${path6} of the base ${found.why}` } : found;
    }
  };
}
function changedFiles({ files, status }) {
  if (files === void 0) return status === "identical" ? [] : void 0;
  if (files.length >= MOST_FILES) return void 0;
  return files.flatMap(
    ({ filename, previous_filename }) => previous_filename === void 0 ? [filename] : [filename, previous_filename]
  );
}

// src/measure/record.ts
var RECORD_SCHEMA = "vram-budget/record@1";
var MOST_RECORDS_BYTES = 64 * 2 ** 20;
var whole = int().check(_nonnegative());
var positive = int().check(_positive());
var size = pipe(whole, transform(bytes));
var printable = string().check(_regex(/^[\x20-\x7e]{1,200}$/, { error: "expected 1 to 200 printable characters" }));
var hex = (error2) => string().check(_regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, { error: error2 }));
var Needed = strictObject({
  card: printable,
  needed_bytes: size,
  limit_bytes: size,
  from: _enum(["prediction", "measurement", "extrapolation"])
});
var Measured = strictObject({
  kind: _enum(["cpu", "cuda"]),
  /** As `torch.cuda.get_device_name()` prints it; of a CPU its model. */
  card: printable,
  /** Releases by name: `torch`, `driver`, `cuda`, `python`, and the packages that memory hangs on. */
  versions: record(printable, printable).check(refine((all) => Object.keys(all).length <= 100, { error: "expected at most 100" })),
  steps: whole,
  allocated_bytes: size,
  reserved_bytes: size,
  device_bytes: size
});
var RECORD_KEYS = {
  schema: literal(RECORD_SCHEMA, { error: `expected ${RECORD_SCHEMA}` }),
  training: string().check(_regex(/^[A-Za-z0-9][\w.-]{0,63}$/, { error: "expected a training's name" })),
  sha: hex("expected a commit"),
  /** Of the workflow: ids grow from run to run and stay when one is run again, so records have an order without a clock. */
  run: strictObject({ id: positive, attempt: positive }),
  /** When it was written: for people, nothing is ordered by it. */
  date: iso_exports.datetime({ error: "expected a time, as 2026-11-25T08:00:00Z" }),
  verdict: _enum(["pass", "fail", "unknown"]),
  batch_size: nullable(positive),
  /** SHA-256 of the training as the config describes it. */
  config: nullable(hex("expected a SHA-256")),
  /** Null where neither a prediction nor a measurement told it. */
  needed: nullable(Needed),
  /** Null where it was not measured, or ran out of memory: that peak is where it stopped. */
  measured: nullable(Measured),
  /** By what growth was accepted: the label on its pull request, or a budget that is higher than before. */
  accepted: nullable(_enum(["label", "budget"]))
};
var MemoryRecord = strictObject(RECORD_KEYS, { error: `expected ${Object.keys(RECORD_KEYS).join(", ")}` });
function parseRecords(text3) {
  const records = [];
  for (const [index, line] of text3.split("\n").entries()) {
    if (line === "") continue;
    const record2 = MemoryRecord.safeParse(jsonOf(line));
    if (!record2.success) {
      const [issue2] = record2.error.issues;
      return { kind: "problem", detail: `line ${index + 1}: ${[...issue2?.path ?? [], issue2?.message].join(": ")}` };
    }
    records.push(record2.data);
  }
  return { kind: "records", records };
}
function jsonOf(text3) {
  try {
    return JSON.parse(text3);
  } catch {
    return void 0;
  }
}
function formatRecords(records) {
  return records.map((record2) => `${JSON.stringify(record2)}
`).join("");
}
function withRecord(records, record2) {
  const before = records.find((each) => keyOf(each) === keyOf(record2));
  if (before !== void 0 && compareRuns(before, record2) >= 0) return records;
  const others = records.filter((each) => each !== before);
  return withRaisedBudgets([...others, record2].toSorted((a, b) => compareRuns(a, b) || (keyOf(a) < keyOf(b) ? -1 : 1)));
}
function compareRuns(a, b) {
  return a.run.id - b.run.id || a.run.attempt - b.run.attempt;
}
function keyOf({ sha, measured }) {
  return JSON.stringify([sha, measured && [measured.card, measured.versions["driver"], measured.versions["torch"]]]);
}
function withRaisedBudgets(records) {
  const limits = /* @__PURE__ */ new Map();
  return records.map((record2) => {
    const { needed, accepted } = record2;
    if (needed === null) return record2;
    const isRaised = needed.limit_bytes > (limits.get(needed.card) ?? Number.POSITIVE_INFINITY);
    limits.set(needed.card, needed.limit_bytes);
    return accepted === "label" ? record2 : { ...record2, accepted: isRaised ? "budget" : null };
  });
}

// src/report/data-branch-page.ts
function dataBranchPage(trainings) {
  const keys = [...trainings].toSorted(([a], [b]) => a < b ? -1 : 1);
  return `${[
    "# GPU memory of this repository's trainings",
    "",
    "Written by vram-budget when the default branch changes; nothing here is edited by hand. `records/` has what each training needed at each commit (`vram-budget/record@1`, one line of JSON each), `calibration.json` the CUDA contexts of the runners.",
    ...keys.flatMap(([key, names]) => section(key, names, keys.length > 1))
  ].join("\n")}
`;
}
function section(key, names, isNamed) {
  const rows = names.toSorted().map((name) => [
    codeSpan(name),
    `![${name}](badges/${key}/${name}.svg)`,
    `[records](records/${key}/${name}.jsonl)`
  ]);
  return [
    "",
    ...isNamed ? [`## ${codeSpan(key)}`, ""] : [],
    `![GPU memory](badges/${key}.svg)`,
    "",
    markdownTable([["Training", "Now", "Data"], ...rows]),
    ...names.toSorted().flatMap((name) => ["", `![${name} from commit to commit](trends/${key}/${name}.svg)`])
  ];
}

// src/report/record-badge.ts
function recordBadge({ training, verdict, needed }) {
  if (verdict === "unknown" || needed === null) {
    return { label: training, message: "not decided", color: "lightgrey", isError: false };
  }
  return usedBadge(training, needed, verdict === "fail");
}

// src/report/trend-chart.ts
var AREA = { left: 70, top: 60, width: 620, height: 260 };
var MOST_SHOWN = 120;
function trendChart(training, records) {
  const card = records.findLast(({ needed }) => needed !== null)?.needed?.card;
  const shown = records.filter(({ needed }) => needed !== null && needed.card === card).slice(-MOST_SHOWN);
  const step = AREA.width / Math.max(1, shown.length - 1);
  const points = shown.flatMap(
    (record2, index) => record2.needed === null ? [] : [{ record: record2, needed: record2.needed, x: AREA.left + index * step }]
  );
  const [first] = points;
  const last = points.at(-1);
  if (first === void 0 || last === void 0 || card === void 0)
    return svg(720, 60, `${plainLine(training)}: nothing decided yet`, []);
  const largest = Math.max(...points.map(({ needed }) => Math.max(needed.needed_bytes, needed.limit_bytes)));
  const scale = byteScale(largest, AREA);
  const title = `${plainLine(training)}: ${formatSize(last.needed.needed_bytes)} of ${formatSize(last.needed.limit_bytes)} on ${plainLine(card)}`;
  const below = AREA.top + AREA.height + 18;
  return svg(720, 380, title, [
    ...scale.drawn,
    `<path class="l" fill="none" d="${stepped(points, scale.y)}"/>`,
    `<path class="c" d="${joined(points.map(({ x, needed }) => [x, scale.y(needed.needed_bytes)]))}"/>`,
    ...points.map((point, index) => mark(point, points[index - 1], scale.y(point.needed.needed_bytes))),
    text(AREA.left + 6, scale.y(first.needed.limit_bytes) - 6, `budget ${formatSize(first.needed.limit_bytes)}`),
    text(AREA.left, below, commitText(first.record), "s"),
    ...last === first ? [] : [text(AREA.left + AREA.width, below, commitText(last.record), "s", "end")],
    text(AREA.left, below + 20, "filled: measured \xB7 open: predicted \xB7 triangle: accepted growth", "s")
  ]);
}
function commitText({ sha, date }) {
  return `${sha.slice(0, 7)} \xB7 ${date.slice(0, 10)}`;
}
function stepped(points, y) {
  return joined(
    points.flatMap(({ x, needed }, index) => {
      const before = points[index - 1]?.needed.limit_bytes;
      const here = [x, y(needed.limit_bytes)];
      return before === void 0 || before === needed.limit_bytes ? [here] : [[x, y(before)], here];
    })
  );
}
function joined(points) {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
}
function mark({ record: record2, needed, x }, before, y) {
  const delta = before === void 0 ? "" : ` (${formatDelta(needed.needed_bytes - before.needed.needed_bytes)})`;
  const accepted = { label: ", accepted by a label", budget: ", budget raised" };
  const why = record2.accepted === null ? "" : accepted[record2.accepted];
  const title = `${commitText(record2)}: ${formatSize(needed.needed_bytes)}${delta}, ${needed.from}${why}`;
  const fill = needed.from === "measurement" ? COLOURS.parameters : "none";
  const shape = record2.accepted === null ? `<circle cx="${round(x)}" cy="${round(y)}" r="3.5"` : `<path d="M${round(x - 5)} ${round(y + 4)}L${round(x + 5)} ${round(y + 4)}L${round(x)} ${round(y - 5)}Z"`;
  return `${shape} fill="${fill}" stroke="${COLOURS.parameters}">${titled(title)}${record2.accepted === null ? "</circle>" : "</path>"}`;
}

// src/github/history.ts
var CALIBRATION_FILE = "calibration.json";
var MOST_CALIBRATION_BYTES = 2 ** 20;
function recordsFile(key, training) {
  return `records/${key}/${training}.jsonl`;
}
function historyUpdate({ text: text3 }, run) {
  return {
    message: `Record the GPU memory of ${run.sha.slice(0, 7)}`,
    async filesFor(tip) {
      const known = /* @__PURE__ */ new Map();
      const changed = /* @__PURE__ */ new Set();
      for (const record2 of run.records) {
        const before = await recordsIn(tip, { text: text3 }, recordsFile(run.key, record2.training));
        const after = withRecord(before, record2);
        known.set(record2.training, after);
        if (after !== before) changed.add(record2.training);
      }
      const files = /* @__PURE__ */ new Map();
      if (changed.size === 0) return files;
      for (const training of changed) await addTraining(files, run.key, training, known.get(training) ?? []);
      if (isNewest(run.records, known)) await addBadge(files, `badges/${run.key}`, run.badge);
      const contexts = run.contexts.filter(({ training }) => changed.has(training)).map(({ observed }) => observed);
      if (contexts.length > 0) files.set(CALIBRATION_FILE, await calibrationWith(tip, { text: text3 }, contexts, run.day));
      files.set("README.md", dataBranchPage(trainingsIn([...tip?.files.keys() ?? [], ...files.keys()])));
      return files;
    }
  };
}
async function recordsIn(tip, { text: text3 }, path6) {
  const file = tip?.files.get(path6);
  if (file === void 0) return [];
  const problem = (detail) => new UserError(`Cannot use ${path6} of the data branch: ${detail}`);
  if (file.size > MOST_RECORDS_BYTES)
    throw problem(`it has ${file.size} bytes, expected at most ${MOST_RECORDS_BYTES}`);
  const parsed = parseRecords(await text3(file));
  if (parsed.kind === "problem") throw problem(parsed.detail);
  return parsed.records;
}
async function addTraining(files, key, training, records) {
  files.set(recordsFile(key, training), formatRecords(records));
  files.set(`trends/${key}/${training}.svg`, trendChart(training, records));
  const newest = records.at(-1);
  if (newest !== void 0) await addBadge(files, `badges/${key}/${training}`, recordBadge(newest));
}
async function addBadge(files, path6, badge) {
  files.set(`${path6}.json`, renderEndpoint(badge));
  files.set(`${path6}.svg`, await renderBadge(badge));
}
function isNewest(ours, known) {
  return ours.every((record2) => {
    const newest = known.get(record2.training)?.at(-1);
    return newest === void 0 || compareRuns(record2, newest) >= 0;
  });
}
async function calibrationWith(tip, { text: text3 }, contexts, day) {
  const before = await calibrationIn(tip, { text: text3 });
  const after = contexts.reduce((all, context) => withObserved(all, context, day), before);
  const written = formatCalibration(after);
  return parseCalibration(written).kind === "records" ? written : formatCalibration(before);
}
async function calibrationIn(tip, { text: text3 }) {
  const file = tip?.files.get(CALIBRATION_FILE);
  if (file === void 0) return [];
  const parsed = file.size > MOST_CALIBRATION_BYTES ? { kind: "problem", detail: `it has ${file.size} bytes` } : parseCalibration(await text3(file));
  if (parsed.kind === "problem")
    throw new UserError(`Cannot use ${CALIBRATION_FILE} of the data branch: ${parsed.detail}`);
  return parsed.records;
}
function trainingsIn(paths) {
  const found = /* @__PURE__ */ new Map();
  for (const path6 of new Set(paths)) {
    const [, key, training] = /^records\/([\w.-]{1,64})\/([A-Za-z0-9][\w.-]{0,63})\.jsonl$/.exec(path6) ?? [];
    if (key !== void 0 && training !== void 0) found.set(key, [...found.get(key) ?? [], training]);
  }
  return found;
}

// src/github/base-measurements.ts
function baseMeasurements(api, { key, sha }, onWarning) {
  let found;
  let isSaid = false;
  return async (training, device) => {
    try {
      const records = await recordsIn(await (found ??= api.tip()), api, recordsFile(key, training));
      const there = records.filter(({ sha: at, measured: measured2 }) => at === sha && measured2?.card === device);
      const measured = there.toSorted(compareRuns).at(-1)?.measured;
      if (measured === void 0 || measured === null) return void 0;
      return { sha, device, device_bytes: measured.device_bytes, versions: measured.versions };
    } catch (error2) {
      if (!isExpected(error2)) throw error2;
      if (!isSaid) onWarning(error2.message);
      isSaid = true;
      return void 0;
    }
  };
}

// src/github/git-data.ts
var DATA_BRANCH = "vram-budget-data";
var WANTED4 = { permissions: "contents=write", there: "the repository" };
var Ref = object({ object: object({ type: literal("commit"), sha: Sha }) });
var Commit = object({ sha: Sha, tree: object({ sha: Sha }) });
var Tree = object({
  sha: Sha,
  truncated: boolean(),
  tree: array(
    object({ path: string(), type: string(), mode: string(), sha: Sha, size: optional(int()) })
  )
});
var Blob2 = object({ encoding: string(), content: string() });
var Made = object({ sha: Sha });
async function dataBranchApi({ owner, repo }, options) {
  const { git } = (await clientOf(options)).rest;
  const call = callWith(options, WANTED4);
  const here = { owner, repo };
  const branch = `heads/${DATA_BRANCH}`;
  return {
    async tip() {
      const ref = await answerOrError(
        call("find the data branch", (signal) => git.getRef({ ...here, ref: branch, request: { signal } })),
        [404, 409]
      );
      if (ref instanceof GitHubError) return void 0;
      const { sha } = read(Ref, ref.data).object;
      const commit = await call(
        "read the data branch",
        (signal) => git.getCommit({ ...here, commit_sha: sha, request: { signal } })
      );
      const tree_sha = read(Commit, commit.data).tree.sha;
      const tree = await call(
        "read the data branch",
        (signal) => git.getTree({ ...here, tree_sha, recursive: "1", request: { signal } })
      );
      return { commit: sha, tree: tree_sha, files: filesOf(read(Tree, tree.data)) };
    },
    async text({ id }) {
      const blob = await call(
        "read the data branch",
        (signal) => git.getBlob({ ...here, file_sha: id, request: { signal } })
      );
      const { encoding, content } = read(Blob2, blob.data);
      return encoding === "base64" ? Buffer.from(content, "base64").toString("utf8") : content;
    },
    async commit(parent, files, message) {
      const entries = [...files].map(([path6, content]) => ({
        path: path6,
        mode: "100644",
        type: "blob",
        content
      }));
      const base = parent === void 0 ? {} : { base_tree: parent.tree };
      const tree = await call(
        "write to the data branch",
        (signal) => git.createTree({ ...here, ...base, tree: entries, request: { signal } })
      );
      const parents = parent === void 0 ? [] : [parent.commit];
      const commit = await call(
        "write to the data branch",
        (signal) => git.createCommit({ ...here, message, tree: read(Made, tree.data).sha, parents, request: { signal } })
      );
      return read(Made, commit.data).sha;
    },
    async advance(parent, sha) {
      const moved = await answerOrError(
        call(
          "write to the data branch",
          (signal) => parent === void 0 ? git.createRef({ ...here, ref: `refs/${branch}`, sha, request: { signal } }) : git.updateRef({ ...here, ref: branch, sha, force: false, request: { signal } })
        ),
        [409, 422]
      );
      return !(moved instanceof GitHubError);
    }
  };
}
function filesOf({ tree, truncated }) {
  if (truncated) throw new GitHubError("Cannot read the data branch: it has more files than GitHub lists", 200);
  const plain = tree.filter(({ type, mode }) => type === "blob" && mode.startsWith("100"));
  return new Map(plain.map(({ path: path6, sha, size: size3 = 0 }) => [path6, { id: sha, size: size3 }]));
}

// src/jobs/pull-request-base.ts
import { join as join4, relative as relative2, sep as sep3 } from "node:path";

// src/github/checked-out.ts
import { lstat as lstat2, readFile } from "node:fs/promises";
import { dirname as dirname3, join as join3 } from "node:path";
async function checkedOut(workspace, path6) {
  for (let folder = dirname3(path6); isInside(workspace, folder); folder = dirname3(folder)) {
    const head = await lineOf(join3(folder, ".git", "HEAD"));
    if (head === void 0) continue;
    const [, branch] = /^ref: (refs\/heads\/[\w/-][\w./-]*)$/.exec(head) ?? [];
    const tip = branch === void 0 || branch.includes("..") ? head : await lineOf(join3(folder, ".git", branch));
    return { root: folder, sha: Sha.safeParse(tip).data };
  }
  return { root: workspace, sha: void 0 };
}
async function lineOf(path6) {
  try {
    const found = await lstat2(path6);
    return found.isFile() && found.size < 1024 ? (await readFile(path6, "utf8")).trim() : void 0;
  } catch {
    return void 0;
  }
}

// src/jobs/pull-request-base.ts
async function pullRequestBase(api, wanted, here) {
  if (api === void 0) return unknownBase("the input github-token is empty");
  const { root, sha = here.sha } = await checkedOut(here.workspace, here.paths[0] ?? here.workspace);
  const compared = await answerOrError(api.compare(wanted.sha, sha));
  if (compared instanceof GitHubError) return unknownBase(compared.message);
  const merge_base_sha = compared.merge_base_sha ?? wanted.merge_base_sha;
  if (merge_base_sha === void 0)
    return unknownBase("the server does not say where the pull request left its branch");
  const inWorkspace = (file) => withSlashes(relative2(here.workspace, join4(root, file)));
  const found = {
    kind: "found",
    base: { sha: merge_base_sha, name: wanted.name },
    changed_files: compared.changed_files?.map(inWorkspace)
  };
  return { found, text: (path6) => textAt(api, here.workspace, path6, merge_base_sha) };
}
function unknownBase(why) {
  return { found: { kind: "unknown", why }, text: () => Promise.resolve({ kind: "unknown", why }) };
}
async function textAt(api, workspace, path6, sha) {
  const { root } = await checkedOut(workspace, path6);
  if (!isInside(root, path6)) return { kind: "unknown", why: `${path6} lies outside of the repository` };
  const found = await answerOrError(api.text(withSlashes(relative2(root, path6)), sha));
  return found instanceof GitHubError ? { kind: "unknown", why: found.message } : found;
}
function withSlashes(path6) {
  return path6.replaceAll(sep3, "/");
}

// src/jobs/job-base.ts
async function jobBase(job, configs) {
  const { inputs, run, repository, api, workspace, environment } = job;
  if (run.base === void 0) return void 0;
  const asked = inputs.token === "" ? void 0 : await baseApi(repository, api);
  const paths = configs.map(({ source }) => source.path);
  const sha = inputs.mode === "report" ? run.head_sha : environment["GITHUB_SHA"] ?? "";
  const base = await pullRequestBase(asked, run.base, { workspace, paths, sha });
  if (base.found.kind === "unknown") return base;
  const recorded = { key: inputs.commentKey, sha: base.found.base.sha };
  return { ...base, measured: baseMeasurements(await dataBranchApi(repository, api), recorded, warning) };
}

// src/jobs/job.ts
var ANSWERS_FILE = "answers.json";

// src/answers/nesting.ts
function nestingOf(text3) {
  let [depth, deepest, inString] = [0, 0, false];
  for (let at = 0; at < text3.length; at++) {
    const character = text3[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth -= 1;
  }
  return deepest;
}

// src/answers/document.ts
var text2 = string().check(_maxLength(4096));
var words = string().check(_maxLength(2 ** 20));
var whole2 = int().check(_nonnegative(), _lte(2 ** 50));
var size2 = pipe(whole2, transform(bytes));
var question = string().check(_regex(/^[0-9a-f]{64}$/));
var NO_ANSWERS = /* @__PURE__ */ new Set([
  "not-asked",
  "other-batches",
  "fork",
  "event",
  "no-answer"
]);
var RecordedGpu = strictObject({
  name: text2,
  /** Of 1 GiB at least: the driver keeps more than half of it for itself. */
  memory_mib: int().check(_gte(1024), _lte(2 ** 30)),
  compute_capability: string().check(_regex(/^\d{1,3}\.\d{1,3}$/)),
  driver: text2
});
var RecordedMeasurement = discriminatedUnion("kind", [
  strictObject({
    kind: literal("measured"),
    document: MeasurementDocument,
    ranks: array(strictObject({ rank: whole2, allocated_bytes: size2, reserved_bytes: size2, device_bytes: size2 })).check(_maxLength(4096))
  }),
  strictObject({
    kind: literal("not-measured"),
    reason: _enum(NOT_MEASURED_REASONS).check(refine((reason) => !NO_ANSWERS.has(reason))),
    detail: words,
    advice: optional(words)
  })
]);
var RecordedTrace = discriminatedUnion("kind", [
  strictObject({ kind: literal("answered"), packed: string().check(_maxLength(32 * 2 ** 20)) }),
  strictObject({
    kind: literal("failed"),
    detail: words,
    advice: optional(words)
  })
]);
var RecordedTraining = strictObject({
  name: text2,
  /** Null where the runner had none, or nobody asked. */
  runner_gpu: nullable(RecordedGpu),
  calibration: array(CalibrationRecord).check(_maxLength(1e3)),
  measurements: array(strictObject({ question, answer: RecordedMeasurement })).check(_maxLength(100)),
  traces: array(strictObject({ question, answer: RecordedTrace })).check(_maxLength(1e3))
});
var SCHEMA = "vram-budget/answers@1";
var AnswersDocument = strictObject({
  schema: literal(SCHEMA),
  trainings: array(RecordedTraining).check(_maxLength(1e3))
});
var MOST_NESTING = 32;
function parseAnswers(written) {
  if (nestingOf(written) > MOST_NESTING) return { kind: "problem", detail: `it is nested deeper than ${MOST_NESTING}` };
  const document = AnswersDocument.safeParse(jsonOf2(written));
  if (document.success) return { kind: "answers", answers: document.data };
  const [issue2] = document.error.issues;
  const where = issue2?.path.join(".") || "the document";
  return { kind: "problem", detail: `${where} is not as ${SCHEMA} has it (${issue2?.code.replaceAll("_", " ")})` };
}
function jsonOf2(written) {
  try {
    return JSON.parse(written);
  } catch {
    return void 0;
  }
}
function formatAnswers(answers) {
  return `${JSON.stringify(answers)}
`;
}
function recordable(measurement) {
  if (measurement.kind === "measured") {
    const { document, ranks } = measurement;
    return { kind: "measured", document, ranks: [...ranks] };
  }
  return NO_ANSWERS.has(measurement.reason) ? void 0 : measurement;
}

// src/answers/packed.ts
var MOST_BYTES = 128 * 2 ** 20;
var MOST_NESTING2 = 16;
async function packed(value) {
  const compressed = streamOf(new TextEncoder().encode(JSON.stringify(value))).pipeThrough(
    new CompressionStream("gzip")
  );
  let binary = "";
  for await (const chunk of compressed) for (const byte of chunk) binary += String.fromCharCode(byte);
  return btoa(binary);
}
async function unpacked(text3) {
  try {
    const bytes2 = Uint8Array.from(atob(text3), (letter) => letter.charCodeAt(0));
    const json = await textOf2(streamOf(bytes2).pipeThrough(new DecompressionStream("gzip")));
    if (json === void 0) return { kind: "problem", detail: `it has more than ${MOST_BYTES} bytes` };
    if (nestingOf(json) > MOST_NESTING2) return { kind: "problem", detail: `it is nested deeper than ${MOST_NESTING2}` };
    return { kind: "value", value: JSON.parse(json) };
  } catch (error2) {
    const message = error2 instanceof Error ? error2.message : String(error2);
    return { kind: "problem", detail: message === "" ? "it is no gzip, or cut short" : message };
  }
}
function streamOf(bytes2) {
  return new Blob([bytes2]).stream();
}
async function textOf2(stream) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text3, length] = ["", 0];
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MOST_BYTES) return void 0;
    text3 += decoder.decode(chunk, { stream: true });
  }
  return text3 + decoder.decode();
}

// src/answers/question.ts
function traceQuestion(training, device, batchSize) {
  return hashOf({ ask: "trace", training, card: cardOf(device), batch_size: batchSize });
}
function measureQuestion(training, limit) {
  return hashOf({ ask: "measure", training, limit_bytes: limit ?? null });
}
async function hashOf(asked) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(asked, inOrder)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
function inOrder(_, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1));
}

export {
  summary,
  setSecret,
  getInput,
  getMultilineInput,
  setOutput,
  error,
  warning,
  notice,
  info,
  core_exports,
  GitHubError,
  isExpected,
  answerOrError,
  commentsApi,
  clientOf,
  hasNextPage,
  read,
  callWith,
  Id,
  Sha,
  hasAcceptLabel,
  wasAccepted,
  parseAnswers,
  formatAnswers,
  recordable,
  legsOf,
  plannedArtifact,
  measuredArtifact,
  packed,
  unpacked,
  traceQuestion,
  measureQuestion,
  DATA_BRANCH,
  dataBranchApi,
  RECORD_SCHEMA,
  historyUpdate,
  calibrationIn,
  checkedOut,
  refusalToMeasure,
  contentsApi,
  jobBase,
  ANSWERS_FILE
};
