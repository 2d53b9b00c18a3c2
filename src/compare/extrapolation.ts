import { KERNELS_SHARE } from "../measure/calibrated-device.ts";
import type { MeasuredPair } from "../measure/measure-at.ts";
import type { MeasurementDocument } from "../measure/measurement.ts";
import { type Bytes, bytes, MIB } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import { releaseOf } from "../memory/torch-release.ts";
import { PHASES } from "../memory/trace.ts";
import { CUBLAS_HANDLES, cublasWorkspaceBytes } from "../memory/workspaces.ts";
import { contextDoubt, type Doubt, type Interval, intervalAround } from "../predict/interval.ts";
import { GROWTH_SHARE, lineAt, type Point } from "./line.ts";

/** What two smaller batch sizes tell of one that was not run. */
export type Extrapolation = {
  readonly batch_size: number;
  readonly measured_at: readonly [number, number];
  /** How many times the larger of them `batch_size` is. */
  readonly factor: number;
  readonly measured_on: string;
  readonly allocated_bytes: Bytes;
  readonly allocated: Interval;
  /** On the budget's card; undefined where tensors were counted on the CPU, which tells nothing of what a card reserves. */
  readonly card: ExtrapolatedCard | undefined;
};

/** reserved + context = device. */
export type ExtrapolatedCard = {
  readonly device: CudaDevice;
  readonly reserved_bytes: Bytes;
  readonly context_bytes: Bytes;
  readonly device_bytes: Bytes;
  readonly reserved: Interval;
  readonly interval: Interval;
};

/** Puts a line through what was measured with two batch sizes; `device` is the budget's card. */
export function extrapolate(
  documents: MeasuredPair,
  measured_at: readonly [number, number],
  batch_size: number,
  device: CudaDevice | undefined,
): Extrapolation {
  const [, large] = documents;
  const allocated_bytes = bytes(allocatedAt(documents, measured_at, batch_size));
  const beyond = distanceDoubt(large.allocated_bytes, allocated_bytes);
  return {
    batch_size,
    measured_at,
    factor: batch_size / measured_at[1],
    measured_on: large.device.name,
    allocated_bytes,
    allocated: intervalAround(allocated_bytes, [beyond]),
    card:
      device === undefined || large.device.kind === "cpu"
        ? undefined
        : onCard(documents, reservedAt(documents, measured_at, batch_size, allocated_bytes), device),
  };
}

/**
 * The highest of the lines of the phases. At small batches the optimizer's step is the peak, which knows no batch; the
 * line of forward or backward passes it somewhere beyond what was measured, where a line through the peaks has a bend.
 */
function allocatedAt(documents: MeasuredPair, batches: readonly [number, number], batch: number): number {
  const peaks = PHASES.flatMap((phase) => {
    const [before, after] = documents.map(({ phases }) => phases[phase]?.allocated_bytes);
    return before === undefined || after === undefined ? [] : [lineAt(pointsOf(batches, before, after), batch)];
  });
  return Math.max(documents[1].allocated_bytes, ...peaks);
}

/** By its own line, and by what is allocated, beside which the allocator held as much more with the larger batch. */
function reservedAt(
  [small, large]: MeasuredPair,
  batches: readonly [number, number],
  batch: number,
  allocated: Bytes,
): Bytes {
  const line = lineAt(pointsOf(batches, small.reserved_bytes, large.reserved_bytes), batch);
  return bytes(Math.max(line, allocated + (large.reserved_bytes - large.allocated_bytes)));
}

function pointsOf([first, second]: readonly [number, number], before: number, after: number): [Point, Point] {
  return [
    [first, before],
    [second, after],
  ];
}

function onCard(documents: MeasuredPair, reserved_bytes: Bytes, budget: CudaDevice): ExtrapolatedCard {
  const [, large] = documents;
  const device = large.device.name === budget.name ? withMeasuredContext(budget, documents) : budget;
  const doubts = [distanceDoubt(large.reserved_bytes, reserved_bytes), SEGMENTS, workspaceDoubt(large, device)];
  const device_bytes = bytes(reserved_bytes + device.context_bytes);
  return {
    device,
    reserved_bytes,
    context_bytes: device.context_bytes,
    device_bytes,
    reserved: intervalAround(reserved_bytes, doubts),
    interval: intervalAround(device_bytes, [...doubts, contextDoubt(device)]),
  };
}

/** The context is of the very card: other batches may load other kernels. */
function withMeasuredContext(device: CudaDevice, documents: MeasuredPair): CudaDevice {
  const sizes = documents.map(({ context_bytes }) => context_bytes);
  return {
    ...device,
    context_bytes: bytes(Math.max(...sizes)),
    context_low_bytes: bytes(Math.floor(Math.min(...sizes) * (1 - KERNELS_SHARE))),
    context_high_bytes: bytes(Math.ceil(Math.max(...sizes) * (1 + KERNELS_SHARE))),
    context_kind: "measured",
    context_source: "measured with the smaller batches",
  };
}

function distanceDoubt(measured: Bytes, told: Bytes): Doubt {
  const size = bytes(Math.round(GROWTH_SHARE * Math.max(0, told - measured)));
  const reason = `${GROWTH_SHARE * 100} % of what the batch adds, as published lines were off`;
  return { part: "beyond what was measured", below_bytes: size, above_bytes: size, reason };
}

/** The allocator asks for 20 MiB at a time, for blocks below 10 MiB. Source: kLargeBuffer in c10/cuda/CUDACachingAllocator.cpp. */
const SEGMENTS: Doubt = {
  part: "whole segments",
  below_bytes: bytes(20 * MIB),
  above_bytes: bytes(20 * MIB),
  reason: "one more or less of the allocator's 20 MiB",
};

/** cuBLAS keeps more on some cards than on others. */
function workspaceDoubt({ device: { compute_capability, torch } }: MeasurementDocument, device: CudaDevice): Doubt {
  const release = releaseOf(torch);
  const there = cublasWorkspaceBytes(compute_capability ?? device.compute_capability, release);
  const here = cublasWorkspaceBytes(device.compute_capability, release);
  const more = CUBLAS_HANDLES.training * (here - there);
  return {
    part: "library workspaces",
    below_bytes: bytes(Math.max(0, 0 - more)),
    above_bytes: bytes(Math.max(0, more)),
    reason: `cuBLAS's of compute capability ${device.compute_capability} after ${compute_capability}`,
  };
}
