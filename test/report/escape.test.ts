import assert from "node:assert/strict";
import { test } from "node:test";
import { briefLine, codeSpan, escapeMarkdown, fence, plainLine, proseMarkdown } from "../../src/report/escape.ts";

const lines: [what: string, input: string, expected: string][] = [
  ["plain text", "layer1.0 (64, 3)", "layer1.0 (64, 3)"],
  ["line ends", "a\r\nb\tc", "a b c"],
  ["colours of a terminal", "\u001b[31mred\u001b[0m", "red"],
  ["text that runs backwards", "a\u202eb\u2066c", "abc"],
  ["text without width", "vram\u200b-\ufeffbudget\u{e0041}", "vram-budget"],
  ["control characters", "a\u0000\u0008\u009bb", "ab"],
  ["fillers and forms that cannot be seen", "a\u3164\u115f\u{e0100}\ufe0f\u034fb", "ab"],
  ["lines of Unicode", "a\u2028b\u2029c\u0085d", "abcd"],
  ["a command to the runner", "  ::error::x", ": :error::x"],
  ["an older command to the runner", "a ##[error]x", "a ## [error]x"],
  ["letters of every script", "é 模型 🟦", "é 模型 🟦"],
];

for (const [what, input, expected] of lines) {
  test(`plainLine() gives one line of ${what}`, () => assert.equal(plainLine(input), expected));
}

const ZERO = "&#8203;";
const texts: [what: string, input: string, expected: string][] = [
  ["a table's cells", "a|b", "a&#124;b"],
  ["HTML", "<img src=x>", "&#60;img src=x&#62;"],
  ["an entity", "&lt;", "&#38;lt;"],
  [
    "our own marker",
    "<!-- vram-budget key=default run=9.1 sha= -->",
    "&#60;!-- vram-budget key=default run=9.1 sha= --&#62;",
  ],
  ["a link", "[a](https://b.c)", `&#91;a&#93;(https:${ZERO}//b.c)`],
  ["a bare address", "www.example.org", `www${ZERO}.example.org`],
  ["a mention", "@octocat", `&#64;${ZERO}octocat`],
  ["a reference", "o/r#1 GH-2", `o/r&#35;${ZERO}1 GH-${ZERO}2`],
  ["emphasis", "**a** __b__ ~c~", "&#42;&#42;a&#42;&#42; &#95;&#95;b&#95;&#95; &#126;c&#126;"],
  ["code", "`a`", "&#96;a&#96;"],
  ["formulas", "$x$", "&#36;x&#36;"],
  ["an emoji by name", ":tada:", `:${ZERO}tada:`],
  ["an emoji by number", "a.yml:100:2", `a.yml:${ZERO}100:2`],
  ["a place in a file", "a.yml:1:2: b", "a.yml:1:2: b"],
];

for (const [what, input, expected] of texts) {
  test(`escapeMarkdown() shows ${what} as it is written`, () => assert.equal(escapeMarkdown(input), expected));
}

const spans: [what: string, input: string, expected: string][] = [
  ["plain text", "a", "`a`"],
  ["backticks", "a``b", "```a``b```"],
  ["a backtick at the end", "a`", "`` a` ``"],
  ["a table's cell", "a|b", "`a¦b`"],
  ["our own marker", "<!-- vram-budget", "`<! -- vram-budget`"],
];

for (const [what, input, expected] of spans) {
  test(`codeSpan() holds ${what}`, () => assert.equal(codeSpan(input), expected));
}

test("proseMarkdown() shows what stands in backticks as code, and the rest as it is written", () => {
  assert.equal(
    proseMarkdown("use `a|b` or ``c`` of @x, `d"),
    `use \`a¦b\` or &#96;&#96;c&#96;&#96; of &#64;${ZERO}x, &#96;d`,
  );
});

test("briefLine() cuts what could be a whole log", () => {
  assert.equal(briefLine("abcdef", 6), "abcdef");
  assert.equal(briefLine("🟦🟦🟦🟦🟦🟦🟦", 6), "🟦🟦🟦🟦🟦…");
});

test("fence() is longer than any fence in it", () => {
  assert.equal(fence("a\n````\n<!-- b", "text"), "`````text\na\n````\n<! -- b\n`````");
});
