import { markdownTable } from "markdown-table";
import { formatSize } from "../../src/report/format.ts";
import { renderMeasured } from "../measured/document.ts";
import type { Source } from "./cases.ts";
import type { Results, Row } from "./results.ts";
import { signedError, type Summary, summaryOf } from "./statistics.ts";

/** Beyond this share a row is explained. */
export const EXPLAINED = 0.1;

type Bar = { readonly median: number; readonly p90?: number };
type Group = { readonly title: string; readonly bar: Bar | undefined; readonly has: (row: Row) => boolean };

const CAP_FAILURES_BAR = 0.05;

const GROUPS: readonly Group[] = [
  {
    title: "allocated",
    bar: { median: 0.01, p90: 0.03 },
    has: ({ tier }) => tier === "allocated",
  },
  { title: "reserved", bar: { median: 0.02, p90: 0.06 }, has: ({ tier }) => tier === "reserved" },
  {
    title: "device, context known or calibrated",
    bar: { median: 0.025, p90: 0.08 },
    has: ({ tier, knowledge }) => tier === "device" && knowledge === "context known",
  },
  {
    title: "device, nothing known of the runner",
    bar: { median: 0.06 },
    has: ({ tier, knowledge }) => tier === "device" && knowledge === "nothing known",
  },
  {
    title: "of these, without GPUMemNet's runner",
    bar: { median: 0.06 },
    has: ({ tier, knowledge, file }) =>
      tier === "device" && knowledge === "nothing known" && !file.startsWith("gpumemnet"),
  },
  { title: "growth of the device with the batch", bar: undefined, has: ({ tier }) => tier === "growth" },
];

/** docs/accuracy.md. */
export function renderAccuracy(sources: readonly Source[], results: Results): string {
  const fitted = (row: Row) => isFitted(sources, row);
  const blind = results.rows.filter((row) => !fitted(row));
  const parts = [
    "# How right the predictions are",
    "<!-- Written by `npm run bench:accuracy` from bench/accuracy: edit the cases there. -->",
    `Published measurements of real GPUs, predicted by the command line's own path on a machine without one: ${results.rows.length} comparisons of ${casesOf(results.rows)} trainings from ${sources.length} publications. Predicted on ${results.date} with torch ${results.torch}, whatever release the measurement was made with. Errors are (predicted − measured) / measured; a negative one is an under-prediction, the unsafe direction.`,
    "## Cases that no constant was fitted on",
    groupTable(blind, true),
    "A cap failure: the interval's high end, set as a hard limit, would have ended the training. *Nothing known* takes the context that src/memory/context.ts assumes; *known or calibrated* takes it from the source, or from one training of the same runner, which then counts as fitted, and give or take 2 % for the kernels that another training loads. On GPUMemNet's runner nvidia-smi counts a whole card that was not empty.",
    "These are numbers of others, held against the limit. `vram-budget check --verify` runs the test itself ([calibration.md](calibration.md)): no card was at hand for it yet, so none of its outcomes is in the table.",
    ...barNotes(blind),
    ...renderMeasured(results.measured),
    "## The record",
    RECORD,
    "## What was fitted, and on what",
    FITTED,
    groupTable(results.rows.filter(fitted), false),
    "## Case by case",
    ...sources.flatMap((source) => sourceParts(source, results, fitted)),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The table that the README shows: all that no constant was fitted on. */
export function renderSummary(sources: readonly Source[], { rows }: Results): string {
  return groupTable(
    rows.filter((row) => !isFitted(sources, row)),
    true,
  );
}

export function isFitted(sources: readonly Source[], { file, name, knowledge }: Row): boolean {
  const source = sources.find((each) => each.file === file);
  if (source === undefined) return false;
  const { context } = source;
  const calibrated = context !== undefined && "calibrated_on" in context && context.calibrated_on === name;
  return source.cases[name]?.fitted !== undefined || (calibrated && knowledge === "context known");
}

/** A row that misses by so much that docs/accuracy.md says why. */
export function needsExplanation(row: Row): boolean {
  return Math.abs(signedError(row)) > EXPLAINED;
}

function casesOf(rows: readonly Row[]): number {
  return new Set(rows.map(({ file, name }) => `${file} ${name}`)).size;
}

function groupTable(rows: readonly Row[], bars: boolean): string {
  const header = ["", "Cases", "Median", "Mean", "90th percentile", "Under", "Cap failures", "Within the interval"];
  const lines = GROUPS.flatMap(({ title, bar, has }) => {
    const own = rows.filter(has);
    return own.length === 0 ? [] : [summaryLine(title, summaryOf(own), bars ? bar : undefined)];
  });
  return markdownTable([header, ...lines], { align: ["l", "r", "r", "r", "r", "r", "r", "r"] });
}

function summaryLine(title: string, summary: Summary, bar: Bar | undefined): string[] {
  const against = (value: number, limit: number | undefined) =>
    limit === undefined
      ? percent(value)
      : `${percent(value)} (${value <= limit ? "met" : "missed"}: ≤ ${percent(limit)})`;
  return [
    title,
    String(summary.cases),
    against(summary.median, bar?.median),
    percent(summary.mean),
    against(summary.p90, bar?.p90),
    percent(summary.under),
    against(summary.cap_failures, bar === undefined ? undefined : CAP_FAILURES_BAR),
    percent(summary.within),
  ];
}

/** Which rows stand in the way of a bar. */
function barNotes(rows: readonly Row[]): string[] {
  return GROUPS.flatMap(({ title, bar, has }) => {
    const own = rows.filter(has);
    if (bar === undefined || own.length === 0) return [];
    const { median, p90 } = summaryOf(own);
    if (median <= bar.median && p90 <= (bar.p90 ?? Number.POSITIVE_INFINITY)) return [];
    const worst = own.toSorted((a, b) => Math.abs(signedError(b)) - Math.abs(signedError(a))).slice(0, 3);
    const names = worst.map((row) => `${row.name} (${signed(signedError(row))})`).join(", ");
    return [`The bar of *${title}* is missed; furthest off are ${names}. Why is said case by case.`];
  });
}

function sourceParts(source: Source, { rows, failures }: Results, fitted: (row: Row) => boolean): string[] {
  const own = rows.filter(({ file }) => file === source.file);
  const missed = failures.filter(({ file }) => file === source.file);
  return [
    `### ${source.source}`,
    [source.url, source.conditions, source.loop, contextText(source)].filter((text) => text !== "").join("\n\n"),
    own.length === 0 ? "" : caseTable(own, fitted),
    ...explanations(source, own),
    missed.length === 0
      ? ""
      : missed.map(({ name, detail }) => `- not predicted, and no pass: ${name}: ${detail}`).join("\n"),
  ];
}

function contextText({ context }: Source): string {
  if (context === undefined) return "";
  return "size" in context
    ? `The context is known: ${formatSize(context.size)}, ${context.from}.`
    : `The context is calibrated on ${context.calibrated_on}.`;
}

function caseTable(rows: readonly Row[], fitted: (row: Row) => boolean): string {
  const header = ["Training", "Tier", "Predicted", "Interval", "Measured", "Error"];
  const lines = rows.map((row) => [
    `${row.name}${fitted(row) ? " (fitted)" : ""}`,
    row.tier === "device" ? `device, ${row.knowledge}` : row.tier,
    formatSize(row.predicted_bytes),
    `${formatSize(row.low_bytes)} to ${formatSize(row.high_bytes)}`,
    formatSize(row.measured_bytes),
    needsExplanation(row) ? `**${signed(signedError(row))}**` : signed(signedError(row)),
  ]);
  return markdownTable([header, ...lines], { align: ["l", "l", "r", "r", "r", "r"] });
}

function explanations({ cases, why }: Source, rows: readonly Row[]): string[] {
  const missed = new Set(rows.filter(needsExplanation).map(({ name }) => name));
  const lines = [...missed].flatMap((name) => {
    const reason = cases[name]?.why;
    return reason === undefined ? [] : [`- ${name}: ${reason}`];
  });
  return [...(missed.size > 0 && why !== undefined ? [why] : []), lines.join("\n")];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function signed(error: number): string {
  return `${error < 0 ? "−" : "+"}${percent(Math.abs(error))}`;
}

const RECORD = markdownTable(
  [
    ["Estimator", "Median error", "Failures as a cap", "Time a case"],
    ["xMem (Middleware 2025, 5,209 runs; the context from the measured run)", "3.66 %", "9.46 %", "24 s"],
    ["DNNMem, as re-run by xMem's authors", "17.55 %", "50.5 %", "36 s"],
    ["SchedTune, likewise", "30.4 %", "51.8 %", "1 s"],
    ["LLMem, likewise", "74.4 %", "64.6 %", "17 s"],
    ["a line through two real runs of the same training (timm, A100)", "1.7 %", "", "two runs"],
  ],
  { align: ["l", "r", "r", "r"] },
);

const FITTED = [
  "- The rule of cuDNN workspaces (src/memory/convolution-workspaces.ts): GPUMemNet's VGG-16, ResNet-50 and MobileNetV2; VGG-11 and -16, ResNet-18 and -34 and Darknet-53 of its timm runs. All on one A100-40GB, in float32 with TF32.",
  "- The CUDA context (src/memory/context.ts): a T4 of fitcheck, bare and after a step, and an RTX 6000 Ada, bare; its high end an RTX 5090.",
  "- The interval (src/predict/interval.ts): that blocks freed in another order move what is reserved by up to 5 %, and cuDNN's workspaces may be up to half as large again, was chosen on 68 convolutional networks of the same A100-40GB, cases of this page among them. So how many of those stay within the interval, or under its high end, is no blind test.",
  "- The sequence length of the PEFT comparison, which is not published: 520 tokens, on its row of LoRA of rank 32.",
  "- Everything else follows PyTorch's sources, or recordings of another kind (test/predict/recorded-lm.test.ts).",
].join("\n");
