import assert from "node:assert/strict";
import { test } from "node:test";
import * as z from "zod/mini";
import type { MeasurementDocument } from "../../src/measure/measurement.ts";
import { type MeasuredRun, PROGRAMS, runAlone, runMeasured, skipWithout } from "./program.ts";

/** What a program's libraries say of it, in bytes; `count` is of parameters. */
const Said = z.object({
  parameters: z.int(),
  /** Left out where it has none. */
  buffers: z.optional(z.int()),
  gradients: z.int(),
  optimizer: z.int(),
  count: z.optional(z.int()),
});

type Expected = {
  /** Of `examples/zoo/requirements.txt` and `test/requirements.txt`. */
  readonly packages?: readonly string[];
  readonly warmup?: number;
  readonly measured?: number;
  /** Times that the program says `step` before it is stopped; it does so after each step. */
  readonly said?: number;
  readonly shapes: readonly (readonly [tensors: readonly string[], steps: number])[];
  readonly phases?: readonly string[];
};

const STEP = ["setup", "forward", "backward", "optimizer"];
/** Six steps in a row have the same peak: the last five are none higher than the first. */
const MEASURED = 6;

/** Each stops before its eighth `step` is said: two of warm-up and six measured, the last of which is not over for it. */
const PLAIN = { shapes: [[["float32[16, 32]"], MEASURED]] } as const satisfies Expected;
const HALVES = [[["float32[8, 32]"], MEASURED]] as const;
/** What the generator and the critic are given. */
const OF_BOTH = [
  [["float32[16, 8]"], MEASURED],
  [["float32[16, 32]"], MEASURED],
] as const;
/** The last is how many tokens are trained on in the whole step. */
const TOKENS = [[["int64[4, 16]", "int64[4, 16]", "float32[]"], MEASURED]] as const;

const programs: readonly (readonly [what: string, command: string, expected: Expected])[] = [
  ["a script with an argument parser", `python ${PROGRAMS}/plain.py --batch-size 16 --epochs 4`, PLAIN],
  ["python -m", "python -m plain --epochs=4", PLAIN],
  [
    "accumulated gradients and a scaler, one step of which overflows, in float16",
    `python ${PROGRAMS}/scaled.py float16`,
    { said: 8, shapes: HALVES },
  ],
  [
    "accumulated gradients and a scaler, one step of which overflows, in bfloat16",
    `python ${PROGRAMS}/scaled.py bfloat16`,
    { said: 8, shapes: HALVES },
  ],
  ["a GAN with two optimizers", `python ${PROGRAMS}/gan.py 1`, { shapes: OF_BOTH }],
  [
    "a WGAN whose critic steps five times",
    `python ${PROGRAMS}/gan.py 5`,
    // nobody knew of the generator's optimizer before the first five were over
    { warmup: 6, said: 7, shapes: OF_BOTH },
  ],
  ["LBFGS with a closure", `python ${PROGRAMS}/lbfgs.py`, { shapes: [[["float32[64, 16]"], MEASURED]] }],
  ["an optimizer for each parameter, in backward", `python ${PROGRAMS}/in_backward.py`, PLAIN],
  ["a reentrant checkpoint", `python ${PROGRAMS}/checkpointed.py reentrant`, { shapes: [] }],
  ["a checkpoint", `python ${PROGRAMS}/checkpointed.py other`, { shapes: [[["float32[64, 32]"], MEASURED]] }],
  [
    "evaluations between steps",
    `python ${PROGRAMS}/evaluating.py`,
    // the second measured step begins with what the evaluation before it holds, which is a new peak
    { measured: 7, said: 8, shapes: [[["float32[8, 32]"], 7]], phases: [...STEP, "evaluation"] },
  ],
  ["a frozen backbone and a teacher", `python ${PROGRAMS}/distilled.py`, PLAIN],
  ["a failure of something else meanwhile", `python ${PROGRAMS}/meanwhile.py`, { shapes: HALVES }],
  [
    "a data loader's forked processes",
    `python ${PROGRAMS}/workers.py fork`,
    { shapes: [[["float32[20, 32]"], MEASURED]] },
  ],
  [
    "a data loader's spawned processes",
    `python ${PROGRAMS}/workers.py spawn`,
    { shapes: [[["float32[20, 32]"], MEASURED]] },
  ],
  [
    "Hugging Face's Trainer with a GPT-2",
    `python ${PROGRAMS}/trainer.py gpt2`,
    { packages: ["transformers", "accelerate"], shapes: TOKENS },
  ],
  [
    "Hugging Face's Trainer with a Llama",
    `python ${PROGRAMS}/trainer.py llama`,
    { packages: ["transformers", "accelerate"], shapes: TOKENS },
  ],
  [
    "accelerate launch",
    `accelerate launch --cpu --num_processes 1 ${PROGRAMS}/launched.py`,
    { packages: ["accelerate"], shapes: [[["float32[4, 32]"], MEASURED]] },
  ],
  [
    "Lightning's Trainer",
    `python ${PROGRAMS}/lightning_trainer.py`,
    { packages: ["lightning"], said: 8, shapes: [[["float32[4, 32]"], MEASURED]], phases: [...STEP, "evaluation"] },
  ],
  [
    "LoRA",
    `python ${PROGRAMS}/lora.py`,
    { packages: ["peft", "transformers"], shapes: [[["int64[2, 16]", "int64[2, 16]"], MEASURED]] },
  ],
];

for (const [what, command, expected] of programs) {
  const { packages = [], warmup = 2, measured = MEASURED, said = 7, shapes, phases = STEP } = expected;
  test(`the probe measures ${what} as its libraries say`, { skip: skipWithout("torch", ...packages) }, async (t) => {
    const alone = runAlone(t, command);
    const run = await runMeasured(t, command);
    const document = documentOf(run);
    assertHolds(document, alone.stdout.at(-1));
    assert.deepEqual([document.warmup, document.steps, document.stopped], [warmup, measured, "stable"]);
    assert.deepEqual(Object.keys(document.phases).toSorted(), phases.toSorted());
    assert.deepEqual(
      document.batch_shapes,
      shapes.map(([tensors, steps]) => ({ tensors, steps })),
    );
    assertStopped(run, alone.stdout, said);
    assert.notDeepEqual(alone.made, []);
  });
}

/** Nothing that it does at its end is done, nobody of it lives, and what it printed is what it prints without us. */
function assertStopped(run: MeasuredRun, aloneStdout: readonly string[], said: number): void {
  assert.deepEqual(run.left, []);
  assert.deepEqual(run.made, []);
  assert.deepEqual(run.stdout, aloneStdout.slice(0, run.stdout.length));
  assert.equal(run.stdout.filter((line) => /^(step |\{'loss')/.test(line)).length, said);
}

function assertHolds(document: MeasurementDocument, summary = ""): void {
  const { count, ...bytes } = Said.parse(JSON.parse(summary));
  const { batch: _, ...measured } = document.nominal_bytes;
  assert.deepEqual(measured, { buffers: 0, ...bytes });
  if (count !== undefined) assert.equal(document.parameters, count);
  const { categories, unattributed_bytes } = document.peak;
  const sum = Object.values(categories).reduce<number>((total, size) => total + size, unattributed_bytes);
  assert.equal(sum, document.allocated_bytes);
  assert.equal(categories["parameters"], bytes.parameters);
  const highest = Math.max(...Object.values(document.phases).map((phase) => phase.allocated_bytes));
  assert.equal(highest, document.allocated_bytes);
}

function documentOf({ measurement }: MeasuredRun): MeasurementDocument {
  assert.ok(measurement.kind === "measured", measurement.kind === "measured" ? "" : measurement.detail);
  return measurement.document;
}
