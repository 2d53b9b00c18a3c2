import assert from "node:assert/strict";
import { test } from "node:test";
import { measureProgram, TRAINING } from "./measuring.ts";
import { skipWithout } from "./program.ts";

test(
  "a measurement names the files of the workspace that the training has imported, and its packages",
  { skip: skipWithout() },
  async (t) => {
    const train = `import sys
import own.data
sys.path.insert(0, "venv/lib/python3/site-packages")
import installed
sys.modules["odd"] = object()
${TRAINING}
while True:
    step()
`;
    const measurement = await measureProgram(t, {
      run: "cd code && python train.py",
      files: {
        "code/train.py": train,
        "code/own/__init__.py": "",
        "code/own/data.py": "",
        "code/own/unused.py": "",
        "code/venv/lib/python3/site-packages/installed.py": "",
      },
    });
    assert.ok(measurement.kind === "measured", JSON.stringify(measurement));
    const { imports, packages, device } = measurement.document;
    assert.deepEqual(imports, ["code/own/__init__.py", "code/own/data.py", "code/train.py"]);
    assert.equal(packages?.["torch"], device.torch);
  },
);
