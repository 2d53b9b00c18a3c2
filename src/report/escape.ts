/** Characters that hide or reorder text, move a terminal's cursor, or cannot be seen. */
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** One line of plain text: escape sequences, bidirectional marks and line ends are gone. */
export function plainLine(text: string): string {
  return text
    .replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]/g, "")
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(INVISIBLE, "");
}

/**
 * Text of strangers inside markdown: shown as it is, never as markup, a link, a mention, a reference, HTML or our own
 * marker. Characters of markup become entities. GitHub looks for mentions and references after it has resolved those, so
 * a space of no width follows `@`, `#` and `GH-`, as Renovate does it.
 */
export function escapeMarkdown(text: string): string {
  return plainLine(text)
    .replaceAll(/[&<>|`*_[\]~@#\\$]|:(?=[\w+-]+:|\/\/)|(?<=www)\./gi, entity)
    .replaceAll(/&#(64|35);|GH-(?=\d)/gi, "$&&#8203;");
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** The same inside backticks, with more of them than the text has in a row. */
export function codeSpan(text: string): string {
  const plain = plainLine(text).replaceAll("|", "¦").replaceAll("<!--", "<! --");
  const ticks = "`".repeat(1 + longestRun(plain));
  const padded = plain.startsWith("`") || plain.endsWith("`") || plain.trim() === "" ? ` ${plain} ` : plain;
  return `${ticks}${padded}${ticks}`;
}

/** A block of text, in a fence longer than any in it. */
export function fence(text: string, language = ""): string {
  const lines = text.split("\n").map(plainLine).join("\n").replaceAll("<!--", "<! --");
  const ticks = "`".repeat(Math.max(3, 1 + longestRun(lines)));
  return `${ticks}${language}\n${lines}\n${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
