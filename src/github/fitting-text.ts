/** The most that a place takes, and how it counts. */
export type Limit = { readonly most: number; readonly sizeOf: (text: string) => number };

/** GitHub refuses comments over 65,536 characters; there is room for the marker and for what it counts differently. */
export const COMMENT_LIMIT: Limit = { most: 60_000, sizeOf: (text) => text.length };

/** GitHub refuses check runs whose summary is over 65,535 characters. */
export const CHECK_LIMIT: Limit = COMMENT_LIMIT;

/** GitHub refuses summaries over 1 MiB a step. */
export const SUMMARY_LIMIT: Limit = { most: 2 ** 20 - 1024, sizeOf: (text) => Buffer.byteLength(text) };

/** The first of the ladder's texts, from the fullest, that fits; its last text's first line, cut, where none does. */
export function fittingText<Detail>(
  ladder: readonly Detail[],
  render: (detail: Detail) => string,
  { most, sizeOf }: Limit,
): string {
  let text = "";
  for (const detail of ladder) {
    text = render(detail);
    if (sizeOf(text) <= most) return text;
  }
  const [line = ""] = text.split("\n");
  return line.slice(0, Math.floor(most / 4)); // no character has more than four bytes
}
