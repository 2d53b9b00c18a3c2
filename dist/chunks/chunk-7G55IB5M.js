import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/report/escape.ts
var INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
function plainLine(text) {
  return text.replaceAll(/\u001b\[[0-?]*[ -/]*[@-~]/g, "").replaceAll(/[\r\n\t]+/g, " ").replaceAll(INVISIBLE, "");
}
function escapeMarkdown(text) {
  return plainLine(text).replaceAll(/[&<>|`*_[\]~@#\\$]|:(?=[\w+-]+:|\/\/)|(?<=www)\./gi, entity).replaceAll(/&#(64|35);|GH-(?=\d)/gi, "$&&#8203;");
}
function entity(character) {
  return `&#${character.codePointAt(0)};`;
}
function codeSpan(text) {
  const plain = plainLine(text).replaceAll("|", "\xA6").replaceAll("<!--", "<! --");
  const ticks = "`".repeat(1 + longestRun(plain));
  const padded = plain.startsWith("`") || plain.endsWith("`") || plain.trim() === "" ? ` ${plain} ` : plain;
  return `${ticks}${padded}${ticks}`;
}
function fence(text, language = "") {
  const lines = text.split("\n").map(plainLine).join("\n").replaceAll("<!--", "<! --");
  const ticks = "`".repeat(Math.max(3, 1 + longestRun(lines)));
  return `${ticks}${language}
${lines}
${ticks}`;
}
function longestRun(text) {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

export {
  plainLine,
  escapeMarkdown,
  codeSpan,
  fence
};
