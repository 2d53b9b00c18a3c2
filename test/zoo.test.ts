import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import * as z from "zod/mini";

const root = join(import.meta.dirname, "..");
const python = process.env["VRAM_BUDGET_ZOO_PYTHON"];
const skip =
  python === undefined &&
  "no Python with examples/zoo/requirements.txt: name one in VRAM_BUDGET_ZOO_PYTHON, or npm test";

const MIB = 2 ** 20;
/** What GPT-2 gives for 8 × 1,024 tokens of 50,257: its logits, which the loop's `output` keeps alive. */
const GPT2_LOGITS = 8 * 1024 * 50_257;
const LLAMA_LOGITS = 2048 * 32_000;

/**
 * Parameters by the models' papers and code; and the peak, as a tracer that shares no code with ours counted it: each
 * tensor rounded up to 512 bytes, no slack of large blocks, for a loop that lets go of the logits before backward.
 */
const ZOO: readonly (readonly [name: string, parameters: number, peakMiB: number, keptBytes: number])[] = [
  ["resnet50", 25_557_032, 2865.6, 0],
  ["vit-base", 86_567_656, 3307.7, 0],
  ["gpt2", 124_439_808, 14_996.1, 4 * GPT2_LOGITS],
  ["gpt2-bf16", 124_439_808, 12_915.7, 2 * GPT2_LOGITS],
  ["gpt2-bf16-checkpointed", 124_439_808, 6555.7, 2 * GPT2_LOGITS],
  ["bert-large", 335_143_938, 7107.5, 0],
  ["llama-7b", 6_738_415_616, 64_278.8, 2 * LLAMA_LOGITS],
];

/** A block of more than 1 MiB is handed out whole where less than 1 MiB would be left: a percent or two in all. */
const SLACK = 0.02;

const Report = z.object({
  trainings: z.array(
    z.object({
      name: z.string(),
      model: z.object({ parameters: z.int() }),
      prediction: z.object({
        engine: z.string(),
        allocated_bytes: z.int(),
        reserved_bytes: z.int(),
        peak: z.object({ phase: z.string(), categories: z.record(z.string(), z.int()) }),
      }),
    }),
  ),
});
type Predicted = z.infer<typeof Report>["trainings"][number];

describe("predict examples/zoo/vram-budget.yml", { skip }, () => {
  const found = new Map<string, Predicted>();
  before(() => {
    const command = ["dist/cli.js", "predict", "examples/zoo/vram-budget.yml", "--format", "json"];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, VRAM_BUDGET_PYTHON: python },
    });
    assert.equal(status, 0, stderr);
    for (const training of Report.parse(JSON.parse(stdout)).trainings) found.set(training.name, training);
  });

  test("predicts eight trainings by tracing them", () => {
    assert.equal(found.size, 8);
    assert.deepEqual(new Set([...found.values()].map(({ prediction }) => prediction.engine)), new Set(["traced"]));
  });

  for (const [name, parameters, peakMiB, keptBytes] of ZOO) {
    test(`${name} has ${parameters} parameters, and the peak that another tracer found`, () => {
      const { model, prediction } = found.get(name) ?? assert.fail("it was not predicted");
      assert.equal(model.parameters, parameters);
      const other = peakMiB * MIB + keptBytes;
      const above = prediction.allocated_bytes / other - 1;
      assert.ok(above > -0.001 && above < SLACK, `${prediction.allocated_bytes} bytes, ${other} by the other`);
    });
  }

  test("llama-7b peaks in the optimizer, at five times the parameters", () => {
    // Parameters, gradients, AdamW's two states and foreach's square roots: 5 × 6,738,415,616 × 2 bytes.
    const { phase, categories } = (found.get("llama-7b") ?? assert.fail()).prediction.peak;
    assert.equal(phase, "optimizer");
    const { parameters = 0, gradients = 0, optimizer = 0, temporary = 0 } = categories;
    const sum = parameters + gradients + optimizer + temporary;
    assert.ok(Math.abs(sum / (5 * 2 * 6_738_415_616) - 1) < 0.001, `${sum} bytes`);
  });

  test("checkpointing takes activations away and nothing else that stays", () => {
    const [plain, checkpointed] = ["gpt2", "gpt2-checkpointed"].map(
      (name) => (found.get(name) ?? assert.fail()).prediction,
    );
    assert.ok(plain && checkpointed);
    assert.equal(checkpointed.peak.categories["parameters"], plain.peak.categories["parameters"]);
    const [more = 0, less = 0] = [checkpointed, plain].map(({ peak }) => peak.categories["optimizer"] ?? 0);
    assert.ok(Math.abs(more - less) < 2 * MIB, "but for the slack of a block or two");
    // Of 12 blocks each keeps its input alone, 8 × 1,024 × 768 × 4 bytes; the logits, twice, stay as they are.
    const kept = 12 * 8 * 1024 * 768 * 4 + 2 * 4 * GPT2_LOGITS;
    assert.ok(Math.abs((checkpointed.peak.categories["activations"] ?? 0) / kept - 1) < 0.06);
  });
});
