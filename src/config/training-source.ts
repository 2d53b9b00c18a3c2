import { parseSource } from "./parse-config.ts";
import type { ConfigProblem, Path } from "./problem.ts";
import { isRecord, valueAt } from "./reader.ts";
import { SHARED_KEYS } from "./schema.ts";
import { readSource, type Source } from "./source.ts";
import type { Place, Training } from "./training.ts";

export type Values = Readonly<Record<string, unknown>>;

/** One training as a config's text has it: plain values that can be changed, and read again. */
export type TrainingSource = {
  readonly name: string;
  /** Its own keys, and those of the top of the config that it has not itself. */
  readonly values: Values;
  /** Of the key at `path` in `values`; of the nearest around it where there is none. */
  readonly keyPlace: (path: Path) => Place;
  /** The training with other values, or all that is wrong with it then. */
  readonly parse: (values: Values) => ParsedTraining;
};

export type ParsedTraining =
  | { readonly kind: "training"; readonly training: Training }
  | { readonly kind: "problems"; readonly problems: readonly ConfigProblem[] };

export type TrainingSources =
  | { readonly kind: "sources"; readonly sources: readonly TrainingSource[] }
  /** The text is no YAML that a config may be. */
  | { readonly kind: "problems"; readonly problems: readonly ConfigProblem[] };

/** The trainings of a config, each by itself, so that what is wrong with one hides no other. */
export function trainingSources(file: string, text: string, folder: string): TrainingSources {
  const source = readSource(file, text);
  if (!("value" in source)) return { kind: "problems", problems: source };
  const trainings = valueAt(source.value, "trainings");
  if (isRecord(trainings)) {
    const sources = Object.entries(trainings).map(([name, own]) => sourceOf(file, source, folder, name, own));
    return { kind: "sources", sources };
  }
  const parsed = parseSource(file, source, folder);
  if (parsed.kind === "config") throw new RangeError("A config has a map of trainings");
  return parsed;
}

function sourceOf(file: string, source: Source, folder: string, name: string, own: unknown): TrainingSource {
  return {
    name,
    values: isRecord(own) ? { ...sharedValues(source.value), ...own } : {},
    keyPlace: keyPlaceIn(source, name),
    parse: (values) => {
      const alone = isRecord(own) ? values : own; // what is no map has no values that could be others
      const value = { version: valueAt(source.value, "version"), trainings: { [name]: alone } };
      const parsed = parseSource(file, { ...source, value }, folder);
      if (parsed.kind === "problems") return parsed;
      const [training] = parsed.config.trainings;
      if (training === undefined) throw new RangeError(`A config of ${name} has that training`);
      return { kind: "training", training };
    },
  };
}

function sharedValues(config: unknown): Values {
  const found = Object.keys(SHARED_KEYS).map((key) => [key, valueAt(config, key)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

function keyPlaceIn(source: Source, name: string): TrainingSource["keyPlace"] {
  const own = ["trainings", name];
  return (path) => {
    const key = path[0] ?? "";
    const isInherited = Object.hasOwn(SHARED_KEYS, key) && valueAt(valueIn(source.value, own), key) === undefined;
    const whole = isInherited && valueAt(source.value, key) !== undefined ? path : [...own, ...path];
    return source.keyPlace(nearest(source.value, whole));
  };
}

/** `path` as far as `value` has it, a key in the end: the text has no place of its own for a list's entry's key. */
function nearest(value: unknown, path: Path): Path {
  return valueIn(value, path) === undefined ? nearest(value, path.slice(0, -1)) : path;
}

function valueIn(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(valueAt, value);
}
