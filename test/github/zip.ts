import { crc32, deflateRawSync } from "node:zlib";

/** A file of an archive, and the lies that it tells of itself. */
export type Entry = {
  readonly name: string;
  readonly content: string | Buffer;
  /** Of Unix: 0o120777 is a link. */
  readonly mode?: number;
  readonly size?: number;
  readonly crc?: number;
  /** 0 is stored, 8 deflated. */
  readonly method?: number;
  readonly flags?: number;
};

/** An archive as PKWARE's APPNOTE.TXT describes it, 4.3.6: files, the central directory, and its end. */
export function zip(entries: readonly Entry[], count = entries.length): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const [local, central] = recordsOf(entry, offset);
    files.push(local);
    directory.push(central);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}

function recordsOf(entry: Entry, offset: number): readonly [local: Buffer, central: Buffer] {
  const { mode = 0o100644, method = 8, flags = 0 } = entry;
  const [name, content] = [Buffer.from(entry.name), Buffer.from(entry.content)];
  const data = method === 8 ? deflateRawSync(content) : content;
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags, 2);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(entry.crc ?? crc32(content), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(entry.size ?? content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE((3 << 8) | 20, 4);
  common.copy(central, 6);
  central.writeUInt32LE((mode << 16) >>> 0, 38);
  central.writeUInt32LE(offset, 42);
  const signature = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
  return [Buffer.concat([signature, common, name, data]), Buffer.concat([central, name])];
}
