import { CATEGORIES } from "../memory/trace.ts";
import type { Profile, TimelinePoint } from "../memory/profile.ts";
import { byteScale } from "./axes.ts";
import { plainLine } from "./escape.ts";
import { formatSize } from "./format.ts";
import { allocatedOf, lastStepAndAfter } from "./mermaid.ts";
import { COLOURS, line, legend, round, svg, text } from "./svg.ts";

const AREA = { left: 70, top: 60, width: 760, height: 300 };

/** Memory over the last step and the evaluation, by category, stacked; what the allocator holds is the line above. */
export function timelineChart(name: string, profile: Profile): string {
  const points = thin(lastStepAndAfter(profile.timeline));
  const scale = byteScale(Math.max(profile.reserved_bytes, 1), AREA);
  const x = (index: number) => AREA.left + (AREA.width * index) / Math.max(points.length, 1);
  const shown = CATEGORIES.filter((category) => points.some(({ categories }) => categories[category] > 0));
  const edges = Array.from({ length: points.length + 1 }, (_, index) => round(x(index)));
  const bands = shown.map((category, index) => {
    const below = shown.slice(0, index);
    const bottom = points.map(({ categories }) => below.reduce((sum, other) => sum + categories[other], 0));
    const upper = points.map(({ categories }, i) => (bottom[i] ?? 0) + categories[category]);
    const back = steps(bottom.toReversed(), edges.toReversed(), scale.y).replace("M", "L");
    return `<path d="${steps(upper, edges, scale.y)}${back}Z" fill="${COLOURS[category]}"><title>${category}</title></path>`;
  });
  const reserved = points.map(({ reserved_bytes }) => reserved_bytes);
  const held = `<path class="c" d="${steps(reserved, edges, scale.y)}"/>`;
  const title = `${plainLine(name)}: memory over the step, peak ${formatSize(Math.max(0, ...points.map(allocatedOf)))} allocated`;
  return svg(860, 440, title, [
    ...scale.drawn,
    ...bands,
    held,
    ...phaseMarks(points, x),
    ...legend(shown, { left: AREA.left, top: 410, width: AREA.width, height: 30 }),
    text(AREA.left + AREA.width, 410, "line: reserved", "s", "end"),
  ]);
}

/** A staircase over `edges`, one more than there are values: memory changes at once. */
function steps(values: readonly number[], edges: readonly number[], y: (bytes: number) => number): string {
  return values.map((value, i) => `${i === 0 ? `M${edges[0]} ` : "V"}${round(y(value))}H${edges[i + 1]}`).join("");
}

function phaseMarks(points: readonly TimelinePoint[], x: (index: number) => number): string[] {
  return points.flatMap(({ phase }, index) =>
    phase === points[index - 1]?.phase
      ? []
      : [
          line(x(index), AREA.top, x(index), AREA.top + AREA.height + 6, "g"),
          text(x(index) + 2, AREA.top + AREA.height + 18, phase, "s"),
        ],
  );
}

/** The smallest and the largest total of each pixel column, in order. */
function thin(points: readonly TimelinePoint[]): TimelinePoint[] {
  const width = Math.ceil(points.length / AREA.width);
  if (width <= 1) return [...points];
  return Array.from({ length: Math.ceil(points.length / width) }, (_, column) => {
    const run = points.slice(column * width, (column + 1) * width);
    const sorted = run.toSorted((a, b) => allocatedOf(a) - allocatedOf(b));
    const extremes = new Set([sorted[0], sorted.at(-1)]);
    return run.filter((point) => extremes.has(point));
  }).flat();
}
