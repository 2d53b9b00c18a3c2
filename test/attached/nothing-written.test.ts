import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { skip } from "../predict/torch.ts";
import { measureIn, newFolder, TRAINING } from "./measuring.ts";

/** Writes `late-…` in every way in which a program does something at its end. */
const PROGRAM = `${TRAINING}
import atexit, subprocess, threading, weakref
def late(name): open(f"late-{name}", "w").close()
atexit.register(late, "atexit")
signal.signal(signal.SIGTERM, lambda *_: late("sigterm"))
weakref.finalize(model, late, "finalize")
child = "import signal, time; signal.signal(signal.SIGTERM, lambda *_: open('late-child', 'w')); time.sleep(60); open('late-child', 'w')"
subprocess.Popen([sys.executable, "-c", child], start_new_session=True)
try:
    for number in range(100):
        step()
        if number == 0: open("early", "w").close()
finally:
    late("finally")
torch.save(model.state_dict(), "late-checkpoint.pt")
`;

test(
  "a program that is stopped in its measured step writes nothing of what it writes at its end",
  { skip },
  async (t) => {
    const folder = newFolder(t, { "train.py": PROGRAM });
    const run = `trap "touch late-trap" EXIT TERM; echo $VRAM_BUDGET_ATTACH > early-folder; python train.py && touch late-next; touch late-after`;
    const measured = await measureIn(folder, { run });
    assert.ok(measured.kind === "measured", JSON.stringify(measured));
    assert.deepEqual(readdirSync(folder).toSorted(), ["early", "early-folder", "train.py"]);
    const runFolder = readFileSync(join(folder, "early-folder"), "utf8").trim();
    assert.match(runFolder, /vram-budget-run-/);
    assert.ok(!existsSync(runFolder));
  },
);
