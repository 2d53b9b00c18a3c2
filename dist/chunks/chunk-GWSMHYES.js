import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/ports.ts
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
var PROBE_FOLDER = ["probe", ".", ".."].map((folder) => join(import.meta.dirname, folder)).find((folder) => existsSync(join(folder, "vram_probe")));
var MOST_LANES = 4;
function checkPorts(options) {
  let found;
  const pythonFor = (workspace) => {
    const { python, environment } = options;
    found ??= import("./python-7Q7MS6WD.js").then(
      ({ findPython }) => findPython({ asked: python, workspace, environment })
    );
    return found;
  };
  return {
    lanes: options.refused === void 0 ? 1 : Math.min(availableParallelism(), MOST_LANES),
    runnerGpu: async () => (await import("./gpu-LZORAZVB.js")).runnerGpu(options.environment),
    measure: async (training, workspace) => {
      if (options.refused !== void 0) return { kind: "not-measured", ...options.refused };
      return measureWith(await pythonFor(workspace), training, workspace, options);
    },
    trace: async (training, device, workspace) => {
      const { refused } = options;
      if (refused !== void 0 && refused.reason !== "not-asked") return { kind: "failed", detail: refused.detail };
      return traceWith(await pythonFor(workspace), training, device, workspace, options);
    }
  };
}
async function measureWith(found, training, workspace, options) {
  if (found.kind === "none") return { kind: "not-measured", reason: found.reason, detail: found.detail };
  const [{ measure }, { runProbe }] = await Promise.all([import("./measure-736SY7T4.js"), import("./run-IHJTASW6.js")]);
  return measure(
    (request) => runProbe(request, probeOptions(found.python, training.name, workspace, options)),
    training
  );
}
async function traceWith(found, training, device, workspace, options) {
  if (found.kind === "none") return { kind: "failed", detail: found.detail };
  const [{ cardOf }, { runProbe }] = await Promise.all([
    import("./traced-engine-XQC6D22A.js"),
    import("./run-IHJTASW6.js")
  ]);
  const request = { schema: "vram-budget/request@1", device: cardOf(device), training, trace: true };
  return runProbe(request, probeOptions(found.python, training.name, workspace, options));
}
function probeOptions(python, training, workspace, options) {
  return {
    python,
    probeFolder: PROBE_FOLDER ?? "",
    workspace,
    environment: options.environment,
    timeoutMs: options.timeoutMs,
    ...options.signal === void 0 ? {} : { signal: options.signal },
    onProgress: (progress) => options.onProgress(training, progress),
    onOutput: options.onOutput
  };
}

export {
  configFilePorts,
  checkPorts
};
