import assert from "node:assert/strict";
import { test } from "node:test";
import { compareVersions, datedChangelog, readChangelog } from "../../scripts/changelog.ts";

const CHANGELOG = `# Changelog

## 1.10.0 (unreleased)

### Added

- More.

## 1.9.2 (2026-01-31)

- Less (unreleased).
`;

test("readChangelog() reads each release with its notes", () => {
  assert.deepEqual(readChangelog(CHANGELOG), [
    { version: "1.10.0", date: undefined, notes: "### Added\n\n- More." },
    { version: "1.9.2", date: "2026-01-31", notes: "- Less (unreleased)." },
  ]);
});

for (const heading of ["## 1.0 (unreleased)", "## v1.0.0 (unreleased)", "## 1.0.0", "## Unreleased"]) {
  test(`readChangelog() refuses ${heading}`, () => {
    assert.throws(() => readChangelog(`# Changelog\n\n${heading}\n`), /expected "## 1.2.3 \(unreleased\)"/);
  });
}

test("datedChangelog() dates the version and nothing else", () => {
  const dated = datedChangelog(CHANGELOG, "1.10.0", "2026-02-28");
  assert.equal(dated, CHANGELOG.replace("## 1.10.0 (unreleased)", "## 1.10.0 (2026-02-28)"));
  assert.equal(datedChangelog(CHANGELOG, "1.9.2", "2026-02-28"), CHANGELOG);
});

test("compareVersions() counts, where a text would not", () => {
  const sorted = ["1.10.0", "0.9.9", "1.9.2", "1.9.10", "1.10.0"].toSorted(compareVersions);
  assert.deepEqual(sorted, ["0.9.9", "1.9.2", "1.9.10", "1.10.0", "1.10.0"]);
});
