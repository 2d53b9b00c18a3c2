/** Keys, from the outside in. */
export type Path = readonly string[];

/** Where a value has what is no list and no map. */
export function leavesOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...at, key]));
}

/** The value with something else there. */
export function withLeaf(value: unknown, [key, ...rest]: Path, leaf: unknown): unknown {
  if (key === undefined) return leaf;
  const at: unknown = Reflect.get(value as object, key);
  if (Array.isArray(value)) return value.with(Number(key), withLeaf(at, rest, leaf));
  return { ...(value as object), [key]: withLeaf(at, rest, leaf) };
}
