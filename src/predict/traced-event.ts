import * as z from "zod/mini";
import { bytes } from "../memory/bytes.ts";
import { CATEGORIES, PHASES } from "../memory/trace.ts";

const whole = z.int().check(z.nonnegative());
const text = z.string().check(z.maxLength(4096));
const moment = { phase: z.enum(PHASES), step: whole };

const Tensor = z.strictObject({ shape: z.array(whole), stride: z.array(whole), dtype: text });
/** A tensor that a kernel works on: sizes and strides in elements. */
export type Tensor = z.infer<typeof Tensor>;

/** One argument of an operator. */
export type Operand = null | boolean | number | string | Tensor | readonly Operand[];
const Operand: z.ZodMiniType<Operand> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), Tensor, z.array(Operand)]),
);

/** An operator whose kernel takes memory for itself, with its arguments by the names of its schema. */
const KernelCall = z.strictObject({
  op: z.literal("kernel"),
  operator: text,
  module: text,
  call: z.record(text, Operand),
  ...moment,
});
export type KernelCall = z.infer<typeof KernelCall>;

/** One event as the probe writes it: src/memory/trace.ts's, or a kernel call. */
export const TracedEvent = z.discriminatedUnion("op", [
  z.strictObject({
    op: z.literal("alloc"),
    id: whole,
    bytes: z.pipe(whole, z.transform(bytes)),
    category: z.enum(CATEGORIES),
    operator: text,
    module: text,
    stream: z.optional(whole),
    ...moment,
  }),
  z.strictObject({ op: z.literal("free"), id: whole, ...moment }),
  KernelCall,
]);
export type TracedEvent = z.infer<typeof TracedEvent>;

export function isTensor(operand: Operand | undefined): operand is Tensor {
  return typeof operand === "object" && operand !== null && "shape" in operand;
}
