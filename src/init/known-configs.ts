import { readSource } from "../config/source.ts";
import type { Program } from "./programs.ts";
import { isOfTests, type Repository } from "./repository.ts";

/** Whose config a file is. */
export type Framework = "axolotl" | "llama-factory" | "torchtune" | "lightning-cli" | "trainer" | "timm" | "accelerate";

/** A training config of another project's format, known by its keys. It is read, never run. */
export type KnownConfig = {
  readonly path: string;
  readonly framework: Framework;
  /** Samples in one step of one process, and the key that says so; undefined where the file does not say a number. */
  readonly batch: { readonly key: string; readonly size: number } | undefined;
};

export function knownConfigs(repository: Repository): KnownConfig[] {
  return repository.paths
    .filter((path) => /\.(ya?ml|json)$/.test(path) && !/(^|\/)\./.test(path) && !isOfTests(path))
    .flatMap((path) => {
      const value = valuesOf(path, repository.text(path) ?? "");
      const framework = value && frameworkOf(value);
      return framework === undefined ? [] : [{ path, framework, batch: batchOf(framework, value ?? {}) }];
    });
}

type Values = Readonly<Record<string, unknown>>;

/** Data and lists of a vocabulary are larger. */
const MOST_CHARACTERS = 2 ** 16;

function valuesOf(path: string, text: string): Values | undefined {
  if (text.length > MOST_CHARACTERS || !KEYS.some((key) => text.includes(key))) return undefined;
  const source = readSource(path, text);
  return "value" in source ? mapOf(source.value) : undefined;
}

function mapOf(value: unknown): Values | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

/** Keys that only this format has together. A format that shares some with another stands after it. */
const FORMATS: readonly (readonly [Framework, key: string, ...more: string[]])[] = [
  ["axolotl", "base_model", "micro_batch_size"],
  ["llama-factory", "stage", "finetuning_type"],
  ["accelerate", "compute_environment", "distributed_type"],
  ["lightning-cli", "trainer", "model", "seed_everything"],
  ["lightning-cli", "trainer", "model", "data"],
  ["timm", "model", "opt", "sched"],
  ["trainer", "per_device_train_batch_size", "output_dir"],
];

const KEYS = ["_component_", ...FORMATS.map(([, key]) => key)];

function frameworkOf(value: Values): Framework | undefined {
  if (Object.values(value).some((inner) => mapOf(inner)?.["_component_"] !== undefined)) return "torchtune";
  return FORMATS.find(([, ...keys]) => keys.every((key) => value[key] !== undefined))?.[0];
}

/** Where each format has the batch of one process, where a command line can say another. */
const BATCH_KEYS: Readonly<Partial<Record<Framework, readonly string[]>>> = {
  "lightning-cli": ["data.batch_size", "data.init_args.batch_size"],
  trainer: ["per_device_train_batch_size"],
  timm: ["batch_size"],
};

function batchOf(framework: Framework, value: Values): KnownConfig["batch"] {
  for (const key of BATCH_KEYS[framework] ?? []) {
    let found: unknown = value;
    for (const part of key.split(".")) found = mapOf(found)?.[part];
    if (typeof found === "number" && Number.isInteger(found) && found > 0) return { key, size: found };
  }
  return undefined;
}

/** A command that gives a config to a script; `option` says another batch size after it, undefined where none can. */
export type Reading = { readonly run: string; readonly option: string | undefined };
type Reads = (program: Program, script: string, config: KnownConfig & { readonly word: string }) => Reading | undefined;

/** How a script that reads this format is told the file; undefined for a script that does not read it. */
const READS: Readonly<Partial<Record<Framework, Reads>>> = {
  "lightning-cli": ({ loop }, script, { word, batch }) => {
    if (loop.kind !== "lightning-cli") return undefined;
    return { run: `python ${script} fit --config ${word}`, option: batch && `--${batch.key}` };
  },
  trainer: ({ script: { code } }, script, { word, path }) => {
    if (/\bTrlParser\(/.test(code))
      return { run: `python ${script} --config ${word}`, option: "--per_device_train_batch_size" };
    const reader = path.endsWith(".json") ? /\bparse_json_file\(/ : /\bparse_yaml_file\(/;
    return reader.test(code) ? { run: `python ${script} ${word}`, option: undefined } : undefined;
  },
  timm: ({ script: { code } }, script, { word }) => {
    if (!/\btimm\b/.test(code) || !/["']--config["']/.test(code)) return undefined;
    return { run: `python ${script} --config ${word}`, option: "--batch-size" };
  },
};

/** `script` and `word`, the config, are as a shell reads them. */
export function readsConfig(config: KnownConfig, program: Program, script: string, word: string): Reading | undefined {
  return READS[config.framework]?.(program, script, { ...config, word });
}

/** The command of a framework that trains by a config alone. */
export function trainsConfig({ framework }: KnownConfig, config: string): string | undefined {
  if (framework === "axolotl") return `axolotl train ${config}`;
  return framework === "llama-factory" ? `llamafactory-cli train ${config}` : undefined;
}
