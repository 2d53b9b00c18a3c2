import type { Ladder, Possible } from "../compare/possible-ways.ts";
import { dearest, type UnknownWay, type Way } from "../compare/way.ts";
import { askWay, type Wanting } from "./ask-way.ts";

/** So many pairs are asked for that would be enough if each change saved what it saves alone; else this many of the best. */
const LIKELY_PAIRS = 3;
const UNLIKELY_PAIRS = 1;

/** Whether a way brings the training back to where nothing is to be said of it. */
export type IsEnough = (way: Way) => boolean;

/** A change that was predicted. */
export type Step = { readonly possible: Possible; readonly way: Way };

/** What became of some changes. */
export type Climbed = { readonly steps: readonly Step[]; readonly unknown: readonly UnknownWay[] };
export const NOTHING: Climbed = { steps: [], unknown: [] };

export function waysOf({ steps }: Climbed): readonly Way[] {
  return steps.map(({ way }) => way);
}

/** One ladder after another, for the cheapest to have the traces. */
export async function climbAll(ladders: readonly Ladder[], wanting: Wanting, isEnough: IsEnough): Promise<Climbed> {
  const all: Climbed[] = [];
  for (const ladder of ladders) all.push(await climb(ladder, wanting, isEnough));
  return { steps: all.flatMap(({ steps }) => steps), unknown: all.flatMap(({ unknown }) => unknown) };
}

/** The steps that are enough; the furthest where none is; why the first is not known where none could be predicted. */
async function climb({ steps, wanted }: Ladder, wanting: Wanting, isEnough: IsEnough): Promise<Climbed> {
  const tried: Step[] = [];
  const unknown: UnknownWay[] = [];
  for (const possible of steps) {
    const asked = await askWay(possible, wanting);
    if (asked.kind === "unknown") unknown.push(asked.unknown);
    if (asked.kind === "way") tried.push({ possible, way: asked.way });
    if (unknown.length > 0 || tried.filter(({ way }) => isEnough(way)).length === wanted) break;
  }
  const enough = tried.filter(({ way }) => isEnough(way));
  return { steps: enough.length > 0 ? enough : tried.slice(-1), unknown: enough.length > 0 ? [] : unknown };
}

/**
 * Two changes together. They may save more than both alone: one lowers a peak behind which another stands, which the other
 * change lowers.
 */
export async function askPairs(steps: readonly Step[], wanting: Wanting, isEnough: IsEnough): Promise<Climbed> {
  const pairs = steps.flatMap((a, index) => steps.slice(index + 1).flatMap((b) => pairOf(a, b) ?? []));
  const best = pairs.toSorted((a, b) => b.saves - a.saves);
  const likely = best.filter(({ saves }) => wanting.needed_bytes - saves <= wanting.limit_bytes);
  const chosen = likely.length > 0 ? likely.slice(0, LIKELY_PAIRS) : best.slice(0, UNLIKELY_PAIRS);
  const found: Step[] = [];
  const unknown: UnknownWay[] = [];
  for (const { possible } of chosen) {
    const asked = await askWay(possible, wanting);
    if (asked.kind === "unknown") unknown.push(asked.unknown);
    if (asked.kind === "way") found.push({ possible, way: asked.way });
  }
  return { steps: found, unknown: found.some(({ way }) => isEnough(way)) ? [] : unknown };
}

type Pair = { readonly possible: Possible; readonly saves: number };

/** Undefined where both are about one key, or one of them saves nothing. */
function pairOf(a: Step, b: Step): Pair | undefined {
  const [one, other] = [a.possible, b.possible];
  const isOneKey = Object.keys(one.values).some((key) => Object.hasOwn(other.values, key));
  if (isOneKey || a.way.saves_bytes <= 0 || b.way.saves_bytes <= 0) return undefined;
  return {
    saves: a.way.saves_bytes + b.way.saves_bytes,
    possible: {
      cost: dearest([one.cost, other.cost]),
      values: { ...one.values, ...other.values },
      expandable: one.expandable || other.expandable,
    },
  };
}
