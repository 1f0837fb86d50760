// How far the queues of notices have been received, written down for all queues of a tenant together. A delivery
// goes on meanwhile: were the server killed now, what is not written yet would be posted once more.
import { sleep } from '../../clock.ts';
import type { CampaignId, VdnId } from '../../core/units.ts';
import { acknowledgeNotices, type Mark } from '../../store/calls/noticeQueue.ts';
import type { Database } from '../../store/database/connection.ts';
import type { Places } from '../places.ts';

interface Pending extends Mark {
  /** Of the machine's ticks, in milliseconds. */
  readonly since: number;
  readonly written: PromiseWithResolvers<void>;
}

/** Marks wait for company so long, in milliseconds. */
const gatherMillis = 20;
/** A mark is tried again for so long while somebody locks the row of its queue, in milliseconds. */
const patienceMillis = 1_000;

export class Marks {
  readonly #database: Database;
  readonly #places: Places;
  readonly #tenants = new Map<VdnId, Map<CampaignId, Pending>>();

  constructor(database: Database, places: Places) {
    this.#database = database;
    this.#places = places;
  }

  /**
   * Moves a queue's mark on. Resolves when that is written.
   * @throws what the database said, or that the queue is locked
   */
  move(vdnId: VdnId, campaignId: CampaignId, last: Mark['last']): Promise<void> {
    const mark = { campaignId, last, since: performance.now(), written: Promise.withResolvers<void>() };
    const known = this.#tenants.get(vdnId);
    const pending = known ?? new Map<CampaignId, Pending>();
    const earlier = pending.get(campaignId);
    // The later mark says more.
    if (earlier !== undefined) mark.written.promise.then(earlier.written.resolve, earlier.written.reject);
    pending.set(campaignId, mark);
    if (known === undefined) {
      this.#tenants.set(vdnId, pending);
      void this.#write(vdnId, pending);
    }
    return mark.written.promise;
  }

  async #write(vdnId: VdnId, pending: Map<CampaignId, Pending>): Promise<void> {
    while (pending.size > 0) {
      await sleep(gatherMillis);
      await this.#places.hold(vdnId, () => this.#writeOnce(vdnId, pending));
    }
    this.#tenants.delete(vdnId);
  }

  async #writeOnce(vdnId: VdnId, pending: Map<CampaignId, Pending>): Promise<void> {
    const marks = [...pending.values()];
    pending.clear();
    try {
      const locked = new Set(await acknowledgeNotices(this.#database, vdnId, marks));
      for (const mark of marks)
        if (locked.has(mark.campaignId)) again(pending, mark);
        else mark.written.resolve();
    } catch (error) {
      for (const mark of marks) mark.written.reject(error);
    }
  }
}

function again(pending: Map<CampaignId, Pending>, mark: Pending): void {
  const later = pending.get(mark.campaignId);
  if (later !== undefined) later.written.promise.then(mark.written.resolve, mark.written.reject);
  else if (performance.now() - mark.since < patienceMillis) pending.set(mark.campaignId, mark);
  else
    mark.written.reject(
      new Error('the row of the notice queue is locked by another session of the database'),
    );
}
