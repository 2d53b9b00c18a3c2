import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CallableModel, DescribedTraining } from "../../src/config/training.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { checkPorts, type MeasureOptions } from "../../src/world/ports.ts";
import { predict } from "../../src/predict/predict.ts";
import { asTraced, checkedTraces, predictTraced } from "../../src/predict/traced-engine.ts";
import type { Results, TrainingResult } from "../../src/compare/result.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { parametersText } from "../../src/report/words.ts";
import { adam, classes, mnistMlp, trainingOf } from "./networks.ts";
import { python, skip, skipOther } from "./torch.ts";

/** The whole way: ports, a Python process, the trace document, the kernels of the card, the allocator. */
const a100 = deviceOf({ kind: "catalogue", id: "a100-80" });
const mnist = { layers: mnistMlp, input: [1, 28, 28], target: classes(10), optimizer: adam(), batch_size: 64 };

function called(
  target: string,
  args: CallableModel["args"] = {},
  parts: Partial<DescribedTraining> = {},
): DescribedTraining {
  const training = trainingOf(mnist, target);
  return { ...training, ...parts, model: { kind: "callable", place: training.place, target, args } };
}

async function trace(training: DescribedTraining, refused?: MeasureOptions["refused"]) {
  const ports = checkPorts({
    refused,
    python,
    timeoutMs: 120_000,
    environment: process.env,
    onProgress: () => {},
    onOutput: () => {},
    calibration: undefined,
    onWarning: () => {},
  });
  const session = ports.trace(asTraced(training), a100, import.meta.dirname);
  try {
    return await predictTraced(checkedTraces(session.at), training, a100);
  } finally {
    await session.end();
  }
}

describe("predictTraced()", { skip }, () => {
  const mnistTest = "gives for a callable that makes the MNIST example what the layers engine gives for its layers";
  test(mnistTest, { skip: skipOther }, async () => {
    const traced = await trace(called("own_models:mnist_mlp", { hidden: 128 }));
    const layers = predict(trainingOf(mnist), a100);
    assert.ok(traced.kind === "predicted" && layers.kind === "predicted");
    assert.deepEqual(traced.trace, layers.trace);
    assert.deepEqual(traced.profile, layers.profile);
    assert.deepEqual(traced.nominal_bytes, layers.nominal_bytes);
    assert.equal(traced.model.parameters, 101_770);
    assert.equal(traced.engine, "traced");
  });

  test("takes tokens, and the attention kernel that an A100 takes for float32", async () => {
    const input = { shape: [16], dtype: "int64", high: 100 } as const;
    const traced = await trace(called("own_models:Attention", { width: 64, heads: 4, vocabulary: 100 }, { input }));
    assert.ok(traced.kind === "predicted");
    // 100 × 64 embeddings, 64 × 192 + 192, 64 × 10 + 10
    assert.equal(traced.model.parameters, 6400 + 12_480 + 650);
    // 64 × 16 tokens of 8 bytes, 64 classes of 8 bytes
    assert.equal(traced.nominal_bytes.batch, 8192 + 512);
    const operators = new Set(traced.trace.flatMap((event) => (event.op === "alloc" ? [event.operator] : [])));
    assert.ok(operators.has("aten::_scaled_dot_product_efficient_attention"));
    assert.ok(operators.has("aten::_scaled_dot_product_efficient_attention_backward"));
  });

  test("casts weights to bfloat16 within autocast, and keeps them in float32", async () => {
    const traced = await trace(called("own_models:mnist_mlp", {}, { precision: "bf16-mixed" }));
    assert.ok(traced.kind === "predicted");
    // 101,770 parameters of 4 bytes; the first weight's copy has 784 × 128 of 2 bytes
    assert.equal(traced.nominal_bytes.parameters, 407_080);
    const casts = traced.trace.filter(
      (event) =>
        event.op === "alloc" && event.operator === "aten::_to_copy" && event.phase === "forward" && event.step === 2,
    );
    assert.ok(casts.some((event) => event.op === "alloc" && event.bytes === 200_704 && event.module === "1"));
  });

  test("counts what the first of two processes holds, and says so", async () => {
    const distributed = { strategy: "fsdp2", processes: 2, wrap: [], reshard_after_forward: undefined } as const;
    const traced = await trace(called("own_models:mnist_mlp", {}, { distributed }));
    assert.ok(traced.kind === "predicted");
    // Halves of 128 × 784 + 128 and 10 × 128 + 10 parameters of 4 bytes; Adam keeps two numbers for each.
    const { parameters, gradients, optimizer } = traced.nominal_bytes;
    assert.deepEqual([parameters, gradients, optimizer], [203_540, 203_540, 407_080]);
    const text = "101,770 parameters, 203,540 bytes of the first of 2 processes";
    assert.equal(parametersText("101,770", traced), text);
  });

  test("keeps weights, gradients and state in bfloat16 where the config says so", async () => {
    const traced = await trace(called("own_models:mnist_mlp", {}, { precision: "bf16-true" }));
    assert.ok(traced.kind === "predicted");
    // 101,770 × 2 bytes; Adam keeps two; 64 images of 784 × 2 bytes and 64 classes of 8
    const { parameters, gradients, optimizer, batch } = traced.nominal_bytes;
    assert.deepEqual([parameters, gradients, optimizer, batch], [203_540, 203_540, 407_080, 100_352 + 512]);
  });

  test("says that torch.compile is predicted as eager, also in what is printed", async () => {
    const training = called("own_models:mnist_mlp", {}, { compile: true });
    const traced = await trace(training);
    assert.ok(traced.kind === "predicted");
    assert.ok(traced.notes[0]?.startsWith("torch.compile is predicted as eager"));
    const result: TrainingResult = {
      name: training.name,
      place: training.place,
      batch_size: 64,
      verdict: "pass",
      prediction: traced,
      extrapolation: undefined,
      verification: undefined,
      measurement: { kind: "not-measured", reason: "not-asked", detail: "" },
      comparison: undefined,
      budget: undefined,
      batches: undefined,
      tolerance: 0.05,
      filling: undefined,
      at_batch_sizes: [],
      change: undefined,
      findings: [],
      ways: [],
      unknown_ways: [],
    };
    const results: Results = {
      config: "vram-budget.yml",
      verdict: "pass",
      trainings: [result],
      base: undefined,
      removed: [],
    };
    assert.match(renderMarkdown(results, 0), /torch\\?\.compile is predicted as eager/);
    assert.match(renderTerminal(results, { color: false, width: 80 }), /note: torch\.compile is predicted as eager/);
  });

  test("lists a value that the code reads as a guess, with its line", async () => {
    const layer = { callable: "torch.nn:Linear", args: { in_features: 784, out_features: 10 } };
    const traced = await trace(called("own_models:Undecided", { layer }));
    assert.ok(traced.kind === "predicted");
    const guess = traced.notes.find((note) => note.startsWith("guessed"));
    assert.equal(guess, "guessed: a value that the code reads is taken for 1.0 (own_models.py:39), 3 times");
  });

  for (const kind of ["LSTM", "GRU", "RNN"]) {
    test(`is unknown for nn.${kind}, whose memory only cuDNN knows`, async () => {
      const input = { shape: [5], dtype: "int64", high: 100 } as const;
      const unknown = await trace(called("own_models:Recurrent", { kind, width: 16, vocabulary: 100 }, { input }));
      assert.ok(unknown.kind === "unknown");
      assert.match(
        unknown.reasons[0]?.what ?? "",
        new RegExp(`^Cannot trace nn.${kind} at own_models.py:\\d+: on CUDA`),
      );
      assert.equal(unknown.reasons[0]?.advice, "measure this training");
    });
  }

  test("traces a cell by itself, which PyTorch runs", async () => {
    const input = { shape: [5], dtype: "int64", high: 100 } as const;
    const args = { kind: "LSTMCell", width: 16, vocabulary: 100 };
    const traced = await trace(called("own_models:Recurrent", args, { input }));
    assert.ok(traced.kind === "predicted");
    const cells = traced.trace.filter(
      (event) => event.op === "alloc" && event.operator === "aten::_thnn_fused_lstm_cell" && event.step === 2,
    );
    assert.ok(cells.length > 0);
  });

  test("traces nn.GRUCell, whose kernels have no fake ones", async () => {
    const input = { shape: [5], dtype: "int64", high: 100 } as const;
    const args = { kind: "GRUCell", width: 16, vocabulary: 100 };
    const traced = await trace(called("own_models:Recurrent", args, { input }));
    assert.ok(traced.kind === "predicted");
    const born = (operator: string) =>
      traced.trace.flatMap((event) =>
        event.op === "alloc" && event.operator === `aten::${operator}` && event.step === 2 ? [event.bytes] : [],
      );
    // 64 rows of 16 numbers of 4 bytes: a workspace of five such, then the state, for each of five tokens
    assert.deepEqual(born("_thnn_fused_gru_cell"), Array.from({ length: 5 }, () => [5 * 4096, 4096]).flat());
    // gradients of the input's and the state's three gates, of the state, and of two biases of 48 numbers
    const backward = [3 * 4096, 3 * 4096, 4096, 192, 192];
    assert.deepEqual(born("_thnn_fused_gru_cell_backward"), Array.from({ length: 5 }, () => backward).flat());
  });

  test("traces a grouped product of float32, which PyTorch's fake kernel refuses", { skip: skipOther }, async () => {
    const input = { shape: [16], dtype: "float32" } as const;
    const traced = await trace(called("own_models:Grouped", { width: 16, experts: 3 }, { input }));
    assert.ok(traced.kind === "predicted");
    const products = traced.trace.flatMap((event) =>
      event.op === "alloc" && event.operator === "aten::_grouped_mm" && event.step === 2 ? [event.bytes] : [],
    );
    // 64 rows of 16 numbers; in backward the experts' own 3 × 16 × 16: x has no gradient
    assert.deepEqual(products, [64 * 16 * 4, 3 * 16 * 16 * 4]);
    assert.deepEqual(
      traced.notes.filter((note) => note.startsWith("guessed")),
      [],
    );
  });

  test("is unknown where a package is missing, with the line to install it", async () => {
    const unknown = await trace(called("no_such_package.models:net"));
    assert.ok(unknown.kind === "unknown");
    assert.match(
      unknown.reasons[0]?.what ?? "",
      /Cannot import no_such_package\.models:net.*pip install no_such_package/,
    );
  });

  test("runs nothing for a stranger's pull request", async () => {
    const refused = { reason: "fork", detail: "a fork's code is not run" } as const;
    const unknown = await trace(called("own_models:mnist_mlp"), refused);
    assert.ok(unknown.kind === "unknown");
    assert.equal(unknown.reasons[0]?.what, "a fork's code is not run");
  });
});
