import type { Block, Pool, PrivatePool } from "./blocks.ts";
import type { AllocConf } from "./conf.ts";
import type { Driver } from "./driver.ts";
import type { Statistics } from "./statistics.ts";

/** What the allocator did, in the words of a memory snapshot's `device_traces`. */
export type Action =
  | "alloc"
  | "free_requested"
  | "free_completed"
  | "segment_alloc"
  | "segment_free"
  | "segment_map"
  | "segment_unmap"
  | "oom";

export type AllocatorRecord = {
  readonly action: Action;
  readonly address: number;
  readonly size: number;
  readonly stream: number;
};

/** The allocator's state, as growing and releasing change it. */
export type Heap = {
  readonly conf: AllocConf;
  readonly driver: Driver;
  readonly statistics: Statistics;
  readonly small: Pool;
  readonly large: Pool;
  readonly privatePools: Map<string, PrivatePool>;
  /** Bytes had from the driver. */
  total: number;
  record(action: Action, address: number, size: number, stream: number): void;
  /** Puts a block that is free and mapped back into its pool. */
  insertFree(block: Block): void;
};
