/** What a pickle of plain data can hold. Tuples and sets come out as arrays. */
export type Plain = null | boolean | number | bigint | string | Uint8Array | Plain[] | Map<Plain, Plain>;

const MARK = Symbol("mark");
type Slot = Plain | typeof MARK;

/**
 * Reads a pickle of protocol 0 to 5 that holds plain data only: dictionaries, lists, tuples, texts, numbers.
 *
 * No global is ever looked up and no object is ever made: an opcode that would is refused by its name and place, so a
 * file from a stranger can do nothing. Throws RangeError. Source: Lib/pickletools.py of CPython 3.13.
 */
export function readPickle(bytes: Uint8Array): Plain {
  return new Reader(bytes).read();
}

/** Opcodes that make objects or call functions, by their names in pickletools. */
const REFUSED: Readonly<Record<number, string>> = {
  0x63: "GLOBAL",
  0x93: "STACK_GLOBAL",
  0x52: "REDUCE",
  0x62: "BUILD",
  0x69: "INST",
  0x6f: "OBJ",
  0x81: "NEWOBJ",
  0x92: "NEWOBJ_EX",
  0x50: "PERSID",
  0x51: "BINPERSID",
  0x82: "EXT1",
  0x83: "EXT2",
  0x84: "EXT4",
  0x97: "NEXT_BUFFER",
  0x98: "READONLY_BUFFER",
};

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #stack: Slot[] = [];
  readonly #memo = new Map<number, Plain>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): Plain {
    for (;;) {
      const place = this.#at;
      const opcode = this.#u1();
      if (opcode === 0x2e) return this.#pop();
      const refused = REFUSED[opcode];
      if (refused !== undefined)
        throw new RangeError(`Cannot read the pickle: ${refused} at byte ${place} would run code`);
      if (!this.#value(opcode) && !this.#structure(opcode) && !this.#memory(opcode)) {
        throw new RangeError(`Cannot read the pickle: unknown opcode 0x${opcode.toString(16)} at byte ${place}`);
      }
    }
  }

  /** Numbers and texts. */
  #value(opcode: number): boolean {
    switch (opcode) {
      case 0x4e: // NONE
        return this.#push(null);
      case 0x88: // NEWTRUE
        return this.#push(true);
      case 0x89: // NEWFALSE
        return this.#push(false);
      case 0x4b: // BININT1
        return this.#push(this.#u1());
      case 0x4d: // BININT2
        return this.#push(this.#u2());
      case 0x4a: // BININT
        return this.#push(this.#view.getInt32(this.#skip(4), true));
      case 0x8a: // LONG1
        return this.#push(this.#long(this.#u1()));
      case 0x8b: // LONG4
        return this.#push(this.#long(this.#u4()));
      case 0x49: // INT
      case 0x4c: // LONG
        return this.#push(this.#decimal());
      case 0x47: // BINFLOAT
        return this.#push(this.#view.getFloat64(this.#skip(8), false));
      case 0x46: // FLOAT
        return this.#push(Number(this.#line()));
      case 0x8c: // SHORT_BINUNICODE
        return this.#push(this.#text(this.#u1()));
      case 0x58: // BINUNICODE
        return this.#push(this.#text(this.#u4()));
      case 0x8d: // BINUNICODE8
        return this.#push(this.#text(this.#u8()));
      case 0x56: // UNICODE
        return this.#push(this.#line());
      case 0x43: // SHORT_BINBYTES
      case 0x55: // SHORT_BINSTRING
        return this.#push(this.#raw(this.#u1()));
      case 0x42: // BINBYTES
      case 0x54: // BINSTRING
        return this.#push(this.#raw(this.#u4()));
      case 0x8e: // BINBYTES8
      case 0x96: // BYTEARRAY8
        return this.#push(this.#raw(this.#u8()));
      default:
        return false;
    }
  }

  /** Lists, tuples, dictionaries and the stack. */
  #structure(opcode: number): boolean {
    switch (opcode) {
      case 0x28: // MARK
        this.#stack.push(MARK);
        return true;
      case 0x5d: // EMPTY_LIST
      case 0x29: // EMPTY_TUPLE
      case 0x8f: // EMPTY_SET
        return this.#push([]);
      case 0x7d: // EMPTY_DICT
        return this.#push(new Map());
      case 0x6c: // LIST
      case 0x74: // TUPLE
      case 0x91: // FROZENSET
        return this.#push(this.#popToMark());
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.#push(this.#popMany(opcode - 0x84));
      case 0x64: // DICT
        return this.#push(pairs(new Map(), this.#popToMark()));
      case 0x61: // APPEND
        return this.#extend([this.#pop()]);
      case 0x65: // APPENDS
      case 0x90: // ADDITEMS
        return this.#extend(this.#popToMark());
      case 0x73: // SETITEM
        return this.#setItems(this.#popMany(2));
      case 0x75: // SETITEMS
        return this.#setItems(this.#popToMark());
      case 0x30: // POP
        this.#stack.pop();
        return true;
      case 0x31: // POP_MARK
        this.#popToMark();
        return true;
      case 0x32: // DUP
        return this.#push(this.#top());
      default:
        return false;
    }
  }

  /** Protocol, frames and the memo. */
  #memory(opcode: number): boolean {
    switch (opcode) {
      case 0x80: // PROTO
        this.#u1();
        return true;
      case 0x95: // FRAME
        this.#skip(8);
        return true;
      case 0x94: // MEMOIZE
        return this.#remember(this.#memo.size);
      case 0x71: // BINPUT
        return this.#remember(this.#u1());
      case 0x72: // LONG_BINPUT
        return this.#remember(this.#u4());
      case 0x70: // PUT
        return this.#remember(Number(this.#line()));
      case 0x68: // BINGET
        return this.#recall(this.#u1());
      case 0x6a: // LONG_BINGET
        return this.#recall(this.#u4());
      case 0x67: // GET
        return this.#recall(Number(this.#line()));
      default:
        return false;
    }
  }

  #push(value: Plain): true {
    this.#stack.push(value);
    return true;
  }

  #top(): Plain {
    const value = this.#stack.at(-1);
    if (value === undefined || value === MARK) throw this.#broken("a value is missing");
    return value;
  }

  #pop(): Plain {
    const value = this.#top();
    this.#stack.pop();
    return value;
  }

  #popMany(count: number): Plain[] {
    return Array.from({ length: count }, () => this.#pop()).toReversed();
  }

  #popToMark(): Plain[] {
    const mark = this.#stack.lastIndexOf(MARK);
    if (mark < 0) throw this.#broken("a mark is missing");
    const values = this.#stack.splice(mark).filter((value) => value !== MARK);
    return values;
  }

  #extend(values: readonly Plain[]): true {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.#broken("a list is missing");
    for (const value of values) list.push(value);
    return true;
  }

  #setItems(values: readonly Plain[]): true {
    const dictionary = this.#top();
    if (!(dictionary instanceof Map)) throw this.#broken("a dictionary is missing");
    pairs(dictionary, values);
    return true;
  }

  #remember(key: number): true {
    this.#memo.set(key, this.#top());
    return true;
  }

  #recall(key: number): true {
    const value = this.#memo.get(key);
    if (value === undefined) throw this.#broken(`memo ${key} is missing`);
    return this.#push(value);
  }

  #skip(count: number): number {
    const start = this.#at;
    if (count < 0 || start + count > this.#bytes.length) throw this.#broken("it ends early");
    this.#at += count;
    return start;
  }

  #u1(): number {
    return this.#view.getUint8(this.#skip(1));
  }

  #u2(): number {
    return this.#view.getUint16(this.#skip(2), true);
  }

  #u4(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  #u8(): number {
    return Number(this.#view.getBigUint64(this.#skip(8), true));
  }

  #raw(length: number): Uint8Array {
    const start = this.#skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  #text(length: number): string {
    return new TextDecoder().decode(this.#raw(length));
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#at);
    if (end < 0) throw this.#broken("it ends early");
    const text = this.#text(end - this.#at);
    this.#at += 1;
    return text;
  }

  #decimal(): Plain {
    const text = this.#line().replace(/L$/, "");
    if (text === "00" || text === "01") return text === "01"; // the booleans of protocol 0 and 1
    if (!/^-?\d{1,100}$/.test(text)) throw this.#broken(`${JSON.stringify(text.slice(0, 40))} is no number`);
    return narrow(BigInt(text));
  }

  /** Little-endian two's complement. */
  #long(length: number): Plain {
    if (length > 64) throw this.#broken("a number is too long");
    let value = 0n;
    for (const byte of this.#raw(length).toReversed()) value = (value << 8n) | BigInt(byte);
    return narrow(length > 0 ? BigInt.asIntN(8 * length, value) : value);
  }

  #broken(why: string): RangeError {
    return new RangeError(`Cannot read the pickle: ${why} at byte ${this.#at}`);
  }
}

function narrow(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function pairs(into: Map<Plain, Plain>, values: readonly Plain[]): Map<Plain, Plain> {
  for (let i = 0; i + 1 < values.length; i += 2) into.set(values[i] ?? null, values[i + 1] ?? null);
  return into;
}
