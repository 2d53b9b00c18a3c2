import assert from "node:assert/strict";
import { test } from "node:test";
import { childEnvironment } from "../../src/probe/child-environment.ts";

const passing: [name: string, value: string][] = [
  ["PATH", "/usr/bin"],
  ["HF_HOME", "/data/hf"],
  ["HF_HUB_OFFLINE", "1"],
  ["TOKENIZERS_PARALLELISM", "false"],
  ["WANDB_MODE", "offline"],
  ["CUDA_VISIBLE_DEVICES", "1"],
  ["PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True"],
  ["NCCL_P2P_DISABLE", "1"],
  ["MASTER_ADDR", "localhost"],
  ["SLURM_PROCID", "3"],
  ["OMP_NUM_THREADS", "4"],
  ["XDG_CACHE_HOME", "/data"],
  ["https_proxy", "http://proxy:3128"],
];

const stopped: [name: string, value: string][] = [
  ["GITHUB_TOKEN", "x"],
  ["GITHUB_ENV", "/tmp/env"],
  ["ACTIONS_RUNTIME_TOKEN", "x"],
  ["INPUT_GITHUB-TOKEN", "x"],
  ["RUNNER_TEMP", "/tmp"],
  ["NODE_OPTIONS", "--require=x"],
  ["LD_PRELOAD", "x.so"],
  ["AWS_SECRET_ACCESS_KEY", "x"],
  ["HF_TOKEN", "x"],
  ["HUGGING_FACE_HUB_TOKEN", "x"],
  ["WANDB_API_KEY", "x"],
  ["MLFLOW_TRACKING_PASSWORD", "x"],
  ["MLFLOW_TRACKING_URI", "https://user:password@tracking"],
  ["COMET_API_KEY", "x"],
  ["CLEARML_API_ACCESS_KEY", "x"],
  ["SLURM_JWT", "x"],
  ["https_proxy", "http://user:password@proxy:3128"],
  ["SSH_AUTH_SOCK", "/tmp/agent"],
  ["MY_VAR", "x"],
];

for (const [name, value] of passing) {
  test(`childEnvironment() passes ${name}`, () => {
    assert.equal(childEnvironment({ [name]: value }, "/probe")[name], value);
  });
}

for (const [name, value] of stopped) {
  test(`childEnvironment() keeps ${name}=${value} back`, () => {
    assert.ok(!(name in childEnvironment({ [name]: value }, "/probe")));
  });
}

test("childEnvironment() passes what the config names, and only that", () => {
  const own = { HF_TOKEN: "one", MY_VAR: "two", OTHER: "three" };
  const { HF_TOKEN, MY_VAR, OTHER } = childEnvironment(own, "/probe", ["HF_TOKEN", "MY_VAR", "MISSING"]);
  assert.deepEqual([HF_TOKEN, MY_VAR, OTHER], ["one", "two", undefined]);
});

test("childEnvironment() sets nothing that changes what a program does", () => {
  assert.deepEqual(childEnvironment({}, "/probe"), {
    PYTHONPATH: "/probe",
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
  });
});
