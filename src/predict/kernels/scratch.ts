/**
 * What one call of an operator takes for itself, in the order of its kernel: `take()` where the kernel asks the allocator,
 * `give()` where a tensor of its own goes out of scope. What is left goes at the end, the last first, as C++ destroys
 * local variables.
 */
export class Scratch<Id = number> {
  readonly #allocate: (bytes: number) => Id;
  readonly #free: (id: Id) => void;
  #alive: Id[] = [];

  constructor(allocate: (bytes: number) => Id, free: (id: Id) => void) {
    this.#allocate = allocate;
    this.#free = free;
  }

  /** Nothing is asked for 0 bytes. The number that comes back is for {@linkcode give}. */
  take(size: number): Id | undefined {
    if (size === 0) return undefined;
    const id = this.#allocate(size);
    this.#alive.push(id);
    return id;
  }

  give(id: Id | undefined): void {
    if (id === undefined) return;
    this.#alive = this.#alive.filter((each) => each !== id);
    this.#free(id);
  }

  /** Runs `body`, then gives back what it took. */
  within(body: () => void): void {
    const before = this.#alive.length;
    body();
    while (this.#alive.length > before) this.give(this.#alive.at(-1));
  }
}
