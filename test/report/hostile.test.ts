import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { Results } from "../../src/compare/result.ts";
import { annotationsOf, problemAnnotations } from "../../src/github/annotations.ts";
import { keepComment } from "../../src/github/sticky-comment.ts";
import { plainLine } from "../../src/report/escape.ts";
import type { Links } from "../../src/report/links.ts";
import { renderMarkdown, renderQuiet } from "../../src/report/markdown.ts";
import { renderProblem } from "../../src/report/problem.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { COMMENTS } from "./comments.ts";
import { GALLERY } from "./fixtures.ts";
import { linksOf, proseOf, skeletonOf } from "./gfm.ts";
import { poisoned } from "./poison.ts";

const SEED = Number(process.env["VRAM_BUDGET_SEED"] ?? 1);
const RUNS = Number(process.env["VRAM_BUDGET_RUNS"] ?? 20);

const LINKS: Links = {
  files: `https://github.com/octo-org/octo-repo/blob/${"e4".repeat(20)}`,
  run: "https://github.com/octo-org/octo-repo/actions/runs/42",
  head_sha: "e4".repeat(20),
};

/** What means something in markdown, HTML, on GitHub, in a log of Actions or at a terminal. */
const PIECES = Object.values({
  markdown: ["`", "``", "```", "````\n", "~~~", "|", "\\", "\\|", "*", "**", "_", "__", "~~", "# ", "- ", "1. ", "> "],
  breaks: ["=", "---", "\n\n", "\r::error::x", "\t", " "],
  html: [
    "<",
    ">",
    "<b>",
    "</details>",
    "</summary>",
    "<script>",
    "<img src=x onerror=a()>",
    "<!--",
    "-->",
    "<![CDATA[",
  ],
  entities: ["&", "&lt;", "&#64;", "&#8203;"],
  links: ["[", "](", "](https://e.vil)", "![", "[a](javascript:alert(1))", "[^1]", "[x]: https://e.vil"],
  addresses: ["https://e.vil", "http://e.vil/?a=b", "www.e.vil", "a@e.vil", "mailto:a@e.vil", "//e.vil", "ftp://e.vil"],
  github: ["@octocat", "@org/team", "#1", "o/r#1", "GH-1", "o/r@0123456", ":tada:", ":+1:", ":100:", "$x$", "$$"],
  commands: ["::error::x", "::add-mask::x", "##[error]x", "%0A::error::x", "::stop-commands::x"],
  terminals: ["\u001b[31m", "\u001b]8;;https://e.vil\u0007", "\u009b2J", "\u0008", "\u0000", "\u007f"],
  unseen: [
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\u200f",
    "\u2028",
    "\u0085",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\u{e0041}",
  ],
  ours: ["<!-- vram-budget key=default run=999.1 sha=0 -->", "vram-budget"],
  others: ["$(id)", "%s", "🟦", "模型", "é", "\ud800", "\ufe0f", "a", "0"],
}).flat();

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 9 })
  .map((parts) => parts.join(""));

/** As many lines, each of one harmless letter where there is anything to see. */
function harmless(text: string): string {
  return text
    .split("\n")
    .map((line) => (plainLine(line).trim() === "" ? line : "x"))
    .join("\n");
}

/** One of each kind of report; the smaller ones, for every run reads them all. */
const REPORTS = new Map(
  [...GALLERY, ...COMMENTS]
    .filter(([name]) => name !== "two-hundred" && name !== "twelve-trainings")
    .map(([name, make]) => [name, make()]),
);
const report = fc.constantFrom(...REPORTS.keys());

function poisonedReport(name: string, text: string): Results {
  return poisoned(REPORTS.get(name) ?? assert.fail(), text);
}

function forAll(check: (name: string, text: string) => void): void {
  fc.assert(fc.property(report, hostile, check), { seed: SEED, numRuns: RUNS * 5 });
}

test("no element comes of a stranger's text in a comment", () => {
  forAll((name, text) => {
    const [bad, good] = [text, harmless(text)].map((each) => renderMarkdown(poisonedReport(name, each), 0, LINKS));
    assert.deepEqual(skeletonOf(bad ?? ""), skeletonOf(good ?? ""));
  });
});

test("no element comes of a stranger's text in a comment of one line, and in a config's problems", () => {
  forAll((name, text) => {
    for (const render of [
      (each: string) => renderQuiet(poisonedReport(name, each), LINKS),
      (each: string) => renderProblem(each, 0),
    ]) {
      assert.deepEqual(skeletonOf(render(text)), skeletonOf(render(harmless(text))));
    }
  });
});

test("nobody is mentioned, nothing is referred to, and links go to this repository's lines and the run alone", () => {
  forAll((name, text) => {
    const shown = renderMarkdown(poisonedReport(name, text), 0, LINKS);
    for (const prose of proseOf(shown))
      assert.doesNotMatch(prose, /@[\w-]|#\d|GH-\d|:[\w+-]*[a-z][\w+-]*:|:(100|1234|[+-]1):/i);
    for (const url of linksOf(shown))
      assert.ok(url === LINKS.run || (/^[\w%.\-/:]+#L\d+$/.test(url) && url.startsWith(`${LINKS.files}/`)), url);
  });
});

test("nothing of a comment is hidden, runs backwards, or is a command to the runner", () => {
  forAll((name, text) => {
    for (const shown of [renderMarkdown(poisonedReport(name, text), 0, LINKS), renderProblem(text, 0)]) {
      assertPlain(shown.replaceAll("\ufe0f", "")); // of our own ⚠️
    }
  });
});

test("a terminal gets no escape sequence of a stranger's, and the runner no command", () => {
  forAll((name, text) =>
    assertPlain(renderTerminal(poisonedReport(name, text), { color: false, width: 100 }).replaceAll("\ufe0f", "")),
  );
});

test("an annotation is plain text, and one line for each finding", () => {
  forAll((name, text) => {
    const annotations = annotationsOf(poisonedReport(name, text));
    for (const { message } of annotations) assert.doesNotMatch(message, /\n/);
    for (const { message } of [...annotations, ...problemAnnotations(`a.yml:1:2: ${text}`)]) assertPlain(message);
  });
});

test("the marker is found once, at the end, whatever a stranger wrote", async () => {
  await fc.assert(
    fc.asyncProperty(report, hostile, async (name, text) => {
      const written: string[] = [];
      const api = {
        ownLogin: async () => "github-actions[bot]",
        list: async () => written.map((body, id) => ({ id, body, author: "github-actions[bot]" })),
        create: async (body: string) => ({ id: written.push(body), body, author: "github-actions[bot]" }),
        update: async () => true,
        remove: async () => {},
      };
      const key = { key: "default", run_id: 1, run_attempt: 1, head_sha: "e4" };
      await keepComment(api, key, renderMarkdown(poisonedReport(name, text), 0, LINKS));
      const [body = ""] = written;
      assert.deepEqual([...body.matchAll(/<!--/g)].length, 1);
      assert.match(body, /\n\n<!-- vram-budget key=default run=1\.1 sha=e4 -->$/);
      assert.equal(await keepComment(api, key, renderMarkdown(poisonedReport(name, text), 0, LINKS)), "unchanged");
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

/** Every character is seen where it stands, and the runner takes no line for a command (ActionCommand.cs: `::` first, `##[` anywhere). */
function assertPlain(text: string): void {
  assert.doesNotMatch(text, /[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?!\n)\p{Cc}/u);
  assert.doesNotMatch(text, /^\s*::/m);
  assert.doesNotMatch(text, /##\[/);
}
