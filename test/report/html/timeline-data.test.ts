import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes } from "../../../src/memory/bytes.ts";
import { fromDeltas } from "../../../src/report/html/series.ts";
import { isTensor } from "../../../src/report/html/parts.ts";
import { type Timeline, timelinesOf } from "../../../src/report/html/timeline-data.ts";
import { GALLERY, measuredOnCpu, measuredOnT4, predictedOn, resultOf, t4, trainingOf } from "../fixtures.ts";

/** The sum of some bands at each column. */
function sums({ data }: Timeline, wanted: (name: string) => boolean = () => true): number[] {
  const bands = data.bands.filter(({ name }) => wanted(name)).map((band) => fromDeltas(band.bytes, data.columns));
  return (bands[0] ?? []).map((_, at) => bands.reduce((sum, values) => sum + (values[at] ?? 0), 0));
}

function tensors(name: string): boolean {
  return isTensor(name as Parameters<typeof isTensor>[0]);
}

test("timelinesOf() adds up: tensors to what is allocated at the peak, all bands to the device", () => {
  const training = trainingOf({ evaluation: "{batch_size: 1000}" });
  const { profile } = predictedOn(training, t4());
  const [timeline] = timelinesOf(resultOf(training, measuredOnCpu(training)), 480);
  assert.ok(timeline !== undefined);
  assert.equal(timeline.device.name, "Tesla T4");
  // The peak is in the evaluation, which follows the step that is drawn.
  assert.equal(profile.peak.phase, "evaluation");
  assert.equal(Math.max(...sums(timeline, tensors)), profile.allocated_bytes);
  assert.equal(Math.max(...sums(timeline)), profile.device_bytes);
});

test("timelinesOf() keeps the peak however few the columns are", () => {
  const training = trainingOf({ evaluation: "{batch_size: 1000}" });
  const { profile } = predictedOn(training, t4());
  for (const most of [480, 40, 10]) {
    const [timeline] = timelinesOf(resultOf(training, measuredOnCpu(training)), most);
    assert.ok(timeline !== undefined);
    assert.equal(Math.max(...sums(timeline, tensors)), profile.allocated_bytes);
    assert.ok(sums(timeline).length <= most + timeline.data.phases.length);
  }
});

test("timelinesOf() draws the budget's device, and the measured one where it is another", () => {
  const training = trainingOf();
  const rows = [
    ["measured on the card", measuredOnT4(training), ["Tesla T4"]],
    ["measured on the CPU", measuredOnCpu(training), ["Tesla T4", "CPU"]],
  ] as const;
  for (const [what, measurement, devices] of rows) {
    const timelines = timelinesOf(resultOf(training, measurement), 100);
    assert.deepEqual(
      timelines.map(({ device }) => device.name),
      devices,
      what,
    );
    for (const { device, data } of timelines)
      assert.equal(data.limit_bytes !== undefined, device.name === "Tesla T4", what);
  }
});

test("timelinesOf() lays what was observed over what was predicted, column by column", () => {
  const training = trainingOf();
  const { profile } = predictedOn(training, { kind: "cpu", name: "CPU" });
  const last = Math.max(...profile.timeline.map(({ step }) => step));
  const timeline = profile.timeline
    .filter(({ step }) => step === last)
    .map((point) => ({ ...point, unattributed_bytes: bytes(0) }));
  const measured = measuredOnCpu(training, 0, { timeline });
  const drawn = timelinesOf(resultOf(training, measured), 480).at(-1);
  assert.ok(drawn?.data.observed !== undefined);
  assert.deepEqual(fromDeltas(drawn.data.observed, drawn.data.columns), sums(drawn, tensors));
});

test("every report's timelines have no more numbers than columns, and phases in order", () => {
  for (const [name, make] of GALLERY) {
    for (const training of make().trainings) {
      for (const { data } of timelinesOf(training, 60)) {
        for (const { bytes: sizes } of data.bands) assert.ok(sizes.length <= data.columns, name);
        const starts = data.phases.map(({ from }) => from);
        assert.deepEqual(
          starts,
          starts.toSorted((a, b) => a - b),
          name,
        );
      }
    }
  }
});
