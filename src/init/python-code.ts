/** Python's text with comments and triple-quoted strings blanked, so that what is looked for is code. Lines stay. */
export function codeOf(text: string): string {
  return text.replaceAll(
    /("""|''')[\s\S]*?(?:\1|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g,
    (token, triple: string | undefined) => {
      if (triple === undefined && !token.startsWith("#")) return token;
      return token.replaceAll(/[^\n]/g, " ");
    },
  );
}

/** A call in a file: where it begins, and its arguments as they are written. */
export type Call = { readonly offset: number; readonly args: string };

/** Every call of a function that `name` (a pattern) matches, the bare name or an attribute. */
export function callsOf(code: string, name: string): Call[] {
  return [...code.matchAll(new RegExp(`\\b(?:${name})\\(`, "g"))].map(({ index, 0: opening }) => {
    const start = index + opening.length;
    return { offset: index, args: code.slice(start, endOfCall(code, start)) };
  });
}

/** Where the parenthesis closes that is open at `start`; strings may hold others. */
function endOfCall(code: string, start: number): number {
  const tokens = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[([{]|[)\]}]/g;
  tokens.lastIndex = start;
  let depth = 1;
  for (let token = tokens.exec(code); token !== null; token = tokens.exec(code)) {
    if ("([{".includes(token[0])) depth += 1;
    if (")]}".includes(token[0])) depth -= 1;
    if (depth === 0) return token.index;
  }
  return code.length;
}

/** Whether the line at `offset` runs as the file is run, in no function and no class. */
export function isAtTop(code: string, offset: number): boolean {
  const before = code.slice(0, code.indexOf("\n", offset) + 1 || code.length).split("\n");
  const outermost = before.findLast((line) => /^\S/.test(line) && !/^[)\]}]/.test(line)) ?? "";
  return !/^(?:async\s+)?(?:def|class)\b|^@/.test(outermost);
}
