import assert from "node:assert/strict";
import { test } from "node:test";
import { waysSection } from "../../../src/report/html/ways-section.ts";
import { changeText, waysTitle } from "../../../src/report/ways-words.ts";
import { GALLERY, NOT_MEASURED, resultOf, trainingOf } from "../fixtures.ts";

const fits = resultOf(trainingOf(), NOT_MEASURED);

/** What a reader sees. */
function textOf(markup = ""): string {
  return markup.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
}

for (const [name, make] of GALLERY.filter(([each]) => each.startsWith("ways-"))) {
  test(`waysSection() names every way of ${name}, with its title`, () => {
    for (const training of make().trainings) {
      const text = textOf(waysSection(training)?.markup);
      for (const { changes } of training.ways)
        for (const change of changes) assert.ok(text.includes(changeText(change)));
      if (training.ways.length > 0) assert.ok(text.includes(waysTitle(training)));
    }
  });
}

test("waysSection() says nothing where it fits well, and of what is not known why", () => {
  assert.equal(waysSection(fits), undefined);
  const changes = [{ key: "precision", value: "<b>", where: "config" }] as const;
  const text = textOf(waysSection({ ...fits, unknown_ways: [{ changes, why: "ValueError: <i>\nmore" }] })?.markup);
  assert.ok(text.includes("Not known of precision: &lt;b&gt; : ValueError: &lt;i&gt; "), text);
  assert.ok(!text.includes("more"));
});
