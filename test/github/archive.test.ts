import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { fileInArchive } from "../../src/github/archive.ts";
import { type Entry, zip } from "./zip.ts";

const good: Entry = { name: "answers.json", content: '{"a": 1}' };

test("fileInArchive() gives the text of the one file, deflated or stored", async () => {
  for (const method of [8, 0]) {
    assert.deepEqual(await fileInArchive(zip([{ ...good, method }]), "answers.json"), {
      kind: "text",
      text: '{"a": 1}',
    });
  }
});

/** 8 MiB of zeros in 8 KB. */
const BOMB = Buffer.alloc(8 * 2 ** 20);

const rows: [what: string, archive: () => Uint8Array, detail: RegExp][] = [
  ["no archive", () => Buffer.from("{}"), /end of central directory record|too small/i],
  ["an empty text", () => Buffer.alloc(0), /end of central directory|too small/i],
  ["half an archive", () => zip([good]).subarray(0, 60), /end of central directory/i],
  ["an archive of nothing", () => zip([]), /it has 0 files, wanted answers\.json alone/],
  ["another name", () => zip([{ ...good, name: "report.json" }]), /it has another file in it/],
  ["a name that leads out", () => zip([{ ...good, name: "../answers.json" }]), /invalid relative path/],
  [
    "a name that leads out from within",
    () => zip([{ ...good, name: "a/../../answers.json" }]),
    /invalid relative path/,
  ],
  ["an absolute name", () => zip([{ ...good, name: "/etc/passwd" }]), /absolute path/],
  ["a name of Windows", () => zip([{ ...good, name: "C:\\answers.json" }]), /invalid characters|absolute path/],
  ["a folder's name", () => zip([{ ...good, name: "answers.json/" }]), /another file|directory/],
  ["a link", () => zip([{ ...good, mode: 0o120777 }]), /answers\.json is a link, wanted a file/],
  ["two files", () => zip([good, { ...good, name: "b" }]), /it has 2 files, wanted answers\.json alone/],
  ["the same name twice", () => zip([good, good]), /it has 2 files/],
  ["5,000 files", () => zip(Array.from({ length: 5_000 }, (_, at) => ({ ...good, name: `${at}` }))), /5000 files/],
  ["fewer files than it says", () => zip([good], 2), /it has 2 files/],
  [
    "a bomb that says so",
    () => zip([{ ...good, content: BOMB, size: 300 * 2 ** 20 }]),
    /has 314572800 bytes, wanted at most 134217728/,
  ],
  ["a bomb that says that it is small", () => zip([{ ...good, content: BOMB, size: 100 }]), /too many bytes|more than/],
  ["a file that says that it is larger", () => zip([{ ...good, size: 100 }]), /not enough bytes/],
  ["a file that is encrypted", () => zip([{ ...good, flags: 1 }]), /encrypted/],
  ["a compression of another kind", () => zip([{ ...good, method: 9 }]), /unsupported compression method/],
  ["a damaged file", () => zip([{ ...good, crc: 1 }]), /answers\.json is damaged/],
  ["data that is not deflated", () => zip([{ ...good, content: deflateRawSync("x"), method: 8, size: 3 }]), /./],
  ["what is not UTF-8", () => zip([{ ...good, content: Buffer.from([0xff, 0xfe]) }]), /encoded data was not valid/],
];

for (const [what, archive, detail] of rows) {
  test(`fileInArchive() refuses ${what}`, async () => {
    const found = await fileInArchive(archive(), "answers.json");
    assert.ok(found.kind === "problem", JSON.stringify(found));
    assert.match(found.detail, detail);
  });
}
