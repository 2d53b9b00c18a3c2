/**
 * `npm run bench:accuracy`: predicts every published training of cases/ and writes results.json,
 * docs/accuracy.md and the README's table.
 * Needs a Python with examples/zoo/requirements.txt (VIRTUAL_ENV or VRAM_BUDGET_PYTHON), and accelerate. With names of
 * files, as `-- fitcheck xmem`, only those are predicted anew; `measured` is what test/fixtures/gpu has.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSources } from "./cases.ts";
import { withSection } from "../../scripts/readme-section.ts";
import { renderAccuracy, renderSummary } from "./document.ts";
import { readResults, type Results, writeResults } from "./results.ts";
import { run } from "./run.ts";
import { measuredResults } from "../measured/run.ts";

const wanted = process.argv.slice(2);
const sources = readSources();
let results: Results =
  wanted.length > 0 ? readResults() : { date: "", torch: "", rows: [], failures: [], measured: [] };
for (const source of sources) {
  if (wanted.length > 0 && !wanted.includes(source.file.replace(".yml", ""))) continue;
  const start = performance.now();
  const { rows, failures, torch } = await run(source);
  console.log(
    `${source.file}: ${rows.length} rows, ${failures.length} not predicted, ${((performance.now() - start) / 1000).toFixed(0)} s`,
  );
  const others = <Each extends { readonly file: string }>(all: readonly Each[]) =>
    all.filter(({ file }) => file !== source.file);
  results = {
    measured: results.measured,
    date: new Date().toISOString().slice(0, 10),
    torch: torch === "" ? results.torch : torch,
    rows: [...others(results.rows), ...rows],
    failures: [...others(results.failures), ...failures],
  };
  writeResults(results);
}
if (wanted.length === 0 || wanted.includes("measured")) {
  results = { ...results, measured: await measuredResults(process.env["VRAM_BUDGET_PYTHON"]) };
  writeResults(results);
}
const root = join(import.meta.dirname, "../..");
writeFileSync(join(root, "docs/accuracy.md"), renderAccuracy(sources, results));
const readme = join(root, "README.md");
writeFileSync(readme, withSection(readFileSync(readme, "utf8"), "accuracy", renderSummary(sources, results)));
