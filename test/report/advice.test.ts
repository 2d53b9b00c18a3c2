import assert from "node:assert/strict";
import { test } from "node:test";
import { NOT_MEASURED_REASONS, WAS_TRIED } from "../../src/probe/reasons.ts";
import { ADVICE } from "../../src/report/advice.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { proseMarkdown } from "../../src/report/escape.ts";
import { resultsOf } from "../../src/compare/compare.ts";
import { resultOf, trainingOf } from "./fixtures.ts";

for (const reason of NOT_MEASURED_REASONS) {
  test(`the report says what happened and what to do: ${reason}`, () => {
    const detail = "TypeError: first words\ntrain.py:7 in main\n  second **words**";
    const results = resultsOf("vram-budget.yml", [resultOf(trainingOf(), { kind: "not-measured", reason, detail })]);
    const terminal = renderTerminal(results, { color: false, width: 100 });
    const markdown = renderMarkdown(results, 0);
    const first = ADVICE[reason] === "" ? "TypeError: first words" : `TypeError: first words; ${ADVICE[reason]}`;
    const what = WAS_TRIED[reason] ? "the measurement failed" : "not measured";
    assert.ok(terminal.includes(`${what}: ${first}\n     │ train.py:7 in main\n`), terminal);
    assert.ok(markdown.includes(proseMarkdown(`${what}: ${first}`)), markdown);
    assert.ok(markdown.includes("what was seen of the failure</summary>\n\n```text\ntrain.py:7 in main\n"), markdown);
    assert.equal(results.verdict, WAS_TRIED[reason] ? "unknown" : "pass");
  });
}
