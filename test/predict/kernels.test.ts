import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceOf } from "../../src/memory/devices.ts";
import type { TorchRelease } from "../../src/memory/torch-release.ts";
import { withKernels } from "../../src/predict/kernels.ts";
import { type Operand, TracedEvent } from "../../src/predict/traced-event.ts";

const a100 = deviceOf({ kind: "catalogue", id: "a100-80" });

function kernel(operator: string, call: Readonly<Record<string, Operand>> = {}): TracedEvent {
  return TracedEvent.parse({ op: "kernel", operator, module: "0", call, phase: "forward", step: 1 });
}

/** `+ 64` is born, `- 64` dies. */
function sizesOf(events: readonly TracedEvent[], release: TorchRelease): readonly string[] {
  const sizes: number[] = [];
  return withKernels(events, a100, release).map((event) => {
    if (event.op === "alloc") sizes.push(event.bytes);
    return event.op === "alloc" ? `+ ${event.bytes}` : `- ${sizes[event.id]}`;
  });
}

const products = [
  kernel("cublaslt", { thread: "main", first: true }),
  kernel("cublaslt", { thread: "main", first: false }),
  kernel("cublas"),
  kernel("cublaslt", { thread: "autograd", first: false }),
];

test("withKernels() gives cuBLASLt a workspace a call, one a thread, or none, as the release does", () => {
  const [cublas, own, gone] = ["+ 8519680", "+ 1048576", "- 1048576"];
  // Seen with 2.6: the first product takes cuBLAS's workspace while it holds its own.
  assert.deepEqual(sizesOf(products, [2, 6]), [own, cublas, gone, own, gone, cublas, own, gone]);
  assert.deepEqual(sizesOf(products, [2, 11]), [own, cublas, cublas, own]);
  assert.deepEqual(sizesOf(products, [2, 13]), [cublas, cublas]);
});

test("withKernels() gives ids in the order of birth, and scratch back within its operator", () => {
  const born = { op: "alloc", id: 0, bytes: 512, category: "activations", operator: "aten::mul", module: "0" };
  const moment = { phase: "forward", step: 1 };
  const self = { shape: [64, 100], stride: [100, 1], dtype: "float32" };
  const events = [
    kernel("aten::logsumexp", { self, dim: [1] }),
    TracedEvent.parse({ ...born, ...moment }),
    TracedEvent.parse({ op: "free", id: 0, ...moment }),
  ];
  // maxima of 64 rows, and exponentials of all; then what the program itself makes
  const expected = ["+ 256", "+ 25600", "- 25600", "- 256", "+ 512", "- 512"];
  assert.deepEqual(sizesOf(events, [2, 13]), expected);
});

test("withKernels() knows every operator that it is given", () => {
  assert.throws(() => withKernels([kernel("aten::relu")], a100, [2, 13]), /Cannot tell what aten::relu takes/);
});
