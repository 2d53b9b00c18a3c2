import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { planFiles, writeFiles } from "../../src/init/init.ts";
import { playing } from "./playing.ts";
import { REPOSITORIES } from "./repositories.ts";

const page = join(import.meta.dirname, "../../docs/init.md");
const COMMAND = "$ node /path/to/vram-budget/dist/cli.js init\n";

/** What stands on a terminal: what is said and asked, and after each question what is typed. */
async function transcript(): Promise<{ terminal: string; config: string }> {
  const typed = ["", "2", "", ""];
  const { ports, written } = playing(REPOSITORIES["a plain script"] ?? {});
  let terminal = COMMAND;
  const shown = {
    ...ports,
    say: (line: string) => void (terminal += `${line}\n`),
    ask: async (question: string) => {
      const answer = typed.shift() ?? "";
      terminal += `${question}${answer}\n`;
      return answer;
    },
  };
  await writeFiles(shown, await planFiles(shown));
  assert.deepEqual(typed, [], "as many questions as the page has answers");
  return { terminal: terminal.replaceAll(/ +$/gm, ""), config: written["vram-budget.yml"] ?? "" };
}

test("docs/init.md shows what init says and writes", async () => {
  const { terminal, config } = await transcript();
  const text = readFileSync(page, "utf8");
  const expected = text
    .replace(/(?<=^```console\n)[\s\S]*?(?=^```)/m, terminal)
    .replace(/(?<=^```yaml\n)[\s\S]*?(?=^```)/m, config);
  if (process.env["UPDATE_GOLDENS"] === "1") writeFileSync(page, expected);
  else assert.equal(text, expected);
});
