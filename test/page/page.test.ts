import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { buildPage } from "../../scripts/page.ts";
import type { Results } from "../../src/compare/result.ts";
import { MeasuredImages } from "../../src/measure/measured-images.ts";
import { renderHtml } from "../../src/report/html/html.ts";
import { GALLERY, measuredOnCpu, only, predictedOn, resultOf, t4, trainingOf } from "../report/fixtures.ts";
import { formatSize } from "../../src/report/format.ts";
import { bytes } from "../../src/memory/bytes.ts";
import { type Look, theBrowser } from "./browser.ts";

const root = join(import.meta.dirname, "../..");
const assets = await buildPage(root);
const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "vram-budget-page-"));
after(() => rmSync(folder, { recursive: true }));
const openFile = theBrowser();

async function open(results: Results, look?: Look) {
  const file = join(folder, "report.html");
  writeFileSync(file, await renderHtml(results, assets));
  return openFile(file, look);
}

const training = trainingOf({ evaluation: "{batch_size: 1000}" });

/** Measured on the CPU, as it is predicted for it. */
function measured(): Results {
  const { profile } = predictedOn(training, { kind: "cpu", name: "CPU" });
  const last = Math.max(...profile.timeline.map(({ step }) => step));
  const timeline = profile.timeline
    .filter(({ step }) => step === last)
    .map((point) => ({ ...point, unattributed_bytes: bytes(0) }));
  return only(resultOf(training, measuredOnCpu(training, 0, { timeline })));
}

function pictureOf(page: Page): Promise<string> {
  return page.evaluate("document.querySelector('.plot canvas').toDataURL()");
}

/** What axe finds against WCAG 2.2 AA and its own best practices. The page's policy is not in its way: it comes from outside. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    // oxlint-disable-next-line typescript/no-explicit-any -- axe is in the page
    const { violations: all } = await (globalThis as any).axe.run();
    return all as { id: string; nodes: { html: string }[] }[];
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

const looks = [
  ["measured on the CPU", "light", measured],
  [
    "with strangers' names, explained by lines",
    "dark",
    GALLERY.find(([name]) => name === "explained")?.[1] ?? assert.fail(),
  ],
] as const;

for (const [what, colorScheme, make] of looks) {
  test(`a report ${what} is accessible, asks for nothing and has no error, ${colorScheme}`, async () => {
    const { page, messages } = await open(make(), { colorScheme });
    await page.locator(".plot canvas").first().waitFor();
    await page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true");
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(messages, []);
    await page.close();
  });
}

test("the arrow keys move the cursor, and a live region says what is there", async () => {
  const { page } = await open(measured());
  const { profile } = predictedOn(training, t4());
  const slider = page.getByRole("slider").first();
  await slider.focus();
  await page.keyboard.press("Home");
  assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /^setup, 1 of \d+$/);
  await page.keyboard.press("PageUp");
  assert.match((await slider.getAttribute("aria-valuetext")) ?? "", /^forward, \d+ of \d+$/);
  const before = Number(await slider.getAttribute("aria-valuenow"));
  await page.keyboard.press("ArrowRight");
  assert.equal(Number(await slider.getAttribute("aria-valuenow")), before + 1);
  const live = page.locator("[aria-live]").first();
  assert.match((await live.textContent()) ?? "", /of tensors predicted, .* of the device\. parameters 398\.00 KiB/);

  // At every place: what is said, and the highest of it is the predicted peak.
  const count = Number(await slider.getAttribute("aria-valuemax"));
  await page.keyboard.press("Home");
  const said: string[] = [];
  for (let at = 0; at < count; at++) {
    said.push((await live.textContent()) ?? "");
    await page.keyboard.press("ArrowRight");
  }
  assert.ok(said.some((text) => text.startsWith(`${formatSize(profile.allocated_bytes)} of tensors predicted`)));
  await page.close();
});

test("what was observed is drawn over what was predicted, and both are said", async () => {
  const { page } = await open(measured());
  const slider = page.getByRole("slider", { name: /observed over it/ });
  await slider.focus();
  await page.keyboard.press("End");
  const live = page.locator("[aria-live]").nth(1);
  const [, predicted, observed] =
    /^(.*) of tensors predicted, (.*) observed\./.exec((await live.textContent()) ?? "") ?? [];
  assert.ok(predicted !== undefined);
  assert.equal(observed, predicted);
  await page.close();
});

test("a mouse moves the same cursor, and the live region stays silent", async () => {
  const { page } = await open(measured());
  const plot = page.locator(".u-over").first();
  const box = (await plot.boundingBox()) ?? assert.fail();
  const readout = page.locator(".readout").first();
  await plot.scrollIntoViewIfNeeded();
  await plot.hover({ position: { x: 4, y: 100 } });
  assert.match((await readout.textContent()) ?? "", /^setup: /);
  await plot.hover({ position: { x: box.width - 4, y: 100 } });
  assert.match((await readout.textContent()) ?? "", /^evaluation: /);
  assert.equal(await page.locator("[aria-live]").first().textContent(), "");
  await page.close();
});

test("the legend leaves a part out, and the picture is another one", async () => {
  const { page } = await open(measured());
  await page.locator(".plot canvas").first().waitFor();
  const before = await pictureOf(page);
  const button = page.getByRole("button", { name: /^workspace/ }).first();
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  await button.focus();
  await page.keyboard.press("Space");
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  while ((await pictureOf(page)) === before) await page.evaluate("new Promise(requestAnimationFrame)");
  await page.close();
});

test("the layers are sorted by a click and by the keyboard", async () => {
  const { page } = await open(measured());
  const table = page.getByRole("table", { name: "The layers of the model" });
  const names = () => table.locator("tbody th").allTextContents();
  assert.deepEqual(await names(), ["0", "1", "2", "3"]);
  await table.getByRole("button", { name: "Parameters" }).click();
  assert.deepEqual(await names(), ["0", "2", "3", "1"]); // 0, 0, 1,290 and 100,480
  await page.keyboard.press("Enter");
  assert.deepEqual(await names(), ["1", "3", "0", "2"]);
  assert.equal(await table.getByRole("columnheader", { name: "Parameters" }).getAttribute("aria-sort"), "descending");
  await page.close();
});

test("the first batch is drawn in its colours, grey too", async () => {
  const rgb = [255, 0, 0, 0, 128, 0, 0, 0, 64, 9, 9, 9];
  for (const [channels, pixels] of [
    [3, rgb],
    [1, [0, 100, 200, 255]],
  ] as const) {
    const images = MeasuredImages.parse({
      tensor: `float32[1, ${channels}, 2, 2]`,
      count: 1,
      channels,
      height: 2,
      width: 2,
      meaning: "unit",
      pixels: Buffer.from(pixels).toString("base64"),
    });
    const { page, messages } = await open(only(resultOf(training, measuredOnCpu(training, 0, { images }))));
    assert.deepEqual(
      await page.evaluate<number[]>(`(() => {
        const canvas = document.createElement("canvas").getContext("2d");
        canvas.drawImage(document.querySelector(".sheet img"), 0, 0);
        return [...canvas.getImageData(0, 0, 2, 2).data].filter((_, index) => index % 4 !== 3);
      })()`),
      channels === 3 ? pixels : pixels.flatMap((grey) => [grey, grey, grey]),
    );
    assert.equal(await page.getByRole("img", { name: "One picture of the first batch" }).count(), 1);
    assert.deepEqual(messages, []);
    await page.close();
  }
});

test("what is printed is light, and the parts that were left out stay so", async () => {
  const { page } = await open(measured(), { colorScheme: "dark" });
  const legend = page.getByRole("button", { name: /^workspace/ }).first();
  await legend.click();
  const dark = await pictureOf(page);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.evaluate("getComputedStyle(document.body).color"), "rgb(31, 35, 40)");
  while ((await pictureOf(page)) === dark) await page.evaluate("new Promise(requestAnimationFrame)");
  assert.equal(await legend.getAttribute("aria-pressed"), "false");
  await page.emulateMedia({ media: "screen", colorScheme: "dark" });
  while ((await pictureOf(page)) !== dark) await page.evaluate("new Promise(requestAnimationFrame)");
  await page.close();
});

test("a narrow page scrolls its tables and not itself", async () => {
  const { page } = await open(GALLERY.at(-1)?.[1]() ?? assert.fail(), { width: 360 });
  await page.locator("figure.chart").first().scrollIntoViewIfNeeded();
  await page.locator(".plot canvas").first().waitFor();
  assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
  await page.close();
});

test("without script the page has the same in tables", async () => {
  const { page } = await open(measured(), { javaScriptEnabled: false });
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  const phases = page.getByRole("table", { name: "The highest moment of each phase" }).first();
  assert.equal(await phases.isVisible(), false);
  await page.getByText("The same in numbers").first().click();
  assert.equal(await phases.isVisible(), true);
  assert.equal(await page.locator(".plot").count(), 0);
  await page.close();
});

test("a script that a stranger brings into the page does not run, and nothing is loaded", async () => {
  const file = join(folder, "hostile.html");
  const page = await renderHtml(measured(), assets);
  const attack =
    '<script>document.title = "owned"</script><img src="https://example.org/x.png"><p style="color:red" onclick="x()">';
  writeFileSync(
    file,
    page.replace("</main>", () => `${attack}</main>`),
  );
  const opened = await openFile(file);
  assert.match(await opened.page.title(), /^GPU memory within budget/);
  const refused = opened.messages.filter((message) => /Content Security Policy/.test(message));
  assert.ok(refused.length >= 3, opened.messages.join("\n"));
  await opened.page.close();
});
