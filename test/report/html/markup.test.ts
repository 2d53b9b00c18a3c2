import assert from "node:assert/strict";
import { test } from "node:test";
import { escapeHtml, html, jsonElement } from "../../../src/report/html/markup.ts";

const texts: readonly (readonly [what: string, text: string, shown: string])[] = [
  ["markup", `<b>&"'`, "&lt;b&gt;&amp;&quot;&#39;"],
  ["an entity", "&lt;", "&amp;lt;"],
  ["the end of an element", "</script><!--", "&lt;/script&gt;&lt;!--"],
  ["bidirectional and invisible marks, and terminal escapes", "a\u202eb\u200bc\u001b[31md", "abcd"],
  ["lines", "one\ntwo", "one\ntwo"],
];

for (const [what, text, shown] of texts) {
  test(`escapeHtml() shows ${what} as text`, () => assert.equal(escapeHtml(text), shown));
}

test("html`` escapes what is put in, and not what it made itself", () => {
  const inner = html`<i title="${'"'}">${"<"}</i>`;
  assert.equal(html`<b>${inner}${[inner, inner]}${1}${undefined}</b>`.markup, `<b>${inner.markup.repeat(3)}1</b>`);
  assert.equal(inner.markup, '<i title="&quot;">&lt;</i>');
});

test("jsonElement() holds no tag and no comment, and the same data", () => {
  const data = { name: "</script><!--<script>", sizes: [1, null] };
  const { markup } = jsonElement(data);
  const [, text = ""] = /^<script type="application\/json">([^<]*)<\/script>$/.exec(markup) ?? assert.fail();
  assert.deepEqual(JSON.parse(text), data);
});
