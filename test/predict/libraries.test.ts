import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parseConfig } from "../../src/config/parse-config.ts";
import { type Optimizer, PLAIN_RECIPE, type DescribedTraining } from "../../src/config/training.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { cardOf } from "../../src/predict/traced-engine.ts";
import { type Event, linesOf } from "./event-lines.ts";
import { classes, trainingOf } from "./networks.ts";
import type { TraceStep } from "./torch.ts";

/** What needs packages beside torch: for real on the CPU, and traced for a card. */
const python = process.env["VRAM_BUDGET_ZOO_PYTHON"];
const a100 = deviceOf({ kind: "catalogue", id: "a100-80" });

function skipWithout(...packages: readonly string[]): string | false {
  if (python === undefined) return "no Python with the zoo's packages: name one in VRAM_BUDGET_ZOO_PYTHON";
  const missing = packages.filter(
    (name) =>
      spawnSync(python, ["-c", `import importlib.util as u, sys; sys.exit(not u.find_spec("${name}"))`]).status !== 0,
  );
  return missing.length > 0 && `the Python of VRAM_BUDGET_ZOO_PYTHON has no ${missing.join(", ")}`;
}

const place = { file: "vram-budget.yml", line: 1, column: 1 };
const tokens = (shape: readonly number[], high: number) => ({ shape, dtype: "int64", high }) as const;

/** A dictionary with a mask and labels, as transformers' collators make it. */
function gpt2(attention: "eager" | "sdpa", parts: Partial<DescribedTraining> = {}): DescribedTraining {
  const input = {
    tensors: { input_ids: tokens([16], 200), attention_mask: tokens([16], 2), labels: tokens([16], 200) },
  };
  return {
    ...trainingOf({ layers: [], input: [1], target: classes(2), batch_size: 16 }, attention),
    ...PLAIN_RECIPE,
    model: { kind: "callable", place, target: "library_models:gpt2", args: { attention } },
    input,
    target: undefined,
    loss: { place, type: "model" },
    optimizer: { place, type: "other", torch_type: "Adam", args: [], kwargs: { foreach: false } },
    ...parts,
  };
}

function callable(target: string, args = {}): Optimizer {
  return { place, type: "callable", target, args };
}

function configOf(...keys: readonly string[]): DescribedTraining {
  const text = ["version: 1", "trainings:", "  classifier:", ...keys.map((key) => `    ${key}`), ""].join("\n");
  const parsed = parseConfig("vram-budget.yml", text);
  assert.ok(parsed.kind === "config", JSON.stringify(parsed));
  const [training] = parsed.config.trainings;
  assert.ok(training?.kind === "described");
  return training;
}

function traceStep(training: DescribedTraining, card?: ReturnType<typeof cardOf>): TraceStep {
  const script = join(import.meta.dirname, "trace_step.py");
  const args = card === undefined ? [script] : [script, JSON.stringify(card)];
  const options = { input: JSON.stringify([training]), encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  const run = spawnSync(python ?? "", args, { ...options, cwd: import.meta.dirname });
  assert.equal(run.status, 0, run.stderr);
  return (JSON.parse(run.stdout) as [TraceStep])[0];
}

/**
 * Counting on the CPU has autograd add gradients that meet out of place, where it adds in place else (as recordings of
 * cards show, and the tracer): those sums are left out, and where a gradient ends.
 */
function births(step: TraceStep): readonly string[] {
  const lines = linesOf(step).filter((line) => line.includes('"op":"alloc"'));
  const own = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const kept = own.filter(({ phase, operator }) => phase !== "backward" || operator !== "aten::add");
  return kept.map(({ operator, ...birth }) =>
    JSON.stringify({ ...birth, category: "", operator: known(operator, birth["phase"]) }),
  );
}

/** transformers' Adafactor makes its state on the host: for a card it is copied there. */
function known(operator: unknown, phase: unknown): unknown {
  return phase === "optimizer" && operator === "aten::_to_copy" ? "aten::zeros" : operator;
}

describe("transformers under fake tensors", { skip: skipWithout("transformers", "peft") }, () => {
  const recipes: readonly (readonly [what: string, parts: Partial<DescribedTraining>])[] = [
    ["eager attention, with a mask", {}],
    ["checkpointing by the model's own switch", { activation_checkpointing: true }],
    ["LoRA", { lora: { r: 4, target_modules: ["c_attn"], fan_in_fan_out: true } }],
    ["Adafactor", { optimizer: callable("transformers.optimization:Adafactor") }],
  ];
  for (const [what, parts] of recipes) {
    test(`make what they make on the CPU: ${what}`, () => {
      const training = gpt2("eager", parts);
      const real = births(traceStep(training));
      assert.ok(real.length > 100);
      assert.deepEqual(births(traceStep(training, cardOf(a100))), real);
    });
  }

  test("make what they make on the CPU: one label for each sequence, by the config", () => {
    const training = configOf(
      "model: library_models:classifier",
      "input: {input_ids: {shape: [16], dtype: int64, high: 200}, labels: {shape: [], dtype: int64, high: 2}}",
      "loss: model",
      "optimizer: {Adam: {foreach: false}}",
      "batch_size: 16",
    );
    const real = births(traceStep(training));
    assert.ok(real.length > 100);
    const traced = traceStep(training, cardOf(a100));
    assert.deepEqual(births(traced), real);
    // 16 sequences of 16 tokens and 16 labels, of 8 bytes each.
    const batch = (traced.events as readonly (Event & { readonly operator?: string; readonly category?: string })[])
      .filter(({ op, category }) => op === "alloc" && category === "batch")
      .map(({ bytes }) => bytes);
    assert.deepEqual(new Set(batch), new Set([16 * 16 * 8, 16 * 8]));
  });

  test("sdpa takes a kernel of the card, and makes no scores", () => {
    const lines = births(traceStep(gpt2("sdpa"), cardOf(a100)));
    assert.ok(lines.some((line) => line.includes("aten::_scaled_dot_product_efficient_attention")));
    // The scores of 16 samples and 4 heads, 16 × 16 of 4 bytes, which eager attention makes.
    const scores = (all: readonly string[]) => all.filter((line) => line.includes('"operator":"aten::_softmax"'));
    assert.equal(scores(lines).length, 0);
    assert.equal(scores(births(traceStep(gpt2("eager"), cardOf(a100)))).length, 2 * 3);
  });
});

test(
  "bitsandbytes keeps a byte for each element and a maximum for each 256",
  { skip: skipWithout("bitsandbytes") },
  () => {
    const training: DescribedTraining = {
      ...trainingOf({ layers: [], input: [96], target: classes(32), batch_size: 16 }),
      model: { kind: "callable", place, target: "library_models:two_layers", args: {} },
      optimizer: callable("bitsandbytes.optim:Adam8bit"),
    };
    const events = traceStep(training, cardOf(a100)).events as readonly (Event & { readonly category?: string })[];
    const state = events.filter(({ op, category }) => op === "alloc" && category === "optimizer");
    // The map of 256 values of 4 bytes for each of the two moments, which all parameters share; for the matrices of
    // 96 × 256 and 256 × 32 a byte an element and 4 bytes for each 256; vectors, below 4,096 elements, stay in float32.
    const moments = [96 * 256, (96 * 256 * 4) / 256, 256 * 4, 256 * 32, (256 * 32 * 4) / 256, 32 * 4];
    const expected = [1024, 1024, ...moments, ...moments];
    const ascending = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b);
    assert.deepEqual(ascending(state.map(({ bytes }) => bytes)), ascending(expected));
  },
);
