import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isHere, parseProcessName, processNameText } from "../../src/probe/process-name.ts";
import { isAlive } from "../../src/probe/processes.ts";

const rows: [what: string, text: string, name: ReturnType<typeof parseProcessName>][] = [
  ["a node", "gpu-01.9c2e1f7a-4026531836.12", { host: "gpu-01", space: "9c2e1f7a-4026531836", pid: 12 }],
  ["a node with its domain", "gpu-01.example.org.0.12", { host: "gpu-01.example.org", space: "0", pid: 12 }],
  ["no number", "gpu-01.0.x", undefined],
  ["a number that is written otherwise", "gpu-01.0.012", undefined],
  ["another folder", "../a.0.12", undefined],
  ["a number alone", "12", undefined],
];

for (const [what, text, name] of rows) {
  test(`parseProcessName() reads ${what}`, () => {
    assert.deepEqual(parseProcessName(text), name);
    if (name !== undefined) assert.equal(processNameText(name), text);
  });
}

test("isHere() knows a process of this machine by the name that the probe gives it", () => {
  const folder = join(import.meta.dirname, "../../src/probe/vram_probe/attached/process_name.py");
  const script = `import runpy; print(runpy.run_path(${JSON.stringify(folder)})["process_name"]())`;
  const { stdout, pid } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
  const name = parseProcessName(stdout.trim());
  assert.ok(name !== undefined, stdout);
  assert.equal(name.pid, pid);
  assert.equal(name.host, hostname());
  assert.ok(isHere(name));
  assert.ok(!isAlive(name.pid));
  assert.ok(!isHere({ ...name, space: "0123abcd-1" }));
});
