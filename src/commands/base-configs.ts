import type { Base, MeasuredChange } from "../compare/change.ts";
import { measuredChange } from "../compare/measured-change.ts";
import type { ConfigText } from "../config/config-text.ts";
import { formatProblem } from "../config/problem.ts";
import type { Training } from "../config/training.ts";
import { type TrainingSource, trainingSources } from "../config/training-source.ts";
import type { Measurement } from "../measure/measurement.ts";
import type { BasePort } from "./base-port.ts";

/** The configs of a run on both sides, training by training. */
export type BothSides = {
  /** Undefined where it could not be found out. */
  readonly base: Base | undefined;
  /** Undefined for what no text of these configs has. */
  readonly headOf: (name: string) => TrainingSource | undefined;
  readonly baseOf: (name: string) => BaseTraining;
  /** What was measured of it at the base, beside what is measured now. */
  readonly measuredChange: (training: Training, measurement: Measurement) => Promise<MeasuredChange | undefined>;
  /** What the base has and this commit has not. */
  readonly removed: readonly TrainingSource[];
};

export type BaseTraining =
  | { readonly kind: "there"; readonly source: TrainingSource }
  | { readonly kind: "absent" }
  /** Where a config cannot be read, a training that is in no other is not known to be new. */
  | { readonly kind: "unknown"; readonly why: string };

/** Trainings go by name, over all configs: one that moved to another file is the same. */
export async function bothSides(port: BasePort, configs: readonly ConfigText[]): Promise<BothSides> {
  const { found, text } = port;
  const head = headSources(configs);
  const headOf = (name: string) => head.get(name);
  if (found.kind === "unknown")
    return {
      base: undefined,
      headOf,
      baseOf: () => found,
      measuredChange: () => Promise.resolve(undefined),
      removed: [],
    };
  const before: TrainingSource[] = [];
  const open: string[] = [];
  for (const config of configs) {
    const was = await text(config.path);
    if (was.kind === "unknown") open.push(was.why);
    if (was.kind === "text") before.push(...sourcesIn(config, was.text, open));
  }
  const base = byName(before);
  const [why] = open;
  return {
    base: found.base,
    headOf,
    measuredChange: async (training, measurement) => {
      if (measurement.kind !== "measured") return undefined; // what is there of the base need not be read
      const there = await port.measured?.(training.name, measurement.document.device.name);
      return measuredChange(training, there, measurement, found.changed_files);
    },
    baseOf: (name) => {
      const source = base.get(name);
      if (source !== undefined) return { kind: "there", source };
      return why === undefined ? { kind: "absent" } : { kind: "unknown", why };
    },
    removed: [...base.values()].filter(({ name }) => !head.has(name)),
  };
}

/** What the configs themselves have, by the training's name. */
export function headSources(configs: readonly ConfigText[]): ReadonlyMap<string, TrainingSource> {
  return byName(configs.flatMap((config) => sourcesIn(config, config.text)));
}

/** Why it cannot be read is added to `open`. */
function sourcesIn({ file, folder }: ConfigText, text: string, open: string[] = []): readonly TrainingSource[] {
  const read = trainingSources(file, text, folder);
  if (read.kind === "sources") return read.sources;
  open.push(...read.problems.slice(0, 1).map((problem) => `the base's ${formatProblem(problem)}`));
  return [];
}

function byName(sources: readonly TrainingSource[]): ReadonlyMap<string, TrainingSource> {
  return new Map(sources.map((source) => [source.name, source]));
}
