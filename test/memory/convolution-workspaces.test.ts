import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../src/memory/bytes.ts";
import {
  type Convolution,
  type ConvolutionWorkspaces,
  convolutionWorkspaces,
  withWorkspaceShare,
} from "../../src/memory/convolution-workspaces.ts";
import type { Trace } from "../../src/memory/trace.ts";

/** VGG-16's second convolution at batch 2: x and y are [2, 64, 224, 224], 6,422,528 elements each. */
const vgg: Convolution = {
  input: [2, 64, 224, 224],
  output: [2, 64, 224, 224],
  kernel: [3, 3],
  groups: 1,
  transposed: false,
  element_bytes: 4,
  channels_last: false,
};

const sizes = (forward: number, input_gradient: number, weight_gradient: number): ConvolutionWorkspaces => ({
  forward: bytes(forward),
  input_gradient: bytes(input_gradient),
  weight_gradient: bytes(weight_gradient),
});
const none = sizes(0, 0, 0);

const rows: readonly (readonly [what: string, convolution: Convolution, expected: ConvolutionWorkspaces])[] = [
  // (6,422,528 + 6,422,528) × 4 = 51,380,224; twice that is 102,760,448
  ["a 3 × 3 kernel", vgg, sizes(51_380_224, 102_760_448, 102_760_448)],
  ["half precision", { ...vgg, element_bytes: 2 }, sizes(25_690_112, 51_380_224, 51_380_224)],
  ["a kernel of one element", { ...vgg, kernel: [1, 1] }, sizes(51_380_224, 51_380_224, 51_380_224)],
  // y is [2, 64, 112, 112], a quarter: (6,422,528 + 1,605,632) × 4 = 32,112,640
  ["a stride", { ...vgg, output: [2, 64, 112, 112] }, sizes(32_112_640, 64_225_280, 64_225_280)],
  ["groups that are not depthwise", { ...vgg, groups: 32 }, sizes(51_380_224, 102_760_448, 102_760_448)],
  ["a depthwise kernel", { ...vgg, groups: 64 }, none],
  [
    "a transposed one of as many groups",
    { ...vgg, groups: 64, transposed: true },
    sizes(51_380_224, 102_760_448, 102_760_448),
  ],
  ["channels last", { ...vgg, channels_last: true }, none],
];

for (const [what, convolution, expected] of rows) {
  test(`convolutionWorkspaces() of ${what}`, () =>
    assert.deepEqual(convolutionWorkspaces(convolution, "8.0"), expected));
}

test("convolutionWorkspaces() of kernels without tensor cores are none", () => {
  assert.deepEqual(convolutionWorkspaces(vgg, "7.5"), none);
  assert.deepEqual(convolutionWorkspaces({ ...vgg, element_bytes: 2 }, "6.0"), none);
  assert.deepEqual(
    convolutionWorkspaces({ ...vgg, element_bytes: 2 }, "7.5"),
    sizes(25_690_112, 51_380_224, 51_380_224),
  );
  assert.deepEqual(convolutionWorkspaces(vgg, "10.0"), sizes(51_380_224, 102_760_448, 102_760_448));
});

test("withWorkspaceShare() scales cuDNN's workspaces alone, and leaves them out at 0", () => {
  const at = { phase: "forward", step: 1 } as const;
  const born = { ...at, op: "alloc", module: "", category: "workspace" } as const;
  const cublas = { ...born, id: 0, bytes: bytes(100), operator: "cublas" };
  const cudnn = { ...born, id: 1, bytes: bytes(101), operator: "cudnn" };
  const trace: Trace = [cublas, cudnn, { ...at, op: "free", id: 1 }, { ...at, op: "free", id: 0 }];
  assert.deepEqual(withWorkspaceShare(trace, 1), trace);
  assert.deepEqual(withWorkspaceShare(trace, 0), [cublas, { ...at, op: "free", id: 0 }]);
  assert.deepEqual(withWorkspaceShare(trace, 1.5)[1], { ...cudnn, bytes: 152 }); // 151.5, rounded
});
