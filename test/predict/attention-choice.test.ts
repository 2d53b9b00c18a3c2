import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { python, skip } from "./torch.ts";

type Case = {
  readonly release: readonly [number, number];
  readonly capability: readonly [number, number];
  readonly dtype: string;
  readonly query: readonly [batch: number, heads: number, length: number, width: number];
  readonly key: readonly [heads: number, length: number];
  readonly value_width?: number;
  readonly mask?: boolean;
  readonly dropout?: number;
  readonly causal?: boolean;
  readonly training?: boolean;
};

const usual: Case = {
  release: [2, 13],
  capability: [8, 0],
  dtype: "bfloat16",
  query: [2, 12, 1024, 64],
  key: [12, 1024],
};
const hopper: Case = { ...usual, capability: [9, 0] };
const wide = (width: number): Pick<Case, "query"> => ({ query: [2, 12, 1024, width] });

/** The rules of sdp_utils.cpp and of the pull requests that src/probe/vram_probe/tracing/attention.py names. */
const cases: readonly (readonly [what: string, given: Case, backend: string])[] = [
  ["half precision on an A100", usual, "flash"],
  ["float32", { ...usual, dtype: "float32" }, "efficient"],
  ["float64", { ...usual, dtype: "float64" }, "math"],
  ["a mask", { ...usual, mask: true }, "efficient"],
  ["a causal square", { ...usual, causal: true }, "flash"],
  ["a causal oblong", { ...usual, causal: true, key: [12, 512] }, "efficient"],
  ["values of another width", { ...usual, value_width: 128 }, "efficient"],
  ["heads wider than 256", { ...usual, ...wide(288) }, "efficient"],
  ["heads that no vector fits", { ...usual, ...wide(60), mask: true }, "math"],
  ["heads of 60, which flash attention pads", { ...usual, ...wide(60) }, "flash"],
  ["a T4 with float16", { ...usual, capability: [7, 5], dtype: "float16" }, "efficient"],
  ["a T4 with bfloat16", { ...usual, capability: [7, 5] }, "math"],
  ["a V100 with float16 heads of 60", { ...usual, capability: [7, 0], dtype: "float16", ...wide(60) }, "math"],
  ["a V100 with float32 heads of 63", { ...usual, capability: [7, 0], dtype: "float32", ...wide(63) }, "efficient"],
  ["an L4 that trains heads of 200", { ...usual, capability: [8, 9], ...wide(200) }, "efficient"],
  ["an L4 that only infers them", { ...usual, capability: [8, 9], ...wide(200), training: false }, "flash"],
  ["an L4 that trains heads of 256", { ...usual, capability: [8, 9], ...wide(256) }, "flash"],
  ["the same with dropout", { ...usual, capability: [8, 9], ...wide(256), dropout: 0.1 }, "efficient"],
  ["grouped queries", { ...usual, key: [4, 1024] }, "flash"],
  ["grouped queries in float32", { ...usual, key: [4, 1024], dtype: "float32" }, "math"],
  ["the same in torch 2.14", { ...usual, key: [4, 1024], dtype: "float32", release: [2, 14] }, "efficient"],
  ["an H100 in torch 2.8", { ...hopper, release: [2, 8] }, "flash"],
  ["an H100 in torch 2.9", { ...hopper, release: [2, 9] }, "cudnn"],
  ["an H100 in torch 2.10, whose wheels have cuDNN 9.10", { ...hopper, release: [2, 10] }, "flash"],
  ["an H100 in torch 2.13", hopper, "cudnn"],
  ["an H100 with a mask", { ...hopper, mask: true }, "cudnn"],
  ["an H100 with one key", { ...hopper, key: [12, 1] }, "flash"],
  ["an H100 with heads of 256", { ...hopper, ...wide(256) }, "cudnn"],
  ["a B200", { ...usual, capability: [10, 0] }, "cudnn"],
  ["a B200 with heads of 256", { ...usual, capability: [10, 0], ...wide(256) }, "flash"],
  ["the same in torch 2.14", { ...usual, capability: [10, 0], ...wide(256), release: [2, 14] }, "cudnn"],
  ["an H100 with dropout of 0.1 in torch 2.14", { ...hopper, dropout: 0.1, release: [2, 14] }, "flash"],
  ["an RTX 5090", { ...usual, capability: [12, 0] }, "flash"],
];

describe("the attention kernel that a card takes", { skip }, () => {
  let backends: readonly string[] = [];
  before(() => {
    const input = JSON.stringify(cases.map(([, given]) => given));
    const script = join(import.meta.dirname, "attention_choice.py");
    const { status, stdout, stderr } = spawnSync(python ?? "", [script], { input, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    backends = JSON.parse(stdout) as readonly string[];
  });

  for (const [index, [what, , backend]] of cases.entries()) {
    test(`${what}: ${backend}`, () => assert.equal(backends[index], backend));
  }
});
