import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";

export const BATCHES = [8, 16, 32, 64] as const;
export type Batch = (typeof BATCHES)[number];

const share = z.int().check(z.positive());

/** Peaks of published trainings: of each model those at BATCHES, in ten-thousandths of that at the first. */
const Peaks = z.strictObject({
  source: z.string(),
  url: z.string(),
  licence: z.string(),
  kept: z.string(),
  models: z.array(z.tuple([share, share, share, share])),
});
export type Peaks = z.infer<typeof Peaks>;

const file = join(import.meta.dirname, "peaks.json");

export function readPeaks(): Peaks {
  return Peaks.parse(JSON.parse(readFileSync(file, "utf8")));
}

export function writePeaks(peaks: Peaks): void {
  const { models, ...about } = peaks;
  const head = JSON.stringify(about, null, 2).slice(0, -2);
  const rows = models.map((model) => `    ${JSON.stringify(model)}`).join(",\n");
  writeFileSync(file, `${head},\n  "models": [\n${rows}\n  ]\n}\n`);
}

/** A card of 40 GiB: where a peak comes closer, the allocator gives back what it kept, and the number is the card's. */
const MOST_MIB = 0.8 * 40 * 1024;
const ALL_BATCHES = [...BATCHES, 128];

/** What is kept of the published table, without names and levels. */
export function shareOf(table: string): Peaks {
  const peaks = new Map<string, number[]>();
  for (const row of table.trim().split("\n").slice(1)) {
    const [model = "", batch, mib] = row.split(",");
    const own = peaks.get(model) ?? [];
    peaks.set(model, own);
    own[ALL_BATCHES.indexOf(Number(batch))] = Number(mib);
  }
  const models = [...peaks.values()].filter(isWhole).map(([first = 0, ...rest]): Peaks["models"][number] => {
    const [second = 0, third = 0, fourth = 0] = rest.map((peak) => Math.round((10_000 * peak) / first));
    return [10_000, second, third, fourth];
  });
  return {
    source: "timm's training script on an A100-40GB: peaks of the device's memory, as NVML counts it",
    url: "https://github.com/itu-rad/GPUMemNet (Related_works/FakeTensor/fake_tensor.xlsx)",
    licence: "none is stated there; these are ratios of measured numbers, without names, levels or anything else of it",
    kept: "models whose peak rises with every batch from 8 to 128 (one that ran out of memory shows where it stopped) and takes at most 80 % of the card at 64",
    models: models.toSorted((a, b) => a[1] - b[1] || a[2] - b[2] || a[3] - b[3]),
  };
}

function isWhole(peaks: readonly number[]): boolean {
  const rises = ALL_BATCHES.every((_, index) => index === 0 || (peaks[index] ?? 0) > (peaks[index - 1] ?? Infinity));
  return rises && (peaks[BATCHES.length - 1] ?? Infinity) <= MOST_MIB;
}
