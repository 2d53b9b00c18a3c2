/** The files of a repository, as they are read and never run. Paths are relative to it, with forward slashes. */
export type Repository = {
  readonly paths: readonly string[];
  /** UTF-8; undefined for what is not there, not text, or larger than anybody writes by hand. */
  readonly text: (path: string) => string | undefined;
};

/** A line of a file that something was read from. */
export type Evidence = { readonly path: string; readonly line: number };

export function formatEvidence({ path, line }: Evidence): string {
  return `${path}:${line}`;
}

/** `a/b/c.py` is in `a/b`; a file of the repository's own folder is in the empty one. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

export function stemOf(path: string): string {
  return baseName(path).replace(/\.[^.]+$/, "");
}

/** The path with `.` and `..` taken away; undefined where it leaves the repository. */
export function joinPath(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return path.startsWith("/") ? undefined : parts.join("/");
}

/** The folder, and those that it lies in, the repository's own last. */
export function foldersUp(folder: string): string[] {
  return folder === "" ? [""] : [folder, ...foldersUp(folderOf(folder))];
}

/** A path of `inner` as it is written in `folder`; undefined where it does not lie there. */
export function within(folder: string, inner: string): string | undefined {
  if (folder === "" || folder === inner) return folder === inner ? "" : inner;
  return inner.startsWith(`${folder}/`) ? inner.slice(folder.length + 1) : undefined;
}

/** A file of a folder. */
export function under(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Tests train too, and are not what is watched. */
export function isOfTests(path: string): boolean {
  return /(^|\/)tests?\/|(^|\/)(test_[^/]*|conftest)\.py$|_test\.py$/.test(path);
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
