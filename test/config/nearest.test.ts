import assert from "node:assert/strict";
import { test } from "node:test";
import { editDistance, nearest } from "../../src/config/nearest.ts";
import { TORCH_LAYERS, TORCH_LOSSES, TORCH_OPTIMIZERS } from "../../src/config/torch-names.ts";

test("editDistance() counts letters added, dropped, changed and swapped", () => {
  const rows: readonly (readonly [string, string, number])[] = [
    ["", "", 0],
    ["", "abc", 3],
    ["linear", "linear", 0],
    ["linear", "liner", 1],
    ["linear", "linnear", 1],
    ["linear", "lineat", 1],
    ["linear", "linaer", 1],
    ["kitten", "sitting", 3],
  ];
  for (const [a, b, slips] of rows) {
    assert.equal(editDistance(a, b), slips, `${a} ${b}`);
    assert.equal(editDistance(b, a), slips, `${b} ${a}`);
  }
});

test("nearest() finds what was meant, or nothing", () => {
  const names = [...TORCH_LAYERS, ...TORCH_LOSSES, ...TORCH_OPTIMIZERS];
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["linear", "Linear"],
    ["Linaer", "Linear"],
    ["torch.nn.Linear", "Linear"],
    ["conv2D", "Conv2d"],
    ["Conv_2d", "Conv2d"],
    ["BatchNorm2", "BatchNorm2d"],
    ["adamw", "AdamW"],
    ["Crossentropyloss", "CrossEntropyLoss"],
    ["Zzzzzzzz", undefined],
    ["x".repeat(10_000), undefined],
  ];
  for (const [written, meant] of rows) assert.equal(nearest(written, names), meant, written);
});

test("nearest() gives every name back for itself", () => {
  for (const name of [...TORCH_LAYERS, ...TORCH_OPTIMIZERS]) {
    const same = [...TORCH_LAYERS, ...TORCH_OPTIMIZERS].filter((one) => one === name);
    assert.equal(nearest(name, same), name);
  }
});
