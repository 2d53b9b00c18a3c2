import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as z from "zod/mini";
import { python, skip } from "./torch.ts";

/** Through the command line: exit code 2, the operator or the error, the line of code, the module, and what to do. */
const REFUSALS: readonly (readonly [callable: string, what: RegExp, advice: RegExp])[] = [
  [
    "raises",
    /RuntimeError: shape '\[7, 7\]' .*\(at untraceable\.py:\d+ in blocks\.1 \(Block\)\)$/,
    /put that line right/,
  ],
  [
    "own_kernel",
    /^Cannot trace untraceable\.square\.default at untraceable\.py:\d+ in blocks\.1 \(Block\): it has no fake kernel$/,
    /torch\.library\.register_fake/,
  ],
  [
    "size_from_values",
    /^Cannot trace aten\.bincount\.default at untraceable\.py:\d+ in blocks\.1 \(Block\): its result depends on values/,
    /take sizes from shapes/,
  ],
  ["numpy", /\(at untraceable\.py:\d+ in blocks\.1 \(Block\)\)$/, /measure the training/],
  ["two_devices", /device.*\(at untraceable\.py:\d+ in blocks\.1 \(Block\)\)$/, /put that line right/],
  ["exits", /ended it with exit code 3 at untraceable\.py:\d+ in blocks\.1 \(Block\)$/, /leave that out/],
  ["exits_when_made", /ended it with exit code no licence at untraceable\.py:\d+$/, /leave that out/],
  ["vanishes", /^The training ended without an answer, with exit code 0/, /measure/],
  ["hangs", /^The training was stopped after \d+ s/, /measure/],
  ["without_gradients", /does not require grad/, /put that line right/],
  [
    "data_parallel",
    /^Cannot trace DataParallel: it is made where there are no processes yet$/,
    /distributed: \{strategy: ddp/,
  ],
  ["distributed", /process group has not been initialized.*\(at untraceable\.py:\d+\)$/, /put that line right/],
  [
    "not_installed",
    /No module named 'nowhere_to_be_found' \(at untraceable\.py:\d+\)$/,
    /^install it for \/.*--python/,
  ],
  ["no_module", /^Cannot train what untraceable:no_module gives: int is no torch\.nn\.Module$/, /measure/],
  ["not_there", /^Cannot import untraceable:not_there/, /measure/],
];

const LIMIT_SECONDS = 40;

const Report = z.object({
  verdict: z.string(),
  trainings: z.array(
    z.object({
      name: z.string(),
      prediction: z.object({ reasons: z.array(z.object({ what: z.string(), advice: z.string() })) }),
    }),
  ),
});

describe("a model that cannot be traced", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "vram-budget-"));
  after(() => rmSync(folder, { recursive: true }));
  let status: number | null = null;
  let report: z.infer<typeof Report>;

  before(() => {
    copyFileSync(join(import.meta.dirname, "untraceable.py"), join(folder, "untraceable.py"));
    const trainings = REFUSALS.map(
      ([callable]) => `  ${callable}:
    model: untraceable:${callable}
    input: [4]
    target: {classes: 3}
    loss: CrossEntropyLoss
    optimizer: {SGD: {lr: 0.1}}
    batch_size: 8`,
    );
    writeFileSync(
      join(folder, "vram-budget.yml"),
      `version: 1\ndevice: a100-80\ntrainings:\n${trainings.join("\n")}\n`,
    );
    const cli = join(import.meta.dirname, "../../src/cli.ts");
    const args = [cli, "predict", "--format", "json", "--timeout", String(LIMIT_SECONDS), "--python", python ?? ""];
    const run = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 26 });
    status = run.status;
    report = Report.parse(JSON.parse(run.stdout));
  });

  test("ends with exit code 2, and standard output has the report alone", () => {
    assert.equal(status, 2);
    assert.equal(report.verdict, "unknown");
  });

  for (const [callable, what, advice] of REFUSALS) {
    test(`says why: ${callable}`, () => {
      const training = report.trainings.find(({ name }) => name === callable);
      const [reason, ...more] = training?.prediction.reasons ?? [];
      assert.deepEqual(more, []);
      assert.match(reason?.what ?? "", what);
      assert.match(reason?.advice ?? "", advice);
    });
  }
});
