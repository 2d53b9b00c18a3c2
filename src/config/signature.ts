import * as z from "zod/mini";
import { strictMap } from "./schema.ts";

/** The arguments of a constructor in PyTorch, in its order and with its defaults. */
export type Signature<T> = {
  readonly keys: z.core.$ZodShape;
  /** How many may be given by position; the rest only by name. */
  readonly positional: number;
  /** The constructor's result, or what is wrong with its arguments. */
  readonly bind: (args: Readonly<Record<string, unknown>>) => Bound<T>;
};

export type Bound<T> =
  | { readonly kind: "bound"; readonly value: T }
  /** PyTorch takes these arguments; the layers engine does not know what they cost. */
  | { readonly kind: "other" }
  | { readonly kind: "issues"; readonly issues: readonly z.core.$ZodIssue[] }
  /** Each argument is right and together they are not. */
  | { readonly kind: "clash"; readonly argument: string; readonly message: string };

/** One argument that does not go with the others. */
export type Clash = readonly [argument: string, message: string];

type Arguments<Shape extends z.core.$ZodShape> = z.output<z.ZodMiniObject<Shape, z.core.$strict>>;

/**
 * Describes a constructor. `build` gives undefined for what PyTorch takes and the layers engine does not know;
 * `clash` says which argument does not go with the others, as PyTorch's constructor checks them.
 */
export function signature<Shape extends z.core.$ZodShape, T>(
  keys: Shape,
  build: (args: Arguments<Shape>) => T | undefined,
  rest: { readonly positional?: number; readonly clash?: (args: Arguments<Shape>) => Clash | undefined } = {},
): Signature<T> {
  const names = Object.keys(keys);
  const schema = strictMap(keys, `a map of ${names.join(", ")}`);
  return {
    keys,
    positional: rest.positional ?? names.length,
    bind(args) {
      const parsed = schema.safeParse(args);
      if (!parsed.success) return { kind: "issues", issues: parsed.error.issues };
      const [argument, message] = rest.clash?.(parsed.data) ?? [];
      if (argument !== undefined && message !== undefined) return { kind: "clash", argument, message };
      const value = build(parsed.data);
      return value === undefined ? { kind: "other" } : { kind: "bound", value };
    },
  };
}
