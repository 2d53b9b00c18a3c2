import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import * as z from "zod/mini";
import { parseConfig } from "../../src/config/parse-config.ts";
import { formatProblem } from "../../src/config/problem.ts";
import type { Config } from "../../src/config/training.ts";
import { GIB, KIB, MIB } from "../../src/memory/bytes.ts";

/** What was counted. `growth`: device memory of a case less that of another, in which neither context nor state is. */
export const TIERS = ["allocated", "reserved", "device", "growth"] as const;
export type Tier = (typeof TIERS)[number];

/** As the source wrote it: binary (MiB, GiB), decimal (MB, GB), or bytes. */
const UNITS = { B: 1, KiB: KIB, MiB: MIB, GiB: GIB, MB: 1e6, GB: 1e9 } as const;
const Size = z.pipe(z.string().check(z.regex(/^[\d.]+ (B|KiB|MiB|GiB|MB|GB)$/)), z.transform(sizeOf));

const Case = z.strictObject({
  measured: z.partialRecord(z.enum(TIERS), Size),
  /** The case whose device memory the growth starts from. */
  since: z.optional(z.string()),
  /** Which constant of ours was fitted on it. */
  fitted: z.optional(z.string()),
  /** Why the prediction misses, where it misses by more than 10 %. */
  why: z.optional(z.string()),
});

const File = z.strictObject({
  source: z.string(),
  url: z.string(),
  conditions: z.string(),
  /** What the measured script does, and where that is unlike src/probe/vram_probe/step.py. */
  loop: z.string(),
  /** What is known of the runner's CUDA context: its size, or a case of this file from which it is taken. */
  context: z.optional(
    z.union([z.strictObject({ size: Size, from: z.string() }), z.strictObject({ calibrated_on: z.string() })]),
  ),
  /** Why all misses of the file miss. */
  why: z.optional(z.string()),
  config: z.record(z.string(), z.unknown()),
  cases: z.record(z.string(), Case),
});

export type Case = z.infer<typeof Case>;
/** One publication: its conditions, its trainings in the config's own format, and what it measured of each. */
export type Source = Omit<z.infer<typeof File>, "config"> & { readonly file: string; readonly config: Config };

const folder = join(import.meta.dirname, "cases");

/** All sources, in the order of their file names. */
export function readSources(): readonly Source[] {
  return readdirSync(folder)
    .toSorted()
    .map((file) => readSource(file, readFileSync(join(folder, file), "utf8")));
}

function readSource(file: string, text: string): Source {
  const { config, ...rest } = File.parse(parse(text));
  const parsed = parseConfig(file, stringify(config, { aliasDuplicateObjects: false }), "");
  if (parsed.kind === "problems") throw new Error(parsed.problems.map(formatProblem).join("\n"));
  return { file, ...rest, config: parsed.config };
}

function sizeOf(text: string): number {
  const [count = "", unit = ""] = text.split(" ");
  const [, size] = Object.entries(UNITS).find(([name]) => name === unit) ?? [];
  return Math.round(Number(count) * (size ?? Number.NaN));
}
