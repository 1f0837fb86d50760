// Places at the database: tenants work side by side, and a tenant that waits leaves places to the others. A
// free place goes to the tenant that has the fewest, so a tenant with 500 campaigns does not come before
// one with a single campaign.
import type { VdnId } from '../core/units.ts';

export class Places {
  readonly #max: number;
  readonly #maxEach: number;
  readonly #held = new Map<VdnId, number>();
  readonly #waiting = new Map<VdnId, (() => void)[]>();
  #heldInAll = 0;

  /** @param maxEach places that one tenant has at most */
  constructor(max: number, maxEach: number) {
    this.#max = max;
    this.#maxEach = maxEach;
  }

  /** Does `work` as soon as the tenant has a place; the tenant's works begin in their order. */
  async hold<Result>(vdnId: VdnId, work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((begin) => {
      const row = this.#waiting.get(vdnId);
      if (row === undefined) this.#waiting.set(vdnId, [begin]);
      else row.push(begin);
      this.#fill();
    });
    try {
      return await work();
    } finally {
      this.#count(vdnId, -1);
      this.#fill();
    }
  }

  /** Does each tenant's `work` in places of their own; throws the first failure when all have ended. */
  async holdEach<Value>(
    each: Iterable<readonly [VdnId, Value]>,
    work: (vdnId: VdnId, value: Value) => Promise<void>,
  ): Promise<void> {
    const works = [...each].map(([vdnId, value]) => this.hold(vdnId, () => work(vdnId, value)));
    for (const ended of await Promise.allSettled(works)) if (ended.status === 'rejected') throw ended.reason;
  }

  #fill(): void {
    while (this.#heldInAll < this.#max) {
      const vdnId = this.#next();
      const begin = vdnId === null ? undefined : this.#waiting.get(vdnId)?.shift();
      if (vdnId === null || begin === undefined) return;
      if (this.#waiting.get(vdnId)?.length === 0) this.#waiting.delete(vdnId);
      this.#count(vdnId, 1);
      begin();
    }
  }

  /** Of those that wait, the one with the fewest places; among equals, who has waited longest. */
  #next(): VdnId | null {
    let [next, fewest]: [VdnId | null, number] = [null, this.#maxEach];
    for (const vdnId of this.#waiting.keys()) {
      const held = this.#held.get(vdnId) ?? 0;
      if (held === 0) return vdnId;
      if (held < fewest) [next, fewest] = [vdnId, held];
    }
    return next;
  }

  #count(vdnId: VdnId, by: 1 | -1): void {
    const held = (this.#held.get(vdnId) ?? 0) + by;
    if (held === 0) this.#held.delete(vdnId);
    else this.#held.set(vdnId, held);
    this.#heldInAll += by;
  }
}
