/** `torch.cuda.memory_stats()`: one counter. The peak follows every increase. */
export type Counter = { current: number; peak: number; allocated: number; freed: number };

/** By pool, as `allocated_bytes.small_pool.peak`. */
export type PoolCounters = { readonly all: Counter; readonly small_pool: Counter; readonly large_pool: Counter };

export const STATISTICS = [
  "allocation",
  "segment",
  "active",
  "inactive_split",
  "allocated_bytes",
  "reserved_bytes",
  "active_bytes",
  "inactive_split_bytes",
  "requested_bytes",
] as const;
export type StatisticName = (typeof STATISTICS)[number];

export type Statistics = Readonly<Record<StatisticName, PoolCounters>> & {
  num_alloc_retries: number;
  num_ooms: number;
  num_device_alloc: number;
  num_device_free: number;
};

export function newStatistics(): Statistics {
  const counter = (): Counter => ({ current: 0, peak: 0, allocated: 0, freed: 0 });
  const pools = (): PoolCounters => ({ all: counter(), small_pool: counter(), large_pool: counter() });
  return {
    allocation: pools(),
    segment: pools(),
    active: pools(),
    inactive_split: pools(),
    allocated_bytes: pools(),
    reserved_bytes: pools(),
    active_bytes: pools(),
    inactive_split_bytes: pools(),
    requested_bytes: pools(),
    num_alloc_retries: 0,
    num_ooms: 0,
    num_device_alloc: 0,
    num_device_free: 0,
  };
}

/** Moves a counter up or down; a counter below zero is a bug of the model. */
export function count(statistics: Statistics, name: StatisticName, small: boolean, amount: number): void {
  if (amount === 0) return;
  const pools = statistics[name];
  add(pools.all, amount);
  add(small ? pools.small_pool : pools.large_pool, amount);
}

/** As `torch.cuda.reset_peak_memory_stats()`. */
export function resetPeaks(statistics: Statistics): void {
  for (const name of STATISTICS) {
    for (const counter of Object.values(statistics[name])) counter.peak = counter.current;
  }
}

function add(counter: Counter, amount: number): void {
  counter.current += amount;
  if (counter.current < 0) throw new Error(`A statistic fell to ${counter.current}`);
  if (amount > 0) counter.allocated += amount;
  else counter.freed -= amount;
  if (counter.current > counter.peak) counter.peak = counter.current;
}
