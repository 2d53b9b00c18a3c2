import { constants } from "node:fs";
import { chmod, lstat, mkdtemp, open, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Frame, parseStacks } from "./stack.ts";

/** A line of a process's answer. */
export type AnswerLine = { readonly pid: number; readonly text: string };

export type NewLines =
  | { readonly kind: "lines"; readonly lines: readonly AnswerLine[] }
  /** Something other than the probe has been at work in the folder. */
  | { readonly kind: "not-believed"; readonly detail: string };

/** A step as PyTorch's memory snapshot, or, on the CPU, as `vram-budget/trace@2`. */
export type RecordedStep = { readonly format: "pickle" | "json"; readonly content: Uint8Array };

/** More is not believed: of one process, of all of them, and of how many. */
const MOST_BYTES = 64 * 2 ** 20;
const MOST_BYTES_OF_ALL = 256 * 2 ** 20;
const MOST_PROCESSES = 4096;
/** A recording that is larger is left behind. */
const MOST_RECORDED_BYTES = 512 * 2 ** 20;
/** Of a stack; 100 threads of 100 frames have less. */
const MOST_STACK_BYTES = 2 ** 20;

/**
 * The folder through which the processes of a run answer: a file of JSON lines each, and where they stood at the limit.
 * The program can write there what it wants: only plain files of ours are read, no link is followed, and nothing waits.
 */
export class RunFolder {
  readonly path: string;
  readonly #files = new Map<number, { offset: number; rest: string }>();
  #bytes = 0;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(request: unknown): Promise<RunFolder> {
    const folder = new RunFolder(await mkdtemp(join(tmpdir(), "vram-budget-run-")));
    try {
      await writeFile(join(folder.path, "request.json"), JSON.stringify(request), { mode: 0o600 });
      return folder;
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  /** What the processes have written since the last time, whole lines only. */
  async newLines(): Promise<NewLines> {
    const lines: AnswerLine[] = [];
    try {
      for (const pid of await this.#pids(/^answers-(\d+)\.jsonl$/)) {
        const file = this.#files.get(pid) ?? { offset: 0, rest: "" };
        this.#files.set(pid, file);
        const added = await readPlain(join(this.path, `answers-${pid}.jsonl`), file.offset, MOST_BYTES);
        this.#bytes += added.length;
        if (this.#bytes > MOST_BYTES_OF_ALL) throw new NotPlain("the answers are too long together");
        file.offset += added.length;
        const texts = `${file.rest}${added.toString("utf8")}`.split("\n");
        file.rest = texts.pop() ?? "";
        lines.push(...texts.map((text) => ({ pid, text })));
      }
    } catch (error) {
      return { kind: "not-believed", detail: whatIsWrong(error) };
    }
    return { kind: "lines", lines };
  }

  /** Where the main thread of each process stood at the limit; none of what is not as `faulthandler` writes it. */
  async stacks(): Promise<{ readonly pid: number; readonly frames: readonly Frame[] }[]> {
    const pids = await this.#pids(/^stack-(\d+)\.txt$/).catch(() => []);
    const stacks = await Promise.all(
      pids.map(async (pid) => {
        const text = await readPlain(join(this.path, `stack-${pid}.txt`), 0, MOST_STACK_BYTES).catch(() => "");
        return { pid, frames: parseStacks(text.toString()).at(-1) ?? [] };
      }),
    );
    return stacks.filter(({ frames }) => frames.length > 0);
  }

  /** The step that a process was asked to record. */
  async recording(pid: number): Promise<RecordedStep | undefined> {
    for (const format of ["pickle", "json"] as const) {
      const path = join(this.path, `recording-${pid}.${format}`);
      const content = await readPlain(path, 0, MOST_RECORDED_BYTES).catch(() => undefined);
      if (content !== undefined) return { format, content };
    }
    return undefined;
  }

  /** Also what was made unreadable. */
  async remove(): Promise<void> {
    const options = { recursive: true, force: true, maxRetries: 3 };
    await rm(this.path, options).catch(async () => {
      await makeWritable(this.path);
      await rm(this.path, options);
    });
  }

  async #pids(form: RegExp): Promise<number[]> {
    const names = await readdir(this.path);
    const pids = names.flatMap((name) => form.exec(name)?.[1] ?? []).map(Number);
    if (pids.length > MOST_PROCESSES) throw new NotPlain("there are too many of them");
    return pids.toSorted((a, b) => a - b);
  }
}

class NotPlain extends Error {}

function whatIsWrong(error: unknown): string {
  if (error instanceof NotPlain) return error.message;
  return `the run's folder cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

async function readPlain(path: string, offset: number, most: number): Promise<Buffer> {
  // without waiting for whoever opens the other end of a pipe
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new NotPlain("an answer is no plain file");
    if (found.size > most) throw new NotPlain("an answer is too long");
    if (found.size < offset) throw new NotPlain("an answer has been cut short");
    const buffer = Buffer.alloc(found.size - offset);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Of the folders, for their owner. A link is none. */
async function makeWritable(folder: string): Promise<void> {
  if (!(await lstat(folder)).isDirectory()) return;
  await chmod(folder, 0o700);
  for (const name of await readdir(folder)) await makeWritable(join(folder, name));
}
