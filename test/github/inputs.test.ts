import assert from "node:assert/strict";
import { test } from "node:test";
import { UserError } from "../../src/config/user-error.ts";
import { readInputs } from "../../src/github/inputs.ts";

/** What the action reads when the workflow says `inputs`. */
function readWith(inputs: Readonly<Record<string, string>>) {
  const names = Object.keys(inputs).map((name) => `INPUT_${name.toUpperCase()}`);
  for (const [index, value] of Object.values(inputs).entries()) process.env[names[index] ?? ""] = value;
  try {
    return readInputs(process.env);
  } finally {
    for (const name of names) delete process.env[name];
  }
}

test("readInputs() verifies nothing and names no calibration unless it is asked to", () => {
  const { verify, calibration } = readWith({});
  assert.deepEqual([verify, calibration], [false, undefined]);
});

test("readInputs() takes verify and calibration", () => {
  const { verify, calibration } = readWith({ verify: "true", calibration: "gpu/calibration.json" });
  assert.deepEqual([verify, calibration], [true, "gpu/calibration.json"]);
});

test("readInputs() refuses what is neither true nor false", () => {
  const message = 'Cannot use the input verify: found "yes", wanted false or true';
  assert.throws(
    () => readWith({ verify: "yes" }),
    (error) => error instanceof UserError && error.message === message,
  );
});
