import type { TrainingResult } from "../../compare/result.ts";
import type { MeasurementDocument } from "../../measure/measurement.ts";
import type { Device } from "../../memory/device.ts";
import type { TimelinePoint } from "../../memory/profile.ts";
import { CATEGORIES } from "../../memory/trace.ts";
import type { Prediction } from "../../predict/prediction.ts";
import { allocatedOf, lastStepAndAfter } from "../mermaid.ts";
import type { Band, TimelineData } from "./chart-data.ts";
import { type Segment, columnCounts, segmentsOf, spread } from "./columns.ts";
import { isTensor } from "./parts.ts";
import { toDeltas } from "./series.ts";

type Predicted = Extract<Prediction, { kind: "predicted" }>;
type Observed = MeasurementDocument["timeline"][number];

/** A chart of the step, and the device that it is of. */
export type Timeline = { readonly device: Pick<Device, "kind" | "name">; readonly data: TimelineData };

/**
 * The step on the device of the budget, and on the device that was measured where that is another; where nothing was
 * predicted, what was observed alone. At most `most` columns each, or a few more.
 */
export function timelinesOf(training: TrainingResult, most: number): Timeline[] {
  const { prediction, comparison, measurement, budget } = training;
  const document = measurement.kind === "measured" ? measurement.document : undefined;
  const limitOn = (device: Timeline["device"]) =>
    sameDevice(device, budget?.device) ? budget?.limit_bytes : undefined;
  const timelines: Timeline[] = [];
  if (prediction?.kind === "predicted" && !sameDevice(prediction.device, comparison?.device)) {
    const { device } = prediction;
    timelines.push({ device, data: predictedTimeline(prediction, [], limitOn(device), most) });
  }
  if (comparison !== undefined && document !== undefined) {
    const { device, predicted } = comparison;
    timelines.push({ device, data: predictedTimeline(predicted, document.timeline, limitOn(device), most) });
  } else if (document !== undefined && document.timeline.length > 0) {
    const { device } = document;
    timelines.push({ device, data: observedTimeline(document, limitOn(device), most) });
  }
  return timelines;
}

function sameDevice(one: Timeline["device"], other: Timeline["device"] | undefined): boolean {
  return one.kind === other?.kind && one.name === other.name;
}

function predictedTimeline(
  { profile, device }: Predicted,
  timeline: readonly Observed[],
  limit_bytes: number | undefined,
  most: number,
): TimelineData {
  const { overhead, outside } = aroundTensors(profile.context_bytes, profile.communicator_bytes, device.kind);
  const segments = segmentsOf(lastStepAndAfter(profile.timeline), timeline);
  const counts = columnCounts(segments, most);
  const points = segments.flatMap(({ predicted }, index) => spread(predicted, counts[index] ?? 0, allocatedOf));
  const observed = segments.flatMap((each, index) => spread(each.observed, counts[index] ?? 0, observedBytes));
  const bands = [
    ...CATEGORIES.map((name) => band(name, points, ({ categories }) => categories[name])),
    ...overhead.map((name) => band(name, points, (point) => point.reserved_bytes - allocatedOf(point))),
    ...outside.map(({ name, bytes }) => band(name, points, () => bytes)),
  ];
  return {
    kind: "timeline",
    of: "predicted",
    columns: points.length,
    phases: phasesOf(segments, counts),
    bands: shownBands(bands, profile.allocated_bytes, profile.device_bytes),
    observed: timeline.length === 0 ? undefined : toDeltas(observed.map((point) => point && observedBytes(point))),
    limit_bytes,
  };
}

function observedTimeline(document: MeasurementDocument, limit_bytes: number | undefined, most: number): TimelineData {
  const { overhead, outside } = aroundTensors(document.context_bytes, 0, document.device.kind);
  const segments = segmentsOf<TimelinePoint, Observed>([], document.timeline);
  const counts = columnCounts(segments, most);
  const points = segments.flatMap((each, index) => spread(each.observed, counts[index] ?? 0, observedBytes));
  const bands = [
    ...CATEGORIES.map((name) => band(name, points, ({ categories }) => categories[name])),
    band("activations + workspace + temporary", points, ({ unattributed_bytes }) => unattributed_bytes),
    ...overhead.map((name) => band(name, points, (point) => point.reserved_bytes - observedBytes(point))),
    ...outside.map(({ name, bytes }) => band(name, points, () => bytes)),
  ];
  return {
    kind: "timeline",
    of: "observed",
    columns: points.length,
    phases: phasesOf(segments, counts),
    bands: shownBands(bands, document.allocated_bytes, document.device_bytes),
    observed: undefined,
    limit_bytes,
  };
}

/** What the device loses beside tensors; on the CPU, where tensors are counted, nothing. */
function aroundTensors(context: number, communicator: number, kind: Device["kind"]) {
  const outside: { name: Band; bytes: number }[] = [
    { name: "CUDA context", bytes: context },
    { name: "NCCL communicator", bytes: communicator },
  ];
  const overhead: Band[] = ["allocator overhead"];
  return kind === "cpu" ? { overhead: [], outside: [] } : { overhead, outside };
}

function observedBytes({ categories, unattributed_bytes }: Observed): number {
  return CATEGORIES.reduce<number>((sum, name) => sum + categories[name], unattributed_bytes);
}

type Values = { readonly name: Band; readonly values: readonly (number | null)[] };

function band<P>(name: Band, points: readonly (P | null)[], size: (point: P) => number): Values {
  return { name, values: points.map((point) => (point === null ? null : size(point))) };
}

const TENSORS_ALONE_BELOW = 1 / 3;

function shownBands(bands: readonly Values[], allocated: number, device: number): TimelineData["bands"] {
  const tensorsAlone = allocated < device * TENSORS_ALONE_BELOW;
  return bands
    .filter(({ values }) => values.some((value) => (value ?? 0) > 0))
    .map(({ name, values }) => ({ name, shown: !tensorsAlone || isTensor(name), bytes: toDeltas(values) }));
}

function phasesOf(segments: readonly Segment<unknown, unknown>[], counts: readonly number[]): TimelineData["phases"] {
  let from = 0;
  return segments.map(({ phase }, index) => {
    const start = from;
    from += counts[index] ?? 0;
    return { name: phase, from: start };
  });
}
