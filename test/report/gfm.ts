import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

type Node = ReturnType<typeof parseGfm> | ReturnType<typeof parseGfm>["children"][number];

/** As GitHub flavoured markdown is read. Bare addresses become links here also where they are written with entities. */
export function parseGfm(text: string) {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

/** What elements a text becomes, without what stands in them; code is as text. Two texts of one layout have the same. */
export function skeletonOf(text: string): string[] {
  const lines: string[] = [];
  walk(parseGfm(text), (node, depth) => {
    const line = `${"  ".repeat(depth)}${elementOf(node)}`;
    if (!line.endsWith(" text") || lines.at(-1) !== line) lines.push(line);
  });
  return lines;
}

/** Tags are ours alone, and count to the letter; so do the hosts of links. */
function elementOf(node: Node): string {
  switch (node.type) {
    case "html":
      return `html ${[...node.value.matchAll(/<[^>]*>|</g)].join("")}`;
    case "link":
      return `link ${new URL(node.url).origin}`;
    case "code":
      return `code ${node.lang ?? ""} ${node.meta ?? ""}`;
    case "heading":
      return `heading ${node.depth}`;
    case "inlineCode":
      return "text";
    default:
      return node.type;
  }
}

/** What is shown as text, without code: where GitHub looks for mentions and references. */
export function proseOf(text: string): string[] {
  const values: string[] = [];
  walk(parseGfm(text), (node) => {
    if (node.type === "text") values.push(node.value);
  });
  return values;
}

export function linksOf(text: string): string[] {
  const urls: string[] = [];
  walk(parseGfm(text), (node) => {
    if (node.type === "link") urls.push(node.url);
  });
  return urls;
}

function walk(node: Node, visit: (node: Node, depth: number) => void, depth = 0): void {
  visit(node, depth);
  if ("children" in node) for (const child of node.children) walk(child, visit, depth + 1);
}
