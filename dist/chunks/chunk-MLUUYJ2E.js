import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  keepContext,
  readCalibration
} from "./chunk-W6OJ64X6.js";

// src/world/ports.ts
import { readFile, realpath, stat } from "node:fs/promises";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
var configFilePorts = {
  resolve: (folder, path) => isAbsolute(path) ? path : resolve(folder, path),
  realpath: (path) => realpath(path).catch(() => void 0),
  size: (path) => stat(path).then(
    (found) => found.isFile() ? found.size : void 0,
    () => void 0
  ),
  readText: (path) => readFile(path, "utf8")
};
var PROBE_FOLDER = ["../probe", ".", ".."].map((folder) => join(import.meta.dirname, folder)).find((folder) => existsSync(join(folder, "vram_probe")));
var MOST_LANES = 4;
function checkPorts(options) {
  let found;
  const pythonFor = (workspace) => {
    const { python, environment } = options;
    found ??= import("./python-Z4UBI5I6.js").then(
      ({ findPython }) => findPython({ asked: python, workspace, environment })
    );
    return found;
  };
  return {
    lanes: options.refused === void 0 ? 1 : Math.min(availableParallelism(), MOST_LANES),
    runnerGpu: async () => (await import("./gpu-RPZGPZUD.js")).runnerGpu(options.environment),
    measure: async (training, workspace, limit) => {
      if (options.refused !== void 0) return { kind: "not-measured", ...options.refused };
      return measureWith(await pythonFor(workspace), training, workspace, limit, options);
    },
    trace: (training, device, workspace) => {
      const { refused } = options;
      if (refused !== void 0 && refused.reason !== "not-asked") return noTraces(refused.detail);
      return startedOnDemand(async () => tracesWith(await pythonFor(workspace), training, device, workspace, options));
    },
    calibration: options.calibration === void 0 ? NOT_CALIBRATED : calibrationPort(options.calibration, options)
  };
}
var NOT_CALIBRATED = { known: async () => [], keep: async () => {
} };
function calibrationPort(file, { onWarning }) {
  return {
    known: () => readCalibration(file),
    keep: async (observed) => {
      try {
        await keepContext(file, observed, /* @__PURE__ */ new Date());
      } catch (error) {
        onWarning(`Cannot keep the CUDA context in ${file}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
}
async function measureWith(found, training, workspace, limit, options) {
  const isNeeded = training.kind === "described" || isNamed(options);
  if (found.kind === "none" && isNeeded) return { kind: "not-measured", reason: found.reason, detail: found.detail };
  const probe = probeOptions(
    "training",
    found.kind === "found" ? found.python : "python3",
    training,
    workspace,
    options
  );
  const [{ cardsNow }, { rehearsed }] = await Promise.all([
    import("./gpu-RPZGPZUD.js"),
    import("./rehearsal-Q4HXRS6Z.js")
  ]);
  const cards = await cardsNow();
  return rehearsed(await measureOn(cards, training, workspace, limit, probe), cards.length > 0);
}
async function measureOn(cards, training, workspace, limit, probe) {
  const limited = limit === void 0 ? {} : { limit_bytes: limit };
  if (training.kind === "command" || training.distributed !== void 0) {
    const [{ measureCommand, measureProcesses }, { runAttached }] = await Promise.all([
      import("./measure-command-34AOL4VQ.js"),
      import("./attached-34SX4UKZ.js")
    ]);
    const run = (command, request) => runAttached(command, { ...request, ...limited }, probe);
    if (training.kind === "command") return measureCommand(run, training, cards, workspace);
    return measureProcesses(run, training, training.distributed?.processes ?? 1, cards, workspace);
  }
  const [{ measure }, { runProbe }] = await Promise.all([import("./measure-JT2XGVMB.js"), import("./run-PS4IU7N7.js")]);
  return measure((request) => runProbe({ ...request, ...limited }, probe), training, workspace);
}
function isNamed({ python, environment }) {
  return (python ?? environment["VRAM_BUDGET_PYTHON"] ?? "") !== "";
}
async function tracesWith(found, training, device, workspace, options) {
  if (found.kind === "none") return noTraces(found.detail);
  const { cardOf } = await import("./traced-engine-K35HHXZU.js");
  const [card, probe] = [cardOf(device), probeOptions("tracing", found.python, training, workspace, options)];
  if (training.kind === "command") {
    const [{ commandTraces }, { runAttached }] = await Promise.all([
      import("./command-traces-QGRFIVSK.js"),
      import("./attached-34SX4UKZ.js")
    ]);
    const hidden = { ...probe, environment: { ...probe.environment, CUDA_VISIBLE_DEVICES: "" } };
    const at = commandTraces((command, request) => runAttached(command, request, hidden), training, card);
    return { at, end: async () => {
    } };
  }
  const { startTraces } = await import("./traces-ZDJWPYBD.js");
  const traces = startTraces({ schema: "vram-budget/request@2", device: card, training, trace: false }, probe);
  return { ...traces, at: (batchSize) => traces.at(batchSize ?? training.batch_size) };
}
function noTraces(detail) {
  return { at: async () => ({ kind: "failed", detail }), end: async () => {
  } };
}
function startedOnDemand(start) {
  let started;
  return {
    at: async (batchSize) => (await (started ??= start())).at(batchSize),
    end: async () => (await started)?.end()
  };
}
function probeOptions(doing, python, training, workspace, options) {
  return {
    python,
    probeFolder: PROBE_FOLDER ?? "",
    workspace,
    environment: options.environment,
    passed: training.environment,
    timeoutMs: training.timeout_s === void 0 ? options.timeoutMs : training.timeout_s * 1e3,
    ...options.signal === void 0 ? {} : { signal: options.signal },
    onProgress: (progress) => options.onProgress(training.name, progress, doing),
    onOutput: options.onOutput
  };
}

export {
  configFilePorts,
  checkPorts
};
