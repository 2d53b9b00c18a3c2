import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { python, skip } from "../predict/torch.ts";
import { newFolder, TRAINING } from "./measuring.ts";

const mounts = spawnSync("unshare", ["--mount", "true"]).status === 0;
const cli = join(import.meta.dirname, "../../src/cli.ts");

/** Runs `check` with a temporary folder of a file system of its own, of `size`. */
function checkWith(size: string, folder: string): string {
  const script = `mount -t tmpfs -o size=${size} none "$1" && cd "$2" && TMPDIR="$1" exec "$3" "$4" check`;
  const args = ["--mount", "sh", "-c", script, "sh", join(folder, "tmp"), folder, process.execPath, cli];
  const env = { PATH: process.env["PATH"], HOME: folder, VRAM_BUDGET_PYTHON: python };
  return spawnSync("unshare", args, { encoding: "utf8", env, timeout: 60_000 }).stdout;
}

const config = "version: 1\ntrainings:\n  it: {run: python train.py}\n";
const cannotMount = !mounts && "this user cannot mount a file system";

test("a disk that fills up under the probe's answers is said", { skip: skip || cannotMount }, (t) => {
  const fill = `import tempfile\nfiller = open(tempfile.gettempdir() + "/filler", "wb", buffering=0)\ntry:\n    while True: filler.write(b"x" * 4096)\nexcept OSError: pass\n`;
  const program = `${TRAINING}step()\n${fill}for _ in range(20): step()\ntime.sleep(60)\n`;
  const folder = newFolder(t, { "vram-budget.yml": config, "train.py": program, "tmp/mounted": "" });
  const printed = checkWith("256k", folder);
  assert.match(printed, /the measurement failed: .*; make room where it writes/);
  assert.match(printed, /vram-budget: cannot write what was seen: .*No space left on device/);
});

test("a disk without room for the run's own folder is said", { skip: skip || cannotMount }, (t) => {
  const folder = newFolder(t, { "vram-budget.yml": config, "train.py": TRAINING, "tmp/mounted": "" });
  const printed = checkWith("4k,nr_inodes=1", folder);
  assert.match(printed, /Cannot make a folder for the run: ENOSPC.*; make room where it writes/);
});
