import assert from "node:assert/strict";
import { test } from "node:test";
import type { Change } from "../../src/compare/change.ts";
import { type BaseMeasurement, growthFindings, measuredChange } from "../../src/compare/measured-change.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { measuredOnCpu, measuredOnT4, NOT_MEASURED, only, resultOf, trainingOf } from "../report/fixtures.ts";
import { findingText } from "../../src/report/finding-words.ts";

const SHA = "b".repeat(40);
const onT4 = (changes: Record<string, unknown> = {}) =>
  measuredOnT4(trainingOf(), 1, {
    imports: ["model.py", "train.py"],
    packages: { torch: "2.13.0", timm: "1.0.20", new: "1" },
    ...changes,
  });
const was = (device_bytes: number, changes: Partial<BaseMeasurement> = {}): BaseMeasurement => ({
  sha: SHA,
  device: "Tesla T4",
  device_bytes: bytes(device_bytes),
  versions: { torch: "2.12.0", timm: "1.0.20", cuda: "13.0", python: "3.12.3", driver: "570.86.15", gone: "1" },
  ...changes,
});

test("measuredChange() compares on the same card, and names the files and releases that changed", () => {
  const measured = onT4();
  assert.ok(measured.kind === "measured");
  const { device_bytes } = measured.document;
  assert.deepEqual(measuredChange(trainingOf(), was(100 * MIB), measured, ["README.md", "model.py"]), {
    base_sha: SHA,
    base_bytes: 100 * MIB,
    head_bytes: device_bytes,
    delta_bytes: device_bytes - 100 * MIB,
    changed_files: ["model.py"],
    changed_versions: [{ name: "torch", base: "2.12.0", head: "2.13.0" }],
  });
});

type Of = Parameters<typeof measuredChange> extends [unknown, ...infer Rest] ? Rest : never;
const missing: readonly (readonly [what: string, ...of: Of])[] = [
  ["the base was not measured", undefined, onT4(), []],
  ["nothing was measured", was(MIB), NOT_MEASURED, []],
  ["another card was measured", was(MIB, { device: "NVIDIA L4" }), onT4(), []],
  ["the CPU was measured", was(MIB), measuredOnCpu(trainingOf()), []],
];
for (const [what, ...of] of missing)
  test(`measuredChange() says nothing where ${what}`, () =>
    assert.equal(measuredChange(trainingOf(), ...of), undefined));

test("measuredChange() does not know of files where it is not told which", () => {
  assert.equal(measuredChange(trainingOf(), was(MIB), onT4(), undefined)?.changed_files, undefined);
  assert.equal(measuredChange(trainingOf(), was(MIB), onT4({ imports: undefined }), [])?.changed_files, undefined);
  const many = Array.from({ length: 1000 }, (_, index) => `module-${index}.py`);
  assert.equal(measuredChange(trainingOf(), was(MIB), onT4({ imports: many }), many)?.changed_files, undefined);
});

test("measuredChange() names what a command names, from its own folder", () => {
  const changed = [
    "code/configs/a.yaml",
    "configs/a.yaml",
    "code/train.py",
    "code/other.py",
    "code/run.sh",
    "model.py",
  ];
  const run = "bash ./run.sh && python3 -m train --config='configs/a.yaml'";
  const parsed = parseConfig("code/vram-budget.yml", `version: 1\ntrainings: {a: {run: ${JSON.stringify(run)}}}`);
  assert.ok(parsed.kind === "config" && parsed.config.trainings[0] !== undefined);
  const { changed_files } = measuredChange(parsed.config.trainings[0], was(MIB), onT4(), changed) ?? {};
  assert.deepEqual(changed_files, ["code/configs/a.yaml", "code/run.sh", "model.py"]);
});

/** A base of 100 MiB, and a tolerance of 5 %. */
const change = (kind: "unchanged" | "changed" | "unknown" | "new", measured: number, predicted = 0): Change => {
  const delta = {
    base_bytes: bytes(100 * MIB),
    head_bytes: bytes((100 + measured) * MIB),
    delta_bytes: measured * MIB,
  };
  const where = { base_sha: SHA, changed_files: ["model.py"], changed_versions: [] };
  const all = { measured: { ...delta, ...where } };
  switch (kind) {
    case "new":
      return { kind, ...all };
    case "unknown":
      return { kind, why: "", keys: [], ...all };
    case "unchanged":
      return { kind, base_bytes: bytes(90 * MIB), keys: [], ...all };
    case "changed": {
      const [base_bytes, head_bytes] = [bytes(90 * MIB), bytes((90 + predicted) * MIB)];
      const rest = { delta_bytes: predicted * MIB, categories: [], keys: [], together_bytes: 0 };
      return { kind, base_bytes, head_bytes, ...rest, ...all };
    }
  }
};

const rows: readonly (readonly [what: string, change: Change | undefined, finding: string | undefined])[] = [
  ["nothing without a base", undefined, undefined],
  ["nothing within the tolerance", change("unchanged", 5), undefined],
  ["growth beyond it", change("unchanged", 6), "growth"],
  ["that it needs less", change("unchanged", -6), "shrinkage"],
  ["growth where the prediction hardly moved", change("changed", 12, 4), "growth"],
  ["nothing where what is left is within the tolerance", change("changed", 8, 4), undefined],
  ["nothing where the prediction moved too", change("changed", 40, 20), undefined],
  ["growth of a config that is the same and cannot be predicted", change("unknown", 6), "growth"],
  ["nothing of a training that is new", change("new", 6), undefined],
];
for (const [what, given, finding] of rows) {
  test(`growthFindings() says ${what}`, () => {
    assert.deepEqual(
      growthFindings(given, 0.05).map(({ kind }) => kind),
      finding === undefined ? [] : [finding],
    );
  });
}

test("growth warns and does not fail, and says where to look", () => {
  const grown = resultOf(trainingOf(), onT4(), undefined, [], { change: change("unchanged", 20) });
  assert.equal(only(grown).verdict, "pass");
  const finding = grown.findings.find(({ kind }) => kind === "growth");
  assert.ok(finding !== undefined);
  assert.deepEqual(findingText(finding), {
    glyph: "⚠️",
    text: "20.00 MiB (+20.0 %) more is measured than at bbbbbbb, and the config is not why: look at the code or the dependencies (its files that changed: model.py); where it is meant, the label vram-budget: accept says so",
  });
});
