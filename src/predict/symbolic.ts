import { bytes } from "../memory/bytes.ts";
import type { Free } from "../memory/trace.ts";
import { isTensor, type Operand, type TracedEvent } from "./traced-event.ts";

/** What was traced at one batch size. */
export type BatchEvents = { readonly batch_size: number; readonly events: readonly TracedEvent[] };

/** The events at a batch size; undefined where a size would be negative. */
export type EventsAt = (batchSize: number) => readonly TracedEvent[] | undefined;

/**
 * One trace for every batch size, from the traces at two: each size of a storage, and each shape and stride that a
 * kernel works on, is `a + b × batch` in whole numbers. Undefined where the two have other events, or other sizes.
 *
 * To be believed only where a third batch agrees: `sameEvents()`.
 */
export function symbolicEvents(low: BatchEvents, high: BatchEvents): EventsAt | undefined {
  const span = high.batch_size - low.batch_size;
  const affine = (a: number, b: number) => a === b || (Number.isInteger((b - a) / span) && Number.isInteger(a));
  if (!alike(low.events, high.events, affine)) return undefined;
  return (batchSize) => {
    const grow: Grow = (a, b) => (a === b ? a : a + ((b - a) / span) * (batchSize - low.batch_size));
    const events: TracedEvent[] = [];
    for (const [index, event] of low.events.entries()) {
      const other = high.events[index];
      const sized = other === undefined ? undefined : grownEvent(event, other, grow);
      if (sized === undefined) return undefined;
      events.push(sized);
    }
    return events;
  };
}

/** Whether two traces are the same to the byte. */
export function sameEvents(a: readonly TracedEvent[], b: readonly TracedEvent[]): boolean {
  return alike(a, b, (one, other) => one === other);
}

/**
 * The same events with neighbouring frees by id: the allocator is left with the same blocks in any order, and autocast
 * drops its casts in the order of a hash table of addresses. Source: `clear_cache()` in aten/src/ATen/autocast_mode.cpp.
 */
export function freesInOrder(events: readonly TracedEvent[]): TracedEvent[] {
  const ordered: TracedEvent[] = [];
  let frees: Free[] = [];
  const settle = () => {
    ordered.push(...frees.toSorted((a, b) => a.id - b.id));
    frees = [];
  };
  for (const event of events) {
    if (event.op !== "free" || event.phase !== frees[0]?.phase || event.step !== frees[0].step) settle();
    if (event.op === "free") frees.push(event);
    else ordered.push(event);
  }
  settle();
  return ordered;
}

type Numbers = (a: number, b: number) => boolean;

/** The same events in the same order, with sizes that go together. */
function alike(a: readonly TracedEvent[], b: readonly TracedEvent[], numbers: Numbers): boolean {
  return a.length === b.length && a.every((event, index) => alikeEvent(event, b[index], numbers));
}

function alikeEvent(a: TracedEvent, b: TracedEvent | undefined, numbers: Numbers): boolean {
  if (b === undefined || a.phase !== b.phase || a.step !== b.step) return false;
  if (a.op === "free") return b.op === "free" && a.id === b.id;
  if (b.op === "free" || a.operator !== b.operator || a.module !== b.module) return false;
  if (a.op === "alloc") {
    if (b.op !== "alloc" || a.stream !== b.stream) return false;
    return a.id === b.id && a.category === b.category && numbers(a.bytes, b.bytes);
  }
  if (b.op !== "kernel") return false;
  const names = Object.keys(a.call);
  return (
    names.length === Object.keys(b.call).length &&
    names.every((name) => name in b.call && alikeOperand(a.call[name], b.call[name], numbers))
  );
}

function alikeOperand(a: Operand | undefined, b: Operand | undefined, numbers: Numbers): boolean {
  if (typeof a === "number" && typeof b === "number") return numbers(a, b);
  if (isTensor(a) && isTensor(b)) {
    return a.dtype === b.dtype && alikeList(a.shape, b.shape, numbers) && alikeList(a.stride, b.stride, numbers);
  }
  return isList(a) && isList(b) ? alikeList(a, b, numbers) : a === b;
}

function alikeList(a: readonly Operand[], b: readonly Operand[], numbers: Numbers): boolean {
  return a.length === b.length && a.every((part, index) => alikeOperand(part, b[index], numbers));
}

/** A number at another batch size, from those at two. */
type Grow = (a: number, b: number) => number;

/** `a` and `b` are alike; what does not grow is `a` itself. */
function grownEvent(a: TracedEvent, b: TracedEvent, grow: Grow): TracedEvent | undefined {
  if (a.op === "alloc" && b.op === "alloc") {
    if (a.bytes === b.bytes) return a;
    const size = grow(a.bytes, b.bytes);
    return size >= 0 && Number.isSafeInteger(size) ? { ...a, bytes: bytes(size) } : undefined;
  }
  if (a.op === "kernel" && b.op === "kernel") {
    const call = Object.entries(a.call).map(([name, operand]) => [name, grown(operand, b.call[name], grow)] as const);
    return { ...a, call: Object.fromEntries(call) };
  }
  return a;
}

function grown(a: Operand, b: Operand | undefined, grow: Grow): Operand {
  if (typeof a === "number" && typeof b === "number") return grow(a, b);
  if (isTensor(a) && isTensor(b)) {
    const sizes = (one: readonly number[], other: readonly number[]) =>
      one.map((size, index) => grow(size, other[index] ?? size));
    return { ...a, shape: sizes(a.shape, b.shape), stride: sizes(a.stride, b.stride) };
  }
  return isList(a) && isList(b) ? a.map((part, index) => grown(part, b[index], grow)) : a;
}

function isList(operand: Operand | undefined): operand is readonly Operand[] {
  return Array.isArray(operand);
}
