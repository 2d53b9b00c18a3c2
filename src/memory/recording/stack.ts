import { type Line, NO_PLACE, type Origin, type Place } from "../block-groups.ts";

/** What Python was doing when a block was asked for: its frames, the innermost first. */
export type Stack =
  | { readonly kind: "python"; readonly frames: readonly Line[] }
  /** On a thread of autograd there is no Python; the frames, where they are known, are of the forward operation. */
  | { readonly kind: "backward"; readonly frames: readonly Line[] }
  /** Who recorded it has chosen the place. */
  | { readonly kind: "placed"; readonly origin: Origin; readonly place: Place }
  | { readonly kind: "not-recorded" };

/**
 * The place to show of a stack: the innermost line of the user's own code, which lies in `workspace`, and the innermost
 * of a library that it called, other than torch, Python itself and the probe. Where none is the user's own, the library's
 * stands for it. Files are named from the workspace, or as they are imported.
 */
export function placeOf(frames: readonly Line[], workspace: string): Place {
  const named = frames.map(({ file, line, function: name }) => ({ file: withoutDots(file), line, function: name }));
  const own = named.find(({ file }) => isOwn(file, workspace));
  const called = own === undefined ? named : named.slice(0, named.indexOf(own));
  const other = called.find(({ file }) => !isPassedOver(file));
  const library = other && { ...other, file: other.file.replace(INSTALLED, "") };
  if (own === undefined) return library === undefined ? NO_PLACE : { ...library, library: "" };
  const through = library === undefined ? "" : `${library.file}:${library.line} in ${library.function}`;
  return { ...own, file: relativeTo(own.file, workspace), library: through };
}

/** `/a/b/../c` is `/a/c`: Python names a file by the path that found it. */
function withoutDots(file: string): string {
  const parts: string[] = [];
  for (const part of file.split("/")) {
    if (part === ".." && parts.at(-1) !== undefined && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** C++ frames, which are among those of Python where they were asked for, name a source or a library, or nothing. */
export function isPython({ file, line }: Line): boolean {
  return (
    Number.isSafeInteger(line) &&
    line > 0 &&
    file !== "" &&
    file !== "??" &&
    !/\.(c|cc|cpp|cu|cuh|h|hpp|inl|so)(\.[\d.]+)?$/.test(file)
  );
}

function isOwn(file: string, workspace: string): boolean {
  return isWithin(file, workspace) && !NOT_OWN.some((folder) => folder.test(file));
}

/** Relative names are of the folder in which the training runs. */
function isWithin(file: string, workspace: string): boolean {
  return file.startsWith("/") ? file.startsWith(asFolder(workspace)) : !file.startsWith("<");
}

function relativeTo(file: string, workspace: string): string {
  return file.startsWith(asFolder(workspace)) ? file.slice(asFolder(workspace).length) : file;
}

function asFolder(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}

/** Where packages are installed: also within a workspace that has an environment of its own. */
const INSTALLED = /^.*\/(site|dist)-packages\//;
const STANDARD_LIBRARY = /\/lib\/python3\.\d+\//;
const PROBE = /(^|\/)vram_probe\//;
/** What torch.compile wrote. */
const GENERATED = /\/torchinductor_[^/]*\//;
const NOT_OWN = [INSTALLED, STANDARD_LIBRARY, PROBE, GENERATED];

function isPassedOver(file: string): boolean {
  if (INSTALLED.test(file)) return /^(torch|functorch|torchgen)\//.test(file.replace(INSTALLED, ""));
  return file.startsWith("<") || [STANDARD_LIBRARY, PROBE, GENERATED].some((folder) => folder.test(file));
}

/** The frames of what `traceback.format_stack()` gave, whose innermost is the last. */
export function framesOf(formatted: readonly string[]): Line[] {
  return formatted
    .flatMap((entry) => {
      const [, file = "", line = "", name = ""] = /^\s*File "([^"\n]*)", line (\d{1,9}), in ([^\n]*)/.exec(entry) ?? [];
      return file === "" ? [] : [{ file, line: Number(line), function: name }];
    })
    .toReversed();
}
