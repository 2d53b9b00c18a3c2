import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "../../src/report/json.ts";
import { DETAILS, renderMarkdown } from "../../src/report/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { matchesGolden } from "../golden.ts";
import { GALLERY } from "./fixtures.ts";

for (const [name, make] of GALLERY) {
  test(`renderMarkdown() shows ${name}`, () => matchesGolden(`report/${name}.md`, renderMarkdown(make(), 0)));
  test(`renderTerminal() shows ${name}`, () =>
    matchesGolden(`report/${name}.txt`, renderTerminal(make(), { color: false, width: 100 })));
}

test("renderJson() writes vram-budget/report@1", () => {
  const [, make] = GALLERY[0] ?? assert.fail();
  matchesGolden("report/measured-on-the-cpu.json", renderJson(make()));
});

test("renderTerminal() uses colour only where it is asked for", () => {
  const [, make] = GALLERY[0] ?? assert.fail();
  assert.ok(!renderTerminal(make(), { color: false, width: 100 }).includes("\u001b"));
  assert.ok(renderTerminal(make(), { color: true, width: 100 }).includes("\u001b[32m✅"));
});

test("renderMarkdown() gets shorter with each step of the ladder, and says so", () => {
  const [, make] = GALLERY.at(-1) ?? assert.fail();
  const texts = DETAILS.map((detail) => renderMarkdown(make(), detail));
  for (const [index, text] of texts.entries()) {
    assert.equal(text.includes("Shortened to fit"), index > 0);
    assert.ok(text.startsWith("### ✅ GPU memory within budget: 12 trainings"));
    if (index > 0) assert.ok(text.length < (texts[index - 1] ?? "").length);
  }
});

test("renderMarkdown() shows a stranger's text as text", () => {
  const [, make] = GALLERY.find(([name]) => name === "measurement-failed") ?? assert.fail();
  const text = renderMarkdown(make(), 0);
  for (const markup of ["<!--", "@everyone", "| `boom`"]) assert.ok(!text.includes(markup), markup);
});
