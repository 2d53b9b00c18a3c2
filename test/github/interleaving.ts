/** mulberry32: the same numbers for the same seed, from 0 to below `end`. */
export function randomFrom(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % end;
  };
}

/** Waits until it is this one's turn. */
export type Turn = () => Promise<void>;

/** Runs several at once; whenever all of them wait or are done, one at random goes on. */
export async function interleave<Result>(
  seed: number,
  starts: readonly ((turn: Turn) => Promise<Result>)[],
): Promise<Result[]> {
  const random = randomFrom(seed);
  const waiting: (() => void)[] = [];
  const turn = () => new Promise<void>((go) => void waiting.push(go));
  const runs = starts.map((start) => start(turn));
  const state = { running: runs.length };
  const ended = () => void (state.running -= 1);
  for (const run of runs) void run.then(ended, ended);
  while (state.running > 0) {
    await new Promise(setImmediate);
    waiting.splice(random(waiting.length), 1)[0]?.();
  }
  return Promise.all(runs);
}
