import { folderOf, foldersUp, type Repository } from "./repository.ts";

/** What says which packages a training imports, in its own folder or in one above. */
export type Dependencies =
  | { readonly kind: "requirements"; readonly path: string }
  | { readonly kind: "project"; readonly folder: string }
  | { readonly kind: "conda"; readonly path: string }
  | { readonly kind: "none" };

const DEPENDENCY_FILES = ["requirements.txt", "pyproject.toml", "setup.py", "environment.yml", "environment.yaml"];

export function dependenciesOf(folder: string, { paths, text }: Repository): Dependencies {
  for (const up of foldersUp(folder)) {
    const at = (name: string) => (up === "" ? name : `${up}/${name}`);
    const name = DEPENDENCY_FILES.find((file) => paths.includes(at(file)) && isInstallable(file, text(at(file)) ?? ""));
    if (name === undefined) continue;
    if (name === "requirements.txt") return { kind: "requirements", path: at(name) };
    if (name.startsWith("environment")) return { kind: "conda", path: at(name) };
    return { kind: "project", folder: up };
  }
  return { kind: "none" };
}

/** A pyproject.toml may hold the settings of tools alone. */
function isInstallable(name: string, text: string): boolean {
  return name !== "pyproject.toml" || /^\[(?:project|build-system|tool\.poetry)\]/m.test(text);
}

/** The folder of the project that a file belongs to: the nearest one with dependencies of its own, else the whole. */
export function projectOf(path: string, repository: Repository): string {
  const found = dependenciesOf(folderOf(path), repository);
  switch (found.kind) {
    case "requirements":
    case "conda":
      return folderOf(found.path);
    case "project":
      return found.folder;
    case "none":
      return "";
  }
}

/** The commands that a project installs under names of their own, by the module that each runs. */
export function consoleScripts(folder: string, { text }: Repository): ReadonlyMap<string, string> {
  const pyproject = text(folder === "" ? "pyproject.toml" : `${folder}/pyproject.toml`) ?? "";
  const [, section = ""] = /^\[project\.scripts\]\s*\n([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(pyproject) ?? [];
  const entries = section.matchAll(/^\s*["']?([\w.-]+)["']?\s*=\s*["']([\w.]+):/gm);
  return new Map([...entries].map(([, name = "", module = ""]) => [module, name]));
}
