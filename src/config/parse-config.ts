import * as z from "zod/mini";
import { readDevice } from "./device.ts";
import { checkLayers } from "./model-shapes.ts";
import { type ConfigProblem, formatValue, type Path } from "./problem.ts";
import { readData, readInput, readTarget } from "./read-data.ts";
import { readMeasureAt } from "./read-measure-at.ts";
import { readLoss, readModel, readOptimizer } from "./read-model.ts";
import { readRecipe } from "./read-recipe.ts";
import { checkKeys, isRecord, type Reader, reader } from "./reader.ts";
import { CONFIG_KEYS, DEFAULTS, RUN_KEYS, SHARED_KEYS, TRAINING_KEYS, TRAINING_NAME } from "./schema.ts";
import { readSource, type Source } from "./source.ts";
import { type CommandTraining, type Config, type DescribedTraining, takesBatch, type Training } from "./training.ts";

export type ParsedConfig =
  | { readonly kind: "config"; readonly config: Config }
  | { readonly kind: "problems"; readonly problems: readonly ConfigProblem[] };

/**
 * Reads one config, or says everything that is wrong with it, in the order of the text. Never throws on bad text.
 * `file` is the config's path relative to the workspace, with forward slashes; `folder` is what the paths in the config
 * are relative to, from the workspace too: the config's own.
 */
export function parseConfig(file: string, text: string, folder = folderOf(file)): ParsedConfig {
  const source = readSource(file, text);
  if (!("value" in source)) return { kind: "problems", problems: inOrder(source) };
  return parseSource(file, source, folder);
}

/** The same for what is read already. */
export function parseSource(file: string, source: Source, folder: string): ParsedConfig {
  const read = reader(source);
  const trainings = readConfig(read, folder, source.value);
  if (read.problems.length > 0) return { kind: "problems", problems: inOrder(read.problems) };
  return { kind: "config", config: { file, trainings } };
}

export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf("/")));
}

function inOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

type Shared = Pick<Training, "device" | "budget" | "tolerance">;

function readConfig(read: Reader, folder: string, value: unknown): Training[] {
  if (!isRecord(value)) {
    read.problem([], `expected a map of version and trainings, found ${formatValue(value)}`);
    return [];
  }
  checkKeys(read, [], value, Object.keys(CONFIG_KEYS));
  read.read(["version"], value["version"], CONFIG_KEYS.version);
  const shared = readShared(read, [], value, {
    device: { kind: "runner" },
    budget: { kind: "share", share: 0.9 },
    tolerance: 0.05,
  });
  const trainings = read.read(["trainings"], value["trainings"], CONFIG_KEYS.trainings) ?? {};
  return Object.entries(trainings).flatMap(
    ([name, training]) => readTraining(read, folder, name, training, shared) ?? [],
  );
}

/** `device`, `budget` and `tolerance`, which stand at the top for all trainings or in one for itself. */
function readShared(read: Reader, path: Path, map: Readonly<Record<string, unknown>>, defaults: Shared): Shared {
  const at = (key: string) => [...path, key];
  const device = map["device"] === undefined ? undefined : readDevice(read, at("device"), map["device"]);
  return {
    device: device ?? defaults.device,
    budget: read.read(at("budget"), map["budget"], TRAINING_KEYS.budget) ?? defaults.budget,
    tolerance: read.read(at("tolerance"), map["tolerance"], TRAINING_KEYS.tolerance) ?? defaults.tolerance,
  };
}

function readTraining(
  read: Reader,
  folder: string,
  name: string,
  value: unknown,
  defaults: Shared,
): Training | undefined {
  const path = ["trainings", name];
  const place = read.keyPlace(path);
  if (!TRAINING_NAME.test(name)) {
    const wanted = "a name of at most 64 letters, digits, '.', '_' and '-' that begins with a letter or digit";
    read.problem(path, `expected ${wanted}, found ${formatValue(name)}`, place);
  }
  if (!isRecord(value)) {
    read.problem(path, `expected a map of ${Object.keys(TRAINING_KEYS).join(", ")}, found ${formatValue(value)}`);
    return undefined;
  }
  checkKeys(read, path, value, Object.keys(TRAINING_KEYS));
  const common = { name, place, ...readShared(read, path, value, defaults), ...readRunning(read, path, value) };
  if (value["run"] !== undefined) return readCommand(read, path, value, folder, common);
  return readDescribed(read, path, value, folder, common);
}

type Running = Pick<Training, "timeout_s" | "explain" | "warmup" | "environment" | "measure_at">;
type Common = Pick<Training, "name" | "place" | keyof Running | keyof Shared>;

function readRunning(read: Reader, path: Path, map: Readonly<Record<string, unknown>>): Running {
  const get = getter(read, path, map);
  return {
    timeout_s: get("timeout", RUN_KEYS.timeout),
    explain: get("explain", RUN_KEYS.explain) ?? DEFAULTS.explain,
    warmup: get("warmup", RUN_KEYS.warmup) ?? DEFAULTS.warmup,
    environment: get("environment", RUN_KEYS.environment) ?? DEFAULTS.environment,
    measure_at: readMeasureAt(read, path, map),
  };
}

function getter(read: Reader, path: Path, map: Readonly<Record<string, unknown>>) {
  return <S extends z.ZodMiniType>(key: string, schema: S) => read.read([...path, key], map[key], schema);
}

/** A command; with a `model` beside it, a description of what it trains too, which is predicted. */
function readCommand(
  read: Reader,
  path: Path,
  map: Readonly<Record<string, unknown>>,
  folder: string,
  common: Common,
): CommandTraining | undefined {
  const get = getter(read, path, map);
  const run = get("run", RUN_KEYS.run);
  const steps = get("steps", RUN_KEYS.steps);
  const isDescribed = map["model"] !== undefined;
  const batch_size = get("batch_size", isDescribed ? TRAINING_KEYS.batch_size : z.optional(TRAINING_KEYS.batch_size));
  if (!isDescribed) {
    const alone = new Set([...Object.keys(RUN_KEYS), ...Object.keys(SHARED_KEYS), "batch_size"]);
    for (const key of Object.keys(map).filter((other) => !alone.has(other) && Object.hasOwn(TRAINING_KEYS, other)))
      read.problem([...path, key], `expected a model beside it, which ${key} is about, found none`);
  }
  if (batch_size === undefined && run !== undefined && takesBatch(run) && map["batch_size"] === undefined)
    read.problem([...path, "run"], "expected a batch_size beside it, which {batch_size} stands for, found none");
  const described = isDescribed ? readDescribed(read, path, map, folder, common) : undefined;
  if (run === undefined || (isDescribed && described === undefined)) return undefined;
  return { kind: "command", ...common, run, folder: whereToRun(folder), batch_size, steps, described };
}

/** `.github` holds configs, and no programs. */
function whereToRun(folder: string): string {
  return folder.replace(/(^|\/)\.github$/, "");
}

function readDescribed(
  read: Reader,
  path: Path,
  map: Readonly<Record<string, unknown>>,
  folder: string,
  common: Common,
): DescribedTraining | undefined {
  const at = (key: string) => [...path, key];
  const get = getter(read, path, map);

  const model = readModel(read, at("model"), map["model"]);
  const input = readInput(read, at("input"), map["input"]);
  const loss = readLoss(read, at("loss"), map["loss"]);
  const against = readTarget(read, at("target"), map["target"], loss);
  const optimizer = readOptimizer(read, at("optimizer"), map["optimizer"]);
  const batch_size = get("batch_size", TRAINING_KEYS.batch_size);
  const evaluation = get("evaluation", TRAINING_KEYS.evaluation);
  const data = readData(read, at("data"), map["data"], folder);
  const steps = get("steps", RUN_KEYS.steps) ?? DEFAULTS.steps;
  const recipe = readRecipe(read, path, map, { layers: model?.kind === "layers", input });
  if (data?.kind === "idx" && input !== undefined && ("tensors" in input || input.dtype === "int64")) {
    read.problem(at("data"), "expected module:callable for this input: IDX files are images, one a sample");
  }
  if (model?.kind === "layers") {
    const batch = Math.max(batch_size ?? 1, evaluation?.batch_size ?? 1);
    checkLayers(read, path, { layers: model.layers, batch, input, loss, target: against?.target });
  }
  if (!model || !input || !against || !loss || !optimizer || batch_size === undefined) return undefined;
  const whole =
    model.kind === "layers" ? { ...model, layers: model.layers.filter((layer) => layer !== undefined) } : model;
  return {
    kind: "described",
    ...common,
    model: whole,
    input,
    ...against,
    loss,
    optimizer,
    ...recipe,
    batch_size,
    evaluation,
    data,
    steps,
  };
}
