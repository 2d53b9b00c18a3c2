import { nestingOf } from "./nesting.ts";

/** As JSON, of a trace of a million events. */
const MOST_BYTES = 128 * 2 ** 20;
/** A trace has 7 at the most: the sizes of a tensor in a list of lists, which is an argument of a kernel. */
const MOST_NESTING = 16;

/** JSON, compressed (gzip) and in base64: a trace is a 20th of itself, and one is unpacked when it is asked for. */
export async function packed(value: unknown): Promise<string> {
  const compressed = streamOf(new TextEncoder().encode(JSON.stringify(value))).pipeThrough(
    new CompressionStream("gzip"),
  );
  let binary = "";
  for await (const chunk of compressed) for (const byte of chunk) binary += String.fromCharCode(byte);
  return btoa(binary);
}

export type Unpacked =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "problem"; readonly detail: string };

/** What a stranger may have packed. */
export async function unpacked(text: string): Promise<Unpacked> {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const json = await textOf(streamOf(bytes).pipeThrough(new DecompressionStream("gzip")));
    if (json === undefined) return { kind: "problem", detail: `it has more than ${MOST_BYTES} bytes` };
    if (nestingOf(json) > MOST_NESTING) return { kind: "problem", detail: `it is nested deeper than ${MOST_NESTING}` };
    return { kind: "value", value: JSON.parse(json) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "problem", detail: message === "" ? "it is no gzip, or cut short" : message };
  }
}

function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream();
}

/** Undefined where it is too long, which is noticed on the way. */
async function textOf(stream: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, length] = ["", 0];
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MOST_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
