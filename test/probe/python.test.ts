import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { findPython } from "../../src/probe/python.ts";

const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
after(() => rmSync(folder, { recursive: true }));

/** Pythons that only say what they have. */
const PYTHONS: Readonly<Record<string, string | null>> = {
  "with-torch/python3": "2.13.0",
  "without/python3": null,
  "venv/bin/python": "2.6.0",
  "workspace/.venv/bin/python": "2.9.1",
  "cache/vram-budget/python/bin/python": "2.13.0",
};

for (const [path, torch] of Object.entries(PYTHONS)) {
  const answer = JSON.stringify({ version: "3.11", ok: true, torch });
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
}

type Search = { readonly path: string; readonly venv?: string; readonly workspace?: string };
const rows: readonly (readonly [what: string, search: Search, python: string])[] = [
  [
    "an activated environment before all",
    { path: "with-torch", venv: "venv", workspace: "workspace" },
    "venv/bin/python",
  ],
  ["the workspace's own .venv", { path: "with-torch", workspace: "workspace" }, "workspace/.venv/bin/python"],
  ["python3 before our own, which has torch alone", { path: "with-torch" }, "python3"],
  ["our own where python3 has no torch", { path: "without" }, "cache/vram-budget/python/bin/python"],
];

for (const [what, { path, venv, workspace = "elsewhere" }, python] of rows) {
  test(`findPython() takes ${what}`, async () => {
    const environment = {
      PATH: join(folder, path),
      XDG_CACHE_HOME: join(folder, "cache"),
      HOME: folder,
      ...(venv === undefined ? {} : { VIRTUAL_ENV: join(folder, venv) }),
    };
    const found = await findPython({ asked: undefined, workspace: join(folder, workspace), environment });
    assert.equal(found.kind === "found" && found.python, python === "python3" ? python : join(folder, python));
  });
}
