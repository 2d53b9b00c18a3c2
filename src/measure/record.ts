import * as z from "zod/mini";
import { bytes } from "../memory/bytes.ts";

/**
 * What is kept of a training at a commit, `vram-budget/record@1`: one line of JSON in the training's own file. The branch
 * that holds it is one that others may write to, so each line is read by this schema before a byte is believed.
 */
export const RECORD_SCHEMA = "vram-budget/record@1";

/** What one file may have: some thirty years of ten records a day. Nothing is thrown away before: no more is added then. */
export const MOST_RECORDS_BYTES = 64 * 2 ** 20;

const whole = z.int().check(z.nonnegative());
const positive = z.int().check(z.positive());
const size = z.pipe(whole, z.transform(bytes));
const printable = z
  .string()
  .check(z.regex(/^[\x20-\x7e]{1,200}$/, { error: "expected 1 to 200 printable characters" }));
const hex = (error: string) => z.string().check(z.regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, { error }));

/** What the budget is about: the card of the config, which need not be the one that was measured. */
const Needed = z.strictObject({
  card: printable,
  needed_bytes: size,
  limit_bytes: size,
  from: z.enum(["prediction", "measurement", "extrapolation"]),
});

const Measured = z.strictObject({
  kind: z.enum(["cpu", "cuda"]),
  /** As `torch.cuda.get_device_name()` prints it; of a CPU its model. */
  card: printable,
  /** Releases by name: `torch`, `driver`, `cuda`, `python`, and the packages that memory hangs on. */
  versions: z
    .record(printable, printable)
    .check(z.refine((all) => Object.keys(all).length <= 100, { error: "expected at most 100" })),
  steps: whole,
  allocated_bytes: size,
  reserved_bytes: size,
  device_bytes: size,
});

const RECORD_KEYS = {
  schema: z.literal(RECORD_SCHEMA, { error: `expected ${RECORD_SCHEMA}` }),
  training: z.string().check(z.regex(/^[A-Za-z0-9][\w.-]{0,63}$/, { error: "expected a training's name" })),
  sha: hex("expected a commit"),
  /** Of the workflow: ids grow from run to run and stay when one is run again, so records have an order without a clock. */
  run: z.strictObject({ id: positive, attempt: positive }),
  /** When it was written: for people, nothing is ordered by it. */
  date: z.iso.datetime({ error: "expected a time, as 2026-11-25T08:00:00Z" }),
  verdict: z.enum(["pass", "fail", "unknown"]),
  batch_size: z.nullable(positive),
  /** SHA-256 of the training as the config describes it. */
  config: z.nullable(hex("expected a SHA-256")),
  /** Null where neither a prediction nor a measurement told it. */
  needed: z.nullable(Needed),
  /** Null where it was not measured, or ran out of memory: that peak is where it stopped. */
  measured: z.nullable(Measured),
  /** By what growth was accepted: the label on its pull request, or a budget that is higher than before. */
  accepted: z.nullable(z.enum(["label", "budget"])),
};
const MemoryRecord = z.strictObject(RECORD_KEYS, { error: `expected ${Object.keys(RECORD_KEYS).join(", ")}` });
export type MemoryRecord = z.infer<typeof MemoryRecord>;

export type ParsedRecords =
  | { readonly kind: "records"; readonly records: readonly MemoryRecord[] }
  | { readonly kind: "problem"; readonly detail: string };

/** Reads a file of records, or says which line is none. */
export function parseRecords(text: string): ParsedRecords {
  const records: MemoryRecord[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line === "") continue;
    const record = MemoryRecord.safeParse(jsonOf(line));
    if (!record.success) {
      const [issue] = record.error.issues;
      return { kind: "problem", detail: `line ${index + 1}: ${[...(issue?.path ?? []), issue?.message].join(": ")}` };
    }
    records.push(record.data);
  }
  return { kind: "records", records };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which no schema takes
  }
}

export function formatRecords(records: readonly MemoryRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

/**
 * The records with this one among them, the oldest run first. Of the same commit on the same runner the later attempt
 * stays, whichever comes first: writers that meet end with the same file. The same list where it is in it already.
 */
export function withRecord(records: readonly MemoryRecord[], record: MemoryRecord): readonly MemoryRecord[] {
  const before = records.find((each) => keyOf(each) === keyOf(record));
  if (before !== undefined && compareRuns(before, record) >= 0) return records;
  const others = records.filter((each) => each !== before);
  return withRaisedBudgets([...others, record].toSorted((a, b) => compareRuns(a, b) || (keyOf(a) < keyOf(b) ? -1 : 1)));
}

/** Negative where `a` is of the older run. */
export function compareRuns(a: MemoryRecord, b: MemoryRecord): number {
  return a.run.id - b.run.id || a.run.attempt - b.run.attempt;
}

/** A commit is measured once on each kind of runner: a card, with its driver and its PyTorch. */
function keyOf({ sha, measured }: MemoryRecord): string {
  return JSON.stringify([sha, measured && [measured.card, measured.versions["driver"], measured.versions["torch"]]]);
}

/** Where the limit for a card is higher than in the record before, the growth that it makes room for is accepted. */
function withRaisedBudgets(records: readonly MemoryRecord[]): MemoryRecord[] {
  const limits = new Map<string, number>();
  return records.map((record) => {
    const { needed, accepted } = record;
    if (needed === null) return record;
    const isRaised = needed.limit_bytes > (limits.get(needed.card) ?? Number.POSITIVE_INFINITY);
    limits.set(needed.card, needed.limit_bytes);
    return accepted === "label" ? record : { ...record, accepted: isRaised ? "budget" : null };
  });
}
