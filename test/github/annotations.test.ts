import assert from "node:assert/strict";
import { test } from "node:test";
import { annotationsOf, problemAnnotations } from "../../src/github/annotations.ts";
import { NOT_MEASURED, only, resultOf, trainingOf } from "../report/fixtures.ts";

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
