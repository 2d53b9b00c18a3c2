/**
 * Characters that hide or reorder text, move a terminal's cursor, or cannot be seen: controls, line separators, what
 * Unicode says is ignored where it is not known (bidirectional marks, marks without width, fillers, tags), and anchors.
 */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/**
 * One line of plain text: escape sequences, bidirectional marks and line ends are gone, and so is the form of a runner's
 * command, which is `::error::` at the beginning of a line and `##[error]` anywhere (source: actions/runner,
 * ActionCommand.cs).
 */
export function plainLine(text: string): string {
  return text
    .replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]/g, "")
    .replaceAll(/[\r\n\t]+/g, " ")
    .replaceAll(INVISIBLE, "")
    .replaceAll("##[", "## [")
    .replace(/^\s*::/, ": :");
}

/** At most so many characters of it, where a whole log could stand. */
export function briefLine(text: string, most = 400): string {
  const characters = Array.from(plainLine(text.slice(0, 4 * most)));
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("")}…`;
}

/** What begins a mention, a reference, an address or an emoji, up to where a space of no width ends it. */
const BEGINNING = /[@#]|GH-(?=\d)|:(?=\/\/)|www(?=\.)|:(?=[\w+-]*[a-z][\w+-]*:|(?:100|1234|[+-]1):)/gi;

/**
 * Text of strangers inside markdown: shown as it is, never as markup, a link, a mention, a reference, an emoji, HTML or
 * our own marker. Characters of markup become entities. GitHub looks for mentions, references and emoji after it has
 * resolved those, so a space of no width follows what begins one, as Renovate does it.
 */
export function escapeMarkdown(text: string): string {
  return escapeInside(plainLine(text).trim());
}

function escapeInside(plain: string): string {
  return plain.replaceAll(BEGINNING, "$&\u200b").replaceAll(/[&<>|`*_[\]~@#\\$\u200b]/g, entity);
}

/** The same of a sentence of ours with a stranger's words in it: what stands in backticks is shown as code. */
export function proseMarkdown(text: string): string {
  const parts = plainLine(text).split(/(?<!`)`([^`]+)`(?!`)/);
  return parts
    .map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeInside(part)))
    .join("")
    .trim();
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
