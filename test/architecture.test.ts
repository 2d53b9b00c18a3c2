import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { test } from "node:test";

const src = join(import.meta.dirname, "../src");

/** What each room may import: other rooms, and packages. What is not named here is refused. */
const ROOMS: Record<string, { rooms: readonly string[]; packages: RegExp }> = {
  memory: { rooms: [], packages: /^$/ },
  config: { rooms: ["memory"], packages: /^(yaml|zod(\/mini)?)$/ },
  probe: { rooms: ["memory", "config"], packages: /^(zod\/mini|node:.*)$/ },
  predict: { rooms: ["memory", "config"], packages: /^zod\/mini$/ },
  measure: { rooms: ["memory", "config", "probe"], packages: /^zod\/mini$/ },
  compare: { rooms: ["memory", "config", "probe", "predict", "measure"], packages: /^$/ },
  report: {
    rooms: ["memory", "config", "probe", "predict", "measure", "compare"],
    packages: /^(zod|markdown-table|badge-maker)$/,
  },
  page: { rooms: ["report"], packages: /^uplot$/ },
  commands: {
    rooms: ["memory", "config", "probe", "predict", "measure", "compare", "report"],
    packages: /^markdown-table$/,
  },
  init: { rooms: ["memory", "config", "commands"], packages: /^yaml$/ },
  answers: {
    rooms: ["memory", "config", "probe", "predict", "measure", "commands"],
    packages: /^zod\/mini$/,
  },
  github: {
    rooms: ["memory", "config", "probe", "measure", "compare", "report"],
    packages: /^(@actions\/.*|zod(\/mini)?|yauzl|node:.*)$/,
  },
  world: {
    rooms: ["memory", "config", "probe", "predict", "measure", "report", "commands", "init", "github"],
    packages: /^node:.*$/,
  },
  jobs: {
    rooms: ["memory", "config", "measure", "compare", "report", "commands", "answers", "github", "world"],
    packages: /^(@actions\/core|node:.*)$/,
  },
};

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** Static and lazy imports; those of types too, unless only what runs is asked for. */
function importsOf(file: string, only?: "values"): string[] {
  const all = readFileSync(join(src, file), "utf8");
  const text = only === "values" ? all.replaceAll(/^(?:import|export) type\s[^;]*;/gms, "") : all;
  const found = text.matchAll(
    /^(?:import|export)\s[^;]*?from\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^import\s+"([^"]+)"/gms,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
}

function roomOf(file: string): string {
  return file.includes("/") ? (file.split("/")[0] ?? "") : "roof";
}

function target(file: string, imported: string): string {
  return relative(src, normalize(join(src, dirname(file), imported)));
}

test("every room has a rule", () => {
  assert.deepEqual(
    [...new Set(files.map(roomOf))].filter((room) => room !== "roof" && !(room in ROOMS)),
    [],
  );
});

for (const [room, rule] of Object.entries(ROOMS)) {
  test(`src/${room} imports only what stands below it`, () => {
    const bad = files
      .filter((file) => roomOf(file) === room)
      .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })))
      .filter(({ file, imported }) => {
        if (!imported.startsWith(".")) return !rule.packages.test(imported);
        const other = roomOf(target(file, imported));
        return other !== room && !rule.rooms.includes(other);
      })
      .map(({ file, imported }) => `${file}: ${imported}`);
    assert.deepEqual(bad, []);
  });
}

test("no import runs in a circle", () => {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file, "values")
        .filter((i) => i.startsWith("."))
        .map((i) => target(file, i)),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), [...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

const PURE = new Set(["memory", "config", "predict", "compare", "report", "commands", "init", "answers"]);

test("what computes touches no clock, no process and no network", () => {
  const bad = files
    .filter((file) => PURE.has(roomOf(file)))
    .filter((file) =>
      /\b(process\.[a-z]|Date\.now|new Date\(|Math\.random|fetch\(|performance\.)/.test(
        readFileSync(join(src, file), "utf8"),
      ),
    );
  assert.deepEqual(bad, []);
});

test("there is no file called utils, and no barrel", () => {
  assert.deepEqual(
    files.filter((file) => /(^|\/)(utils?|helpers?|common|index)\.ts$/.test(file)),
    [],
  );
});

test("tests run on Node 24, whatever the machine's own Node is", () => {
  assert.equal(process.versions.node.split(".")[0], "24");
});
