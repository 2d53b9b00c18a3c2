import { type Compared, compareTraining, resultsOf } from "../../src/compare/compare.ts";
import type { Base, Change, KeyChange, MeasuredChange, Removed } from "../../src/compare/change.ts";
import type { Results, TrainingResult } from "../../src/compare/result.ts";
import { limitOf } from "../../src/compare/budget.ts";
import type { DescribedTraining } from "../../src/config/training.ts";
import type { Measurement } from "../../src/measure/measurement.ts";
import { bytes, GIB, MIB } from "../../src/memory/bytes.ts";
import type { CudaDevice } from "../../src/memory/device.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { partsOf } from "../../src/report/bars.ts";
import { batchAdvice, predict } from "../../src/predict/predict.ts";
import { checked, configOf } from "../commands/model-of-ways.ts";
import { measuredOnCpu, measuredOnT4, NOT_MEASURED, predictedOn, stepPeaks, t4, trainingOf } from "./fixtures.ts";

export const MAIN: Base = { sha: "0123456789abcdef0123456789abcdef01234567", name: "main" };

const FORK: Measurement = {
  kind: "not-measured",
  reason: "fork",
  detail: "the pull request comes from a fork, whose code is not run on a runner, so it is only predicted",
};

const l4 = () => deviceOf({ kind: "catalogue", id: "l4" });

/** Two layers of 268 million weights: with Adam 4 GiB before the first sample. */
const WIDE = "{layers: [{Linear: [8192, 16384]}, ReLU, {Linear: [16384, 8192]}]}";

function wide(changes: Readonly<Record<string, string>> = {}): DescribedTraining {
  return trainingOf({
    name: "wide-mlp",
    model: WIDE,
    input: "[8192]",
    target: "{shape: [8192]}",
    loss: "MSELoss",
    batch_size: "8192",
    ...changes,
  });
}

type Made = {
  readonly measurement?: Measurement;
  readonly card?: CudaDevice;
  readonly change?: Change;
};

function made(
  training: DescribedTraining,
  { measurement = NOT_MEASURED, card = t4(), change }: Made = {},
): TrainingResult {
  const measured = measurement.kind === "measured" ? measurement.document.device : undefined;
  const compared: Compared = {
    training,
    device: card,
    prediction: predict(training, card),
    measurement,
    measuredPrediction:
      measured === undefined
        ? undefined
        : predict(training, measured.kind === "cpu" ? { kind: "cpu", name: "CPU" } : card),
    passedOver: undefined,
    extrapolation: undefined,
    verification: undefined,
    batches: batchAdvice(training, card, limitOf(training, card)),
    rows: [],
    change,
  };
  return compareTraining(compared);
}

/** What became of `base`: its keys, with what each of them adds, are given by hand. */
function changed(
  base: DescribedTraining,
  head: DescribedTraining,
  keys: readonly Partial<KeyChange>[],
  {
    card = t4(),
    baseCard = card,
    measured,
  }: { card?: CudaDevice; baseCard?: CudaDevice; measured?: MeasuredChange } = {},
): Change {
  const [before, after] = [predictedOn(base, baseCard).profile, predictedOn(head, card).profile];
  const delta_bytes = after.device_bytes - before.device_bytes;
  const all = keys.map((key, index): KeyChange => {
    const place = { file: "vram-budget.yml", line: 12 + index, column: 5 };
    return {
      path: "batch_size",
      place,
      base: "1",
      head: "2",
      delta_bytes,
      allocated_delta_bytes: delta_bytes,
      no_share: undefined,
      ...key,
    };
  });
  if (delta_bytes === 0) return { kind: "unchanged", base_bytes: before.device_bytes, keys: all, measured };
  const sizes = (side: typeof before) => new Map(partsOf(side).map(({ name, bytes: size }) => [name, size]));
  const [old, now] = [sizes(before), sizes(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return {
    kind: "changed",
    base_bytes: before.device_bytes,
    head_bytes: after.device_bytes,
    delta_bytes,
    categories: names.map((name) => {
      const [base_bytes, head_bytes] = [bytes(old.get(name) ?? 0), bytes(now.get(name) ?? 0)];
      return { name, base_bytes, head_bytes, delta_bytes: head_bytes - base_bytes };
    }),
    keys: all,
    together_bytes: delta_bytes - all.reduce((sum, key) => sum + (key.delta_bytes ?? 0), 0),
    measured,
  };
}

function same(training: DescribedTraining, card = t4()): Change {
  return {
    kind: "unchanged",
    base_bytes: predictedOn(training, card).profile.device_bytes,
    keys: [],
    measured: undefined,
  };
}

function against(trainings: readonly TrainingResult[], removed: readonly Removed[] = []): Results {
  return resultsOf("vram-budget.yml", trainings, { base: MAIN, removed });
}

const batchOf = (base: string, head: string): Partial<KeyChange> => ({ path: "batch_size", base, head });

/** The same network as a check finds ways for it. */
const WIDE_WAYS = await checked(
  configOf({
    model: WIDE,
    input: "[8192]",
    target: "{shape: [8192]}",
    loss: "MSELoss",
    optimizer: "{Adam: {lr: 0.001}}",
    batch_size: "26624",
    device: "t4",
  }),
);

/** One key, and it does not fit any more. */
function overByBatch(measurement?: Measurement): TrainingResult {
  const head = wide({ batch_size: "26624" });
  const result = made(head, {
    change: changed(wide(), head, [batchOf("8192", "26624")]),
    ...(measurement && { measurement }),
  });
  return { ...result, ways: WIDE_WAYS.ways, unknown_ways: WIDE_WAYS.unknown_ways };
}

function overByThree(): TrainingResult {
  const base = wide({ name: "wide-adam", optimizer: "{SGD: {lr: 0.1}}", batch_size: "4096" });
  const head = wide({ name: "wide-adam", batch_size: "32768" });
  const keys: Partial<KeyChange>[] = [
    { path: "batch_size", base: "4096", head: "32768", delta_bytes: 9 * GIB },
    { path: "optimizer", base: "{SGD: {lr: 0.1}}", head: "{Adam: {lr: 0.001}}", delta_bytes: 3 * GIB - 4 * MIB },
    { path: "evaluation", base: undefined, head: "{batch_size: 512}", delta_bytes: 0 },
    { path: "precision", base: "bf16-mixed", head: undefined, delta_bytes: undefined, no_share: "needs-others" },
  ];
  return made(head, { change: changed(base, head, keys) });
}

function six(measurement: Measurement = NOT_MEASURED): TrainingResult[] {
  const [grown, shrunk] = [
    trainingOf({ name: "mnist-mlp", batch_size: "4096" }),
    wide({ name: "narrow-batch", batch_size: "2048" }),
  ];
  const rest = ["cifar-mlp", "tabular", "autoencoder", "probe-head"].map((name, index) =>
    trainingOf({ name, batch_size: String(128 * (index + 1)) }),
  );
  return [
    made(grown, { measurement, change: changed(trainingOf(), grown, [batchOf("64", "4096")]) }),
    made(shrunk, { measurement, change: changed(wide(), shrunk, [batchOf("8192", "2048")]) }),
    ...rest.map((training) => made(training, { measurement, change: same(training) })),
  ];
}

/** The code moved, and the config did not. */
function grownByCode(): TrainingResult {
  const training = wide({ batch_size: "4096" });
  const measurement = measuredOnT4(training, 1.8);
  const head_bytes = measurement.kind === "measured" ? measurement.document.device_bytes : bytes(0);
  const base_bytes = predictedOn(training, t4()).profile.device_bytes;
  const measured = {
    base_bytes,
    head_bytes,
    delta_bytes: head_bytes - base_bytes,
    base_sha: MAIN.sha,
    changed_files: ["train/loop.py", "train/model.py"],
    changed_versions: [{ name: "torch", base: "2.12.1", head: "2.13.0" }],
  };
  return made(training, { measurement, change: { ...same(training), measured } });
}

function outOfMemory(): Measurement {
  return measuredOnT4(wide({ batch_size: "26624" }), 1, {
    out_of_memory: {
      phase: "backward",
      step: 1,
      requested_bytes: GIB,
      allocated_bytes: 13 * GIB,
      reserved_bytes: 13.5 * GIB,
      largest_blocks: [{ bytes: GIB, category: "optimizer" }],
      message: "CUDA out of memory",
    },
    step_peaks: stepPeaks(13 * GIB, [0]),
  });
}

function twelveKeys(): TrainingResult {
  const head = wide({ name: "a-name-that-somebody-made-as-long-as-a-name-can-be-in-any-config" });
  const base = wide({ batch_size: "1024" });
  const keys = Array.from({ length: 12 }, (_, index): Partial<KeyChange> => {
    return {
      path: `model.layers.${index}.Linear`,
      base: `[${"8192, ".repeat(20)}1]`,
      head: "[8192, 8192]",
      delta_bytes: (12 - index) * 50 * MIB,
    };
  });
  return made(head, { change: changed(base, head, keys) });
}

function twoHundred(): Results {
  const trainings = Array.from({ length: 200 }, (_, index) => {
    const head = trainingOf({
      name: `experiment-${index + 1}`,
      batch_size: String(4096 + 16 * index),
      budget: index % 4 === 0 ? "180 MiB" : "90%",
    });
    return made(head, { change: changed(trainingOf(), head, [batchOf("64", String(4096 + 16 * index))]) });
  });
  return against(trainings);
}

function onAnotherCard(): TrainingResult {
  const head = wide({ device: "l4" });
  return made(head, {
    card: l4(),
    change: changed(wide(), head, [{ path: "device", base: "t4", head: "l4" }], { card: l4(), baseCard: t4() }),
  });
}

function unknownLayer(): TrainingResult {
  const training = trainingOf({
    name: "pooled",
    model: "{layers: [{LPPool1d: [2, 3]}, Flatten, {Linear: [6, 10]}]}",
    input: "[1, 8]",
  });
  const device = t4();
  return compareTraining({
    training,
    device,
    prediction: predict(training, device),
    measurement: NOT_MEASURED,
    measuredPrediction: undefined,
    passedOver: undefined,
    extrapolation: undefined,
    verification: undefined,
    batches: undefined,
    rows: [],
    change: { kind: "unknown", why: "this side is not predicted", keys: undefined, measured: undefined },
  });
}

/** What a pull request is told, from one network of which all is well to two hundred. */
export const COMMENTS: readonly (readonly [name: string, make: () => Results])[] = [
  ["all-well", () => resultsOf("vram-budget.yml", [made(trainingOf(), { measurement: measuredOnCpu(trainingOf()) })])],
  ["unchanged", () => against([made(trainingOf(), { change: same(trainingOf()) })])],
  ["six-unchanged", () => against(six().slice(2))],
  ["grown-over-budget", () => against([overByBatch()])],
  ["three-keys-over-budget", () => against([overByThree()])],
  ["over-budget-before", () => against([made(wide({ budget: "6 GiB" }), { change: same(wide()) })])],
  ["grown-within-budget", () => against(six())],
  [
    "grown-and-measured-on-the-cpu",
    () =>
      against([
        made(trainingOf({ batch_size: "4096" }), {
          measurement: measuredOnCpu(trainingOf({ batch_size: "4096" })),
          change: changed(trainingOf(), trainingOf({ batch_size: "4096" }), [batchOf("64", "4096")]),
        }),
      ]),
  ],
  ["shrunk", () => against(six().slice(1, 2))],
  ["new-training", () => against([made(wide(), { change: { kind: "new", measured: undefined } }), ...six().slice(2)])],
  [
    "removed",
    () =>
      against(six().slice(2), [
        { name: "old-mlp", base_bytes: bytes(3 * GIB) },
        { name: "older", base_bytes: undefined },
      ]),
  ],
  ["grown-by-code", () => against([grownByCode(), ...six().slice(2)])],
  ["ran-out-of-memory", () => against([overByBatch(outOfMemory())])],
  [
    "base-not-known",
    () =>
      resultsOf("vram-budget.yml", [
        made(wide(), {
          change: {
            kind: "unknown",
            why: "GitHub's API said 403 to the question for the base",
            keys: undefined,
            measured: undefined,
          },
        }),
      ]),
  ],
  ["fork-changed", () => against(six(FORK))],
  [
    "three-of-eight-fail",
    () =>
      against([
        overByBatch(),
        overByThree(),
        made(wide({ name: "huge", batch_size: "32768" }), { change: { kind: "new", measured: undefined } }),
        ...six().slice(1),
      ]),
  ],
  ["one-open", () => against([unknownLayer(), ...six().slice(2)])],
  ["twelve-keys", () => against([twelveKeys()])],
  ["another-card", () => against([onAnotherCard(), ...six().slice(2)])],
  ["two-hundred", twoHundred],
];
