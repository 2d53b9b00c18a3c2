import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  _lte,
  _maxLength,
  _positive,
  _regex,
  array,
  int,
  literal,
  pipe,
  refine,
  strictObject,
  string,
  transform
} from "./chunk-E2Y7L7HE.js";
import {
  GIB,
  bytes
} from "./chunk-O56B5XNW.js";

// src/measure/calibration.ts
var printable = string().check(_regex(/^[\x20-\x7e]{1,100}$/, { error: "expected 1 to 100 printable characters" }));
var MOST_CONTEXT_BYTES = 5 * GIB;
var contextSize = pipe(int().check(_positive(), _lte(MOST_CONTEXT_BYTES)), transform(bytes));
var RECORD_KEYS = {
  /** As `torch.cuda.get_device_name()` prints it. */
  card: printable,
  driver: printable,
  torch: printable,
  /** The least and the most that a training's context took: kernels are loaded when a training first runs them. */
  context_low_bytes: contextSize,
  context_high_bytes: contextSize,
  /** How many measurements are in it. */
  measurements: int().check(_positive()),
  /** The day of the last one, as 2026-11-25. */
  measured_on: string().check(_regex(/^\d{4}-\d{2}-\d{2}$/, { error: "expected a day, as 2026-11-25" }))
};
var CalibrationRecord = strictObject(RECORD_KEYS, { error: `expected ${Object.keys(RECORD_KEYS).join(", ")}` }).check(
  refine((record) => record.context_low_bytes <= record.context_high_bytes, {
    error: "expected context_low_bytes of at most context_high_bytes",
    path: ["context_low_bytes"]
  })
);
var CalibrationDocument = strictObject({
  schema: literal("vram-budget/calibration@1", { error: "expected vram-budget/calibration@1" }),
  records: array(CalibrationRecord).check(
    _maxLength(1e3),
    refine((records) => new Set(records.map(keyOf)).size === records.length, {
      error: "expected one record for each card, driver and torch"
    })
  )
});
function parseCalibration(text) {
  const document = CalibrationDocument.safeParse(jsonOf(text));
  if (document.success) return { kind: "records", records: document.data.records };
  const [issue] = document.error.issues;
  return { kind: "problem", detail: [...issue?.path ?? [], issue?.message].join(": ") };
}
function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function formatCalibration(records) {
  return `${JSON.stringify({ schema: "vram-budget/calibration@1", records }, null, 2)}
`;
}
function observedContext(document) {
  const { device, context_bytes, co_tenants, distributed, out_of_memory } = document;
  const { kind, name: card, driver, torch } = device;
  if (kind !== "cuda" || driver === null || out_of_memory !== null) return void 0;
  if (co_tenants.length > 0 || distributed !== null) return void 0;
  return context_bytes > 0 ? { card, driver, torch, context_bytes } : void 0;
}
function withObserved(records, observed, day) {
  const { context_bytes, ...software } = observed;
  const before = records.find((record2) => keyOf(record2) === keyOf(observed));
  const { context_low_bytes = context_bytes, context_high_bytes = context_bytes, measurements = 0 } = before ?? {};
  const record = {
    ...software,
    context_low_bytes: bytes(Math.min(context_low_bytes, context_bytes)),
    context_high_bytes: bytes(Math.max(context_high_bytes, context_bytes)),
    measurements: measurements + 1,
    measured_on: day
  };
  return [...records.filter((each) => each !== before), record].toSorted(byKey);
}
function mergedCalibration(ours, theirs) {
  const all = new Map(ours.map((record) => [keyOf(record), record]));
  for (const record of theirs) {
    const other = all.get(keyOf(record)) ?? record;
    all.set(keyOf(record), {
      ...record,
      context_low_bytes: bytes(Math.min(record.context_low_bytes, other.context_low_bytes)),
      context_high_bytes: bytes(Math.max(record.context_high_bytes, other.context_high_bytes)),
      measurements: Math.max(record.measurements, other.measurements),
      measured_on: record.measured_on > other.measured_on ? record.measured_on : other.measured_on
    });
  }
  return [...all.values()].toSorted(byKey);
}
function keyOf({ card, driver, torch }) {
  return [card, driver, torch].join("\n");
}
function byKey(a, b) {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

export {
  CalibrationRecord,
  parseCalibration,
  formatCalibration,
  observedContext,
  withObserved,
  mergedCalibration
};
