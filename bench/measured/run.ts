import { readFileSync } from "node:fs";
import { join } from "node:path";
import { predictorOf } from "../../src/commands/predictor.ts";
import { deviceOfMeasurement } from "../../src/commands/runner-device.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { formatProblem } from "../../src/config/problem.ts";
import type { Training } from "../../src/config/training.ts";
import { checkPorts } from "../../src/world/ports.ts";
import type { MeasuredResult } from "../accuracy/results.ts";
import { type Fixture, FIXTURES, readFixtures } from "./fixtures.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** The trainings that record.py measures, in its own config. */
export function readTrainings(): readonly Training[] {
  const parsed = parseConfig("vram-budget.yml", readFileSync(join(import.meta.dirname, "vram-budget.yml"), "utf8"));
  if (parsed.kind === "problems") throw new Error(parsed.problems.map(formatProblem).join("\n"));
  return parsed.config.trainings;
}

/** Every measurement that is kept, beside its prediction. */
export async function measuredResults(python: string | undefined): Promise<readonly MeasuredResult[]> {
  const results: MeasuredResult[] = [];
  for (const fixture of readFixtures(FIXTURES)) {
    const { folder, name, measurement } = fixture;
    const { name: card, torch, driver } = measurement.device;
    results.push({ folder, name, card, torch, driver, outcome: await predictedBeside(fixture, python) });
  }
  return results;
}

/** Predicts what was measured, for its card and its allocator's settings, as `vram-budget predict` does with `python`. */
export async function predictedBeside(
  { name, run, measurement }: Fixture,
  python: string | undefined,
): Promise<Outcome> {
  const training = readTrainings().find((each) => each.name === name);
  if (training?.kind !== "command" || training.run !== run) {
    return { kind: "not-predicted", detail: `bench/measured/vram-budget.yml has no ${name} that runs ${run}` };
  }
  const ports = checkPorts({
    refused: { reason: "not-asked", detail: "only a prediction was asked for" },
    python,
    timeoutMs: 600_000,
    environment: process.env,
    calibration: undefined,
    onProgress: () => {},
    onOutput: () => {},
    onWarning: () => {},
  });
  const trace = (asked: Training, card: Parameters<typeof ports.trace>[1]) =>
    ports.trace(asked, card, import.meta.dirname);
  const predictor = predictorOf(training, measurement.device.alloc_conf, trace);
  try {
    return outcomeOf(training, await predictor.prediction(deviceOfMeasurement(measurement.device)), measurement);
  } finally {
    await predictor.end();
  }
}
