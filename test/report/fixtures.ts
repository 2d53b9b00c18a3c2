import { type Compared, compareTraining, resultsOf } from "../../src/compare/compare.ts";
import { extrapolate } from "../../src/compare/extrapolation.ts";
import { limitOf } from "../../src/compare/budget.ts";
import type { Results, TrainingResult } from "../../src/compare/result.ts";
import type { Verification } from "../../src/compare/verification.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { formatProblem } from "../../src/config/problem.ts";
import type { CommandTraining, DescribedTraining } from "../../src/config/training.ts";
import { calibrated } from "../../src/measure/calibrated-device.ts";
import { MeasuredBlocks, type Measurement, MeasurementDocument } from "../../src/measure/measurement.ts";
import { DEFAULT_ALLOC_CONF } from "../../src/memory/allocator/conf.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { amongProcesses } from "../../src/memory/communicator.ts";
import type { CudaDevice, Device } from "../../src/memory/device.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { profileOf } from "../../src/memory/replay.ts";
import type { Category } from "../../src/memory/trace.ts";
import { intervalsOf } from "../../src/predict/interval.ts";
import type { Prediction } from "../../src/predict/prediction.ts";
import { batchAdvice, batchRows, predict } from "../../src/predict/predict.ts";
import { checked as checkedWays, configOf, MATRIX, own, tracing } from "../commands/model-of-ways.ts";

/** A config of one training; `changes` are lines that replace those with the same key. */
export function trainingOf(changes: Readonly<Record<string, string>> = {}): DescribedTraining {
  const fields: Record<string, string> = {
    model: "{layers: [Flatten, {Linear: [784, 128]}, ReLU, {Linear: [128, 10]}]}",
    input: "[1, 28, 28]",
    target: "{classes: 10}",
    loss: "CrossEntropyLoss",
    optimizer: "{Adam: {lr: 0.001}}",
    batch_size: "64",
    budget: "90%",
    device: "t4",
    name: "mnist-mlp",
    ...changes,
  };
  const { name, ...rest } = fields;
  const lines = Object.entries(rest).map(([key, value]) => `    ${key}: ${value}`);
  const parsed = parseConfig("vram-budget.yml", ["version: 1", "trainings:", `  ${name}:`, ...lines, ""].join("\n"));
  if (parsed.kind === "problems") throw new Error(parsed.problems.map(formatProblem).join("\n"));
  const [training] = parsed.config.trainings;
  if (training?.kind !== "described") throw new Error("no described training");
  return training;
}

/** A config whose one training is a command; `changes` are more keys of it. */
export function commandOf(changes: Readonly<Record<string, string>> = {}): CommandTraining {
  const lines = Object.entries({ device: "t4", ...changes }).map(([key, value]) => `    ${key}: ${value}`);
  const text = ["version: 1", "trainings:", "  finetune:", "    run: python train.py", ...lines, ""].join("\n");
  const parsed = parseConfig("vram-budget.yml", text);
  if (parsed.kind === "problems") throw new Error(parsed.problems.map(formatProblem).join("\n"));
  const [training] = parsed.config.trainings;
  if (training?.kind !== "command") throw new Error("no command");
  return training;
}

export const NOT_MEASURED: Measurement = {
  kind: "not-measured",
  reason: "not-asked",
  detail: "only a prediction was asked for",
};

export function t4(): CudaDevice {
  return deviceOf({ kind: "catalogue", id: "t4" });
}

/** The result of a command that the config does not describe. */
export function resultOfCommand(training: CommandTraining, measurement: Measurement): TrainingResult {
  const what = "The program trains on the CPU, though torch.cuda.is_available() says that there is a card";
  const advice = "let it take its device from torch.cuda.is_available(), or from an option of the command";
  const reasons = [{ place: training.place, what, advice }];
  const prediction = { kind: "unknown", model: undefined, reasons } as const;
  return compareTraining({
    training,
    device: t4(),
    prediction,
    measurement,
    passedOver: undefined,
    extrapolation: undefined,
    verification: undefined,
    measuredPrediction: prediction,
    batches: undefined,
    rows: [],
    change: undefined,
  });
}

/** The result of a training on the T4, with what `measurement` says of it. */
export function resultOf(
  training: DescribedTraining,
  measurement: Measurement,
  card: CudaDevice | "none" = t4(),
  batchSizes: readonly number[] = [],
  {
    extrapolation,
    verification,
    passedOver,
    change,
  }: Partial<Pick<Compared, "extrapolation" | "verification" | "passedOver" | "change">> = {},
): TrainingResult {
  const device = card === "none" ? undefined : card;
  const measured = measurement.kind === "measured" ? measurement.document.device : undefined;
  return compareTraining({
    training,
    device,
    prediction: device === undefined ? undefined : predict(training, device),
    measurement,
    measuredPrediction:
      measured === undefined
        ? undefined
        : predict(training, measured.kind === "cpu" ? { kind: "cpu", name: "CPU" } : t4()),
    passedOver,
    extrapolation,
    verification,
    batches: device === undefined ? undefined : batchAdvice(training, device, limitOf(training, device)),
    rows: device === undefined ? [] : batchRows(training, device, batchSizes),
    change,
  });
}

export function only(result: TrainingResult): Results {
  return resultsOf("vram-budget.yml", [result]);
}

type Document = ReturnType<typeof MeasurementDocument.parse>;

/** A document as the probe on the CPU writes it, with the numbers that the engine predicts plus `extra` of temporaries. */
export function measuredOnCpu(training: DescribedTraining, extra = 0, changes: Partial<Document> = {}): Measurement {
  const prediction = predict(training, { kind: "cpu", name: "CPU" });
  if (prediction.kind === "unknown") throw new Error("not predicted");
  const { profile, nominal_bytes, model } = prediction;
  const total = profile.allocated_bytes + extra;
  const categories = { ...profile.peak.categories, temporary: profile.peak.categories.temporary + extra };
  const { activations: _, ...nominal } = nominal_bytes;
  const document = MeasurementDocument.parse({
    schema: "vram-budget/measurement@2",
    device: {
      kind: "cpu",
      name: "x86_64",
      usable_bytes: 0,
      compute_capability: null,
      multiprocessors: null,
      driver: null,
      torch: "2.13.0+cpu",
      cuda: null,
      python: "3.11.7",
      alloc_conf: "",
    },
    batch_size: training.batch_size,
    steps: 8,
    warmup: 2,
    stopped: "steps",
    batch_shapes: [],
    distributed: null,
    parameters: model.parameters,
    trainable_parameters: model.trainable_parameters,
    nominal_bytes: nominal,
    allocated_bytes: total,
    reserved_bytes: total,
    device_bytes: total,
    context_bytes: 0,
    phases: profile.phases,
    peak: { phase: profile.peak.phase, step: 10, categories, unattributed_bytes: 0 },
    step_peaks: [{ step: 3, allocated_bytes: total, reserved_bytes: total, end_allocated_bytes: 0 }],
    num_alloc_retries: 0,
    co_tenants: [],
    out_of_memory: null,
    timeline: [],
  });
  return { kind: "measured", document: { ...document, ...changes }, ranks: [], recording: undefined };
}

/** A document as the probe on a card, a T4 unless named, writes it: `scale` times what is predicted. Made up: no card was measured for it. */
export function measuredOnT4(
  training: DescribedTraining,
  scale = 1,
  changes: Record<string, unknown> = {},
  card: CudaDevice = t4(),
): Measurement {
  const prediction = predict(training, card);
  if (prediction.kind === "unknown") throw new Error("not predicted");
  const { profile, nominal_bytes, model } = prediction;
  const { activations, workspace, temporary, ...known } = profile.peak.categories;
  const rest = Math.round((activations + workspace + temporary) * scale);
  const allocated = Object.values(known).reduce((sum, size) => sum + size, 0) + rest;
  const reserved = allocated + profile.overhead_bytes;
  const { activations: _, ...nominal } = nominal_bytes;
  const document = MeasurementDocument.parse({
    schema: "vram-budget/measurement@2",
    device: {
      kind: "cuda",
      name: card.name,
      usable_bytes: card.usable_bytes,
      compute_capability: card.compute_capability,
      multiprocessors: card.multiprocessors,
      driver: "570.86.15",
      torch: "2.13.0",
      cuda: "13.0",
      python: "3.12.3",
      alloc_conf: "",
    },
    batch_size: training.batch_size,
    steps: 8,
    warmup: 2,
    stopped: "steps",
    batch_shapes: [],
    distributed: null,
    parameters: model.parameters,
    trainable_parameters: model.trainable_parameters,
    nominal_bytes: nominal,
    allocated_bytes: allocated,
    reserved_bytes: reserved,
    device_bytes: reserved + profile.context_bytes,
    context_bytes: profile.context_bytes,
    phases: profile.phases,
    peak: {
      phase: profile.peak.phase,
      step: 10,
      categories: { ...known, activations: 0, workspace: 0, temporary: 0 },
      unattributed_bytes: rest,
    },
    step_peaks: [{ step: 3, allocated_bytes: allocated, reserved_bytes: reserved, end_allocated_bytes: 0 }],
    num_alloc_retries: 0,
    co_tenants: [],
    out_of_memory: null,
    timeline: [],
    ...changes,
  });
  return { kind: "measured", document, ranks: [], recording: undefined };
}

export function predictedOn(training: DescribedTraining, device: Device): Extract<Prediction, { kind: "predicted" }> {
  const prediction = predict(training, device);
  if (prediction.kind === "unknown") throw new Error("not predicted");
  return prediction;
}

/** The document of a training on the T4, with `changes`. */
export function documentOf(training: DescribedTraining, changes: Record<string, unknown> = {}, card = t4()): Document {
  return measuredDocument(measuredOnT4(training, 1, changes, card));
}

/** Of steps with one peak, each of which ends with so many bytes. */
export function stepPeaks(peak: number, ends: readonly number[]) {
  return ends.map((end, index) => ({
    step: index + 3,
    allocated_bytes: bytes(peak),
    reserved_bytes: bytes(peak),
    end_allocated_bytes: bytes(end),
  }));
}

/** Eight steps, each of which leaves `each` bytes more behind. */
export function growing(each: number) {
  return stepPeaks(
    20 * MIB,
    Array.from({ length: 8 }, (_, index) => index * each),
  );
}

/** Two trainings at batch sizes that were asked for: one as the layers engine tells, one as traces would. */
function atBatchSizes(): Results {
  const plain = resultOf(trainingOf(), NOT_MEASURED, t4(), [8, 64, 4_000_000]);
  const other = resultOf(trainingOf({ name: "traced" }), NOT_MEASURED, t4(), [8, 64]);
  const refused = {
    batch_size: 1,
    kind: "unknown",
    what: "ValueError: Expected more than 1 value per channel",
  } as const;
  const evidence = { kind: "affine", traced: [64, 129, other.batches?.max_batch_size ?? 0] } as const;
  const batches = other.batches === undefined ? undefined : { ...other.batches, evidence };
  return resultsOf("vram-budget.yml", [
    plain,
    { ...other, batches, at_batch_sizes: [refused, ...other.at_batch_sizes] },
  ]);
}

/** The lines of what a training on the CPU holds at its peak: as much as `allocated`, and a stranger's names among them. */
export function blocksOf(allocated: number): NonNullable<Document["blocks"]> {
  const known = {
    file: "model.py",
    line: 12,
    function: "forward",
    library: "",
    operator: "aten::addmm",
    module: "",
    count: 1,
  };
  const block = (size: number, changes: object) => ({
    ...known,
    origin: "code",
    category: null,
    bytes: size,
    ...changes,
  });
  const blocks = [
    block(813_120, {
      category: "optimizer",
      operator: "aten::zeros_like",
      file: "train.py",
      line: 40,
      function: "main",
      count: 8,
    }),
    block(407_080, { category: "gradients", operator: "aten::mm", origin: "backward", count: 4 }),
    block(200_704, {
      category: "activations",
      module: "layers.*.mlp",
      library: "timm/layers/mlp.py:45 in forward",
      count: 2,
    }),
    block(32_768, {
      category: "temporary",
      file: `${"very/".repeat(20)}long/<!--|\u001b[31m\`@everyone\`.py`,
      function: "<script>|`x`",
      module: "a|b`c",
    }),
    block(2048, { origin: "backward", file: "", line: 0, function: "", operator: "aten::sum" }),
    block(1024, { origin: "before", file: "", line: 0, function: "", operator: "" }),
    block(512, { origin: "unknown", file: "", line: 0, function: "", operator: "aten::clone" }),
  ];
  const rest = allocated - blocks.reduce((sum, { bytes: size }) => sum + size, 0);
  return MeasuredBlocks.parse([
    ...blocks,
    block(rest, { origin: "rest", file: "", line: 0, function: "", operator: "", count: 30 }),
  ]);
}

function explained(): Measurement {
  const measurement = measuredOnCpu(trainingOf());
  if (measurement.kind !== "measured") throw new Error("not measured");
  const { document } = measurement;
  return { ...measurement, document: { ...document, blocks: blocksOf(document.allocated_bytes) } };
}

/** It ran on the CPU of a machine with a T4. */
function onTheCpu(cuda: string | null, driver: string): Results {
  const measurement = measuredOnCpu(trainingOf());
  const device = { ...measuredDocument(measurement).device, cuda };
  const over = { card: { name: "Tesla T4", driver }, device };
  return only(resultOf(trainingOf(), measurement, t4(), [], { passedOver: over }));
}

/** 6 GiB of tensors, for which the allocator holds 9 GiB and had to try twice. */
function fragmented(): Results {
  const scale = 370;
  const { allocated_bytes, context_bytes } = measuredDocument(measuredOnT4(trainingOf(), scale));
  const reserved_bytes = allocated_bytes + 3 * 2 ** 30;
  const sizes = { reserved_bytes, device_bytes: reserved_bytes + context_bytes, num_alloc_retries: 2 };
  return only(resultOf(trainingOf(), measuredOnT4(trainingOf(), scale, sizes)));
}

/** Texts of different lengths, until the peak was stable. */
function varying(): Results {
  const batch_shapes = [
    { tensors: ["int64[8, 128]", "int64[8, 128]"], steps: 6 },
    { tensors: ["int64[8, 512]", "int64[8, 512]"], steps: 1 },
    { tensors: ["int64[8, 256]", "int64[8, 256]"], steps: 4 },
  ];
  return only(resultOf(trainingOf(), measuredOnT4(trainingOf(), 1, { steps: 11, stopped: "stable", batch_shapes })));
}

/** Two processes, of which the first keeps something more. */
function unequalRanks(): Results {
  const distributed = {
    strategy: "ddp",
    rank: 0,
    world_size: 2,
    gradient_bucket_bytes: 407_080,
    unsharded_bytes: 0,
    sharded_parameters_bytes: 0,
  };
  const document = measuredDocument(measuredOnT4(trainingOf(), 2.5, { distributed }));
  const tiers = (rank: number, { allocated_bytes, reserved_bytes, device_bytes }: Document) => {
    return { rank, allocated_bytes, reserved_bytes, device_bytes };
  };
  const ranks = [tiers(0, document), tiers(1, documentOf(trainingOf()))];
  return only(resultOf(trainingOf({ tolerance: "50%" }), { kind: "measured", document, ranks, recording: undefined }));
}

/** A difference of many reasons: a loop that keeps tensors, an evaluation that was not predicted, a larger context, others. */
function different(): Results {
  const training = trainingOf();
  const known = documentOf(training);
  const [kept, evaluated, cached, context_bytes] = [12 * MIB, 3 * MIB, 8 * MIB, 400 * MIB];
  const allocated_bytes = known.allocated_bytes + kept + evaluated + 700_000;
  const reserved_bytes = known.reserved_bytes + kept + evaluated + 700_000 + cached;
  const between = predictedOn(training, t4()).profile.between_steps_bytes + kept;
  const trained = allocated_bytes - evaluated;
  return only(
    resultOf(
      training,
      measuredOnT4(training, 1, {
        allocated_bytes,
        reserved_bytes,
        context_bytes,
        device_bytes: reserved_bytes + context_bytes,
        phases: {
          ...known.phases,
          optimizer: { allocated_bytes: trained, reserved_bytes },
          evaluation: { allocated_bytes, reserved_bytes },
        },
        peak: {
          phase: "evaluation",
          step: 11,
          categories: known.peak.categories,
          unattributed_bytes: allocated_bytes - known.allocated_bytes + known.peak.unattributed_bytes,
        },
        step_peaks: stepPeaks(trained, Array<number>(8).fill(between)),
        co_tenants: [{ pid: 4711, used_bytes: 300 * MIB }],
      }),
    ),
  );
}

/** As a command tells it, of which only the program itself knows the batch size. */
function commandMeasurement(measurement: Measurement): Measurement {
  const document = { ...measuredDocument(measurement), batch_size: null, stopped: "ended" } as const;
  const batch_shapes = [{ tensors: ["float32[64, 1, 28, 28]"], steps: 8 }];
  return { kind: "measured", document: { ...document, batch_shapes }, ranks: [], recording: undefined };
}

export function measuredDocument(measurement: Measurement): Document {
  if (measurement.kind !== "measured") throw new Error("not measured");
  return measurement.document;
}

/** A card of which a context was measured before, with driver 570.86.15. */
function predictedFor(driver: string | undefined): Results {
  const record = {
    card: t4().name,
    driver: "570.86.15",
    torch: "2.13.0+cu130",
    context_low_bytes: bytes(120 * MIB),
    context_high_bytes: bytes(141 * MIB),
    measurements: 3,
    measured_on: "2026-11-20",
  };
  return only(resultOf(trainingOf(), NOT_MEASURED, calibrated(t4(), [record], { driver, torch: undefined })));
}

const LIMIT_FAILED: Verification = {
  kind: "limit-failed",
  limit_bytes: bytes(50 * MIB),
  phase: "backward",
  step: 3,
  requested_bytes: bytes(20 * MIB),
  held_bytes: bytes(40 * MIB),
};

function verified(verification: Verification): Results {
  return only(resultOf(trainingOf(), measuredOnT4(trainingOf()), t4(), [], { verification }));
}

const SHARDED = new Set<Category>(["parameters", "gradients", "optimizer"]);

/** As if two processes held half of the model each. Made up: what FSDP2 gathers is not in it. */
function shardedOverTwo(training: DescribedTraining, card: CudaDevice): Extract<Prediction, { kind: "predicted" }> {
  const whole = predictedOn(training, card);
  const half = (size: number) => bytes(Math.ceil(size / 2));
  const trace = whole.trace.map((event) =>
    event.op === "alloc" && SHARDED.has(event.category) ? { ...event, bytes: half(event.bytes) } : event,
  );
  const profile = profileOf(trace, card);
  const { parameters, gradients, optimizer, ...others } = whole.nominal_bytes;
  return {
    ...whole,
    processes: 2,
    nominal_bytes: {
      ...others,
      parameters: half(parameters),
      gradients: half(gradients),
      optimizer: half(optimizer),
    },
    trace,
    profile,
    intervals: intervalsOf(trace, profile, card, { conf: DEFAULT_ALLOC_CONF, guesses: 0 }),
  };
}

/** A training of which each of two processes holds a half, with NCCL between them. */
function ofTwoProcesses(): Results {
  const device = amongProcesses(t4());
  return only(
    compareTraining({
      training: trainingOf(),
      device,
      prediction: shardedOverTwo(trainingOf(), device),
      measurement: NOT_MEASURED,
      measuredPrediction: undefined,
      extrapolation: undefined,
      verification: undefined,
      passedOver: undefined,
      batches: undefined,
      rows: [],
      change: undefined,
    }),
  );
}

/** Batches 64 and 128 of a network, as a T4 or the CPU would measure them, for 1,024. */
function extrapolated(budget: string, device: CudaDevice, measured: typeof measuredOnCpu = measuredOnT4): Results {
  const [small, large] = ["64", "128"].map((batch_size) => measuredDocument(measured(trainingOf({ batch_size }))));
  if (small === undefined || large === undefined) throw new Error("two batches");
  const told = extrapolate([small, large], [64, 128], 1024, device);
  const detail = "batches 64 and 128 were, as measure_at asks";
  const training = trainingOf({ batch_size: "1024", budget });
  return only(
    resultOf(training, { kind: "not-measured", reason: "other-batches", detail }, device, [], { extrapolation: told }),
  );
}

/** Trainings that want a way back, each looked for as a check does. */
const WAYS = {
  back: only(await checkedWays(own({ device: "l4", batch_size: "96" }), tracing([]))),
  toMoreRoom: only(await checkedWays(own({ batch_size: "32", budget: "12.5 GiB", model: "own:plain" }), tracing([]))),
  ofLayers: only(await checkedWays(configOf(MATRIX))),
  nearest: only(await checkedWays(configOf({ ...MATRIX, budget: "300 MiB" }))),
};

/** One of each kind of thing that a report can say. */
export const GALLERY: readonly (readonly [name: string, make: () => Results])[] = [
  ["measured-on-the-cpu", () => only(resultOf(trainingOf(), measuredOnCpu(trainingOf())))],
  ["explained", () => only(resultOf(trainingOf(), explained()))],
  ["predicted-only", () => only(resultOf(trainingOf(), NOT_MEASURED))],
  ["over-budget", () => only(resultOf(trainingOf({ budget: "100 MiB" }), NOT_MEASURED))],
  ["tight", () => only(resultOf(trainingOf({ budget: "170 MiB" }), NOT_MEASURED))],
  ["measured-on-the-card", () => only(resultOf(trainingOf(), measuredOnT4(trainingOf())))],
  ["drift", () => only(resultOf(trainingOf(), measuredOnT4(trainingOf(), 3)))],
  ["not-on-the-card", () => onTheCpu("13.0", "580.65.06")],
  ["not-on-the-card-by-the-build", () => onTheCpu(null, "580.65.06")],
  ["not-on-the-card-by-the-driver", () => onTheCpu("13.0", "570.86.15")],
  ["drift-on-the-cpu", () => only(resultOf(trainingOf(), measuredOnCpu(trainingOf(), 1_000_000)))],
  [
    "out-of-memory",
    () =>
      only(
        resultOf(
          trainingOf(),
          measuredOnT4(trainingOf(), 1, {
            out_of_memory: {
              phase: "backward",
              step: 1,
              requested_bytes: 2 ** 31,
              allocated_bytes: 13 * 2 ** 30,
              reserved_bytes: 13.5 * 2 ** 30,
              largest_blocks: [
                { bytes: 2 ** 32, category: "optimizer" },
                { bytes: 2 ** 30, category: null },
              ],
              message: "CUDA out of memory",
            },
          }),
        ),
      ),
  ],
  [
    "co-tenant",
    () =>
      only(resultOf(trainingOf(), measuredOnT4(trainingOf(), 1, { co_tenants: [{ pid: 4711, used_bytes: 2 ** 30 }] }))),
  ],
  [
    "unknown-layer",
    () =>
      only(
        resultOf(
          trainingOf({ model: "{layers: [{LPPool1d: [2, 3]}, Flatten, {Linear: [6, 10]}]}", input: "[1, 8]" }),
          NOT_MEASURED,
        ),
      ),
  ],
  ["no-device", () => only(resultOf(trainingOf({ device: "runner" }), NOT_MEASURED, "none"))],
  [
    "fork",
    () =>
      only(
        resultOf(trainingOf(), {
          kind: "not-measured",
          reason: "fork",
          detail: "the pull request comes from a fork, whose code is not run on a runner, so it is only predicted",
        }),
      ),
  ],
  [
    "measurement-failed",
    () =>
      only(
        resultOf(trainingOf(), {
          kind: "not-measured",
          reason: "failed",
          detail: "ValueError: <!-- vram-budget key=x --> @everyone | `boom`",
        }),
      ),
  ],
  ["leak", () => only(resultOf(trainingOf(), measuredOnT4(trainingOf(), 1, { step_peaks: growing(4 * MIB) })))],
  [
    "leak-over-budget",
    () => only(resultOf(trainingOf(), measuredOnT4(trainingOf(), 1, { step_peaks: growing(64 * MIB) }))),
  ],
  ["leak-on-the-cpu", () => only(resultOf(trainingOf(), measuredOnCpu(trainingOf(), 0, { step_peaks: growing(MIB) })))],
  ["fragmentation", fragmented],
  ["varying-batches", varying],
  ["ranks", unequalRanks],
  ["difference", different],
  ["command-on-the-cpu", () => only(resultOfCommand(commandOf(), commandMeasurement(measuredOnCpu(trainingOf()))))],
  ["command-on-the-card", () => only(resultOfCommand(commandOf(), commandMeasurement(measuredOnT4(trainingOf()))))],
  ["extrapolated", () => extrapolated("90%", t4())],
  ["extrapolated-to-another-card", () => extrapolated("90%", deviceOf({ kind: "catalogue", id: "h100-80" }))],
  ["extrapolated-on-the-cpu", () => extrapolated("90%", t4(), measuredOnCpu)],
  ["extrapolation-open", () => extrapolated("175 MiB", t4())],
  ["calibrated", () => predictedFor(undefined)],
  ["calibrated-with-another-driver", () => predictedFor("580.1")],
  ["survived", () => verified({ kind: "survived", limit_bytes: bytes(50 * MIB), num_alloc_retries: 0 })],
  ["survived-with-retries", () => verified({ kind: "survived", limit_bytes: bytes(50 * MIB), num_alloc_retries: 2 })],
  ["limit-failed", () => verified(LIMIT_FAILED)],
  ["not-verified", () => verified({ kind: "not-verified", detail: "The training was stopped after 600 s" })],
  ["two-processes", ofTwoProcesses],
  ["ways-back", () => WAYS.back],
  ["ways-to-more-room", () => WAYS.toMoreRoom],
  ["ways-of-layers", () => WAYS.ofLayers],
  ["ways-nearest", () => WAYS.nearest],
  ["batch-sizes", atBatchSizes],
  [
    "twelve-trainings",
    () =>
      resultsOf(
        "vram-budget.yml",
        Array.from({ length: 12 }, (_, index) => {
          const training = trainingOf({ name: `mlp-${index + 1}`, batch_size: String(64 * 2 ** index) });
          return resultOf(training, index % 2 === 0 ? measuredOnCpu(training) : NOT_MEASURED);
        }),
      ),
  ],
];
