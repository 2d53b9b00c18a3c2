import assert from "node:assert/strict";
import { test } from "node:test";
import * as z from "zod/mini";
import { PROGRAMS, runAlone, runMeasured, skipWithout } from "./program.ts";

const Said = z.object({ parameters: z.int(), gradients: z.int(), optimizer: z.int() });

/** Processes of one training stop at the same step, and so at a number of steps. */
const MEASURED = 10;

const TORCHRUN = "torchrun --standalone --nproc-per-node 2";
/** Two layers: 32 × 64 + 64 and 64 × 10 + 10 parameters of four bytes, each gradient in a bucket. */
const DDP = { strategy: "ddp", gradient_bucket_bytes: 4 * 2762, sharded_parameters_bytes: 0 } as const;
/** Three layers, half of each row: (32 × 64 + 64 + 64 × 64 + 64 + 64 × 10 + 10) ∕ 2 parameters of four bytes. */
const FSDP2 = { strategy: "fsdp2", gradient_bucket_bytes: 0, sharded_parameters_bytes: (4 * 6922) / 2 } as const;

const trainings: readonly (readonly [what: string, command: string, expected: typeof DDP | typeof FSDP2])[] = [
  ["torchrun with DDP", `${TORCHRUN} ${PROGRAMS}/ddp.py`, DDP],
  ["torchrun with FSDP2", `${TORCHRUN} ${PROGRAMS}/fsdp2.py`, FSDP2],
  ["processes that a script spawned", `python ${PROGRAMS}/spawned.py spawn`, DDP],
  ["processes that a script forked", `python ${PROGRAMS}/spawned.py fork`, DDP],
];

for (const [what, command, expected] of trainings) {
  test(`the probe measures each of two processes: ${what}`, { skip: skipWithout("torch") }, async (t) => {
    const alone = runAlone(t, command);
    const run = await runMeasured(t, command);
    const { measurement } = run;
    assert.ok(measurement.kind === "measured", measurement.kind === "measured" ? "" : measurement.detail);
    const { document, ranks } = measurement;
    assert.deepEqual(
      ranks.map(({ rank }) => rank),
      [0, 1],
    );
    assert.equal(document.device_bytes, Math.max(...ranks.map((each) => each.device_bytes)));
    const { distributed, nominal_bytes } = document;
    assert.deepEqual({ ...distributed, ...expected, world_size: 2, unsharded_bytes: 0 }, distributed);
    const { parameters, gradients, optimizer } = nominal_bytes;
    assert.deepEqual({ parameters, gradients, optimizer }, Said.parse(JSON.parse(alone.stdout.at(-1) ?? "")));
    assert.deepEqual([document.warmup, document.steps, document.stopped], [2, MEASURED, "steps"]);
    // the first process says each step when it is over, and the twelfth is not
    assert.deepEqual(run.stdout, alone.stdout.slice(0, 2 + MEASURED - 1));
    assert.deepEqual([run.made, run.left], [[], []]);
  });
}
