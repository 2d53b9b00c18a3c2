import assert from "node:assert/strict";
import { test } from "node:test";
import { type Answers, formatAnswers, parseAnswers, recordable } from "../../src/answers/document.ts";
import { measuredOnCpu, trainingOf } from "../report/fixtures.ts";

const question = "0".repeat(64);
const measured = recordable(measuredOnCpu(trainingOf()));
const good: Answers = {
  schema: "vram-budget/answers@1",
  trainings: [
    {
      name: "mnist-mlp",
      runner_gpu: { name: "Tesla T4", memory_mib: 15360, compute_capability: "7.5", driver: "570.86.15" },
      calibration: [],
      measurements: measured === undefined ? [] : [{ question, answer: measured }],
      traces: [{ question, answer: { kind: "failed", detail: "no module named own" } }],
    },
  ],
};

test("parseAnswers() reads what formatAnswers() writes", () => {
  assert.deepEqual(parseAnswers(formatAnswers(good)), { kind: "answers", answers: good });
});

/** The good one with something else in the place of the training's `keys`. */
function withTraining(changes: object): string {
  return JSON.stringify({ ...good, trainings: [{ ...good.trainings[0], ...changes }] });
}

const failed = { kind: "not-measured", reason: "failed", detail: "" };
const asMeasurement = (answer: object) => withTraining({ measurements: [{ question, answer }] });
const asDocument = (changes: object) =>
  asMeasurement({ ...measured, document: { ...(measured as { document: object }).document, ...changes } });

const rows: [what: string, written: string, detail: RegExp][] = [
  ["no JSON", "{", /^the document is not as .* \(invalid type\)$/],
  ["a list", "[]", /^the document is not as .* \(invalid type\)$/],
  [
    "another schema",
    formatAnswers(good).replace("answers@1", "answers@2"),
    /^schema is not as vram-budget\/answers@1 has it/,
  ],
  [
    "a report",
    JSON.stringify({ schema: "vram-budget/report@1", verdict: "pass", trainings: [] }),
    /^schema is not as vram-budget\/answers@1 has it/,
  ],
  ["a verdict", JSON.stringify({ ...good, verdict: "pass" }), /^the document is .* \(unrecognized keys\)$/],
  ["a training's verdict", withTraining({ verdict: "pass" }), /^trainings\.0 is .* \(unrecognized keys\)$/],
  ["a budget", withTraining({ budget: { limit_bytes: 1e12 } }), /^trainings\.0 is .* \(unrecognized keys\)$/],
  [
    "a pull request's number",
    JSON.stringify({ ...good, pull_request: 1 }),
    /^the document is .* \(unrecognized keys\)$/,
  ],
  ["a question that is none", withTraining({ traces: [{ question: "all", answer: failed }] }), /traces\.0\.question/],
  [
    "a word on whether to measure",
    asMeasurement({ ...failed, reason: "not-asked" }),
    /measurements\.0\.answer\.reason/,
  ],
  ["a word on forks", asMeasurement({ ...failed, reason: "fork" }), /measurements\.0\.answer\.reason/],
  ["a word on its own absence", asMeasurement({ ...failed, reason: "no-answer" }), /measurements\.0\.answer\.reason/],
  ["an unknown reason", asMeasurement({ ...failed, reason: "well" }), /measurements\.0\.answer\.reason/],
  ["a negative size", asDocument({ allocated_bytes: -1 }), /document\.allocated_bytes/],
  ["a size that is no number", asDocument({ allocated_bytes: "1" }), /document\.allocated_bytes/],
  ["a size that is not whole", asDocument({ allocated_bytes: 0.5 }), /document\.allocated_bytes/],
  ["a size beyond what a number counts", asDocument({ allocated_bytes: 2 ** 53 }), /document\.allocated_bytes/],
  ["infinity", asDocument({ allocated_bytes: 1 }).replace('"allocated_bytes":1,', '"allocated_bytes":1e999,'), /bytes/],
  [
    "a recorded file",
    asMeasurement({ ...measured, recording: { format: "json" } }),
    /answer is .* \(unrecognized keys\)$/,
  ],
  [
    "a GPU of the future",
    withTraining({ runner_gpu: { ...good.trainings[0]?.runner_gpu, compute_capability: "x" } }),
    /compute_capability/,
  ],
  [
    "1,001 trainings",
    JSON.stringify({ ...good, trainings: Array.from({ length: 1001 }, () => good.trainings[0]) }),
    /^trainings is .* \(too big\)$/,
  ],
  [
    "a trace that is not packed",
    withTraining({ traces: [{ question, answer: { kind: "answered", trace: {} } }] }),
    /^trainings\.0\.traces\.0\.answer/,
  ],
  ["a deep nest", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, /^it is nested deeper than 32$/],
  [
    "a deep nest in a trace",
    withTraining({ traces: [] }).replace('"traces":[]', `"traces":${"[".repeat(40)}${"]".repeat(40)}`),
    /nested/,
  ],
  ["a nest that does not end", "[".repeat(1_000_000), /^it is nested deeper than 32$/],
];

for (const [what, written, detail] of rows) {
  test(`parseAnswers() refuses ${what}`, () => {
    const parsed = parseAnswers(written);
    assert.ok(parsed.kind === "problem", what);
    assert.match(parsed.detail, detail);
  });
}

test("parseAnswers() counts no brackets within texts", () => {
  const answer = { kind: "failed", detail: `\\"${"[{".repeat(100)}\\` };
  assert.equal(parseAnswers(withTraining({ traces: [{ question, answer }] })).kind, "answers");
});
