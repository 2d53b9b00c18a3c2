import * as z from "zod/mini";
import { CalibrationRecord } from "../measure/calibration.ts";
import { type Measurement, MeasurementDocument } from "../measure/measurement.ts";
import { bytes } from "../memory/bytes.ts";
import { NOT_MEASURED_REASONS, type NotMeasuredReason } from "../probe/reasons.ts";
import { nestingOf } from "./nesting.ts";

/**
 * What a job was told by the world, `vram-budget/answers@1`: a recording of the ports of `check`, training by training.
 * Answers and no results: who plays it works everything out again, so that it can claim no verdict, and nothing of a
 * training that it is not asked about. A file that anybody may have written, read by this schema before a byte is believed.
 */
const text = z.string().check(z.maxLength(4096));
/** What a training has said at its end, with what to do about it. */
const words = z.string().check(z.maxLength(2 ** 20));
const whole = z.int().check(z.nonnegative(), z.maximum(2 ** 50));
const size = z.pipe(whole, z.transform(bytes));
const question = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** These say what was wanted, which is not for the one who answers to say. */
const NO_ANSWERS: ReadonlySet<NotMeasuredReason> = new Set([
  "not-asked",
  "other-batches",
  "fork",
  "event",
  "no-answer",
]);

const RecordedGpu = z.strictObject({
  name: text,
  /** Of 1 GiB at least: the driver keeps more than half of it for itself. */
  memory_mib: z.int().check(z.minimum(1024), z.maximum(2 ** 30)),
  compute_capability: z.string().check(z.regex(/^\d{1,3}\.\d{1,3}$/)),
  driver: text,
});

const RecordedMeasurement = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("measured"),
    document: MeasurementDocument,
    ranks: z
      .array(z.strictObject({ rank: whole, allocated_bytes: size, reserved_bytes: size, device_bytes: size }))
      .check(z.maxLength(4096)),
  }),
  z.strictObject({
    kind: z.literal("not-measured"),
    reason: z.enum(NOT_MEASURED_REASONS).check(z.refine((reason) => !NO_ANSWERS.has(reason))),
    detail: words,
    advice: z.optional(words),
  }),
]);
export type RecordedMeasurement = z.infer<typeof RecordedMeasurement>;

/** A trace is unpacked and checked where it is played, as the probe's own is: src/predict/traced-engine.ts. */
const RecordedTrace = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("answered"), packed: z.string().check(z.maxLength(32 * 2 ** 20)) }),
  z.strictObject({
    kind: z.literal("failed"),
    detail: words,
    advice: z.optional(words),
  }),
]);

const RecordedTraining = z.strictObject({
  name: text,
  /** Null where the runner had none, or nobody asked. */
  runner_gpu: z.nullable(RecordedGpu),
  calibration: z.array(CalibrationRecord).check(z.maxLength(1000)),
  measurements: z.array(z.strictObject({ question, answer: RecordedMeasurement })).check(z.maxLength(100)),
  traces: z.array(z.strictObject({ question, answer: RecordedTrace })).check(z.maxLength(1000)),
});
export type RecordedTrace = z.infer<typeof RecordedTrace>;
export type RecordedTraining = z.infer<typeof RecordedTraining>;

const SCHEMA = "vram-budget/answers@1";

const AnswersDocument = z.strictObject({
  schema: z.literal(SCHEMA),
  trainings: z.array(RecordedTraining).check(z.maxLength(1000)),
});
export type Answers = z.infer<typeof AnswersDocument>;

export type ParsedAnswers =
  | { readonly kind: "answers"; readonly answers: Answers }
  | { readonly kind: "problem"; readonly detail: string };

/** An honest one has 10: the sizes of one category in one point of a measurement's timeline. */
const MOST_NESTING = 32;

/** Reads a recording, or says what is wrong with it. */
export function parseAnswers(written: string): ParsedAnswers {
  if (nestingOf(written) > MOST_NESTING) return { kind: "problem", detail: `it is nested deeper than ${MOST_NESTING}` };
  const document = AnswersDocument.safeParse(jsonOf(written));
  if (document.success) return { kind: "answers", answers: document.data };
  const [issue] = document.error.issues;
  const where = issue?.path.join(".") || "the document";
  return { kind: "problem", detail: `${where} is not as ${SCHEMA} has it (${issue?.code.replaceAll("_", " ")})` };
}

function jsonOf(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined; // which no schema takes
  }
}

export function formatAnswers(answers: Answers): string {
  return `${JSON.stringify(answers)}\n`;
}

/** What of a measurement is an answer: without the recorded step, which lies beside the job's own report. */
export function recordable(measurement: Measurement): RecordedMeasurement | undefined {
  if (measurement.kind === "measured") {
    const { document, ranks } = measurement;
    return { kind: "measured", document, ranks: [...ranks] };
  }
  return NO_ANSWERS.has(measurement.reason) ? undefined : measurement;
}
