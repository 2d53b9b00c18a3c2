import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  apportion,
  formatCount,
  fromDigits,
  plainLine,
  unitFor
} from "./chunk-73KJIM4E.js";
import {
  KIB
} from "./chunk-O56B5XNW.js";

// src/report/block-words.ts
function blocksTitle({ device }) {
  return `the largest blocks at the peak${device.kind === "cuda" ? " of the step that was recorded" : ""}`;
}
function blockTable(groups) {
  const total = groups.reduce((sum2, { bytes }) => sum2 + bytes, 0);
  const unit = unitFor(total / KIB);
  const digits = apportion(
    groups.map(({ bytes }) => bytes),
    unit
  );
  const rows = groups.map((group, index) => rowOf(group, fromDigits(digits[index] ?? 0, unit)));
  const sum = digits.reduce((all, count) => all + count, 0);
  return { unit, rows, total: fromDigits(sum, unit) };
}
function rowOf(group, size) {
  const { count, category, operator, module, file, line } = group;
  return {
    size,
    blocks: formatCount(count),
    what: [category ?? "", shortened(operator)].filter((part) => part !== "").join(", "),
    module: shortened(module),
    words: wordsOf(group),
    line: file === "" ? "" : `${shortened(file)}:${line}`,
    function: shortened(group.function),
    library: shortened(group.library)
  };
}
function whereText({ words, line, function: name, library }) {
  const place = line === "" ? [] : [`${line} in ${name}`];
  const through = library === "" ? [] : ["\u2192", library];
  return [...words === "" ? [] : [words], ...place, ...through].join(" ");
}
function wordsOf({ origin, file }) {
  switch (origin) {
    case "code":
      return "";
    case "backward":
      return file === "" ? "backward" : "backward of";
    case "before":
      return "before the recording";
    case "unknown":
      return "line not known";
    case "rest":
      return "all others";
  }
}
var LONGEST = 60;
function shortened(text) {
  const plain = Array.from(plainLine(text));
  return plain.length <= LONGEST ? plain.join("") : `\u2026${plain.slice(1 - LONGEST).join("")}`;
}

export {
  blocksTitle,
  blockTable,
  whereText
};
