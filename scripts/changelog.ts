/** CHANGELOG.md: a `## VERSION (DATE)` for each release, the newest first, and `## VERSION (unreleased)` above them. */

export type Release = {
  readonly version: string;
  /** As 2026-11-25; undefined for what is not released. */
  readonly date: string | undefined;
  /** What stands below the heading. */
  readonly notes: string;
};

const HEADING = /^## (\d+\.\d+\.\d+) \((unreleased|\d{4}-\d{2}-\d{2})\)$/;

/** @throws Error with the line that is no heading of a release */
export function readChangelog(text: string): readonly Release[] {
  const [, ...sections] = text.split(/^(?=## )/m);
  return sections.map((section) => {
    const [heading = "", ...notes] = section.split("\n");
    const [, version, date] = HEADING.exec(heading) ?? [];
    if (version === undefined) throw new Error(`CHANGELOG.md: expected "## 1.2.3 (unreleased)", found "${heading}"`);
    return { version, date: date === "unreleased" ? undefined : date, notes: notes.join("\n").trim() };
  });
}

/** The text with a date in the place of the version's `unreleased`. */
export function datedChangelog(text: string, version: string, date: string): string {
  return text.replace(`\n## ${version} (unreleased)\n`, `\n## ${version} (${date})\n`);
}

/** Below 0 where `a` comes before `b`; both as 1.2.3. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
