import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAllocConf, onlyTraining, parseBatchSizes } from "../../src/commands/predict-options.ts";
import { UserError } from "../../src/config/user-error.ts";
import { trainingOf } from "../report/fixtures.ts";

test("parseBatchSizes() reads a list, and gives it ascending", () => {
  assert.deepEqual(parseBatchSizes("8"), [8]);
  assert.deepEqual(parseBatchSizes("32, 8,16777216"), [8, 32, 16_777_216]);
});

const bad: readonly (readonly [text: string, message: string])[] = [
  ["", 'number 1 is "", wanted a whole number from 1 to 16777216, as in 8,16,32'],
  ["8,,16", 'number 2 is "", wanted a whole number from 1 to 16777216, as in 8,16,32'],
  ["8,x", 'number 2 is "x", wanted a whole number from 1 to 16777216, as in 8,16,32'],
  ["0,8", 'number 1 is "0", wanted a whole number from 1 to 16777216, as in 8,16,32'],
  ["8,-1", 'number 2 is "-1", wanted a whole number from 1 to 16777216, as in 8,16,32'],
  ["8.5", 'number 1 is "8.5", wanted a whole number from 1 to 16777216, as in 8,16,32'],
  ["8,16777217", 'number 2 is "16777217", wanted a whole number from 1 to 16777216, as in 8,16,32'],
  ["8,16,8", "8 is there twice"],
  [Array.from({ length: 65 }, (_, index) => index + 1).join(","), "it has 65 batch sizes, wanted at most 64"],
];

for (const [text, message] of bad) {
  test(`parseBatchSizes() refuses ${text.slice(0, 20)}`, () => {
    assert.throws(
      () => parseBatchSizes(text),
      new UserError(`Cannot use --batch-size ${JSON.stringify(text)}: ${message}`),
    );
  });
}

test("checkAllocConf() gives back what the allocator model can read, and refuses the rest", () => {
  for (const text of ["", "expandable_segments:True", "max_split_size_mb:128,roundup_power2_divisions:4"]) {
    assert.equal(checkAllocConf(text), text);
  }
  assert.throws(
    () => checkAllocConf("expandable:True"),
    /Cannot use --alloc-conf: .*"expandable": it is not one of PyTorch's/,
  );
  assert.throws(() => checkAllocConf("backend:cudaMallocAsync"), /wanted native/);
  assert.throws(() => checkAllocConf("per_process_memory_fraction:0.5"), /the config's budget says what may be used/);
});

test("onlyTraining() finds one in any of the configs, and names the nearest else", () => {
  const config = (file: string, ...names: string[]) => ({
    config: { file, trainings: names.map((name) => trainingOf({ name })) },
    workspace: "/",
  });
  const configs = [config("a.yml", "small", "large"), config("b.yml", "other")];
  const names = onlyTraining(configs, "large").map(({ config: { file, trainings } }) => [
    file,
    ...trainings.map(({ name }) => name),
  ]);
  assert.deepEqual(names, [["a.yml", "large"]]);
  assert.throws(() => onlyTraining(configs, "lrage"), /there is no such training, did you mean large\?/);
  assert.throws(() => onlyTraining(configs, "xyz"), /wanted one of small, large, other/);
});
