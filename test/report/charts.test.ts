import assert from "node:assert/strict";
import { test } from "node:test";
import { badgeOf, renderBadge, renderEndpoint } from "../../src/report/badge.ts";
import { comparisonChart } from "../../src/report/comparison-chart.ts";
import { codeSpan, escapeMarkdown, fence, plainLine } from "../../src/report/escape.ts";
import { reportFiles } from "../../src/report/files.ts";
import { apportion, formatDelta, formatShare, formatSize, fromDigits, unitFor } from "../../src/report/format.ts";
import { ticks } from "../../src/report/svg.ts";
import { GIB, KIB, MIB } from "../../src/memory/bytes.ts";
import { matchesGolden } from "../golden.ts";
import { GALLERY, growing, measuredOnT4, only, resultOf, NOT_MEASURED, trainingOf } from "./fixtures.ts";

/** What makes the page alive is tested in test/page. */
const PAGE = { script: "", style: "" };
const [, measured] = GALLERY[0] ?? assert.fail();

/** Every tag is closed, in order: enough to know that the writer forgets none. */
function assertWellFormed(text: string): void {
  const open: string[] = [];
  for (const [, closing, name, selfClosing] of text.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (closing === "/") assert.equal(open.pop(), name);
    else if (selfClosing !== "/") open.push(name ?? "");
  }
  assert.deepEqual(open, []);
  assert.ok(!/NaN|undefined|Infinity/.test(text));
}

test("reportFiles() leaves the report, its page, three charts a training and the badge", async () => {
  const files = await reportFiles(measured(), PAGE);
  assert.deepEqual(
    files.map(({ path }) => path),
    [
      "report.json",
      "report.md",
      "report.html",
      "badge.json",
      "badge.svg",
      "mnist-mlp-timeline.svg",
      "mnist-mlp-comparison.svg",
      "mnist-mlp-batches.svg",
    ],
  );
  for (const { path, text } of files) if (path.endsWith(".svg")) assertWellFormed(String(text));
  for (const { path, text } of files) if (path.startsWith("mnist-mlp-")) matchesGolden(`report/${path}`, String(text));
});

for (const [name, title] of [
  ["predicted-only", "mnist-mlp: predicted, by what it is for"],
  ["measured-on-the-card", "mnist-mlp: predicted beside observed"],
] as const) {
  test(`comparisonChart() says what it shows of ${name}`, () => {
    const [, make] = GALLERY.find(([each]) => each === name) ?? assert.fail();
    const [training = assert.fail()] = make().trainings;
    assert.ok(comparisonChart(training)?.includes(`>${title}<`));
  });
}

test("every report's charts are well-formed", async () => {
  for (const [, make] of GALLERY) {
    for (const { path, text } of await reportFiles(make(), PAGE))
      if (path.endsWith(".svg")) assertWellFormed(String(text));
  }
});

const badges: readonly (readonly [budget: string, color: string])[] = [
  ["13 GiB", "brightgreen"], // 165 MiB are 1 %
  ["197 MiB", "green"], // 84 %
  ["180 MiB", "yellowgreen"], // 92 %
  ["167 MiB", "orange"], // 99 %
  ["165 MiB", "red"], // 100 %
  ["100 MiB", "red"], // 165 %
];

for (const [budget, color] of badges) {
  test(`badgeOf() is ${color} for 165 MiB of ${budget}`, () => {
    assert.equal(badgeOf(only(resultOf(trainingOf({ budget }), NOT_MEASURED))).color, color);
  });
}

test("renderEndpoint() writes what shields reads, and no other key", async () => {
  const badge = badgeOf(measured());
  assert.deepEqual(JSON.parse(renderEndpoint(badge)), {
    schemaVersion: 1,
    label: "GPU memory",
    message: "165.00 MiB / 13.10 GiB Tesla T4",
    color: "brightgreen",
    isError: false,
  });
  assert.match(await renderBadge(badge), /^<svg .*165\.00 MiB.*<\/svg>\n$/s);
});

test("badgeOf() is red for a leak that will pass the budget, however little is used", () => {
  const leaking = measuredOnT4(trainingOf(), 1, { step_peaks: growing(64 * MIB) });
  const { color, isError } = badgeOf(only(resultOf(trainingOf(), leaking)));
  assert.deepEqual([color, isError], ["red", true]);
});

test("badgeOf() is grey where nothing was decided", () => {
  const [, make] = GALLERY.find(([name]) => name === "unknown-layer") ?? assert.fail();
  assert.deepEqual(badgeOf(make()), {
    label: "GPU memory",
    message: "not decided",
    color: "lightgrey",
    isError: false,
  });
});

test("formatSize() uses the unit that suits", () => {
  const rows = [
    [0, "0 B"],
    [1023, "1023 B"],
    [KIB, "1.00 KiB"],
    [1.5 * MIB, "1.50 MiB"],
    [2_868_903_936, "2.67 GiB"], // 2868903936 / 2^30 = 2.6718…
    [80 * GIB, "80.00 GiB"],
  ] as const;
  for (const [bytes, text] of rows) assert.equal(formatSize(bytes), text);
  assert.equal(formatDelta(-12), "−12 B");
  assert.equal(formatDelta(0), "±0 B");
  assert.equal(formatShare(0.042), "+4.2 %");
});

test("apportion() rounds so that the printed parts add up to the printed sum", () => {
  // Thirds of 1 MiB: 0.333… each, 1.00 together; plain rounding would print 0.33 + 0.33 + 0.33 = 0.99.
  const unit = unitFor(MIB);
  const parts = apportion([MIB / 3, MIB / 3, MIB / 3], unit);
  assert.deepEqual(parts, [34, 33, 33]);
  assert.equal(fromDigits(100, unit), "1.00");
});

test("ticks() are round and reach the largest", () => {
  assert.deepEqual(ticks(24), [0, 5, 10, 15, 20, 25]);
  assert.deepEqual(ticks(0), [0]);
  for (const largest of [0.37, 1, 6.2, 99, 12345]) assert.ok((ticks(largest).at(-1) ?? 0) >= largest);
});

const hostile: readonly (readonly [what: string, text: string, shown: string])[] = [
  [
    "markup",
    "a|b `c` <b> [x](y) *d* _e_ ~f~",
    "a&#124;b &#96;c&#96; &#60;b&#62; &#91;x&#93;(y) &#42;d&#42; &#95;e&#95; &#126;f&#126;",
  ],
  ["a mention, a reference, an emoji", "@all #1 :tada:", "&#64;&#8203;all &#35;&#8203;1 :&#8203;tada:"],
  ["our marker", "<!-- vram-budget key=x -->", "&#60;!-- vram-budget key=x --&#62;"],
  ["a workflow command on a new line", "x\n::error::y", "x ::&#8203;error::y"],
  ["terminal escapes", "\u001b[31mred\u001b[0m", "red"],
  ["bidirectional and invisible marks", "a\u202Eb\u200Bc\u2066d", "abcd"],
];

for (const [what, text, shown] of hostile) {
  test(`escapeMarkdown() shows ${what} as text`, () => assert.equal(escapeMarkdown(text), shown));
}

test("codeSpan() and fence() are longer than any run of backticks inside", () => {
  assert.equal(codeSpan("a``b"), "```a``b```");
  assert.equal(codeSpan("`"), "`` ` ``");
  assert.equal(fence("```\nx", "text"), "````text\n```\nx\n````");
  assert.equal(plainLine("a\r\n\tb"), "a b");
});
