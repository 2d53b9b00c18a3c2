import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32, inflateSync } from "node:zlib";
import { type Picture, encodePng } from "../../../src/report/html/png.ts";

/** Reads what zlib and the standard say, and gives the pixels. */
function decoded(png: Buffer): Picture {
  assert.equal(png.subarray(0, 8).toString("latin1"), "\u0089PNG\r\n\u001a\n");
  const chunks = new Map<string, Buffer>();
  let at = 8;
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    const named = png.subarray(at + 4, at + 8 + length);
    assert.equal(png.readUInt32BE(at + 8 + length), crc32(named));
    chunks.set(named.toString("latin1", 0, 4), named.subarray(4));
    at += 12 + length;
  }
  assert.deepEqual([...chunks.keys()], ["IHDR", "IDAT", "IEND"]);
  const header = chunks.get("IHDR") ?? assert.fail();
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  // 8 bits, grey or red, green and blue, the one compression, the one set of filters, not interlaced.
  assert.deepEqual([...header.subarray(8)], [8, header[9] === 0 ? 0 : 2, 0, 0, 0]);
  const channels = header[9] === 0 ? 1 : 3;
  const rows = inflateSync(chunks.get("IDAT") ?? assert.fail());
  assert.equal(rows.length, height * (1 + width * channels));
  const pixels = Array.from({ length: height }, (_, y) => {
    const row = [...rows.subarray(y * (1 + width * channels), (y + 1) * (1 + width * channels))];
    assert.equal(row.shift(), 1);
    for (let x = channels; x < row.length; x++) row[x] = ((row[x] ?? 0) + (row[x - channels] ?? 0)) % 256;
    return row;
  }).flat();
  return { width, height, channels, pixels: Uint8Array.from(pixels) };
}

const sizes: readonly (readonly [width: number, height: number, channels: 1 | 3])[] = [
  [1, 1, 1],
  [1, 1, 3],
  [28, 28, 1],
  [64, 48, 3],
  [3, 64, 3],
];

for (const [width, height, channels] of sizes) {
  test(`encodePng() writes ${width} × ${height} × ${channels} as another reader reads it`, async () => {
    const pixels = Uint8Array.from({ length: width * height * channels }, (_, index) => (index * index * 37) % 256);
    const picture = { width, height, channels, pixels };
    assert.deepEqual(decoded(Buffer.from(await encodePng(picture))), picture);
  });
}
