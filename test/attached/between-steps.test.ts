import assert from "node:assert/strict";
import { test } from "node:test";
import { skipWithout } from "./program.ts";
import { measureProgram, TRAINING } from "./measuring.ts";

/** Between two steps: 128 bytes of targets, which the next take the place of, and 4,000 that stay. */
const KEEPING = `${TRAINING}
kept = []
for _ in range(8):
    target = torch.ones(4, 8)
    step()
    kept.append(torch.zeros(1000))
`;

test(
  "on the CPU what a program keeps from step to step is not its batch",
  { skip: skipWithout("torch") },
  async (t) => {
    const files = { "train.py": KEEPING };
    const measurement = await measureProgram(t, { run: "python train.py", files, keys: "steps: 5" });
    assert.ok(measurement.kind === "measured", JSON.stringify(measurement));
    const { batch, temporary } = measurement.document.peak.categories;
    // In the last step: the inputs and the targets, and what was kept before it, of which nobody knows yet that it will stay.
    assert.equal(batch, 128 + 128 + 4000);
    // Kept after each of the measured steps before: the two of the warm-up are in none, or were not looked at.
    assert.ok(temporary >= 3 * 4000, String(temporary));
  },
);
