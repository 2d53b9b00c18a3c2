import type * as z from "zod/mini";
import { bindCall, readCall, type Vocabulary } from "./call.ts";
import { readDevice } from "./device.ts";
import { readLayers } from "./layers.ts";
import { checkShapes, lossProblem, parametersOf } from "./model-shapes.ts";
import { type ConfigProblem, formatValue, type Path } from "./problem.ts";
import { isRecord, MAX_PROBLEMS, type Reader, reader } from "./reader.ts";
import { CONFIG_KEYS, DEFAULTS, MODEL_CALLABLE, TRAINING_KEYS, TRAINING_NAME, UNSUPPORTED_KEYS } from "./schema.ts";
import { readSource } from "./source.ts";
import { TORCH_LOSSES, TORCH_OPTIMIZERS } from "./torch-names.ts";
import { LOSS_SIGNATURES, OPTIMIZER_SIGNATURES } from "./training-signatures.ts";
import type {
  CallableModel,
  Config,
  Data,
  KnownLoss,
  KnownOptimizer,
  Layer,
  Target,
  TensorSpec,
  Training,
} from "./training.ts";

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
  const read = reader(source);
  const trainings = readConfig(read, folder, source.value);
  if (read.problems.length > 0) return { kind: "problems", problems: inOrder(read.problems) };
  return { kind: "config", config: { file, trainings } };
}

function folderOf(file: string): string {
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

function checkKeys(read: Reader, path: Path, map: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const unknown = Object.keys(map).filter((key) => !known.includes(key));
  // the reader lists no more, and finding where each stands takes a walk through all of them
  for (const key of unknown.slice(0, MAX_PROBLEMS + 1)) read.unknownKey([...path, key], known);
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
  if (!checkSupported(read, path, value)) return undefined;
  const shared = readShared(read, path, value, defaults);
  const parts = readParts(read, path, value, folder);
  return parts && { name, place, ...shared, ...parts };
}

/** False for a training of a kind of its own, whose other keys say nothing about it here. */
function checkSupported(read: Reader, path: Path, map: Readonly<Record<string, unknown>>): boolean {
  const known = [...Object.keys(TRAINING_KEYS), ...Object.keys(UNSUPPORTED_KEYS)];
  checkKeys(read, path, map, known);
  for (const [key, schema] of Object.entries(UNSUPPORTED_KEYS)) {
    if (map[key] !== undefined) read.read([...path, key], map[key], schema);
  }
  return map["run"] === undefined;
}

type Parts = Omit<Training, "name" | "place" | keyof Shared>;

function readParts(
  read: Reader,
  path: Path,
  map: Readonly<Record<string, unknown>>,
  folder: string,
): Parts | undefined {
  const at = (key: string) => [...path, key];
  const get = <S extends z.ZodMiniType>(key: string, schema: S) => read.read(at(key), map[key], schema);

  const called = readCallable(read, at("model"), map["model"]);
  const layers = called === undefined ? readModel(read, at("model"), map["model"]) : [];
  const input = tensorOf(get("input", TRAINING_KEYS.input));
  const target = targetOf(get("target", TRAINING_KEYS.target));
  const loss = readNamed(read, at("loss"), map["loss"], LOSSES);
  const optimizer = readNamed(read, at("optimizer"), map["optimizer"], OPTIMIZERS);
  const batch_size = get("batch_size", TRAINING_KEYS.batch_size);
  const evaluation = get("evaluation", TRAINING_KEYS.evaluation);
  const data = dataOf(get("data", TRAINING_KEYS.data), folder);
  const [steps = DEFAULTS.steps, warmup = DEFAULTS.warmup] = [
    get("steps", TRAINING_KEYS.steps),
    get("warmup", TRAINING_KEYS.warmup),
  ];
  const precision = get("precision", TRAINING_KEYS.precision) ?? "32-true";

  const batch = Math.max(batch_size ?? 1, evaluation?.batch_size ?? 1);
  const modelPath = [...at("model"), "layers"];
  const layered = called === undefined ? input : undefined;
  if (layered?.dtype === "int64") read.problem(at("input"), "expected float32, which layers take, found int64");
  const output = layered && checkShapes(read, { layers, path: modelPath, batch }, layered.shape);
  if (called === undefined) checkTrainable(read, modelPath, layers);
  const against = output && target && loss && lossProblem(loss, target, output);
  if (against !== undefined) read.problem(at("loss"), against);

  if (!input || !target || !loss || !optimizer || batch_size === undefined) return undefined;
  const model = called ?? ({ kind: "layers", layers: layers.filter((layer) => layer !== undefined) } as const);
  return { model, input, target, loss, optimizer, precision, batch_size, evaluation, data, steps, warmup };
}

/** The model that a callable makes; undefined where the text is about layers. */
function readCallable(read: Reader, path: Path, written: unknown): CallableModel | undefined {
  const found = isCallable(written) ? read.read(path, written, MODEL_CALLABLE) : undefined;
  if (found === undefined) return undefined;
  const { callable, args = {} } = typeof found === "string" ? { callable: found } : found;
  return { kind: "callable", place: read.place(path), target: callable, args };
}

/** The layers of `{layers: […]}`, undefined where one cannot be read. */
function readModel(read: Reader, path: Path, written: unknown): readonly (Layer | undefined)[] {
  if (isCallable(written)) return [undefined]; // one that cannot be read: it is reported already
  if (!isRecord(written)) {
    const wanted = "{layers: [names of torch.nn]} or module:callable";
    read.problem(path, `expected ${wanted}, found ${formatValue(written)}`);
    return [undefined];
  }
  checkKeys(read, path, written, ["layers"]);
  return readLayers(read, [...path, "layers"], written["layers"]);
}

/** Written as a callable, rightly or not. */
function isCallable(written: unknown): boolean {
  return typeof written === "string" ? written.includes(":") : isRecord(written) && "callable" in written;
}

/** Source: `Optimizer.__init__`, torch/optim/optimizer.py: "optimizer got an empty parameter list". */
function checkTrainable(read: Reader, path: Path, layers: readonly (Layer | undefined)[]): void {
  const learns = (layer: Layer | undefined): boolean => {
    if (layer === undefined || layer.type === "other") return true; // who knows
    return layer.type === "Sequential" ? layer.layers.some(learns) : parametersOf(layer) > 0;
  };
  if (!layers.some(learns)) read.problem(path, "expected a layer with parameters, found nothing to train");
}

const LOSSES: Vocabulary<KnownLoss> = {
  what: "loss",
  signatures: LOSS_SIGNATURES,
  torchNames: TORCH_LOSSES,
  elsewhere: () => undefined,
};

const OPTIMIZERS: Vocabulary<KnownOptimizer> = {
  what: "optimizer",
  signatures: OPTIMIZER_SIGNATURES,
  torchNames: TORCH_OPTIMIZERS,
  elsewhere: () => undefined,
};

function readNamed<T extends object>(read: Reader, path: Path, written: unknown, vocabulary: Vocabulary<T>) {
  const call = readCall(read, path, written, vocabulary.what);
  const bound = call && bindCall(read, call, vocabulary);
  return bound && { place: read.place(path), ...bound };
}

type WrittenTensor =
  | readonly number[]
  | { readonly shape: readonly number[]; readonly dtype?: "float32" | undefined }
  | { readonly shape: readonly number[]; readonly dtype: "int64"; readonly high: number };

function tensorOf(written: WrittenTensor | undefined): TensorSpec | undefined {
  if (written === undefined || ("dtype" in written && written.dtype === "int64")) return written;
  return { shape: "shape" in written ? written.shape : written, dtype: "float32" };
}

function targetOf(
  written: { readonly classes: number } | { readonly shape: readonly number[] } | undefined,
): Target | undefined {
  if (written === undefined) return undefined;
  if ("classes" in written) return { kind: "classes", classes: written.classes };
  return { kind: "tensor", shape: written.shape, dtype: "float32" };
}

type WrittenData =
  | string
  | { readonly callable: string; readonly args?: Readonly<Record<string, unknown>> | undefined }
  | { readonly images: string; readonly labels: string }
  | undefined;

function dataOf(written: WrittenData, folder: string): Data | undefined {
  if (written === undefined) return undefined;
  if (typeof written === "string") return { kind: "callable", target: written, args: {} };
  if ("callable" in written) return { kind: "callable", target: written.callable, args: written.args ?? {} };
  const at = (path: string) => (folder === "" ? path : `${folder}/${path}`);
  return { kind: "idx", images: at(written.images), labels: at(written.labels) };
}
