#!/usr/bin/env node
import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  cancellation,
  progressReporter
} from "./chunks/chunk-CHZSZCZZ.js";
import "./chunks/chunk-L43PWQLL.js";
import "./chunks/chunk-I6SX2CMF.js";
import "./chunks/chunk-73KJIM4E.js";
import {
  UserError
} from "./chunks/chunk-J3R7NUH7.js";
import "./chunks/chunk-O56B5XNW.js";
import "./chunks/chunk-LZQXQOPJ.js";

// src/cli.ts
import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as nodeModule from "node:module";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
var HELP = `vram-budget: how much GPU memory a training needs, predicted, measured, compared

  vram-budget check [CONFIG \u2026]     predict, measure, compare; the main job
  vram-budget predict [CONFIG \u2026]   predict only: needs no GPU, and Python only for a model: module:callable and a run: command
  vram-budget replay FILE          run a recorded trace through the model of PyTorch's caching allocator
  vram-budget init                 write a config and a workflow for the repository in this folder; nothing is overwritten
  vram-budget schema               the config's JSON Schema
  vram-budget setup                make a Python environment with torch, where none is installed

Without a CONFIG: vram-budget.yml, .vram-budget.yml or .github/vram-budget.yml.

Options of check and predict
  --format terminal|markdown|json  what is printed (terminal)
  --output DIR                     also leave report.html, report.json, report.md, charts and the badge there
  --python PATH                    the Python that has torch (else: VIRTUAL_ENV, .venv, python3, our own)
  --timeout SECONDS                the longest that one training may take (600)
  --calibration FILE               what is known of runners' CUDA contexts (~/.cache/vram-budget/calibration.json)
  --base REF                       also what changed since the merge base of REF and HEAD, and which key did it
Options of check
  --verify                         run each measured training again with no more memory than is predicted
Options of predict
  --batch-size N,N,\u2026               also what each training needs at these batch sizes
  --training NAME                  only this one
  --alloc-conf TEXT                as PYTORCH_CUDA_ALLOC_CONF will be, as expandable_segments:True
Options of replay
  --alloc-conf TEXT                as PYTORCH_CUDA_ALLOC_CONF (else as it was recorded)
  --what-if                        what other settings of the allocator would have made of it
  --card NAME                      the same, and whether it fits this card
  --device N                       the device of a snapshot that holds several
  --format text|json               what is printed (text)

Options of init
  --yes                            take the default of each question (as without a terminal)
  --print                          write nothing: print what would be written

Exit codes: 0 within budget, 1 over budget or another finding that fails, 2 could not decide.
`;
async function main(argv) {
  const [command, ...rest] = argv;
  switch (command) {
    case "check":
      return checkCommand(rest, true);
    case "predict":
      return checkCommand(rest, false);
    case "replay":
      return replayCommand(rest);
    case "init":
      return initCommand(rest);
    case "schema":
      return schemaCommand();
    case "setup":
      return setupCommand();
    case void 0:
    case "help":
    case "--help":
    case "-h":
      await print(HELP);
      return command === void 0 ? 2 : 0;
    case "--version":
      await print(`${VERSION}
`);
      return 0;
    default:
      throw new UserError(
        `Unknown command ${JSON.stringify(command)}: wanted check, predict, replay, init, schema or setup`
      );
  }
}
var VERSION = true ? "0.1.0" : "development";
var PREDICTING = {
  "batch-size": { type: "string" },
  training: { type: "string" },
  "alloc-conf": { type: "string" }
};
async function checkCommand(args, measuring) {
  const { positionals, values, flags } = parse(args, {
    format: { type: "string" },
    output: { type: "string" },
    python: { type: "string" },
    timeout: { type: "string" },
    calibration: { type: "string" },
    base: { type: "string" },
    ...measuring ? { verify: { type: "boolean" } } : PREDICTING
  });
  const format = oneOf("--format", values["format"] ?? "terminal", ["terminal", "markdown", "json"]);
  const timeout = positive("--timeout", values["timeout"] ?? "600");
  const [
    { check },
    { checkAllocConf, onlyTraining, parseBatchSizes },
    { checkPorts },
    { cachedCalibration },
    { EXIT_CODES }
  ] = await Promise.all([
    import("./chunks/check-NM4Q3KBS.js"),
    import("./chunks/predict-options-GFPH5FV6.js"),
    import("./chunks/ports-JD47A2BV.js"),
    import("./chunks/calibration-file-VTIJWNZC.js"),
    import("./chunks/verdict-I2CDRY4T.js")
  ]);
  const { training: only, "batch-size": batches } = values;
  const options = {
    allocConf: checkAllocConf(values["alloc-conf"] ?? ""),
    batchSizes: batches === void 0 ? [] : parseBatchSizes(batches),
    verify: flags.has("verify")
  };
  const loaded = await loadConfigs(positionals);
  const configs = only === void 0 ? loaded : onlyTraining(loaded, only);
  const progress = progressReporter(process.stderr);
  const cancelled = cancellation();
  const ports = checkPorts({
    refused: measuring ? void 0 : { reason: "not-asked", detail: "only a prediction was asked for" },
    python: values["python"],
    timeoutMs: timeout * 1e3,
    environment: process.env,
    signal: cancelled,
    calibration: values["calibration"] ?? cachedCalibration(process.env),
    onProgress: progress.step,
    onOutput: () => {
    },
    onWarning: (message) => process.stderr.write(`${message}
`)
  });
  const base = values["base"] === void 0 ? void 0 : await baseAt(values["base"]);
  const results = await check({ ...ports, base, measure: progress.ending(ports.measure) }, configs, options);
  progress.done();
  if (cancelled.aborted) return Number(cancelled.reason);
  await print(await render(results, format));
  if (values["output"] !== void 0) await writeReport(results, values["output"]);
  return EXIT_CODES[results.verdict];
}
async function loadConfigs(named) {
  const [{ loadConfig }, { configFilePorts }] = await Promise.all([
    import("./chunks/config-file-XGPL36M7.js"),
    import("./chunks/ports-JD47A2BV.js")
  ]);
  const workspace = process.cwd();
  const paths = named.length === 0 ? [void 0] : named;
  return Promise.all(paths.map((path) => loadConfig(configFilePorts, workspace, path)));
}
async function baseAt(ref) {
  const { gitBase } = await import("./chunks/git-base-7FJW7HPW.js");
  return gitBase(process.cwd(), ref);
}
async function render(results, format) {
  if (format === "json") return (await import("./chunks/json-YG24J25E.js")).renderJson(results);
  if (format === "markdown") return (await import("./chunks/markdown-CR75XPW3.js")).renderMarkdown(results, 0);
  const { renderTerminal } = await import("./chunks/terminal-U6EH74FL.js");
  const color = process.stdout.isTTY && process.env["NO_COLOR"] === void 0;
  return renderTerminal(results, { color, width: process.stdout.columns ?? 100 });
}
async function writeReport(results, folder) {
  const [{ reportFiles }, { pageAssets }] = await Promise.all([
    import("./chunks/files-Q5EIR23X.js"),
    import("./chunks/page-assets-5UN6VJFR.js")
  ]);
  await mkdir(folder, { recursive: true });
  const files = await reportFiles(results, await pageAssets());
  for (const { path, text } of files) await writeFile(join(folder, path), text);
  process.stderr.write(`${files.length} files in ${folder}/
`);
}
async function replayCommand(args) {
  const { positionals, values, flags } = parse(args, {
    "alloc-conf": { type: "string" },
    "what-if": { type: "boolean" },
    card: { type: "string" },
    device: { type: "string" },
    format: { type: "string" }
  });
  const format = oneOf("--format", values["format"] ?? "text", ["text", "json"]);
  const [file, ...more] = positionals;
  if (file === void 0 || more.length > 0) throw new UserError("Cannot replay: wanted one FILE");
  const options = {
    alloc_conf: values["alloc-conf"],
    device: values["device"] === void 0 ? void 0 : wholeNumber("--device", values["device"]),
    workspace: process.cwd()
  };
  const { card } = values;
  const shown = card !== void 0 || flags.has("what-if") ? await whatIfText(file, options, card, format) : await replayText(file, options, format);
  await print(shown);
  return 0;
}
async function replayText(file, options, format) {
  const { replay, renderReplay } = await import("./chunks/replay-XVJ4JFHH.js");
  const result = replay(file, await readRecording(file), options);
  return format === "json" ? `${JSON.stringify(result)}
` : renderReplay(result);
}
async function whatIfText(file, options, card, format) {
  const [{ replayWhatIf }, { renderWhatIf }, { cardNamed }] = await Promise.all([
    import("./chunks/replay-XVJ4JFHH.js"),
    import("./chunks/what-if-FRJOVEE7.js"),
    import("./chunks/card-WK2SFVXP.js")
  ]);
  const device = card === void 0 ? void 0 : cardNamed(card);
  const result = replayWhatIf(file, await readRecording(file), options, device);
  return format === "json" ? `${JSON.stringify(result)}
` : renderWhatIf(result);
}
async function readRecording(file) {
  const content = await readFile(resolve(file)).catch((error) => {
    throw new UserError(`Cannot read ${file}: ${error.message}`);
  });
  if (content[0] !== 31 || content[1] !== 139) return content;
  const { gunzipSync } = await import("node:zlib");
  return gunzipSync(content);
}
async function initCommand(args) {
  const { positionals, flags } = parse(args, { yes: { type: "boolean" }, print: { type: "boolean" } });
  if (positionals.length > 0)
    throw new UserError("Cannot use init with an argument: it is for the folder it is run in");
  const [{ planFiles, printed, writeFiles }, { initPorts, terminalQuestions }] = await Promise.all([
    import("./chunks/init-F7F3N7S6.js"),
    import("./chunks/init-ports-5YKJ5VXU.js")
  ]);
  const questions = process.stdin.isTTY && !flags.has("yes") ? terminalQuestions(process.stdin, process.stderr) : void 0;
  const ports = initPorts({
    folder: process.cwd(),
    version: VERSION,
    ask: questions ?? (async () => ""),
    say: (line) => process.stderr.write(`${line}
`)
  });
  try {
    const files = await planFiles(ports);
    if (flags.has("print")) await print(printed(files));
    else await writeFiles(ports, files);
  } finally {
    questions?.end();
  }
  return 0;
}
async function schemaCommand() {
  const { configJsonSchema } = await import("./chunks/json-schema-DMT26J5U.js");
  await print(`${JSON.stringify(configJsonSchema(), null, 2)}
`);
  return 0;
}
async function setupCommand() {
  const [{ findPython, ownEnvironment }, { ensureOwnEnvironment }, { runnerGpu }] = await Promise.all([
    import("./chunks/python-Z4UBI5I6.js"),
    import("./chunks/own-environment-BSMGQBDT.js"),
    import("./chunks/gpu-RPZGPZUD.js")
  ]);
  const { env } = process;
  const found = await findPython({ asked: void 0, workspace: process.cwd(), environment: env });
  const python = found.kind === "found" ? found.python : ensureOwnEnvironment({
    folder: ownEnvironment(env),
    gpu: await runnerGpu(env) !== void 0,
    terminal: process.stderr.isTTY,
    log: (line) => process.stderr.write(`${line}
`)
  });
  await print(`${python}
`);
  return 0;
}
function parse(args, options) {
  try {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    const texts = Object.entries(values).filter((entry) => typeof entry[1] === "string");
    const flags = new Set(Object.keys(values).filter((name) => values[name] === true));
    return { positionals, values: Object.fromEntries(texts), flags };
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}
function oneOf(option, value, known) {
  if (known.includes(value)) return value;
  throw new UserError(`Cannot use ${option} ${JSON.stringify(value)}: wanted ${known.join(" or ")}`);
}
function positive(option, value) {
  const number = Number(value);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new UserError(`Cannot use ${option} ${JSON.stringify(value)}: wanted a number above 0`);
}
function wholeNumber(option, value) {
  if (/^\d{1,4}$/.test(value)) return Number(value);
  throw new UserError(`Cannot use ${option} ${JSON.stringify(value)}: wanted a whole number`);
}
function print(text) {
  return new Promise((done) => {
    process.stdout.write(text, () => done());
  });
}
if ("enableCompileCache" in nodeModule) nodeModule.enableCompileCache();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}
`);
  process.exitCode = 2;
}
