import assert from "node:assert/strict";
import { test } from "node:test";
import { predictorOf } from "../../src/commands/predictor.ts";
import type { CommandTraining } from "../../src/config/training.ts";
import { bytes } from "../../src/memory/bytes.ts";
import type { CudaDevice } from "../../src/memory/device.ts";
import { commandTraces } from "../../src/commands/command-traces.ts";
import { cardOf } from "../../src/predict/traced-engine.ts";
import type { AttachRequest } from "../../src/probe/attached.ts";
import { a100, commandOf } from "../predict/commands/training.ts";

const MIB = 2 ** 20;
const SAMPLES = 1000;

/** A program with a data set of so many samples, of 32 MiB each, which tells what it was run with. */
function program(training: CommandTraining, told: [string, AttachRequest][] = []) {
  const start = (_: unknown, device: CudaDevice) => ({
    at: commandTraces(
      (command, request) => {
        told.push([command, request]);
        const asked = Number(/--batch (\d+)/.exec(command)?.[1] ?? 8);
        const size = Math.min(asked, SAMPLES) * 32 * MIB;
        const moment = { phase: "forward", step: 1, operator: "aten::relu", module: "", category: "batch" };
        const trace = {
          schema: "vram-budget/trace@2",
          torch: "2.13.0",
          batch_size: request.trace?.batch_size,
          events: [{ op: "alloc", id: 0, bytes: size, ...moment }],
          guesses: [],
          nominal_bytes: { parameters: 0, buffers: 0, gradients: 0, optimizer: 0, batch: size },
          parameters: 0,
          trainable_parameters: 0,
        };
        return Promise.resolve({ kind: "answered", processes: [], trace });
      },
      training,
      cardOf(device),
    ),
    end: () => Promise.resolve(),
  });
  return predictorOf(training, "", start);
}

const sized = commandOf("python train.py --batch {batch_size}", { batch_size: 8 });

test("a command is run for the card, for as many steps as a description is traced", async () => {
  const told: [string, AttachRequest][] = [];
  const prediction = await program(commandOf("python train.py"), told).prediction(a100);
  assert.ok(prediction.kind === "predicted");
  const card = cardOf(a100);
  const trace = { card, batch_size: null };
  const request = { schema: "vram-budget/attach@1", folder: "", steps: 3, warmup: 0, explain: false, cards: [], trace };
  assert.deepEqual(told, [["python train.py", request]]);
});

test("a command that is told its batch gets advice, by runs at other batches", async () => {
  const told: [string, AttachRequest][] = [];
  const predictor = program(sized, told);
  const prediction = await predictor.prediction(a100);
  const limit = bytes(a100.context_bytes + 40 * 32 * MIB);
  assert.equal((await predictor.advice(prediction, a100, limit))?.max_batch_size, 40);
  assert.equal(told[0]?.[0], "python train.py --batch 8");
  assert.ok(told.length > 2 && told.every(([command, { trace }]) => command.endsWith(` ${trace?.batch_size}`)));
  const rows = await predictor.rows(prediction, a100, [4, 16]);
  assert.deepEqual(
    rows.map((row) => row.kind === "predicted" && row.allocated_bytes),
    [4 * 32 * MIB, 16 * 32 * MIB],
  );
});

test("a batch that the data set has not is no batch", async () => {
  const predictor = program(sized);
  const prediction = await predictor.prediction(a100);
  const rows = await predictor.rows(prediction, a100, [SAMPLES, SAMPLES + 1]);
  assert.ok(rows[0]?.kind === "predicted");
  const what = `the batch does not follow {batch_size}: it has ${8 * 32 * MIB} bytes at 8, ${SAMPLES * 32 * MIB} at 1001`;
  assert.deepEqual(rows[1], { batch_size: SAMPLES + 1, kind: "unknown", what });
});

test("a command that is not told its batch gets no advice", async () => {
  const predictor = program(commandOf("python train.py", { batch_size: 8 }));
  const prediction = await predictor.prediction(a100);
  assert.equal(await predictor.advice(prediction, a100, bytes(64 * 2 ** 30)), undefined);
  const [row] = await predictor.rows(prediction, a100, [16]);
  assert.deepEqual(row, {
    batch_size: 16,
    kind: "unknown",
    what: "the command has no {batch_size} by which it is told its batch",
  });
});

test("a command is not predicted for the CPU", async () => {
  const prediction = await program(sized).prediction({ kind: "cpu", name: "CPU" });
  assert.ok(prediction.kind === "unknown");
  assert.equal(prediction.reasons[0]?.what, "run: a command is predicted for a card, not for the CPU");
});
