import { crc32 } from "node:zlib";

/** What was in an archive. */
export type Unpacked =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "problem"; readonly detail: string };

/** 80 times what the answers of all of examples/zoo take together. */
const MOST_BYTES = 128 * 2 ** 20;

const FILE_TYPE = 0xf000;
const LINK = 0xa000;

/**
 * The text of the one file that an artifact's archive has, which is called `name`. Nothing is written anywhere, so no
 * name leads out of a folder; an archive with anything else in it is none of ours, whatever that is.
 */
export async function fileInArchive(archive: Uint8Array, name: string): Promise<Unpacked> {
  const { default: yauzl } = await import("yauzl");
  try {
    const zip = await yauzl.fromBufferPromise(Buffer.from(archive), { lazyEntries: true, strictFileNames: true });
    if (zip.entryCount !== 1) return problem(`it has ${zip.entryCount} files, wanted ${name} alone`);
    for await (const entry of zip.eachEntry()) {
      const { fileName, uncompressedSize, externalFileAttributes } = entry;
      if (fileName !== name) return problem(`it has another file in it, wanted ${name} alone`);
      if (((externalFileAttributes >>> 16) & FILE_TYPE) === LINK) return problem(`${name} is a link, wanted a file`);
      if (uncompressedSize > MOST_BYTES)
        return problem(`${name} has ${uncompressedSize} bytes, wanted at most ${MOST_BYTES}`);
      const content = await contentOf(await zip.openReadStreamPromise(entry), uncompressedSize);
      if (crc32(content) !== entry.crc32) return problem(`${name} is damaged`);
      return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(content) };
    }
    return problem("it is empty");
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error));
  }
}

function problem(detail: string): Unpacked {
  return { kind: "problem", detail };
}

/** No more than it says that it has, which yauzl counts too. */
async function contentOf(stream: AsyncIterable<Uint8Array>, size: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > size) throw new RangeError(`it has more than the ${size} bytes that it names`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
