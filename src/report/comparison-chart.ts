import type { TrainingResult } from "../compare/result.ts";
import { CATEGORIES } from "../memory/trace.ts";
import { byteScale } from "./axes.ts";
import { type Part, partsOf } from "./bars.ts";
import { plainLine } from "./escape.ts";
import { formatSize } from "./format.ts";
import { COLOURS, legend, line, rect, svg, text } from "./svg.ts";

const AREA = { left: 70, top: 60, width: 420, height: 300 };
const BAR = 90;

type Column = { readonly label: string; readonly parts: readonly { readonly name: Part; readonly bytes: number }[] };

/** Predicted beside observed, stacked by category; without a measurement the prediction alone. Undefined without either. */
export function comparisonChart(training: TrainingResult): string | undefined {
  const columns = columnsOf(training);
  if (columns.length === 0) return undefined;
  const totals = columns.map(({ parts }) => parts.reduce((sum, { bytes }) => sum + bytes, 0));
  const scale = byteScale(Math.max(...totals, 1), AREA);
  const drawn = columns.flatMap(({ label, parts }, index) => {
    const x = AREA.left + (AREA.width * (index + 0.5)) / columns.length - BAR / 2;
    let below = 0;
    const boxes = parts.map(({ name, bytes }) => {
      const y = scale.y(below + bytes);
      const height = scale.y(below) - y;
      below += bytes;
      return rect(x, y, BAR, height, COLOURS[name], `${name}: ${formatSize(bytes)}`);
    });
    return [
      ...boxes,
      text(x + BAR / 2, scale.y(below) - 6, formatSize(below), "", "middle"),
      text(x + BAR / 2, AREA.top + AREA.height + 18, label, "s", "middle"),
    ];
  });
  const names = [...new Set(columns.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  return svg(520, 440, `${plainLine(training.name)}: ${titleOf(training)}`, [
    ...scale.drawn,
    line(AREA.left, AREA.top + AREA.height, AREA.left + AREA.width, AREA.top + AREA.height, "g"),
    ...drawn,
    ...legend(names, { left: 16, top: 404, width: 490, height: 36 }),
  ]);
}

function titleOf({ comparison }: TrainingResult): string {
  if (comparison === undefined) return "predicted, by what it is for";
  return `predicted beside observed${comparison.device.kind === "cpu" ? ", tensors on the CPU" : ""}`;
}

function columnsOf({ comparison, prediction, measurement }: TrainingResult): Column[] {
  if (comparison === undefined || measurement.kind !== "measured") {
    return prediction?.kind === "predicted" ? [{ label: "predicted", parts: partsOf(prediction.profile) }] : [];
  }
  const { document } = measurement;
  const observed: { name: Part; bytes: number }[] = CATEGORIES.map((name) => ({
    name,
    bytes: document.peak.categories[name],
  }));
  // On CUDA enumeration does not tell these apart: they are drawn as what most of them are.
  observed.push({ name: "temporary", bytes: document.peak.unattributed_bytes });
  observed.push({ name: "allocator overhead", bytes: document.reserved_bytes - document.allocated_bytes });
  // NCCL's buffers are with it, where several processes train.
  observed.push({ name: "CUDA context", bytes: document.context_bytes });
  return [
    { label: "predicted", parts: partsOf(comparison.predicted.profile) },
    { label: "observed", parts: observed.filter(({ bytes }) => bytes > 0) },
  ];
}
