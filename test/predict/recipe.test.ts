import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { PLAIN_RECIPE, type Recipe, type DescribedTraining } from "../../src/config/training.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { isSince, releaseOf } from "../../src/memory/torch-release.ts";
import { cardOf } from "../../src/predict/traced-engine.ts";
import { adam, classes, linear, relu, trainingOf } from "./networks.ts";
import { type Event, linesOf } from "./event-lines.ts";
import { release, skip, traceSteps, type TraceStep } from "./torch.ts";

/**
 * Each recipe trained for real on the CPU and traced for a card that is not there, event by event: bytes, category,
 * operator, module, phase and step of each birth and death. The two share the loop and nothing below it.
 */
const RECIPES: Readonly<Record<string, Partial<Recipe>>> = {
  "the plain loop": {},
  "three batches a step": { gradient_accumulation: 3 },
  "gradients clipped": { gradient_clipping: 1 },
  "gradients zeroed, not dropped": { zero_grad: { set_to_none: false } },
  "a step that is a function of its own": { output_until: "step_end" },
  "an output for the loss alone": { output_until: "loss" },
  "a step within backward": { optimizer_in_backward: true },
  "a running average": { ema: { decay: 0.99 } },
  "a frozen layer": { frozen: ["0.*"] },
  "layers that run again": { activation_checkpointing: ["Linear"] },
  tf32: { precision: "tf32" },
  "float16 weights": { precision: "16-true" },
  "bfloat16 weights": { precision: "bf16-true" },
  "float16 autocast with a scaler": { precision: "16-mixed" },
  "bfloat16 autocast": { precision: "bf16-mixed" },
  "everything at once": {
    precision: "16-mixed",
    gradient_accumulation: 2,
    gradient_clipping: 1,
    ema: { decay: 0.9 },
    activation_checkpointing: ["Linear"],
    zero_grad: { set_to_none: false },
  },
};

const a100 = deviceOf({ kind: "catalogue", id: "a100-80" });

/** One form of the optimizer on both; a loss of the repo's own, since autocast runs PyTorch's otherwise on a card. */
function trainingWith(recipe: Partial<Recipe>, name: string): DescribedTraining {
  const layers = [linear(96, 64), relu, linear(64, 32)];
  const training = trainingOf(
    { layers, input: [96], target: classes(32), optimizer: adam({ foreach: false }), batch_size: 16 },
    name,
  );
  const { place } = training;
  return {
    ...training,
    ...PLAIN_RECIPE,
    ...recipe,
    loss: { place, type: "callable", target: "own_models:MeanOfSquares", args: {} },
  };
}

/** How many storages as large as the output, [16, 32] of float32, `phase` of `step` frees. */
function outputsFreed(trace: TraceStep | undefined, phase: string, step: number): number {
  const events = trace?.events as readonly Event[];
  const births = new Map(events.filter(({ op }) => op === "alloc").map((event) => [event.id, event.bytes]));
  return events.filter(
    (event) => event.op === "free" && event.phase === phase && event.step === step && births.get(event.id) === 2048,
  ).length;
}

describe("a recipe under fake tensors", { skip }, () => {
  const trainings = Object.entries(RECIPES).map(([name, recipe]) => trainingWith(recipe, name));
  let real: readonly TraceStep[] = [];
  let traced: readonly TraceStep[] = [];
  before(() => {
    real = traceSteps(trainings);
    traced = traceSteps(trainings, cardOf(a100));
  });

  for (const [index, training] of trainings.entries()) {
    test(`is what it is on the CPU: ${training.name}`, () => {
      const [one, other] = [linesOf(real[index]), linesOf(traced[index])];
      assert.ok(one.length > 50);
      // Autocast drops its copies in the order of a hash table.
      if (training.precision.endsWith("mixed")) assert.deepEqual(other.toSorted(), one.toSorted());
      else assert.deepEqual(other, one);
    });
  }
});

const images = { shape: [3, 8, 8], dtype: "float32" } as const;
const tokens = { shape: [5], dtype: "int64", high: 100 } as const;
const place = { file: "vram-budget.yml", line: 1, column: 1 };
const three = (middle = "plain", bias = true) => model("Three", { middle, bias });

function model(name: string, args: Readonly<Record<string, unknown>> = {}): Partial<DescribedTraining> {
  return { model: { kind: "callable", place, target: `recipe_models:${name}`, args } };
}

function ofTorch(torch_type: string, kwargs: Readonly<Record<string, unknown>> = {}) {
  return { place, type: "other", torch_type, args: [], kwargs } as const;
}

/** Models whose own code matters, and what is around them. */
const OWN: Readonly<Record<string, Partial<DescribedTraining>>> = {
  "an autograd.Function of the repo's own": three("own function"),
  "torch.utils.checkpoint, reentrant": three("reentrant"),
  "torch.utils.checkpoint, not reentrant": three("not reentrant"),
  "a model that reads data_ptr()": three("address"),
  "channels first": { ...model("Images"), input: images },
  "channels last": { ...model("Images"), input: images, channels_last: true },
  "two batches of evaluation": { ...three(), evaluation: { batch_size: 40 } },
  "evaluation beside gradients of zero and an average": {
    ...three(),
    evaluation: { batch_size: 40 },
    ema: { decay: 0.9 },
    zero_grad: { set_to_none: false },
  },
  "weights of classes": {
    ...three(),
    loss: ofTorch("CrossEntropyLoss", { weight: Array.from({ length: 32 }, () => 1) }),
  },
  "Muon, for matrices alone": { ...three("plain", false), optimizer: ofTorch("Muon") },
};

const REFUSED: readonly (readonly [what: string, parts: Partial<DescribedTraining>, message: RegExp])[] = [
  ["Muon with biases", { ...three(), optimizer: ofTorch("Muon") }, /Muon only supports 2D parameters/],
  [
    "SparseAdam",
    { ...model("Rows"), input: tokens, optimizer: ofTorch("SparseAdam") },
    /^Cannot follow a tensor of layout torch\.sparse_coo/,
  ],
  [
    "LBFGS by its path",
    { ...three(), optimizer: { place, type: "callable", target: "torch.optim:LBFGS", args: {} } },
    /^Cannot train with LBFGS: it runs the model in a closure/,
  ],
  [
    "bitsandbytes, which is not there",
    { ...three(), optimizer: { place, type: "callable", target: "bitsandbytes.optim.absent:Adam8bit", args: {} } },
    /^Cannot import bitsandbytes\.optim\.absent:Adam8bit: .*\(pip install bitsandbytes/,
  ],
];

describe("a model of the repo's own under fake tensors", { skip }, () => {
  const withoutMuon = release !== undefined && !isSince(releaseOf(release), [2, 9]) && `torch ${release} has no Muon`;
  const trainings = [
    ...Object.entries(OWN),
    ...REFUSED.map(([what, parts]): [string, Partial<DescribedTraining>] => [what, parts]),
  ].map(([what, parts]) => ({
    ...trainingWith({}, what),
    ...(withoutMuon && what.startsWith("Muon") ? {} : parts),
  }));
  let real: readonly TraceStep[] = [];
  let traced: readonly TraceStep[] = [];
  before(() => {
    real = traceSteps(trainings);
    traced = traceSteps(trainings, cardOf(a100));
  });

  for (const [index, what] of Object.keys(OWN).entries()) {
    const needs = what.startsWith("Muon") && withoutMuon;
    test(`is what it is on the CPU: ${what}`, { skip: needs }, () => {
      const [one, traces] = [linesOf(real[index]), linesOf(traced[index])];
      assert.ok(one.length > 50);
      assert.deepEqual(traces, one);
    });
  }

  for (const [index, [what, , message]] of REFUSED.entries()) {
    const needs = what.startsWith("Muon") && withoutMuon;
    test(`is refused: ${what}`, { skip: needs }, () => {
      assert.match(traced[Object.keys(OWN).length + index]?.error ?? "", message);
    });
  }
});

test("output_until moves the end of the output from the next forward pass to the step's own end", { skip }, () => {
  const [kept, ended] = traceSteps([
    trainingWith({ output_until: "next_output" }, "kept"),
    trainingWith({ output_until: "step_end" }, "ended"),
  ]);
  assert.equal(outputsFreed(kept, "optimizer", 2), 0);
  assert.equal(outputsFreed(ended, "optimizer", 2), 1);
  assert.equal(outputsFreed(kept, "forward", 3), outputsFreed(ended, "forward", 3) + 1);
});
