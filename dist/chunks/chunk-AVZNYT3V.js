import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/ports.ts
import { readFile, realpath, stat } from "node:fs/promises";
import { existsSync } from "node:fs";
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
function checkPorts(options) {
  let found;
  return {
    runnerGpu: async () => (await import("./gpu-LZORAZVB.js")).runnerGpu(options.environment),
    measure: async (training, workspace) => {
      if (options.refused !== void 0) return { kind: "not-measured", ...options.refused };
      const { python, environment } = options;
      found ??= import("./python-7Q7MS6WD.js").then(
        ({ findPython }) => findPython({ asked: python, workspace, environment })
      );
      return measureWith(await found, training, workspace, options);
    }
  };
}
async function measureWith(found, training, workspace, options) {
  if (found.kind === "none") return { kind: "not-measured", reason: found.reason, detail: found.detail };
  const [{ measure }, { runProbe }] = await Promise.all([import("./measure-FOPEVIQW.js"), import("./run-4F6HRRPC.js")]);
  return measure(
    (request) => runProbe(request, {
      python: found.python,
      probeFolder: PROBE_FOLDER ?? "",
      workspace,
      environment: options.environment,
      timeoutMs: options.timeoutMs,
      ...options.signal === void 0 ? {} : { signal: options.signal },
      onProgress: (progress) => options.onProgress(training.name, progress),
      onOutput: options.onOutput
    }),
    training
  );
}

export {
  configFilePorts,
  checkPorts
};
