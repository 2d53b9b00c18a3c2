import type { MemoryRecord } from "../measure/record.ts";
import { byteScale } from "./axes.ts";
import { plainLine } from "./escape.ts";
import { formatDelta, formatSize } from "./format.ts";
import { COLOURS, round, svg, text, titled } from "./svg.ts";

const AREA = { left: 70, top: 60, width: 620, height: 260 };

/** So many of the newest fit beside one another; the file of records has them all. */
const MOST_SHOWN = 120;

type Point = {
  readonly record: MemoryRecord;
  readonly needed: NonNullable<MemoryRecord["needed"]>;
  readonly x: number;
};

/**
 * What a training needed from commit to commit, with its budget as a stepped line. Needed and budget are of one card, that
 * of the newest record; what was measured has a filled mark, what was predicted an open one.
 */
export function trendChart(training: string, records: readonly MemoryRecord[]): string {
  const card = records.findLast(({ needed }) => needed !== null)?.needed?.card;
  const shown = records.filter(({ needed }) => needed !== null && needed.card === card).slice(-MOST_SHOWN);
  const step = AREA.width / Math.max(1, shown.length - 1);
  const points = shown.flatMap((record, index): Point[] =>
    record.needed === null ? [] : [{ record, needed: record.needed, x: AREA.left + index * step }],
  );
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || card === undefined)
    return svg(720, 60, `${plainLine(training)}: nothing decided yet`, []);
  const largest = Math.max(...points.map(({ needed }) => Math.max(needed.needed_bytes, needed.limit_bytes)));
  const scale = byteScale(largest, AREA);
  const title = `${plainLine(training)}: ${formatSize(last.needed.needed_bytes)} of ${formatSize(last.needed.limit_bytes)} on ${plainLine(card)}`;
  const below = AREA.top + AREA.height + 18;
  return svg(720, 380, title, [
    ...scale.drawn,
    `<path class="l" fill="none" d="${stepped(points, scale.y)}"/>`,
    `<path class="c" d="${joined(points.map(({ x, needed }) => [x, scale.y(needed.needed_bytes)]))}"/>`,
    ...points.map((point, index) => mark(point, points[index - 1], scale.y(point.needed.needed_bytes))),
    text(AREA.left + 6, scale.y(first.needed.limit_bytes) - 6, `budget ${formatSize(first.needed.limit_bytes)}`),
    text(AREA.left, below, commitText(first.record), "s"),
    ...(last === first ? [] : [text(AREA.left + AREA.width, below, commitText(last.record), "s", "end")]),
    text(AREA.left, below + 20, "filled: measured · open: predicted · triangle: accepted growth", "s"),
  ]);
}

function commitText({ sha, date }: MemoryRecord): string {
  return `${sha.slice(0, 7)} · ${date.slice(0, 10)}`;
}

function stepped(points: readonly Point[], y: (bytes: number) => number): string {
  return joined(
    points.flatMap(({ x, needed }, index): [number, number][] => {
      const before = points[index - 1]?.needed.limit_bytes;
      const here: [number, number] = [x, y(needed.limit_bytes)];
      return before === undefined || before === needed.limit_bytes ? [here] : [[x, y(before)], here];
    }),
  );
}

function joined(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
}

function mark({ record, needed, x }: Point, before: Point | undefined, y: number): string {
  const delta = before === undefined ? "" : ` (${formatDelta(needed.needed_bytes - before.needed.needed_bytes)})`;
  const accepted = { label: ", accepted by a label", budget: ", budget raised" } as const;
  const why = record.accepted === null ? "" : accepted[record.accepted];
  const title = `${commitText(record)}: ${formatSize(needed.needed_bytes)}${delta}, ${needed.from}${why}`;
  const fill = needed.from === "measurement" ? COLOURS.parameters : "none";
  const shape =
    record.accepted === null
      ? `<circle cx="${round(x)}" cy="${round(y)}" r="3.5"`
      : `<path d="M${round(x - 5)} ${round(y + 4)}L${round(x + 5)} ${round(y + 4)}L${round(x)} ${round(y - 5)}Z"`;
  return `${shape} fill="${fill}" stroke="${COLOURS.parameters}">${titled(title)}${record.accepted === null ? "</circle>" : "</path>"}`;
}
