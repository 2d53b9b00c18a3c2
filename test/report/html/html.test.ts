import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { buildPage } from "../../../scripts/page.ts";
import { renderHtml } from "../../../src/report/html/html.ts";
import { matchesGolden } from "../../golden.ts";
import { GALLERY, NOT_MEASURED, only, resultOf, trainingOf } from "../fixtures.ts";

const ASSETS = { script: "let alive;", style: "body{}" };
const VOID = new Set(["meta", "img", "br"]);

/** Every element is closed, in order, and none is hidden in an attribute: enough to know that the writer forgets none. */
function elementsOf(page: string): Map<string, number> {
  const open: string[] = [];
  const counts = new Map<string, number>();
  for (const [, closing, name = "", rest = ""] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g)) {
    if (closing === "/") {
      assert.equal(open.pop(), name);
      continue;
    }
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (!VOID.has(name) && !rest.endsWith("/")) open.push(name);
  }
  assert.deepEqual(open, []);
  return counts;
}

for (const [name, make] of GALLERY) {
  test(`renderHtml() writes ${name} as one well-formed page that asks for nothing`, async () => {
    const page = await renderHtml(make(), ASSETS);
    assert.ok(page.startsWith('<!doctype html>\n<html lang="en">'));
    const counts = elementsOf(page.replace("<!doctype html>", ""));
    for (const element of ["h1", "main", "title"]) assert.equal(counts.get(element), 1, element);
    assert.deepEqual([...page.matchAll(/\s(?:src|href|action|srcset)="(?!#|data:)[^"]*"/g)], []);
    assert.ok(!/\sstyle=|\son[a-z]+=|javascript:|\bNaN\b|\bundefined\b/.test(page));
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const [, id] of page.matchAll(/(?:href="#|aria-labelledby=")([^"]*)"/g)) assert.ok(ids.includes(id), id);
  });
}

test("renderHtml() lets run and look the text that it inlines, and nothing else", async () => {
  const page = await renderHtml(only(resultOf(trainingOf(), NOT_MEASURED)), ASSETS);
  const hash = (text: string) => createHash("sha256").update(text).digest("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash(ASSETS.script)}'`,
    `style-src 'sha256-${hash(ASSETS.style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  assert.ok(
    page.includes(`<meta http-equiv="Content-Security-Policy" content="${policy.replaceAll("'", "&#39;")}" />`),
  );
  assert.ok(page.indexOf("Content-Security-Policy") < page.indexOf("<style>"));
  assert.ok(page.includes(`<style>${ASSETS.style}</style>`) && page.includes(`<script>${ASSETS.script}</script>`));
});

test("renderHtml() shows a stranger's text as text", async () => {
  const [, make] = GALLERY.find(([name]) => name === "measurement-failed") ?? assert.fail();
  const page = await renderHtml(make(), ASSETS);
  assert.ok(!page.includes("<!--"));
  assert.ok(page.includes("ValueError: &lt;!-- vram-budget key=x --&gt; @everyone | `boom`"));
  const [, explained] = GALLERY.find(([name]) => name === "explained") ?? assert.fail();
  const blocks = await renderHtml(explained(), ASSETS);
  assert.ok(!blocks.includes("<script>|") && blocks.includes("&lt;script&gt;|`x`"));
});

test("renderHtml() writes the page that is looked at in review", async () => {
  const [, make] = GALLERY.find(([name]) => name === "explained") ?? assert.fail();
  matchesGolden("report/explained.html", await renderHtml(make(), ASSETS));
});

test("a page of two hundred trainings has sections of the worst, and names all", async () => {
  const fits = resultOf(trainingOf({ name: "fits" }), NOT_MEASURED);
  const fails = resultOf(trainingOf({ name: "fails", budget: "100 MiB" }), NOT_MEASURED);
  const trainings = Array.from({ length: 200 }, (_, index) =>
    index % 20 === 19 ? { ...fails, name: `fails-${index}` } : { ...fits, name: `fits-${index}` },
  );
  const page = await renderHtml({ ...only(fits), trainings }, await buildPage(join(import.meta.dirname, "../../..")));
  const sections = [...page.matchAll(/<h2 id="training-\d+-name">(fits|fails)-\d+/g)].map(([, name]) => name);
  const count = (wanted: string) => sections.filter((name) => name === wanted).length;
  assert.deepEqual([count("fails"), count("fits")], [10, 2]);
  for (const training of trainings) assert.ok(page.includes(training.name), training.name);
  assert.ok(page.length < 400 * 1024, `${page.length} characters`);
});

test("a page of twelve trainings, with its script, is smaller than 400 KiB", async () => {
  const page = await renderHtml(
    GALLERY.at(-1)?.[1]() ?? assert.fail(),
    await buildPage(join(import.meta.dirname, "../../..")),
  );
  assert.equal([...page.matchAll(/<section class="training"/g)].length, 12);
  assert.ok(page.length < 400 * 1024, `${page.length} characters`);
});
