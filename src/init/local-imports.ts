import type { PythonScript } from "./python-script.ts";
import { folderOf, joinPath } from "./repository.ts";

/** What each script imports of the others. */
export type Imports = ReadonlyMap<PythonScript, readonly PythonScript[]>;

export function importsAmong(scripts: ReadonlyMap<string, PythonScript>): Imports {
  const imported = (script: PythonScript) => importedPaths(script).flatMap((path) => scripts.get(path) ?? []);
  return new Map([...scripts.values()].map((script) => [script, imported(script)]));
}

/** The script, and every file of the repository that it imports, and that these import. */
export function reachedFrom(script: PythonScript, imports: Imports): readonly PythonScript[] {
  const reached = new Set([script]);
  for (const one of reached) for (const imported of imports.get(one) ?? []) reached.add(imported);
  return [...reached];
}

/** Whether it imports by its place in a package, and so must be run as `python -m`. */
export function importsRelatively({ code }: PythonScript): boolean {
  return /^[ \t]*from\s+\./m.test(code);
}

/** Where Python could look: beside the file, in `src`, and in the folders that the file lies in. */
function importedPaths({ path, code }: PythonScript): string[] {
  const folder = folderOf(path);
  return modulesOf(code).flatMap(({ dots, name, names }) => {
    const bases = dots === 0 ? placesOf(folder) : [up(folder, dots - 1)];
    const modules = [name, ...names.map((one) => (name === "" ? one : `${name}.${one}`))].filter((one) => one !== "");
    return bases.flatMap((base) =>
      modules.flatMap((module) => {
        const file = joinPath(base, module.replaceAll(".", "/")) ?? "";
        return [`${file}.py`, `${file}/__init__.py`];
      }),
    );
  });
}

type ImportedModule = { readonly dots: number; readonly name: string; readonly names: readonly string[] };

function modulesOf(code: string): ImportedModule[] {
  const from = code.matchAll(/^[ \t]*from\s+(\.*)([\w.]*)\s+import\s+(?:\(([^)]*)\)|([^\n]*))/gm);
  const plain = code.matchAll(/^[ \t]*import\s+([\w., ]+)/gm);
  return [
    ...[...from].map(([, dots = "", name = "", inside, line = ""]) => ({
      dots: dots.length,
      name,
      names: (inside ?? line).split(",").map((one) => one.trim().split(/\s/)[0] ?? ""),
    })),
    ...[...plain].flatMap(([, modules = ""]) =>
      modules.split(",").map((one) => ({ dots: 0, name: one.trim().split(/\s/)[0] ?? "", names: [] })),
    ),
  ];
}

function placesOf(folder: string): string[] {
  const parts = folder === "" ? [] : folder.split("/");
  return [...new Set([...parts.map((_, index) => parts.slice(0, index + 1).join("/")), "", "src"])];
}

function up(folder: string, levels: number): string {
  return levels === 0 ? folder : up(folderOf(folder), levels - 1);
}
