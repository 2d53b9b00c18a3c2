import * as z from "zod/mini";
import { AXES, type Rank } from "./known-layers.ts";
import { count, switched, whole, withDefault } from "./schema.ts";

// What the arguments of PyTorch's constructors take.

export const dimension = whole(-8, 8, "the number of a dimension");

const AT_LEAST_ZERO = { error: "a number of at least 0" };
export const atLeastZero = z.number(AT_LEAST_ZERO).check(z.minimum(0, AT_LEAST_ZERO));

const SHARE = { error: "a number from 0 to 1" };
export const share = z.number(SHARE).check(z.minimum(0, SHARE), z.maximum(1, SHARE));

export const number = z.number({ error: "a number" });
export const yes = withDefault(switched, true);
export const no = withDefault(switched, false);

/** `device` and `dtype` of a constructor: PyTorch's, and not of the engine unless they are left as they are. */
export const placed = {
  device: withDefault(z.nullable(z.string()), null),
  dtype: withDefault(z.nullable(z.string()), null),
};

export function isPlaced({ device, dtype }: { device: string | null; dtype: string | null }): boolean {
  return device !== null || dtype !== null;
}

/** One whole number above 0 for all axes, or a list with one each. */
export function sizes(rank: Rank) {
  return perAxis(rank, count, `a whole number above 0, or [${AXES[rank].join(", ")}]`);
}

/** One whole number of at least 0 for all axes, or a list with one each. */
export function paddings(rank: Rank) {
  return perAxis(
    rank,
    whole(0, 2 ** 31 - 1, "a whole number of at least 0"),
    `a whole number of at least 0, or [${AXES[rank].join(", ")}]`,
  );
}

function perAxis(rank: Rank, one: typeof count, error: string) {
  return z.union([one, z.array(one).check(z.length(rank))], { error });
}

/** `value` for each axis, as PyTorch's constructors repeat it. */
export function each<T extends number | null>(value: T | readonly T[], rank: Rank): readonly T[] {
  return typeof value === "object" && value !== null ? value : Array.from({ length: rank }, () => value);
}
