import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { DescribedTraining } from "../../src/config/training.ts";
import { measure } from "../../src/measure/measure.ts";
import type { MeasurementDocument } from "../../src/measure/measurement.ts";
import { predict } from "../../src/predict/predict.ts";
import { findPython } from "../../src/probe/python.ts";
import { runProbe } from "../../src/probe/run.ts";
import { trainingOf } from "../report/fixtures.ts";

const root = join(import.meta.dirname, "../..");
const found = await findPython({ asked: undefined, workspace: root, environment: process.env });
const skip = found.kind === "found" ? false : found.detail;

async function measureOnCpu(training: DescribedTraining, workspace = root): Promise<MeasurementDocument> {
  assert.ok(found.kind === "found");
  const { python } = found;
  const measurement = await measure(
    (request) =>
      runProbe(
        { ...request, device: "cpu" },
        { python, probeFolder: join(root, "src/probe"), workspace, environment: process.env, timeoutMs: 120_000 },
      ),
    training,
    root,
  );
  assert.ok(measurement.kind === "measured", JSON.stringify(measurement));
  return measurement.document;
}

const MNIST = { input: "[1, 28, 28]", model: "{layers: [Flatten, {Linear: [784, 128]}, ReLU, {Linear: [128, 10]}]}" };
const CIFAR = { input: "[3, 32, 32]", model: "{layers: [Flatten, {Linear: [3072, 128]}, ReLU, {Linear: [128, 10]}]}" };
const OPTIMIZERS = ["{SGD: {lr: 0.1}}", "{SGD: {lr: 0.1, momentum: 0.9}}", "{Adam: {lr: 0.001}}"];

for (const [network, shape] of [
  ["784-128-10", MNIST],
  ["3072-128-10", CIFAR],
] as const) {
  for (const optimizer of OPTIMIZERS) {
    for (const batch_size of ["64", "1024"]) {
      test(
        `the CPU observes what is predicted, to the byte: ${network}, ${optimizer}, batch ${batch_size}, evaluation 1000`,
        { skip },
        async () => {
          const training = trainingOf({
            ...shape,
            optimizer,
            batch_size,
            evaluation: "{batch_size: 1000}",
            steps: "2",
            warmup: "1",
          });
          const predicted = predict(training, { kind: "cpu", name: "CPU" });
          assert.ok(predicted.kind === "predicted");
          const observed = await measureOnCpu(training);
          assert.equal(observed.allocated_bytes, predicted.profile.allocated_bytes);
          assert.deepEqual(observed.peak.categories, predicted.profile.peak.categories);
          assert.deepEqual(observed.phases, predicted.profile.phases);
          const { activations: _, ...nominal } = predicted.nominal_bytes;
          assert.deepEqual(observed.nominal_bytes, nominal);
          assert.equal(observed.parameters, predicted.model.parameters);
        },
      );
    }
  }
}

test("a training that PyTorch knows and the engine does not is measured all the same", { skip }, async () => {
  const training = trainingOf({ optimizer: "{RMSprop: {lr: 0.1}}", steps: "1", warmup: "1" });
  const { nominal_bytes } = await measureOnCpu(training);
  assert.equal(nominal_bytes.optimizer, 407_080); // square_avg, one a parameter
});

const NET = `import torch

class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Linear(64, 1024)
        self.last = torch.nn.Linear(1024, 10)
    def forward(self, x):
        x = torch.relu(self.first(x))
        return self.last(x)
`;

test("a training that is explained names its lines, to the byte of its peak", { skip }, async () => {
  const workspace = mkdtempSync(join(tmpdir(), "vram-budget-explained-"));
  writeFileSync(join(workspace, "net.py"), NET);
  const changes = { model: "net:Net", input: "[64]", batch_size: "512", optimizer: "{SGD: {lr: 0.1}}", steps: "1" };
  const document = await measureOnCpu(trainingOf({ ...changes, explain: "true" }), workspace);
  rmSync(workspace, { recursive: true });
  assert.deepEqual(document.imports, ["net.py"]);
  assert.equal(document.packages?.["torch"], document.device.torch);
  const { blocks = [] } = document;
  const total = blocks.reduce((sum, { bytes }) => sum + bytes, 0);
  assert.equal(total, document.allocated_bytes);
  // 512 × 1024 × 4 bytes: what relu leaves to backward, and the gradient that comes back to it from the last layer.
  const large = blocks.filter(({ bytes }) => bytes === 512 * 1024 * 4);
  const line = NET.slice(0, NET.indexOf("torch.relu")).split("\n").length;
  assert.ok(large.some((block) => block.origin === "code" && block.operator === "aten::relu" && block.line === line));
  assert.ok(
    large.some((block) => block.origin === "backward" && block.file === "net.py" && block.operator === "aten::mm"),
  );
  const unexplained = await measureOnCpu(trainingOf({ optimizer: "{SGD: {lr: 0.1}}", steps: "1", warmup: "0" }));
  assert.ok(!("blocks" in unexplained));
});
