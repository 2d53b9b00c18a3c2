import assert from "node:assert/strict";
import { test } from "node:test";
import { annotationsOf, problemAnnotations } from "../../src/github/annotations.ts";
import type { Change } from "../../src/compare/change.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { GALLERY, NOT_MEASURED, only, resultOf, trainingOf } from "../report/fixtures.ts";

const over = () => resultOf(trainingOf({ budget: "100 MiB" }), NOT_MEASURED);
const tight = () => resultOf(trainingOf({ budget: "170 MiB" }), NOT_MEASURED);

test("annotationsOf() stands on the training's line", () => {
  assert.deepEqual(annotationsOf(only(over())), [
    {
      level: "error",
      message: "mnist-mlp: over budget by 65.00 MiB (predicted)",
      place: { file: "vram-budget.yml", startLine: 3, startColumn: 3 },
    },
  ]);
});

test("annotationsOf() ends what is over budget with the cheapest way back", () => {
  const [, make] = GALLERY.find(([name]) => name === "ways-of-layers") ?? assert.fail();
  const [first] = annotationsOf(make());
  assert.equal(
    first?.message,
    "one: over budget by 23.00 MiB (predicted). The cheapest way back: optimizer: {Adam: {lr: 0.001, fused: true}}, which needs 419.0 MiB",
  );
});

test("annotationsOf() warns of what is only close, and is silent about what was not measured", () => {
  assert.deepEqual(
    annotationsOf(only(tight())).map(({ level }) => level),
    ["warning"],
  );
  assert.deepEqual(annotationsOf(only(resultOf(trainingOf(), NOT_MEASURED))), []);
});

test("annotationsOf() says how many GitHub would not show", () => {
  const trainings = [...Array.from({ length: 12 }, over), ...Array.from({ length: 10 }, tight)];
  const all = annotationsOf({ ...only(over()), trainings });
  assert.deepEqual(
    all.map(({ level }) => level),
    [...Array<string>(10).fill("error"), ...Array<string>(10).fill("warning")],
  );
  assert.deepEqual(all[9], { level: "error", message: "3 more are in the job summary" }); // 12 − 9
  assert.ok(all[19]?.place !== undefined);
});

const messages: [what: string, message: string, expected: ReturnType<typeof problemAnnotations>][] = [
  ["a message without a place", "Cannot find a config", [{ level: "error", message: "Cannot find a config" }]],
  [
    "a problem with a place",
    "Cannot use a.yml: 1 problem\na.yml:3:7: trainings.a: expected a map, found 1:2:3: x",
    [
      {
        level: "error",
        message: "trainings.a: expected a map, found 1:2:3: x",
        place: { file: "a.yml", startLine: 3, startColumn: 7 },
      },
    ],
  ],
];

for (const [what, message, expected] of messages) {
  test(`problemAnnotations() reads ${what}`, () => assert.deepEqual(problemAnnotations(message), expected));
}

const place = { file: "vram-budget.yml", line: 9, column: 5 };
const grown = (delta_bytes: number, budget: string) => {
  const key = { base: "64", head: "128", place, allocated_delta_bytes: delta_bytes, no_share: undefined };
  const change: Change = {
    kind: "changed",
    base_bytes: bytes(100 * MIB),
    head_bytes: bytes(100 * MIB + delta_bytes),
    delta_bytes,
    categories: [],
    keys: [
      { ...key, path: "batch_size", delta_bytes },
      { ...key, path: "optimizer.Adam.lr", delta_bytes: 0, place: { ...place, line: 10 } },
      { ...key, path: "run", delta_bytes: undefined, no_share: "not-predicted", place: { ...place, line: 11 } },
    ],
    together_bytes: 0,
    measured: undefined,
  };
  return only(resultOf(trainingOf({ budget }), NOT_MEASURED, undefined, [], { change }));
};

const levels: readonly (readonly [what: string, delta: number, budget: string, expected: readonly unknown[]])[] = [
  [
    "notices what moves the prediction",
    MIB,
    "90%",
    [
      ["notice", 9],
      ["notice", 11],
    ],
  ],
  [
    "fails a key that raises what is over budget",
    MIB,
    "100 MiB",
    [
      ["error", 3],
      ["error", 9],
      ["notice", 11],
    ],
  ],
  [
    "notices a key that lowers what is over budget all the same",
    -MIB,
    "100 MiB",
    [
      ["error", 3],
      ["notice", 9],
      ["notice", 11],
    ],
  ],
];
for (const [what, delta, budget, expected] of levels) {
  test(`annotationsOf() ${what}, on the key's own line`, () => {
    assert.deepEqual(
      annotationsOf(grown(delta, budget)).map((each) => [each.level, each.place?.startLine]),
      expected,
    );
  });
}
