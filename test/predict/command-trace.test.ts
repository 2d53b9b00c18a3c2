import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { DescribedTraining, Optimizer } from "../../src/config/training.ts";
import { profileOf } from "../../src/memory/replay.ts";
import { withKernels } from "../../src/predict/kernels.ts";
import type { Prediction } from "../../src/predict/prediction.ts";
import { cardOf, checkedTraces, predictCommand, type TraceDocument } from "../../src/predict/traced-engine.ts";
import { releaseOf } from "../../src/memory/torch-release.ts";
import { a100, commandOf, inFolder, place, ports, python, skip } from "./commands/training.ts";
import { adam, classes, trainingOf } from "./networks.ts";

/**
 * Programs that know nothing of us, traced as they are, beside the trace of our own loop for what they train, where a config
 * can describe it: the two come about in different ways, and must be equal but for what is named here.
 */
type Line = {
  readonly op: string;
  readonly bytes: number;
  readonly operator: string;
  readonly module: string;
  readonly category: string;
  readonly phase: string;
  readonly step: number;
};

/** Leaves out, on both sides, what is another for a reason that is known; `sometimes`, where it need not be another. */
type Difference = {
  readonly why: string;
  readonly kept: (line: Line, index: number, lines: readonly Line[]) => boolean;
  readonly sometimes?: true;
};

const FIRST: Difference = {
  why: "nobody can tell, in a program, where the setup of its first step begins",
  kept: ({ phase, step, category }) => phase !== "setup" || step > 1 || category !== "batch",
};
const END: Difference = {
  why: "a command is ended within its last step, our loop goes on to its end",
  kept: (_, index, lines) => index <= lines.findLastIndex(({ op }) => op === "alloc"),
};
const BATCH: Difference = {
  why: "a program lets go of a batch when it takes the next one's name, before or after that is on the card",
  kept: ({ op, category }) => op !== "free" || category !== "batch",
};
const GRADIENTS: Difference = {
  why: "a program lets go of gradients after the step, and our loop before the next; a module has another order than an optimizer",
  kept: ({ op, category }) => op !== "free" || category !== "gradients",
};
const CASTS: Difference = {
  why: "autocast lets go of its casts in the order of a hash map",
  kept: ({ op, operator }) => op !== "free" || operator !== "aten::_to_copy",
  sometimes: true,
};
const ITEMS: Difference = {
  why: "Hugging Face's Trainer counts the labels of a batch, and takes the mean of its losses for the log",
  kept: ({ operator, module, op }) =>
    module !== "" || !(operator === "aten::ne" || (op === "kernel" && /aten::(sum|mean)/.test(operator))),
};
const VALIDATION: Difference = {
  why: "Lightning validates before it trains, and multiplies for the first time there",
  kept: ({ phase, operator }) => phase !== "evaluation" && operator !== "cublas",
};

const tokens = { shape: [16], dtype: "int64", high: 200 } as const;
const base = trainingOf({ layers: [], input: [1, 28, 28], target: classes(10), optimizer: adam(), batch_size: 64 });

function described(target: string, parts: Partial<DescribedTraining> = {}): DescribedTraining {
  return { ...base, model: { kind: "callable", place, target: `commands.models:${target}`, args: {} }, ...parts };
}

function torchOptimizer(torch_type: string, kwargs = {}): Optimizer {
  return { place, type: "other", torch_type, args: [], kwargs };
}

/** `scalars` are alive at the peak beside those of our own loop, each in a block of 512 bytes. */
type Program = readonly [what: string, run: string, DescribedTraining, readonly Difference[], scalars?: number];

const PROGRAMS: readonly Program[] = [
  ["a plain loop", "python commands/plain.py", described("mlp"), [FIRST, END, BATCH]],
  ["workers and pinned memory", "python commands/plain.py --workers 2", described("mlp"), [FIRST, END, BATCH]],
  ["a module that is run as one", "cd commands && python -m plain", described("mlp"), [FIRST, END, BATCH]],
  [
    "autocast, a GradScaler, accumulation and clipping",
    "python commands/scaled.py",
    described("convolutional", {
      input: { shape: [3, 32, 32], dtype: "float32" },
      batch_size: 16,
      optimizer: torchOptimizer("SGD", { lr: 0.1, momentum: 0.9 }),
      precision: "16-mixed",
      gradient_accumulation: 2,
      gradient_clipping: 1,
    }),
    [FIRST, END, CASTS],
  ],
  [
    "Hugging Face's Trainer",
    "python commands/hugging_face.py $TMPDIR/hugging-face",
    described("gpt2", {
      input: { tensors: { input_ids: tokens, labels: tokens } },
      target: undefined,
      loss: { place, type: "model" },
      batch_size: 16,
      optimizer: { place, type: "callable", target: "commands.models:decayed", args: {} },
      gradient_clipping: 1,
      output_until: "loss",
    }),
    [FIRST, BATCH, GRADIENTS, ITEMS],
    5, // the number of labels, and losses: divided by it, added up and kept for the log
  ],
  [
    "Accelerate's loop",
    "accelerate launch --num_processes 1 commands/accelerated.py",
    described("mlp", { optimizer: torchOptimizer("AdamW"), gradient_accumulation: 2 }),
    [FIRST, END, BATCH, GRADIENTS],
    1, // the loss before it is divided
  ],
  [
    "Lightning's Trainer",
    "python commands/lightnings.py",
    described("mlp", { output_until: "loss" }),
    [FIRST, BATCH, GRADIENTS, VALIDATION],
    10, // what it adds up for the log, of the validation and of the loss
  ],
];

describe("a command under fake tensors", { skip }, () => {
  for (const [what, run, training, differences, scalars = 0] of PROGRAMS) {
    test(`makes event by event what its description makes: ${what}`, async () => {
      const [command, own] = [await traceOf(run), traceDescribed(training)];
      const both = (rows: readonly Difference[]) => [textOf(command, rows), textOf(own, rows)] as const;
      const [made, expected] = both(differences);
      assert.ok(expected.length > 50);
      assert.deepEqual(made, expected);
      for (const each of differences.filter(({ sometimes }) => sometimes === undefined)) {
        const [more, less] = both(differences.filter((other) => other !== each));
        assert.ok(more.join() !== less.join(), `no longer another: ${each.why}`);
      }
      assert.equal(peakOf(command) - peakOf(own), 512 * scalars);
      const { batch: _, ...bytes } = command.nominal_bytes;
      const { batch: __, ...expectedBytes } = own.nominal_bytes;
      assert.deepEqual(bytes, expectedBytes);
    });
  }
});

test("two models and two optimizers are one training", { skip }, async () => {
  const { nominal_bytes, parameters, events } = await traceOf("python commands/gan.py");
  // 16 × 64 + 64 and 64 × 256 + 256 of the generator, 256 × 64 + 64 and 64 × 1 + 1 of the discriminator
  const count = 1088 + 16_640 + 16_448 + 65;
  assert.equal(parameters, count);
  // Adam keeps two of each
  const [all, state] = [4 * count, 8 * count];
  assert.deepEqual([nominal_bytes.parameters, nominal_bytes.gradients, nominal_bytes.optimizer], [all, all, state]);
  const born = (category: string, step?: number) =>
    events.reduce((sum, event) => {
      const counts = event.op === "alloc" && event.category === category && event.bytes > 8;
      return counts && (step === undefined || event.step === step) ? sum + event.bytes : sum;
    }, 0);
  assert.equal(born("parameters") + 4, all); // the last bias is one number
  assert.equal(born("optimizer") + 8, state);
  // In a step: 32 × 256 of real images, 32 labels, 32 × 16 of noise
  assert.equal(born("batch", 2), 4 * (32 * 256 + 32 + 32 * 16));
});

describe("predictCommand()", { skip }, () => {
  test("says that the command was run, what it had to guess, and leaves no file behind", async () => {
    const program = join(import.meta.dirname, "commands/plain.py");
    const { result, written } = await inFolder((folder) => predicted(`python ${program} --log`, folder));
    assert.ok(result.kind === "predicted", JSON.stringify(result));
    assert.equal(result.engine, "traced");
    assert.match(result.notes[0] ?? "", /^the command itself was run under fake tensors, up to its optimizer step 3:/);
    const guess = result.notes.find((note) => note.startsWith("guessed"));
    assert.match(guess ?? "", /^guessed: a value that the code reads is taken for 1\.0 \(.*plain\.py:32\), 2 times$/);
    assert.deepEqual(written, []);
  });

  test("says where batches differ and a model is compiled, and saves no checkpoint", async () => {
    const program = join(import.meta.dirname, "commands/uneven.py");
    const { result, written } = await inFolder((folder) => predicted(`python ${program}`, folder));
    assert.ok(result.kind === "predicted", JSON.stringify(result));
    assert.deepEqual(
      result.notes.filter((note) => note.startsWith("guessed")),
      [
        "guessed: torch.compile is taken to need what eager needs (uneven.py:6)",
        "guessed: values that the code brings to the host are taken for 0 (uneven.py:13), 2 times",
        "guessed: batches differ in shape: those of the first steps are taken (uneven.py:12)",
      ],
    );
    assert.deepEqual(written, []);
  });

  const refusals: readonly (readonly [program: string, what: RegExp, advice: RegExp])[] = [
    ["host", /^The program trains on the CPU, though torch\.cuda\.is_available\(\) says/, /^let it take its device/],
    [
      "group",
      /^Cannot trace several processes: .*init_process_group is called at commands\/refused\.py:13$/,
      /one process/,
    ],
    ["recurrent", /^Cannot trace nn\.LSTM at commands\/refused\.py:21: on CUDA/, /^measure this training$/],
    ["crash", /^ValueError: no such file: data\.bin \(at commands\/refused\.py:20\)$/, /^put that line right/],
    ["lbfgs", /^Cannot trace LBFGS: it keeps more with each iteration/, /^measure this training$/],
    ["short", /^The command ended with exit code 0, after 2 optimizer step\(s\)/, /^measure it/],
  ];
  for (const [program, what, advice] of refusals) {
    test(`is unknown, with a reason and what to do: ${program}`, async () => {
      const unknown = await predicted(`python commands/refused.py ${program}`);
      assert.ok(unknown.kind === "unknown");
      assert.match(unknown.reasons[0]?.what ?? "", what);
      assert.match(unknown.reasons[0]?.advice ?? "", advice);
    });
  }

  test("runs nothing for a stranger's pull request", async () => {
    const { result, written } = await inFolder((folder) =>
      predicted("touch ran", folder, ports({ reason: "fork", detail: "it comes from a fork" })),
    );
    assert.ok(result.kind === "unknown");
    assert.equal(result.reasons[0]?.what, "it comes from a fork");
    assert.deepEqual(written, []);
  });
});

/** The CPU's kernels step an optimizer in another way, and count its steps on the host: 4 bytes for each parameter. */
test("two models need what they need when they are trained on the CPU", { skip }, async () => {
  const run = "python commands/gan.py";
  const measured = await ports().measure(commandOf(run, { warmup: 1, steps: 2 }), import.meta.dirname);
  assert.ok(measured.kind === "measured", JSON.stringify(measured));
  const { events } = await traceOf(run);
  const traced = profileOf(
    events.filter((event) => event.op !== "kernel"),
    { kind: "cpu", name: "CPU" },
  );
  assert.deepEqual(
    peaksOf(traced.phases),
    peaksOf(measured.document.phases).map((peak) => peak - 8 * 4),
  );
});

type Phases = {
  readonly [phase in "setup" | "forward" | "backward"]?: { readonly allocated_bytes: number } | undefined;
};

function peaksOf({ setup, forward, backward }: Phases): number[] {
  return [setup, forward, backward].map((peak) => peak?.allocated_bytes ?? 0);
}

async function predicted(run: string, folder = import.meta.dirname, world = ports()): Promise<Prediction> {
  const command = commandOf(run);
  const session = world.trace(command, a100, folder);
  try {
    return await predictCommand(checkedTraces(session.at), command, a100);
  } finally {
    await session.end();
  }
}

async function traceOf(run: string): Promise<TraceDocument> {
  const session = ports().trace(commandOf(run), a100, import.meta.dirname);
  const answer = await checkedTraces(session.at)(null);
  await session.end();
  assert.ok(answer.kind === "traced", JSON.stringify(answer));
  return answer.document;
}

function traceDescribed(training: DescribedTraining): TraceDocument {
  const script = join(import.meta.dirname, "trace_step.py");
  const options = { input: JSON.stringify([training]), encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  const run = spawnSync(python ?? "", [script, JSON.stringify(cardOf(a100))], { ...options, cwd: import.meta.dirname });
  assert.equal(run.status, 0, run.stderr);
  const [{ error, ...document }] = JSON.parse(run.stdout) as [TraceDocument & { readonly error?: string }];
  assert.equal(error, undefined);
  return document;
}

/** Not the scalars: a log's, a counter's. What Lightning's own module is called is not ours to compare. */
function textOf({ events }: TraceDocument, differences: readonly Difference[]): readonly string[] {
  const births = new Map<number, Line>();
  const all = events.flatMap((event): Line[] => {
    if (event.op === "kernel") return [{ ...event, bytes: 0, category: "" }];
    if (event.op === "alloc") births.set(event.id, event);
    const { operator, module, category, bytes } = births.get(event.id) ?? assert.fail(`${event.id} has no birth`);
    return bytes <= 8
      ? []
      : [{ op: event.op, bytes, operator, module, category, phase: event.phase, step: event.step }];
  });
  const kept = differences.reduce<readonly Line[]>((lines, { kept: keep }) => lines.filter(keep), all);
  return kept.map(({ phase, step, op, bytes, operator, module, category }) =>
    [phase, step, op, bytes, operator, module.replace(/^(network|criterion)\.?/, ""), category].join(" "),
  );
}

function peakOf({ events, torch }: TraceDocument): number {
  return profileOf(withKernels(events, a100, releaseOf(torch)), a100).allocated_bytes;
}
