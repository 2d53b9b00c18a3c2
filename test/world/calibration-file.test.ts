import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { cachedCalibration, calibrationIn, keepContext, readCalibration } from "../../src/world/calibration-file.ts";
import { UserError } from "../../src/config/user-error.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";

const root = await mkdtemp(join(tmpdir(), "vram-budget-calibration-"));
after(() => rm(root, { recursive: true, force: true }));

const NOW = new Date("2026-11-25T23:59:59Z");
const observed = (driver: string, mib = 141) => ({
  card: "Tesla T4",
  driver,
  torch: "2.13.0",
  context_bytes: bytes(mib * MIB),
});

test("cachedCalibration() lies in the user's cache folder", () => {
  assert.equal(cachedCalibration({ HOME: "/home/a" }), "/home/a/.cache/vram-budget/calibration.json");
  assert.equal(cachedCalibration({ HOME: "/home/a", XDG_CACHE_HOME: "/c" }), "/c/vram-budget/calibration.json");
  const relative = cachedCalibration({ HOME: "/home/a", XDG_CACHE_HOME: "c" });
  assert.equal(relative, "/home/a/.cache/vram-budget/calibration.json");
});

test("keepContext() makes the file, and readCalibration() gives what was kept", async () => {
  const file = join(root, "new", "calibration.json");
  assert.deepEqual(await readCalibration(file), []);
  await keepContext(file, observed("570"), NOW);
  await keepContext(file, observed("570", 150), NOW);
  const [record, ...others] = await readCalibration(file);
  assert.deepEqual(others, []);
  assert.equal(record?.measurements, 2);
  assert.equal(record.measured_on, "2026-11-25");
  assert.deepEqual([record.context_low_bytes, record.context_high_bytes], [141 * MIB, 150 * MIB]);
  assert.deepEqual(await readdir(join(root, "new")), ["calibration.json"]); // neither lock nor half a file
});

test("keepContext() of twenty at once loses none", async () => {
  const file = join(root, "many.json");
  await Promise.all(Array.from({ length: 20 }, (_, index) => keepContext(file, observed(`5${index}`), NOW)));
  assert.equal((await readCalibration(file)).length, 20);
});

test("keepContext() takes a lock away that a process left behind", async () => {
  const file = join(root, "stale.json");
  await writeFile(`${file}.lock`, "");
  await utimes(`${file}.lock`, 0, 0);
  await keepContext(file, observed("570"), NOW);
  assert.equal((await readCalibration(file)).length, 1);
});

test("keepContext() replaces a link in the file's place, and does not write through it", async () => {
  const [file, target] = [join(root, "link.json"), join(root, "target.json")];
  await writeFile(target, '{"schema": "vram-budget/calibration@1", "records": []}');
  const before = await readFile(target, "utf8");
  await symlink(target, file);
  await keepContext(file, observed("570"), NOW);
  assert.equal(await readFile(target, "utf8"), before);
  assert.ok((await stat(file)).isFile());
});

test("keepContext() leaves a file alone that is no calibration", async () => {
  const file = join(root, "other.json");
  await writeFile(file, '{"mine": true}');
  await assert.rejects(keepContext(file, observed("570"), NOW), UserError);
  assert.equal(await readFile(file, "utf8"), '{"mine": true}');
  await assert.rejects(stat(`${file}.lock`), /ENOENT/);
});

const refused: readonly (readonly [what: string, make: (file: string) => Promise<unknown>, message: RegExp])[] = [
  ["a folder", (file) => mkdir(file), /it is not a file/],
  ["a file beyond 1 MiB", (file) => writeFile(file, " ".repeat(2 ** 20 + 1)), /1048577 bytes, expected at most/],
  ["another format", (file) => writeFile(file, "[]"), /Cannot use the calibration .*: Invalid input/],
];

for (const [what, make, message] of refused) {
  test(`readCalibration() refuses ${what}`, async () => {
    const file = join(root, what);
    await make(file);
    await assert.rejects(readCalibration(file), (error) => error instanceof UserError && message.test(error.message));
  });
}

test("calibrationIn() refuses a file that leaves the workspace, by its name or by a link", async () => {
  const workspace = join(root, "workspace");
  await mkdir(join(workspace, "sub"), { recursive: true });
  await symlink(root, join(workspace, "out"));
  assert.equal(await calibrationIn(workspace, "sub/c.json"), join(workspace, "sub/c.json"));
  assert.equal(await calibrationIn(workspace, "/var/c.json"), "/var/c.json");
  for (const named of ["../c.json", "out/c.json", "sub/../../c.json"])
    await assert.rejects(calibrationIn(workspace, named), /leads out of the workspace/);
});
