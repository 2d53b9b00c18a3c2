import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { AS_CONFIGURED, check } from "../../src/commands/check.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { checkPorts } from "../../src/world/ports.ts";
import { findPython } from "../../src/probe/python.ts";

const workspace = mkdtempSync(join(tmpdir(), "vram-budget-rerun-"));
after(() => rmSync(workspace, { recursive: true, force: true }));
const found = await findPython({ asked: undefined, workspace, environment: process.env });
const skip = found.kind === "found" ? false : found.detail;

// A program that takes less where it is refused more, as accelerate's find_executable_batch_size does, when it is asked to.
writeFileSync(
  join(workspace, "train.py"),
  `import sys, torch
batch, catches = int(sys.argv[1]), len(sys.argv) > 2
model = torch.nn.Sequential(torch.nn.Linear(64, 256), torch.nn.ReLU(), torch.nn.Linear(256, 10))
optimizer = torch.optim.Adam(model.parameters())
for _ in range(100):
    try:
        loss = model(torch.randn(batch, 64)).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    except torch.cuda.OutOfMemoryError:
        if not catches:
            raise
        batch //= 2
`,
);

const DESCRIBED = `
    model: {layers: [{Linear: [64, 256]}, ReLU, {Linear: [256, 10]}]}
    input: [64]
    target: {shape: [10]}
    loss: MSELoss
    optimizer: {Adam: {lr: 0.001}}
    batch_size: 256
    steps: 3`;

async function checked(training: string, verify: boolean) {
  const parsed = parseConfig("t.yml", `version: 1\ndevice: l4\ntrainings:\n  a:${training}\n`);
  assert.ok(parsed.kind === "config", parsed.kind === "problems" ? parsed.problems.map(formatProblem).join("\n") : "");
  const ports = checkPorts({
    refused: undefined,
    python: undefined,
    timeoutMs: 120_000,
    environment: process.env,
    calibration: undefined,
    onProgress: () => {},
    onOutput: () => {},
    onWarning: () => {},
  });
  const { trainings } = await check(ports, [{ config: parsed.config, workspace }], { ...AS_CONFIGURED, verify });
  return trainings[0] ?? assert.fail();
}

test("check() with verify lets a described training live with what is predicted, to the byte", { skip }, async () => {
  const { verification, measurement } = await checked(DESCRIBED, true);
  assert.ok(measurement.kind === "measured");
  const { allocated_bytes: limit_bytes } = measurement.document;
  assert.deepEqual(verification, { kind: "survived", limit_bytes, num_alloc_retries: 0 });
});

test("check() with verify fails a command that takes more than what is described beside it", { skip }, async () => {
  const { verification, verdict } = await checked(`\n    run: python train.py 1024${DESCRIBED}`, true);
  assert.equal(verdict, "fail");
  assert.ok(verification?.kind === "limit-failed");
  // forward of the last step of the warm-up, the first that is counted: 1,024 samples of 256 numbers of 4 bytes are 1 MiB
  assert.deepEqual([verification.phase, verification.step, verification.requested_bytes], ["forward", 2, 2 ** 20]);
  assert.ok(verification.held_bytes + verification.requested_bytes > verification.limit_bytes);
});

test("check() with verify fails a program too that catches the refusal and goes on with less", { skip }, async () => {
  const { verification } = await checked(`\n    run: python train.py 1024 catches${DESCRIBED}`, true);
  assert.ok(verification?.kind === "limit-failed");
});

test("check() tells a batch that was not run from two smaller ones, as it is when it is run", { skip }, async () => {
  const command = '\n    run: "python train.py {batch_size}"\n    batch_size: 4096\n    steps: 3';
  const { extrapolation } = await checked(`${command}\n    measure_at: [256, 1024]`, false);
  const { measurement } = await checked(command, false);
  assert.ok(measurement.kind === "measured" && extrapolation !== undefined);
  // tensors alone are a line: what is counted on the CPU has no workspaces and no allocator
  assert.equal(extrapolation.allocated_bytes, measurement.document.allocated_bytes);
  assert.equal(extrapolation.card, undefined);
});

test("check() puts no line through a program that does not use its batch size", { skip }, async () => {
  const command = '\n    run: "python train.py 256 # {batch_size}"\n    batch_size: 4096\n    steps: 3';
  const { verdict, measurement } = await checked(`${command}\n    measure_at: [256, 1024]`, false);
  assert.equal(verdict, "unknown");
  assert.ok(measurement.kind === "not-measured");
  assert.match(measurement.detail, /does not grow from batch 256 to 1024/);
});
