import { constants } from "node:fs";
import { chmod, lstat, mkdtemp, open, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseProcessName, type ProcessName, processNameText } from "./process-name.ts";
import { type Frame, parseStacks } from "./stack.ts";

/** A line of a process's answer. */
export type AnswerLine = { readonly process: ProcessName; readonly text: string };

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
  readonly #files = new Map<string, { offset: number; rest: string }>();
  #bytes = 0;

  private constructor(path: string) {
    this.path = path;
  }

  /** A new one within `parent`, which every node of the run sees. */
  static async make(request: unknown, parent: string): Promise<RunFolder> {
    const folder = new RunFolder(await mkdtemp(join(parent, "vram-budget-run-")));
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
      for (const process of await this.#processes(/^answers-(.+)\.jsonl$/)) {
        const name = processNameText(process);
        const file = this.#files.get(name) ?? { offset: 0, rest: "" };
        this.#files.set(name, file);
        const added = await readPlain(join(this.path, `answers-${name}.jsonl`), file.offset, MOST_BYTES);
        this.#bytes += added.length;
        if (this.#bytes > MOST_BYTES_OF_ALL) throw new NotPlain("the answers are too long together");
        file.offset += added.length;
        const texts = `${file.rest}${added.toString("utf8")}`.split("\n");
        file.rest = texts.pop() ?? "";
        lines.push(...texts.map((text) => ({ process, text })));
      }
    } catch (error) {
      return { kind: "not-believed", detail: whatIsWrong(error) };
    }
    return { kind: "lines", lines };
  }

  /** Where the main thread of each process stood at the limit; none of what is not as `faulthandler` writes it. */
  async stacks(): Promise<{ readonly process: ProcessName; readonly frames: readonly Frame[] }[]> {
    const processes = await this.#processes(/^stack-(.+)\.txt$/).catch(() => []);
    const stacks = await Promise.all(
      processes.map(async (process) => {
        const path = join(this.path, `stack-${processNameText(process)}.txt`);
        const text = await readPlain(path, 0, MOST_STACK_BYTES).catch(() => "");
        return { process, frames: parseStacks(text.toString()).at(-1) ?? [] };
      }),
    );
    return stacks.filter(({ frames }) => frames.length > 0);
  }

  /** The step that a process was asked to record. */
  async recording(process: ProcessName): Promise<RecordedStep | undefined> {
    for (const format of ["pickle", "json"] as const) {
      const path = join(this.path, `recording-${processNameText(process)}.${format}`);
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

  async #processes(form: RegExp): Promise<ProcessName[]> {
    const files = await readdir(this.path);
    const processes = files.flatMap((file) => parseProcessName(form.exec(file)?.[1] ?? "") ?? []);
    if (processes.length > MOST_PROCESSES) throw new NotPlain("there are too many of them");
    return processes.toSorted((a, b) => a.pid - b.pid);
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
