// Who works with a pool's connections, or waits for one: a pool is closed when all of them have gone.

export class Occupancy {
  #count = 0;
  #tellEmpty: () => void = () => undefined;

  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count += 1;
    try {
      return await work();
    } finally {
      this.#count -= 1;
      if (this.#count === 0) this.#tellEmpty();
    }
  }

  /** Waits until everybody has gone, at most for that time; whether they have. */
  async untilEmpty(millisecondsMax: number): Promise<boolean> {
    if (this.#count === 0) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#tellEmpty = () => resolve(true);
    const late = setTimeout(() => resolve(false), millisecondsMax).unref();
    return promise.finally(() => clearTimeout(late));
  }
}
