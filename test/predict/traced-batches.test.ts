import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CallableModel, DescribedTraining } from "../../src/config/training.ts";
import { MIB, bytes } from "../../src/memory/bytes.ts";
import { tiersOf } from "../../src/memory/replay.ts";
import { checkPorts } from "../../src/world/ports.ts";
import { withKernels } from "../../src/predict/kernels.ts";
import { freesInOrder, sameEvents, symbolicEvents } from "../../src/predict/symbolic.ts";
import { BatchTraces } from "../../src/predict/batch-traces.ts";
import { tracedAdvice, tracedRows } from "../../src/predict/traced-batches.ts";
import { asTraced, checkedTraces, type TraceAt } from "../../src/predict/traced-engine.ts";
import type { TracedEvent } from "../../src/predict/traced-event.ts";
import { adam, classes, mnistMlp, trainingOf } from "./networks.ts";
import { randomFrom } from "./random-networks.ts";
import { a100 } from "./story.ts";
import { python, skip } from "./torch.ts";

const SEED = Number(process.env["VRAM_BUDGET_SEED"] ?? 20_260_729);
const moment = { phase: "forward", step: 1 } as const;

/** One storage of so many MiB. */
function storages(...sizes: readonly number[]): readonly TracedEvent[] {
  return sizes.map((size, id) => ({
    op: "alloc",
    id,
    bytes: bytes(size * MIB),
    category: "temporary",
    operator: "",
    module: "",
    ...moment,
  }));
}

/** A made-up tracer, and the batches that it was asked for. `undefined` is a batch that cannot be traced. */
function tracer(events: (batch: number) => readonly TracedEvent[] | undefined) {
  const asked: number[] = [];
  const traceAt: TraceAt = (batch_size) => {
    assert.ok(batch_size !== null);
    asked.push(batch_size);
    const made = events(batch_size);
    if (made === undefined) return Promise.resolve({ kind: "failed", detail: `no batch of ${batch_size}` });
    const zero = bytes(0);
    const nominal_bytes = { parameters: zero, buffers: zero, gradients: zero, optimizer: zero, batch: zero };
    const document = {
      schema: "vram-budget/trace@2" as const,
      torch: "2.13.0",
      batch_size,
      events: [...made],
      guesses: [],
      nominal_bytes,
      parameters: 0,
      trainable_parameters: 0,
    };
    return Promise.resolve({ kind: "traced", document });
  };
  return { asked, traces: new BatchTraces(traceAt, a100) };
}

/** The context of 500 MiB, 100 MiB, and room for 40 samples of 32 MiB: each a segment of its own size. */
const limit = bytes((500 + 100 + 40 * 32) * MIB);
const affine = (batch: number) => storages(100, 32 * batch);

test("tracedAdvice() of an affine model: three traces, the third at the batch that was found", async () => {
  const { asked, traces } = tracer(affine);
  const advice = await tracedAdvice(traces, limit, 8);
  assert.equal(advice?.max_batch_size, 40);
  assert.equal(advice.idle_below_batch_size, 11); // 600 + 32 × 10 = 920 MiB is within half of 1,880; 11 is not
  assert.deepEqual(asked, [8, 17, 40]);
  assert.deepEqual(advice.evidence, { kind: "affine", traced: [8, 17, 40] });
  const sizes = new Map(advice.curve.map(({ batch_size, device_bytes }) => [batch_size, device_bytes]));
  assert.equal(sizes.get(17), (600 + 17 * 32) * MIB);
  assert.equal(sizes.get(20), (600 + 20 * 32) * MIB);
});

test("tracedAdvice() leaves the batch of one sample out of the line, and traces it where it decides", async () => {
  const { asked, traces } = tracer((batch) => (batch === 1 ? storages(50) : affine(batch)));
  const advice = await tracedAdvice(traces, bytes(600 * MIB), 8); // 2 samples need 664 MiB, one 550
  assert.equal(advice?.max_batch_size, 1);
  assert.deepEqual(asked, [8, 17, 1, 35]);
});

test("tracedAdvice() says 0 where not even one sample fits", async () => {
  const { traces } = tracer(affine);
  assert.equal((await tracedAdvice(traces, bytes(550 * MIB), 8))?.max_batch_size, 0);
});

test("tracedAdvice() needs no line where one sample fits and two do not", async () => {
  const { asked, traces } = tracer(affine);
  const advice = await tracedAdvice(traces, bytes(640 * MIB), 1);
  assert.equal(advice?.max_batch_size, 1);
  assert.deepEqual(asked, [1, 2]);
  assert.deepEqual(advice.evidence, { kind: "traced", traced: [1, 2], unknown_below: undefined });
});

test("tracedAdvice() traces anew where events depend on the batch, and finds the same", async () => {
  // a storage for each eight samples, which a line through two batches cannot have
  const chunks = (batch: number) => {
    const parts = Array.from({ length: Math.ceil(batch / 8) }, (_, part) => 32 * Math.min(8, batch - 8 * part));
    return storages(100, ...parts);
  };
  const { asked, traces } = tracer(chunks);
  const advice = await tracedAdvice(traces, limit, 8);
  assert.equal(advice?.max_batch_size, 40);
  assert.equal(advice.evidence.kind, "traced");
  assert.ok(asked.length <= 8, asked.join(", "));
  assert.ok(asked.includes(40) && asked.includes(41), asked.join(", "));
  assert.equal(advice.idle_below_batch_size, undefined);
});

test("tracedAdvice() gives a line up that the third batch contradicts", async () => {
  const square = (batch: number) => storages(100, batch * batch);
  const { asked, traces } = tracer(square);
  const advice = await tracedAdvice(traces, limit, 8); // 35 × 35 = 1,225 of 1,280 MiB; 36 × 36 = 1,296
  assert.equal(advice?.evidence.kind, "traced");
  assert.equal(advice.max_batch_size, 35);
  assert.ok(asked.length <= 10, asked.join(", "));
});

test("tracedAdvice() ends after a bounded number of traces, and says what is open", async () => {
  // grows by steps of 1 GiB at powers of two: no line leads to the limit
  const steps = (batch: number) => storages(...Array.from({ length: Math.floor(Math.log2(batch)) }, () => 1024));
  const { asked, traces } = tracer(steps);
  const advice = await tracedAdvice(traces, bytes((500 + 12 * 1024) * MIB), 8);
  assert.ok(asked.length <= 9, asked.join(", "));
  assert.ok(advice?.evidence.kind === "traced");
  const { unknown_below = 0 } = advice.evidence;
  assert.ok(advice.max_batch_size < 2 ** 13 && 2 ** 13 <= unknown_below, JSON.stringify(advice));
  assert.ok(asked.includes(advice.max_batch_size));
});

test("tracedAdvice() does not trace a model that runs once a sample at a batch of too many events", async () => {
  const each = (batch: number) => storages(...Array.from({ length: 1000 * batch }, () => 1));
  const { asked, traces } = tracer(each);
  await tracedAdvice(traces, bytes(79 * 1024 * MIB), 2);
  assert.ok(Math.max(...asked) <= 200, asked.join(", "));
});

test("tracedAdvice() checks the line elsewhere where the batch that it finds cannot be traced, and does not advise that batch", async () => {
  const { asked, traces } = tracer((batch) => (batch === 40 ? undefined : affine(batch)));
  const advice = await tracedAdvice(traces, limit, 8);
  assert.equal(advice?.max_batch_size, 39);
  assert.deepEqual(advice.evidence, { kind: "affine", traced: [8, 17, 41] });
  assert.deepEqual(asked, [8, 17, 40, 41]);
});

test("tracedAdvice() does not know what cannot be traced at all", async () => {
  assert.equal(await tracedAdvice(tracer(() => undefined).traces, limit, 8), undefined);
});

test("tracedRows() traces up to three batches, and of more the outermost three", async () => {
  const few = tracer(affine);
  await tracedRows(few.traces, [8, 16, 32]);
  assert.deepEqual(few.asked, [8, 16, 32]);

  const more = tracer(affine);
  const rows = await tracedRows(more.traces, [1, 8, 16, 32, 64, 128]);
  assert.deepEqual(more.asked, [8, 16, 128, 1]);
  const exact = [1, 8, 16, 32, 64, 128].map((batch_size) => ({
    batch_size,
    kind: "predicted",
    ...tiersOf(withKernels(affine(batch_size), a100, [2, 13]), a100),
  }));
  assert.deepEqual(rows, exact);
});

test("tracedRows() traces each batch where no line holds, and says what a batch failed with", async () => {
  const { asked, traces } = tracer((batch) => (batch === 4 ? undefined : storages(batch * batch)));
  const rows = await tracedRows(traces, [2, 3, 4, 5, 6]);
  assert.deepEqual(asked, [2, 3, 6, 4, 5]);
  assert.deepEqual(rows[2], { batch_size: 4, kind: "unknown", what: "no batch of 4" });
  assert.ok(rows[3]?.kind === "predicted" && rows[3].allocated_bytes === 26 * MIB); // 25 in blocks of 2 MiB
});

test("a line that the asked batch is not on is given up, though a table of other batches was told by it", async () => {
  const { asked, traces } = tracer((batch) => (batch === 20 ? storages(100, 20 * 33) : affine(batch)));
  const rows = await tracedRows(traces, [8, 16, 24, 32]);
  assert.deepEqual(asked, [8, 16, 32]);
  assert.ok(rows.every(({ kind }) => kind === "predicted"));
  const advice = await tracedAdvice(traces, limit, 20);
  assert.equal(advice?.evidence.kind, "traced");
  assert.equal(advice.max_batch_size, 40);
});

function called(target: string, args: CallableModel["args"], parts: Partial<DescribedTraining>): DescribedTraining {
  const mnist = { layers: mnistMlp, input: [1, 28, 28], target: classes(10), optimizer: adam(), batch_size: 8 };
  const training = trainingOf(mnist, target);
  return { ...training, ...parts, model: { kind: "callable", place: training.place, target, args } };
}

/** Traces of `training` by one process, which ends after `use`. */
async function withTraces<Result>(
  training: DescribedTraining,
  use: (traceAt: TraceAt) => Promise<Result>,
): Promise<Result> {
  const ports = checkPorts({
    refused: undefined,
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
    return await use(checkedTraces(session.at));
  } finally {
    await session.end();
  }
}

async function eventsAt(traceAt: TraceAt, batch: number): Promise<readonly TracedEvent[]> {
  const answer = await traceAt(batch);
  assert.ok(answer.kind === "traced", JSON.stringify(answer));
  return freesInOrder(answer.document.events);
}

const tokens = { shape: [16], dtype: "int64", high: 100 } as const;
const images = { shape: [3, 16, 16], dtype: "float32" } as const;
const attention = { width: 64, heads: 4, vocabulary: 100 };

const MODELS: readonly (readonly [what: string, training: DescribedTraining])[] = [
  ["convolutions and batch norms", called("own_models:ConvNet", {}, { input: images, evaluation: { batch_size: 5 } })],
  ["attention and embeddings", called("own_models:Attention", attention, { input: tokens })],
  [
    "attention in bf16-mixed, with accumulation and clipping",
    called("own_models:Attention", attention, {
      input: tokens,
      precision: "bf16-mixed",
      gradient_accumulation: 2,
      gradient_clipping: 1,
    }),
  ],
];

describe("traces of real models", { skip }, () => {
  for (const [what, training] of MODELS) {
    test(`one trace answers every batch: ${what} (seed ${SEED})`, async () => {
      const random = randomFrom(SEED);
      await withTraces(training, async (traceAt) => {
        const [low, high] = [
          { batch_size: 8, events: await eventsAt(traceAt, 8) },
          { batch_size: 17, events: await eventsAt(traceAt, 17) },
        ];
        const symbolic = symbolicEvents(low, high) ?? assert.fail("the two are not alike");
        for (let tries = 0; tries < 6; tries += 1) {
          const batch = 2 + Math.floor(random() ** 2 * 5000);
          assert.ok(sameEvents(symbolic(batch) ?? [], await eventsAt(traceAt, batch)), `batch ${batch}`);
        }
      });
    });
  }

  test("a process that has traced other batches traces as a fresh one does", async () => {
    const [, training] = MODELS[0] ?? assert.fail();
    const fresh = await withTraces(training, (traceAt) => eventsAt(traceAt, 17));
    const later = await withTraces(training, async (traceAt) => {
      await traceAt(8);
      await traceAt(1);
      return eventsAt(traceAt, 17);
    });
    assert.deepEqual(later, fresh);
  });

  test("a model that runs in chunks of its batch is traced anew, and what is found is traced", async () => {
    const training = called("own_models:InChunks", { size: 4096 }, {});
    await withTraces(training, async (traceAt) => {
      const advice = await tracedAdvice(new BatchTraces(traceAt, a100), bytes(4 * 1024 * MIB), 8);
      assert.ok(advice?.evidence.kind === "traced", JSON.stringify(advice));
      assert.ok(advice.evidence.traced.includes(advice.max_batch_size));
      assert.ok(advice.evidence.traced.length <= 9);
    });
  });

  test("a batch that the model refuses does not end the traces of others", async () => {
    const [, training] = MODELS[0] ?? assert.fail();
    await withTraces(training, async (traceAt) => {
      const [one, two] = await tracedRows(new BatchTraces(traceAt, a100), [1, 2]);
      assert.ok(one?.kind === "unknown");
      assert.match(one.what, /Expected more than 1 value per channel/);
      assert.equal(two?.kind, "predicted");
    });
  });
});
