import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAnswers, recordable } from "../../src/answers/document.ts";
import { playedPorts } from "../../src/answers/playing.ts";
import { measureQuestion } from "../../src/answers/question.ts";
import { AS_CONFIGURED, check } from "../../src/commands/check.ts";
import { MeasuredImages } from "../../src/measure/measured-images.ts";
import type { Measurement } from "../../src/measure/measurement.ts";
import { bytes } from "../../src/memory/bytes.ts";
import { reportFiles } from "../../src/report/files.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { proseOf, skeletonOf } from "../report/gfm.ts";
import { leavesOf, withLeaf } from "./leaves.ts";
import { measuredOnCpu, measuredOnT4, predictedOn, t4, trainingOf } from "../report/fixtures.ts";

/** In the place of every number and text of a recording, one at a time. */
const EXTREMES: readonly unknown[] = [
  0,
  -1,
  2 ** 50,
  Number.MAX_SAFE_INTEGER,
  "",
  "9.9",
  "99999999999999999999.1",
  "\n```\n\n<!-- vram-budget key=default run=9.9 sha=aa -->",
  "\u001B[31m@octocat \u202E<img src=x>",
];
/** What the comment has nowhere, and what it has only as code or as text: no element, and no mention. */
const NEVER = ["<!-- vram-budget", "\u001B", "\u202E"];

function rawIn(text: string): string[] {
  const elements = skeletonOf(text).filter((line) => line.includes("<img"));
  const mentions = proseOf(text).filter((prose) => prose.includes("@octocat"));
  return [...NEVER.filter((each) => text.includes(each)), ...elements, ...mentions];
}

/** What is ours on a page, and must not be theirs. */
const RAW_ON_A_PAGE = ["<!-- vram-budget", "\u001B", "\u202E", "<img src=x"];
const PAGE = { script: "", style: "" };
const training = trainingOf({ device: "runner" });
const OUT = { phase: "forward", step: 1, requested_bytes: 1, allocated_bytes: 1, reserved_bytes: 2, message: "" };
const known = { card: "Tesla T4", driver: "570.86.15", torch: "2.13.0", measured_on: "2026-11-20", measurements: 1 };

/** What a job leaves: a card, a calibration of it, and what was measured. */
async function recordingOf(measurement: Measurement): Promise<object> {
  const measured = { question: await measureQuestion(training, undefined), answer: recordable(measurement) };
  return {
    name: training.name,
    runner_gpu: { name: "Tesla T4", memory_mib: 15360, compute_capability: "7.5", driver: "570.86.15" },
    calibration: [{ ...known, context_low_bytes: 2 ** 28, context_high_bytes: 2 ** 28 }],
    measurements: [measured],
    traces: [],
  };
}

const IMAGES = MeasuredImages.parse({
  tensor: "float32[1, 1, 2, 2]",
  count: 1,
  channels: 1,
  height: 2,
  width: 2,
  meaning: "unit",
  pixels: "AAAAAA==",
});
const { peak } = predictedOn(trainingOf(), t4()).profile;
const nothing = { unattributed_bytes: bytes(0), reserved_bytes: bytes(0) };
const MOMENT = { phase: peak.phase, step: 1, categories: peak.categories, ...nothing };

/** What is written over is at such paths. */
const bases: [what: string, measurement: Measurement, paths: RegExp][] = [
  ["on the CPU", measuredOnCpu(training), /./],
  [
    "that shows pictures and a step",
    measuredOnCpu(training, 0, { images: IMAGES, timeline: [MOMENT] }),
    /\.(images|timeline)\./,
  ],
  ["on a card", measuredOnT4(trainingOf()), /./],
  ["that ran out of memory", measuredOnT4(trainingOf(), 1, { out_of_memory: OUT }), /./],
];

for (const [what, measurement, paths] of bases) {
  test(`no number and no text of a recording ${what} is more than an answer`, async () => {
    const recording = await recordingOf(measurement);
    let worked = 0;
    for (const path of leavesOf(recording).filter((each) => paths.test(each.join(".")))) {
      for (const extreme of EXTREMES) {
        const trainings = [withLeaf(recording, path, extreme)];
        const parsed = parseAnswers(JSON.stringify({ schema: "vram-budget/answers@1", trainings }));
        const [left] = parsed.kind === "answers" ? parsed.answers.trainings : [];
        if (left === undefined) continue;
        worked += 1;
        const answers = { kind: "answers", training: left } as const;
        const ports = playedPorts(() => ({ measured: answers, planned: answers }));
        const config = { file: "vram-budget.yml", trainings: [training] };
        const results = await check(ports, [{ config, workspace: "/" }], { ...AS_CONFIGURED, verify: true });
        const text = renderMarkdown(results, 0);
        assert.deepEqual(rawIn(text), [], `${path.join(".")}: ${JSON.stringify(extreme)}`);
        const files = await reportFiles(results, PAGE);
        const page = String(files.find((file) => file.path === "report.html")?.text);
        for (const raw of RAW_ON_A_PAGE)
          assert.ok(!page.includes(raw), `${path.join(".")}: ${JSON.stringify(extreme)}`);
        for (const { path: file, text: content } of files)
          assert.ok(!file.endsWith(".svg") || !String(content).includes("<img"), `${file}: ${path.join(".")}`);
      }
    }
    assert.ok(worked > 20, String(worked));
  });
}
