import type { Shape } from "./tensor.ts";
import { shapeText, type Subject, Unpredictable } from "./unpredictable.ts";

/** Throws {@linkcode Unpredictable} where output and target are not of one shape. */
export function checkSame(subject: Subject, output: Shape, target: Shape): void {
  if (output.length === target.length && output.every((size, i) => size === target[i])) return;
  refuse(subject, `takes a target of its input's shape, here ${shapeText(target)}`, output);
}

export function refuse(subject: Subject, wanted: string, shape: Shape): never {
  throw new Unpredictable(
    subject,
    `${wanted}, and gets ${shapeText(shape)} from the model`,
    "make the last layer and the target agree",
  );
}
