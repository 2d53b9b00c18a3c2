import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { Outcome } from "../measured/outcome.ts";

/** What decides a device tier's number beside the reserved memory. */
export const KNOWLEDGE = ["tensors", "context known", "nothing known"] as const;

const whole = z.int().check(z.nonnegative());

const Row = z.strictObject({
  file: z.string(),
  name: z.string(),
  tier: z.enum(["allocated", "reserved", "device", "growth"]),
  knowledge: z.enum(KNOWLEDGE),
  measured_bytes: whole,
  predicted_bytes: whole,
  low_bytes: whole,
  high_bytes: whole,
});
export type Row = z.infer<typeof Row>;

const Failure = z.strictObject({ file: z.string(), name: z.string(), detail: z.string() });
export type Failure = z.infer<typeof Failure>;

/** A training that was measured for test/fixtures/gpu, beside its prediction. */
const MeasuredResult = z.strictObject({
  folder: z.string(),
  name: z.string(),
  card: z.string(),
  torch: z.string(),
  driver: z.nullable(z.string()),
  outcome: Outcome,
});
export type MeasuredResult = z.infer<typeof MeasuredResult>;

const Results = z.strictObject({
  /** The day of the last run, and the releases it was made with. */
  date: z.string(),
  torch: z.string(),
  rows: z.array(Row),
  failures: z.array(Failure),
  measured: z.readonly(z.array(MeasuredResult)),
});
export type Results = z.infer<typeof Results>;

const file = join(import.meta.dirname, "results.json");

export function readResults(): Results {
  return Results.parse(JSON.parse(readFileSync(file, "utf8")));
}

export function writeResults(results: Results): void {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
