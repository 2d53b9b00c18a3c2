/** Sizes with the batch in front: [64, 1, 28, 28]. */
export type Shape = readonly number[];

export type ShapeResult =
  | { readonly kind: "shape"; readonly shape: Shape }
  | { readonly kind: "problem"; readonly message: string };

export function shape(dims: Shape): ShapeResult {
  return { kind: "shape", shape: dims };
}

export function problem(message: string): ShapeResult {
  return { kind: "problem", message };
}

/** `[N, 1, 28, 28]`: the batch by its letter, because a problem of shapes is none of the batch size. */
export function formatShape([, ...sample]: Shape): string {
  return `[${["N", ...sample].join(", ")}]`;
}
