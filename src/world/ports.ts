import { readFile, realpath, stat } from "node:fs/promises";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { keepContext, readCalibration } from "./calibration-file.ts";
import type { CalibrationPort, CheckPorts } from "../commands/check-ports.ts";
import type { ConfigFilePorts } from "../commands/config-file.ts";
import type { TraceSession } from "../commands/traced-cards.ts";
import type { Training } from "../config/training.ts";
import type { Measurement } from "../measure/measurement.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { AttachCard, AttachRequest } from "../probe/attached.ts";
import type { FoundPython } from "../probe/python.ts";
import type { ProbeProgress } from "../probe/protocol.ts";
import type { ProbeOptions } from "../probe/run.ts";
import type { NotMeasuredReason } from "../probe/reasons.ts";
import type { Doing } from "./progress.ts";

/** The file system, as reading a config needs it. */
export const configFilePorts: ConfigFilePorts = {
  resolve: (folder, path) => (isAbsolute(path) ? path : resolve(folder, path)),
  realpath: (path) => realpath(path).catch(() => undefined),
  size: (path) =>
    stat(path).then(
      (found) => (found.isFile() ? found.size : undefined),
      () => undefined,
    ),
  readText: (path) => readFile(path, "utf8"),
};

/** `vram_probe/` lies in `probe/` of the sources, and above the chunks in what is built. */
const PROBE_FOLDER = ["../probe", ".", ".."]
  .map((folder) => join(import.meta.dirname, folder))
  .find((folder) => existsSync(join(folder, "vram_probe")));

/** A trace takes half a GiB of the host's memory, most of it PyTorch itself. */
const MOST_LANES = 4;

export type MeasureOptions = {
  /** Why nothing is measured; undefined to measure. */
  readonly refused: { readonly reason: NotMeasuredReason; readonly detail: string } | undefined;
  readonly python: string | undefined;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** The file of what is known of runners; undefined to know nothing and to keep nothing. */
  readonly calibration: string | undefined;
  readonly onProgress: (training: string, progress: ProbeProgress, doing: Doing) => void;
  readonly onOutput: (line: string) => void;
  /** What went wrong and changes no result. */
  readonly onWarning: (message: string) => void;
};

/** The real world for a check: this machine's GPU, its Python, its processes. What a prediction does not need is not loaded. */
export function checkPorts(options: MeasureOptions): CheckPorts {
  let found: Promise<FoundPython> | undefined;
  const pythonFor = (workspace: string) => {
    const { python, environment } = options;
    found ??= import("../probe/python.ts").then(({ findPython }) =>
      findPython({ asked: python, workspace, environment }),
    );
    return found;
  };
  return {
    lanes: options.refused === undefined ? 1 : Math.min(availableParallelism(), MOST_LANES),
    runnerGpu: async () => (await import("../probe/gpu.ts")).runnerGpu(options.environment),
    measure: async (training, workspace, limit) => {
      if (options.refused !== undefined) return { kind: "not-measured", ...options.refused };
      return measureWith(await pythonFor(workspace), training, workspace, limit, options);
    },
    trace: (training, device, workspace) => {
      // A prediction that was asked for runs the model's code; one for a stranger's pull request does not.
      const { refused } = options;
      if (refused !== undefined && refused.reason !== "not-asked") return noTraces(refused.detail);
      return startedOnDemand(async () => tracesWith(await pythonFor(workspace), training, device, workspace, options));
    },
    calibration: options.calibration === undefined ? NOT_CALIBRATED : calibrationPort(options.calibration, options),
  };
}

const NOT_CALIBRATED: CalibrationPort = { known: async () => [], keep: async () => {} };

function calibrationPort(file: string, { onWarning }: MeasureOptions): CalibrationPort {
  return {
    known: () => readCalibration(file),
    keep: async (observed) => {
      try {
        await keepContext(file, observed, new Date());
      } catch (error) {
        onWarning(`Cannot keep the CUDA context in ${file}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  };
}

async function measureWith(
  found: FoundPython,
  training: Training,
  workspace: string,
  limit: Bytes | undefined,
  options: MeasureOptions,
): Promise<Measurement> {
  // a command may bring its own Python; one that was named must be the right one
  const isNeeded = training.kind === "described" || isNamed(options);
  if (found.kind === "none" && isNeeded) return { kind: "not-measured", reason: found.reason, detail: found.detail };
  const probe = probeOptions(
    "training",
    found.kind === "found" ? found.python : "python3",
    training,
    workspace,
    options,
  );
  const [{ cardsNow }, { rehearsed }] = await Promise.all([
    import("../probe/gpu.ts"),
    import("../measure/rehearsal.ts"),
  ]);
  const cards = await cardsNow();
  return rehearsed(await measureOn(cards, training, workspace, limit, probe), cards.length > 0);
}

async function measureOn(
  cards: readonly AttachCard[],
  training: Training,
  workspace: string,
  limit: Bytes | undefined,
  probe: ProbeOptions,
): Promise<Measurement> {
  const limited = limit === undefined ? {} : { limit_bytes: limit };
  if (training.kind === "command" || training.distributed !== undefined) {
    const [{ measureCommand, measureProcesses }, { runAttached }] = await Promise.all([
      import("../measure/measure-command.ts"),
      import("../probe/attached.ts"),
    ]);
    const run = (command: string, request: AttachRequest) => runAttached(command, { ...request, ...limited }, probe);
    if (training.kind === "command") return measureCommand(run, training, cards, workspace);
    return measureProcesses(run, training, training.distributed?.processes ?? 1, cards, workspace);
  }
  const [{ measure }, { runProbe }] = await Promise.all([import("../measure/measure.ts"), import("../probe/run.ts")]);
  return measure((request) => runProbe({ ...request, ...limited }, probe), training, workspace);
}

function isNamed({ python, environment }: MeasureOptions): boolean {
  return (python ?? environment["VRAM_BUDGET_PYTHON"] ?? "") !== "";
}

async function tracesWith(
  found: FoundPython,
  training: Training,
  device: CudaDevice,
  workspace: string,
  options: MeasureOptions,
): Promise<TraceSession> {
  if (found.kind === "none") return noTraces(found.detail);
  const { cardOf } = await import("../predict/traced-engine.ts");
  const [card, probe] = [cardOf(device), probeOptions("tracing", found.python, training, workspace, options)];
  if (training.kind === "command") {
    const [{ commandTraces }, { runAttached }] = await Promise.all([
      import("../commands/command-traces.ts"),
      import("../probe/attached.ts"),
    ]);
    const hidden = { ...probe, environment: { ...probe.environment, CUDA_VISIBLE_DEVICES: "" } };
    const at = commandTraces((command, request) => runAttached(command, request, hidden), training, card);
    return { at, end: async () => {} }; // each run has ended when it has answered
  }
  const { startTraces } = await import("../probe/traces.ts");
  const traces = startTraces({ schema: "vram-budget/request@2", device: card, training, trace: false }, probe);
  return { ...traces, at: (batchSize) => traces.at(batchSize ?? training.batch_size) };
}

function noTraces(detail: string): TraceSession {
  return { at: async () => ({ kind: "failed", detail }), end: async () => {} };
}

/** No process where nothing is asked. */
function startedOnDemand(start: () => Promise<TraceSession>): TraceSession {
  let started: Promise<TraceSession> | undefined;
  return {
    at: async (batchSize) => (await (started ??= start())).at(batchSize),
    end: async () => (await started)?.end(),
  };
}

function probeOptions(
  doing: Doing,
  python: string,
  training: Training,
  workspace: string,
  options: MeasureOptions,
): ProbeOptions {
  return {
    python,
    probeFolder: PROBE_FOLDER ?? "",
    workspace,
    environment: options.environment,
    passed: training.environment,
    timeoutMs: training.timeout_s === undefined ? options.timeoutMs : training.timeout_s * 1000,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: (progress) => options.onProgress(training.name, progress, doing),
    onOutput: options.onOutput,
  };
}
