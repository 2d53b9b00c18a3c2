import assert from "node:assert/strict";
import { test } from "node:test";
import type { Measurement } from "../../src/measure/measurement.ts";
import { progressReporter } from "../../src/world/progress.ts";
import { measuredDocument, measuredOnCpu, NOT_MEASURED, trainingOf } from "../report/fixtures.ts";

const optimizer = (step: number, steps: number) => ({ phase: "optimizer", step, steps });

/** What is written of two steps and of the end. */
async function written(measurement: Measurement, at_most: boolean, isTTY = false): Promise<string> {
  let text = "";
  const reporter = progressReporter({ isTTY, write: (more) => (text += more) });
  const training = trainingOf();
  const measure = reporter.ending(async () => {
    for (const step of [1, 2]) reporter.step(training.name, { ...optimizer(step, 52), at_most }, "training");
    return measurement;
  });
  assert.equal(await measure(training, "/"), measurement);
  return text;
}

const document = measuredDocument(measuredOnCpu(trainingOf()));
const measured = (stopped: typeof document.stopped, steps: number): Measurement => ({
  kind: "measured",
  document: { ...document, stopped, steps, warmup: 2 },
  ranks: [],
  recording: undefined,
});

const rows: [what: string, measurement: Measurement, at_most: boolean, lines: string[]][] = [
  [
    "a number that is the most",
    measured("stable", 8),
    true,
    ["training at most 52 steps", "stopped after 8 steps and 2 of warm-up: the peak was stable"],
  ],
  [
    "a number that was asked for",
    measured("steps", 50),
    false,
    ["training 52 steps", "50 steps measured after 2 of warm-up"],
  ],
  [
    "a program that ends before",
    measured("ended", 1),
    true,
    ["training at most 52 steps", "the program ended by itself after 1 step and 2 of warm-up"],
  ],
  [
    "why there is no measurement, and nothing of the training's own words",
    { kind: "not-measured", reason: "rank-died", detail: "##[error]Rank 1 failed" },
    true,
    ["training at most 52 steps", "not measured (rank-died)"],
  ],
  ["no end of what was not tried", NOT_MEASURED, true, ["training at most 52 steps"]],
];

for (const [what, measurement, at_most, lines] of rows) {
  test(`progressReporter() says in a log ${what}`, async () => {
    assert.equal(await written(measurement, at_most), lines.map((line) => `mnist-mlp: ${line}\n`).join(""));
  });
}

test("progressReporter() moves a line on a terminal, and says that a number is the most", async () => {
  const text = await written(measured("stable", 8), true, true);
  assert.ok(text.endsWith(`mnist-mlp │█${"░".repeat(19)}│ step 2 of at most 52, optimizer`), text);
  assert.ok(!text.includes("\n"));
});

test("progressReporter() says of a trace that it is one", () => {
  let text = "";
  const reporter = progressReporter({ write: (more) => (text += more) });
  reporter.step("it", optimizer(1, 3), "tracing");
  reporter.step("it", optimizer(2, 3), "tracing");
  assert.equal(text, "it: tracing 3 steps\n");
});
