import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAnswers, parseAnswers, type RecordedTraining } from "../../src/answers/document.ts";
import { type Left, noAnswer, type Nothing, playedPorts, type Recorded } from "../../src/answers/playing.ts";
import { recording } from "../../src/answers/recording.ts";
import type { CheckPorts } from "../../src/commands/check-ports.ts";
import { AS_CONFIGURED, check, type CheckOptions } from "../../src/commands/check.ts";
import type { DescribedTraining } from "../../src/config/training.ts";
import type { CalibrationRecord } from "../../src/measure/calibration.ts";
import type { NotMeasured } from "../../src/measure/measurement.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { measuredOnT4, trainingOf } from "../report/fixtures.ts";

const callable: DescribedTraining = {
  ...trainingOf({ name: "own", batch_size: "8", device: "l4" }),
  model: { kind: "callable", place: { file: "vram-budget.yml", line: 3, column: 5 }, target: "own:model", args: {} },
};
const mlp = trainingOf({ device: "runner" });
const configOf = (...trainings: readonly DescribedTraining[]) => [
  { config: { file: "vram-budget.yml", trainings }, workspace: "/" },
];

const KNOWN: CalibrationRecord = {
  card: "Tesla T4",
  driver: "570.86.15",
  torch: "2.13.0",
  context_low_bytes: bytes(200 * MIB),
  context_high_bytes: bytes(200 * MIB),
  measurements: 1,
  measured_on: "2026-11-20",
};

/** A runner with a T4, which traces one storage of 32 MiB a sample. */
const T4: CheckPorts = {
  lanes: 1,
  runnerGpu: async () => ({ name: "Tesla T4", memory_mib: 15360, compute_capability: "7.5", driver: "570.86.15" }),
  measure: async (training) => {
    assert.ok(training.kind === "described");
    if (training.model.kind === "callable") return { kind: "not-measured", reason: "failed", detail: "it failed" };
    return measuredOnT4({ ...training, device: trainingOf().device });
  },
  calibration: { known: async () => [KNOWN], keep: async () => {} },
  trace: () => ({
    at: async (batch_size) => {
      const storage = { operator: "aten::relu", module: "", category: "activations", phase: "forward", step: 1 };
      const events = [{ op: "alloc", id: 0, bytes: (batch_size ?? 1) * 32 * MIB, ...storage }];
      const nominal_bytes = { parameters: 0, buffers: 0, gradients: 0, optimizer: 0, batch: 0 };
      const counts = { parameters: 0, trainable_parameters: 0, nominal_bytes };
      const trace = { schema: "vram-budget/trace@2", torch: "2.13.0", batch_size, events, guesses: [], ...counts };
      return { kind: "answered", trace };
    },
    end: async () => {},
  }),
};

/** As the file of one job gives it to another. */
async function recorded(ports: CheckPorts, trainings: readonly DescribedTraining[], options: CheckOptions) {
  const { ports: recording_, answers } = recording(ports);
  const results = await check(recording_, configOf(...trainings), options);
  const parsed = parseAnswers(formatAnswers(answers()));
  assert.ok(parsed.kind === "answers", parsed.kind === "problem" ? parsed.detail : "");
  return { results, trainings: parsed.answers.trainings };
}

const NOTHING: Nothing = { kind: "nothing", why: "left no answer" };

/** Of the one training that was checked. */
function left([training]: readonly RecordedTraining[]): Left {
  assert.ok(training !== undefined);
  return { kind: "answers", training };
}

async function play(training: DescribedTraining, recorded_: Recorded, options = AS_CONFIGURED) {
  const results = await check(
    playedPorts(() => recorded_),
    configOf(training),
    options,
  );
  const [result] = results.trainings;
  assert.ok(result !== undefined);
  return { results, ...result };
}

const rows: [what: string, training: DescribedTraining, options: Partial<CheckOptions>][] = [
  ["what is measured on the runner's own card", mlp, {}],
  ["what is traced", callable, { batchSizes: [8, 16, 32] }],
  ["what runs again under a limit", trainingOf(), { verify: true }],
  ["two smaller batches", trainingOf({ batch_size: "1024", measure_at: "[64, 128]" }), {}],
];

for (const [what, training, options] of rows) {
  test(`playedPorts() gives the results again of ${what}, with all that they say`, async () => {
    const all = { ...AS_CONFIGURED, ...options };
    const { results, trainings } = await recorded(T4, [training], all);
    const again = await play(training, { measured: left(trainings), planned: NOTHING }, all);
    assert.deepEqual(again.results, results);
  });
}

const NOT_ASKED: NotMeasured = { kind: "not-measured", reason: "not-asked", detail: "the input measure is never" };
const hosted: CheckPorts = { ...T4, runnerGpu: async () => undefined, measure: async () => NOT_ASKED };

test("playedPorts() says why there is no measurement, and leaves the verdict open", async () => {
  const measured = noAnswer("left no answer");
  const { verdict, measurement, prediction } = await play(trainingOf(), { measured, planned: NOTHING });
  assert.deepEqual([verdict, measurement], ["unknown", measured]);
  assert.equal(prediction?.kind, "predicted"); // from the config alone
});

test("playedPorts() takes no answer to another question", async () => {
  const { trainings } = await recorded(T4, [trainingOf({ batch_size: "32" })], AS_CONFIGURED);
  const { measurement } = await play(trainingOf(), { measured: left(trainings), planned: NOTHING });
  assert.ok(measurement.kind === "not-measured");
  assert.match(measurement.detail, /was asked something else: its config is not the one of this commit/);
});

test("playedPorts() predicts by the plan's traces what no job has measured", async () => {
  const { results, trainings } = await recorded(hosted, [callable], AS_CONFIGURED);
  const planned = left(trainings);
  assert.deepEqual((await play(callable, { measured: NOT_ASKED, planned })).results, results);
  const unknown = await play(callable, { measured: NOT_ASKED, planned: NOTHING });
  assert.equal(unknown.verdict, "unknown");
  assert.ok(unknown.prediction?.kind === "unknown");
  assert.match(unknown.prediction.reasons[0]?.what ?? "", /the job that plans it left no answer$/);
});

test("playedPorts() finds the plan's traces where the other job knows the card's context better", async () => {
  const onT4 = { ...callable, device: trainingOf().device };
  const plain = await recorded(
    { ...hosted, calibration: { ...T4.calibration, known: async () => [] } },
    [onT4],
    AS_CONFIGURED,
  );
  const measured = await recorded(T4, [onT4], AS_CONFIGURED);
  const withoutTraces: Left = { kind: "answers", training: { ...left(measured.trainings).training, traces: [] } };
  const again = await play(onT4, { measured: withoutTraces, planned: left(plain.trainings) });
  const [known, unknown] = [measured.results, plain.results].map(({ trainings: [training] }) => training?.prediction);
  assert.deepEqual(again.prediction, known);
  assert.notDeepEqual(known, unknown);
});
