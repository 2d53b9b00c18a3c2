import assert from "node:assert/strict";
import { test } from "node:test";
import { releaseOf, type TorchRelease } from "../../src/memory/torch-release.ts";
import { cublasLtWorkspace, cublasWorkspaceBytes } from "../../src/memory/workspaces.ts";

const LARGE = 33_554_432;
/** (4096 × 2 + 16 × 8) × 1024. */
const SMALL = 8_519_680;

const workspaces: readonly (readonly [release: TorchRelease, capability: string, expected: number])[] = [
  // The recordings' own: one and two of these in kk_memory_files_memory_ctx128_forward and _fullstep, on an H100.
  [[2, 6], "9.0", LARGE],
  // One and two of these in wedsonlin_medium_128_inference and _training.
  [[2, 11], "8.0", SMALL],
  [[2, 11], "10.0", SMALL],
  [[2, 11], "12.0", SMALL],
  [[2, 12], "10.3", LARGE],
  [[2, 13], "9.0", LARGE],
  [[2, 13], "12.1", LARGE],
  [[2, 13], "11.0", SMALL],
  [[2, 14], "11.0", LARGE],
  [[2, 14], "6.0", SMALL],
  [[2, 14], "8.9", SMALL],
];

for (const [release, capability, expected] of workspaces) {
  test(`cublasWorkspaceBytes() on ${capability} in torch ${release.join(".")} is ${expected}`, () => {
    assert.equal(cublasWorkspaceBytes(capability, release), expected);
  });
}

test("cublasLtWorkspace() is 1 MiB a call, then a handle, then cuBLAS's own", () => {
  assert.deepEqual(cublasLtWorkspace([2, 6]), { bytes: 1_048_576, lifetime: "call" });
  assert.deepEqual(cublasLtWorkspace([2, 8]), { bytes: 1_048_576, lifetime: "call" });
  assert.deepEqual(cublasLtWorkspace([2, 9]), { bytes: 1_048_576, lifetime: "handle" });
  assert.deepEqual(cublasLtWorkspace([2, 12]), { bytes: 0, lifetime: "shared" });
});

test("releaseOf() reads the first two numbers of torch.__version__", () => {
  assert.deepEqual(releaseOf("2.13.0+cpu"), [2, 13]);
  assert.deepEqual(releaseOf("2.14.0a0+git5c48869"), [2, 14]);
  assert.throws(() => releaseOf("nightly"), /Cannot read a release in nightly/);
});
