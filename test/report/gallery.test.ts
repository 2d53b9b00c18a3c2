import assert from "node:assert/strict";
import { test } from "node:test";
import { renderJson } from "../../src/report/json.ts";
import type { Links } from "../../src/report/links.ts";
import { COMMENT_LIMIT, fittingText } from "../../src/github/fitting-text.ts";
import { DETAILS, renderMarkdown, renderQuiet } from "../../src/report/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { matchesGolden } from "../golden.ts";
import { COMMENTS } from "./comments.ts";
import { GALLERY } from "./fixtures.ts";

const LINKS: Links = {
  files: `https://github.com/octo-org/octo-repo/blob/${"e4".repeat(20)}`,
  run: "https://github.com/octo-org/octo-repo/actions/runs/42",
  head_sha: "e4".repeat(20),
};

for (const [name, make] of COMMENTS) {
  test(`the comment shows ${name}`, () => {
    const results = make();
    const text = fittingText(DETAILS, (detail) => renderMarkdown(results, detail, LINKS), COMMENT_LIMIT);
    matchesGolden(`comment/${name}.md`, text);
  });
}

test("renderQuiet() leaves a line of a comment whose cause is gone", () => {
  const [, make] = COMMENTS.find(([name]) => name === "six-unchanged") ?? assert.fail();
  assert.equal(
    renderQuiet(make(), LINKS),
    `### ✅ GPU memory within budget: 4 trainings, the tightest cifar-mlp with 165.0 MiB of 13.1 GiB on Tesla T4 (predicted)

<sub>What this comment was about is gone: 4 trainings within budget, not moved beyond the tolerance since \`main\`.</sub>

<sub>[Full report](${LINKS.run}) · updated for e4e4e4e</sub>
`,
  );
});

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
  const [, make] = COMMENTS.find(([name]) => name === "two-hundred") ?? assert.fail();
  const results = make();
  const texts = DETAILS.map((detail) => renderMarkdown(results, detail));
  for (const [index, text] of texts.entries()) {
    assert.equal(text.includes("Shortened to fit"), index > 0);
    assert.ok(text.startsWith("### ❌ GPU memory over budget: experiment-165"));
    if (index > 0) assert.ok(text.length < (texts[index - 1] ?? "").length, String(index));
  }
});

test("renderMarkdown() shows a stranger's text as text", () => {
  const [, make] = GALLERY.find(([name]) => name === "measurement-failed") ?? assert.fail();
  const text = renderMarkdown(make(), 0);
  for (const markup of ["<!--", "@everyone", "| `boom`"]) assert.ok(!text.includes(markup), markup);
});
