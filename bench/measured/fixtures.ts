import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { MeasurementDocument } from "../../src/measure/measurement.ts";

/** Where measurements of cards are kept, a folder for each card and release. */
export const FIXTURES = join(import.meta.dirname, "../../test/fixtures/gpu");

const Written = z.strictObject({
  schema: z.literal("vram-budget/fixture@1"),
  /** The command that was measured. */
  run: z.string(),
  recorded_on: z.iso.date(),
  recorded_by: z.string(),
  /** Releases of what the command imports. */
  packages: z.record(z.string(), z.string()),
  measurement: MeasurementDocument,
});

/** One training as bench/measured/record.py measured it on a card. */
export type Fixture = z.infer<typeof Written> & {
  readonly folder: string;
  readonly name: string;
  /** The allocator's recording; undefined where there is none. */
  readonly recording: string | undefined;
};

/** All that `root` has, by folder and name. Throws where a file is not what it should be. */
export function readFixtures(root: string): readonly Fixture[] {
  return foldersOf(root).flatMap((folder) => {
    const files = readdirSync(join(root, folder)).filter((file) => file.endsWith(".json"));
    return files.toSorted().map((file) => readFixture(root, folder, file.slice(0, -".json".length)));
  });
}

function readFixture(root: string, folder: string, name: string): Fixture {
  const recording = join(root, folder, `${name}.pickle.gz`);
  const written = Written.parse(JSON.parse(readFileSync(join(root, folder, `${name}.json`), "utf8")));
  return { ...written, folder, name, recording: existsSync(recording) ? recording : undefined };
}

/** `nvidia-l4-torch2.13.0`, also where it is empty. */
export function foldersOf(root: string): readonly string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).toSorted();
}
