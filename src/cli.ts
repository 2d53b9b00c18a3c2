#!/usr/bin/env node
import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as nodeModule from "node:module";
import { join, resolve } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { ReplayOptions } from "./commands/replay.ts";
import { cancellation } from "./world/cancellation.ts";
import type { Results } from "./compare/result.ts";
import { UserError } from "./config/user-error.ts";
import { progressReporter } from "./world/progress.ts";

const HELP = `vram-budget: how much GPU memory a training needs, predicted, measured, compared

  vram-budget check [CONFIG …]     predict, measure, compare; the main job
  vram-budget predict [CONFIG …]   predict only: needs no GPU, and Python only for a model: module:callable and a run: command
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
  --batch-size N,N,…               also what each training needs at these batch sizes
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

type Options = NonNullable<ParseArgsConfig["options"]>;

async function main(argv: readonly string[]): Promise<number> {
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
    case undefined:
    case "help":
    case "--help":
    case "-h":
      await print(HELP);
      return command === undefined ? 2 : 0;
    case "--version":
      await print(`${VERSION}\n`);
      return 0;
    default:
      throw new UserError(
        `Unknown command ${JSON.stringify(command)}: wanted check, predict, replay, init, schema or setup`,
      );
  }
}

/** Replaced at build time by the version in package.json. */
declare const VRAM_BUDGET_VERSION: string | undefined;
const VERSION = typeof VRAM_BUDGET_VERSION === "string" ? VRAM_BUDGET_VERSION : "development";

const PREDICTING: Options = {
  "batch-size": { type: "string" },
  training: { type: "string" },
  "alloc-conf": { type: "string" },
};

async function checkCommand(args: readonly string[], measuring: boolean): Promise<number> {
  const { positionals, values, flags } = parse(args, {
    format: { type: "string" },
    output: { type: "string" },
    python: { type: "string" },
    timeout: { type: "string" },
    calibration: { type: "string" },
    base: { type: "string" },
    ...(measuring ? { verify: { type: "boolean" } } : PREDICTING),
  });
  const format = oneOf("--format", values["format"] ?? "terminal", ["terminal", "markdown", "json"]);
  const timeout = positive("--timeout", values["timeout"] ?? "600");
  const [
    { check },
    { checkAllocConf, onlyTraining, parseBatchSizes },
    { checkPorts },
    { cachedCalibration },
    { EXIT_CODES },
  ] = await Promise.all([
    import("./commands/check.ts"),
    import("./commands/predict-options.ts"),
    import("./world/ports.ts"),
    import("./world/calibration-file.ts"),
    import("./compare/verdict.ts"),
  ]);
  const { training: only, "batch-size": batches } = values;
  const options = {
    allocConf: checkAllocConf(values["alloc-conf"] ?? ""),
    batchSizes: batches === undefined ? [] : parseBatchSizes(batches),
    verify: flags.has("verify"),
  };
  const loaded = await loadConfigs(positionals);
  const configs = only === undefined ? loaded : onlyTraining(loaded, only);
  const progress = progressReporter(process.stderr);
  const cancelled = cancellation();
  const ports = checkPorts({
    refused: measuring ? undefined : { reason: "not-asked", detail: "only a prediction was asked for" },
    python: values["python"],
    timeoutMs: timeout * 1000,
    environment: process.env,
    signal: cancelled,
    calibration: values["calibration"] ?? cachedCalibration(process.env),
    onProgress: progress.step,
    onOutput: () => {},
    onWarning: (message) => process.stderr.write(`${message}\n`),
  });
  const base = values["base"] === undefined ? undefined : await baseAt(values["base"]);
  const results = await check({ ...ports, base, measure: progress.ending(ports.measure) }, configs, options);
  progress.done();
  if (cancelled.aborted) return Number(cancelled.reason);
  await print(await render(results, format));
  if (values["output"] !== undefined) await writeReport(results, values["output"]);
  return EXIT_CODES[results.verdict];
}

async function loadConfigs(named: readonly string[]) {
  const [{ loadConfig }, { configFilePorts }] = await Promise.all([
    import("./commands/config-file.ts"),
    import("./world/ports.ts"),
  ]);
  const workspace = process.cwd();
  const paths = named.length === 0 ? [undefined] : named;
  return Promise.all(paths.map((path) => loadConfig(configFilePorts, workspace, path)));
}

async function baseAt(ref: string) {
  const { gitBase } = await import("./world/git-base.ts");
  return gitBase(process.cwd(), ref);
}

async function render(results: Results, format: string): Promise<string> {
  if (format === "json") return (await import("./report/json.ts")).renderJson(results);
  if (format === "markdown") return (await import("./report/markdown.ts")).renderMarkdown(results, 0);
  const { renderTerminal } = await import("./report/terminal.ts");
  const color = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
  return renderTerminal(results, { color, width: process.stdout.columns ?? 100 });
}

async function writeReport(results: Results, folder: string): Promise<void> {
  const [{ reportFiles }, { pageAssets }] = await Promise.all([
    import("./report/files.ts"),
    import("./world/page-assets.ts"),
  ]);
  await mkdir(folder, { recursive: true });
  const files = await reportFiles(results, await pageAssets());
  for (const { path, text } of files) await writeFile(join(folder, path), text);
  process.stderr.write(`${files.length} files in ${folder}/\n`);
}

async function replayCommand(args: readonly string[]): Promise<number> {
  const { positionals, values, flags } = parse(args, {
    "alloc-conf": { type: "string" },
    "what-if": { type: "boolean" },
    card: { type: "string" },
    device: { type: "string" },
    format: { type: "string" },
  });
  const format = oneOf("--format", values["format"] ?? "text", ["text", "json"]);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UserError("Cannot replay: wanted one FILE");
  const options = {
    alloc_conf: values["alloc-conf"],
    device: values["device"] === undefined ? undefined : wholeNumber("--device", values["device"]),
    workspace: process.cwd(),
  };
  const { card } = values;
  const shown =
    card !== undefined || flags.has("what-if")
      ? await whatIfText(file, options, card, format)
      : await replayText(file, options, format);
  await print(shown);
  return 0;
}

async function replayText(file: string, options: ReplayOptions, format: string): Promise<string> {
  const { replay, renderReplay } = await import("./commands/replay.ts");
  const result = replay(file, await readRecording(file), options);
  return format === "json" ? `${JSON.stringify(result)}\n` : renderReplay(result);
}

async function whatIfText(
  file: string,
  options: ReplayOptions,
  card: string | undefined,
  format: string,
): Promise<string> {
  const [{ replayWhatIf }, { renderWhatIf }, { cardNamed }] = await Promise.all([
    import("./commands/replay.ts"),
    import("./commands/what-if.ts"),
    import("./commands/card.ts"),
  ]);
  const device = card === undefined ? undefined : cardNamed(card);
  const result = replayWhatIf(file, await readRecording(file), options, device);
  return format === "json" ? `${JSON.stringify(result)}\n` : renderWhatIf(result);
}

async function readRecording(file: string): Promise<Uint8Array> {
  const content = await readFile(resolve(file)).catch((error: Error) => {
    throw new UserError(`Cannot read ${file}: ${error.message}`);
  });
  if (content[0] !== 0x1f || content[1] !== 0x8b) return content;
  const { gunzipSync } = await import("node:zlib");
  return gunzipSync(content);
}

async function initCommand(args: readonly string[]): Promise<number> {
  const { positionals, flags } = parse(args, { yes: { type: "boolean" }, print: { type: "boolean" } });
  if (positionals.length > 0)
    throw new UserError("Cannot use init with an argument: it is for the folder it is run in");
  const [{ planFiles, printed, writeFiles }, { initPorts, terminalQuestions }] = await Promise.all([
    import("./init/init.ts"),
    import("./world/init-ports.ts"),
  ]);
  const questions =
    process.stdin.isTTY && !flags.has("yes") ? terminalQuestions(process.stdin, process.stderr) : undefined;
  const ports = initPorts({
    folder: process.cwd(),
    version: VERSION,
    ask: questions ?? (async () => ""),
    say: (line) => process.stderr.write(`${line}\n`),
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

async function schemaCommand(): Promise<number> {
  const { configJsonSchema } = await import("./config/json-schema.ts");
  await print(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  return 0;
}

async function setupCommand(): Promise<number> {
  const [{ findPython, ownEnvironment }, { ensureOwnEnvironment }, { runnerGpu }] = await Promise.all([
    import("./probe/python.ts"),
    import("./probe/own-environment.ts"),
    import("./probe/gpu.ts"),
  ]);
  const { env } = process;
  const found = await findPython({ asked: undefined, workspace: process.cwd(), environment: env });
  const python =
    found.kind === "found"
      ? found.python
      : ensureOwnEnvironment({
          folder: ownEnvironment(env),
          gpu: (await runnerGpu(env)) !== undefined,
          terminal: process.stderr.isTTY,
          log: (line) => process.stderr.write(`${line}\n`),
        });
  await print(`${python}\n`);
  return 0;
}

function parse(
  args: readonly string[],
  options: Options,
): { positionals: string[]; values: Record<string, string | undefined>; flags: ReadonlySet<string> } {
  try {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    const texts = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    const flags = new Set(Object.keys(values).filter((name) => values[name] === true));
    return { positionals, values: Object.fromEntries(texts), flags };
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error));
  }
}

function oneOf(option: string, value: string, known: readonly string[]): string {
  if (known.includes(value)) return value;
  throw new UserError(`Cannot use ${option} ${JSON.stringify(value)}: wanted ${known.join(" or ")}`);
}

function positive(option: string, value: string): number {
  const number = Number(value);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new UserError(`Cannot use ${option} ${JSON.stringify(value)}: wanted a number above 0`);
}

function wholeNumber(option: string, value: string): number {
  if (/^\d{1,4}$/.test(value)) return Number(value);
  throw new UserError(`Cannot use ${option} ${JSON.stringify(value)}: wanted a whole number`);
}

/** All of it, before the process ends: a pipe takes no more than 64 KiB at once. */
function print(text: string): Promise<void> {
  return new Promise((done) => {
    process.stdout.write(text, () => done());
  });
}

// Node 22.8 and newer keep compiled code between runs, which saves a prediction a third of its time.
if ("enableCompileCache" in nodeModule) nodeModule.enableCompileCache();

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
