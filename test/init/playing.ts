import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { InitPorts } from "../../src/init/init.ts";
import type { Files } from "./repositories.ts";

const templates = join(import.meta.dirname, "../../examples/workflows");

/** A release, as a clone that has its tag knows it. */
export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** A terminal where nobody types but `answers`, in their order; then every default. */
export function playing(files: Files, answers: readonly string[] = []) {
  const said: string[] = [];
  const asked: string[] = [];
  const written: Record<string, string> = {};
  const ports: InitPorts = {
    repository: { paths: Object.keys(files).toSorted(), text: (path) => files[path] },
    ask: async (question) => {
      asked.push(question);
      return answers[asked.length - 1] ?? "";
    },
    template: (name) => readFileSync(join(templates, name), "utf8"),
    action: { version: "1.2.3", commit: COMMIT },
    create: async (path, text) => {
      if (path in files) return false;
      written[path] = text;
      return true;
    },
    say: (line) => said.push(line),
  };
  return { ports, said, asked, written };
}
