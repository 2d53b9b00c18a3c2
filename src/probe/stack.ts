/** Where a Python stood. */
export type Frame = { readonly file: string; readonly line: number; readonly name: string };

/**
 * The threads of a process as `faulthandler` wrote them, each with its innermost frame first. The main thread is the
 * last. Source: Python/traceback.c, `_Py_DumpTracebackThreads`.
 */
export function parseStacks(text: string): Frame[][] {
  return text
    .split(/^(?:Current thread|Thread) .*$/m)
    .slice(1)
    .map((thread) =>
      [...thread.matchAll(/^ {2}File "(.*)", line (\d+) in (.*)$/gm)].map(([, file = "", line, name = ""]) => ({
        file,
        line: Number(line),
        name,
      })),
    )
    .filter((frames) => frames.length > 0);
}

/** Of the interpreter's core, or of the probe: nothing to be seen there. */
const HIDDEN = /^<frozen |\/vram_probe\//;

/** Of Python's library, or of a package that was installed: not where the user's own code stands. */
const INSTALLED = /\/(site|dist)-packages\/|\/lib(64)?\/python\d[\d.]*\//;

/** The innermost frame of the user's own code. */
export function ownFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(({ file }) => !INSTALLED.test(file) && !HIDDEN.test(file));
}

/** `train.py:7 in main`, with a path of the workspace as it is there. */
export function frameText({ file, line, name }: Frame, workspace: string): string {
  return `${file.startsWith(`${workspace}/`) ? file.slice(workspace.length + 1) : file}:${line} in ${name}`;
}

/** The user's own innermost frame first, then all of them from the innermost on. */
export function stackLines(frames: readonly Frame[], workspace: string): string[] {
  const own = ownFrame(frames);
  const others = frames.filter((frame) => frame !== own && !HIDDEN.test(frame.file));
  return [...(own === undefined ? [] : [own]), ...others]
    .slice(0, MOST_FRAMES)
    .map((each) => frameText(each, workspace));
}

const MOST_FRAMES = 16;
