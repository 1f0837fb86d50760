// Delivers the notices of each campaign in order, 20 at most in a POST (R17). Campaigns do not wait for
// each other, and dialing waits for none of them: a dead receiver holds up its own queue only.
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { writeNotices } from '../contract/writeResult.ts';
import { addSeconds, type Millis, toMillis, type VdnId } from '../core/units.ts';
import type { VdnSettings } from '../core/vdn.ts';
import type { Metrics } from '../metrics.ts';
import type { Database } from '../store/connection.ts';
import {
  acknowledgeNotices,
  type DueQueue,
  dueQueues,
  giveUpNotices,
  postponeNotices,
  type QueuedNotice,
  readNotices,
} from '../store/noticeQueue.ts';
import { isShortage } from '../store/storage.ts';
import { findVdn } from '../store/vdns.ts';
import { Driven } from './driven.ts';
import { Pusher } from './push.ts';

export interface DeliverDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly driven: Driven;
}

/** Results in one POST at most, and how long the first may wait for others (R17: 200 ms). */
export const noticesPerPush = 20;
const gatherMillis = 100;
/** Between two looks while notices gather, and while nothing waits. */
const soonMillis = 50;
const idleMillis = 1_000;
/** Read ahead of the POSTs of one queue. */
const readAhead = 500;
/** What was read, with its address and settings, is used no longer than this: a change rules by then (R15). */
const readMillisMax = 3_000;
/** After a delivery that could not be written down, so that the same results are not posted in a row. */
const failureRestMillis = 3_000;
/** Between two pushes of the same notices after the second (R17). */
const pushIntervalSeconds = 600;

export class Deliverer {
  readonly #deps: DeliverDeps;
  readonly #pusher = new Pusher();
  readonly #busy = new Map<string, Promise<void>>();
  /** The first notice that each queue waits with, as its delivery last saw it. */
  readonly #oldest = new Map<string, Millis>();
  /** Aborted when a shutdown drains: half-full POSTs go at once, and no queue rests. */
  readonly #hurry = new AbortController();
  #isClosed = false;

  constructor(deps: DeliverDeps) {
    this.#deps = deps;
  }

  /** Starts delivery for every queue that is due and not being delivered. Answers when to look again. */
  async pass(): Promise<number> {
    const { database, clock, driven } = this.#deps;
    const now = clock.now();
    let waiting = false;
    for (const [vdnId, campaigns] of driven.byVdn(driven.campaigns.values())) {
      const free = campaigns.filter((campaign) => !this.#busy.has(Driven.key(campaign.lease)));
      const queues = await dueQueues(
        database,
        vdnId,
        free.map((campaign) => campaign.lease.campaignId),
        now,
      );
      if (queues.length === 0) continue;
      waiting = true;
      const settings = await this.#settingsOf(vdnId);
      if (settings !== null) for (const queue of queues) this.#start(queue, settings);
    }
    this.#showAge(now);
    return waiting || this.#busy.size > 0 ? soonMillis : idleMillis;
  }

  /** Delivers what can be delivered now without waiting for company, and lets go of connections. */
  async drain(): Promise<void> {
    this.#hurry.abort();
    await Promise.all(this.#busy.values());
    await this.pass();
    await Promise.all(this.#busy.values());
  }

  /** Breaks off what is on its way: it counts as not pushed, and whoever comes next pushes it. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pusher.close();
    await Promise.all(this.#busy.values());
  }

  #showAge(now: Millis): void {
    const { driven, metrics } = this.#deps;
    let oldest = now;
    for (const [key, createdAt] of this.#oldest) {
      if (driven.campaigns.has(key)) oldest = toMillis(Math.min(createdAt, oldest));
      else this.#oldest.delete(key);
    }
    metrics.noticeAgeSeconds.set((now - oldest) / 1000);
  }

  async #settingsOf(vdnId: VdnId): Promise<VdnSettings | null> {
    return (await findVdn(this.#deps.database, vdnId))?.settings ?? null;
  }

  #start(queue: DueQueue, settings: VdnSettings): void {
    const key = Driven.key(queue);
    const delivery = this.#deliver(queue, settings)
      .catch(async (error: unknown) => {
        this.#deps.metrics.passFailures.inc({ worker: 'deliver' });
        if (!isShortage(this.#deps.database, this.#deps.log, error))
          this.#deps.log.error({ campaign: key, err: error }, 'delivery failed');
        await this.#deps.clock.sleep(failureRestMillis, this.#hurry.signal);
      })
      .finally(() => this.#busy.delete(key));
    this.#busy.set(key, delivery);
  }

  async #deliver(queue: DueQueue, settings: VdnSettings): Promise<void> {
    const { database, clock } = this.#deps;
    const readAt = clock.now();
    const notices = await readNotices(database, queue, readAhead);
    let position = 0;
    while (position < notices.length && !this.#isClosed && clock.now() - readAt < readMillisMax) {
      const chunk = nextChunk(notices, position, position === 0 ? queue.headSequence : null);
      this.#oldest.set(Driven.key(queue), chunk[0]?.createdAt ?? readAt);
      if (chunk.length < noticesPerPush && queue.headSequence === null && this.#mayGrow(chunk)) return;
      if (!(await this.#pushChunk(queue, settings, chunk, position === 0 ? queue.pushes : 0))) return;
      position += chunk.length;
    }
    if (position === notices.length) this.#oldest.delete(Driven.key(queue));
  }

  /** A half-full POST whose first result is young waits for others. */
  #mayGrow(chunk: readonly QueuedNotice[]): boolean {
    const oldest = chunk[0]?.createdAt ?? 0;
    const age = this.#deps.clock.now() - oldest;
    return !this.#hurry.signal.aborted && age >= 0 && age < gatherMillis;
  }

  /** Pushes once, and once more at once (R17). True when the queue moved on. */
  async #pushChunk(
    queue: DueQueue,
    settings: VdnSettings,
    chunk: readonly QueuedNotice[],
    pushesBefore: number,
  ): Promise<boolean> {
    const [first, last] = [chunk[0], chunk[chunk.length - 1]];
    if (first === undefined || last === undefined) return false;
    const { database, clock, log, metrics } = this.#deps;
    const results = chunk.flatMap((notice) => notice.result ?? []);
    if (results.length < chunk.length)
      log.error({ campaign: Driven.key(queue) }, 'calls past their retention are told of no more');
    if (results.length === 0) {
      await acknowledgeNotices(database, queue, last);
      return true;
    }
    const body = writeNotices(results, settings.timeZone);
    // After the first pair of pushes each later one stands alone, ten minutes apart.
    const pushesNow = pushesBefore === 0 ? Math.min(2, settings.noticePushesMax) : 1;
    let error = '';
    for (let push = 1; push <= pushesNow; push++) {
      const result = await this.#pusher.push(queue.callBackUrl, body, settings.callbackTrustlist);
      metrics.noticePushes.inc({ result: result.delivered ? 'delivered' : 'failed' });
      if (result.delivered) {
        await acknowledgeNotices(database, queue, last);
        return true;
      }
      if (this.#isClosed) return false;
      error = result.error;
    }
    const pushes = pushesBefore + pushesNow;
    const now = clock.now();
    const campaign = Driven.key(queue);
    if (pushes >= settings.noticePushesMax) {
      await giveUpNotices(database, queue, first, last, now, error);
      metrics.noticesUndelivered.inc(chunk.length);
      log.error({ campaign, pushes, error }, 'notices are kept as undelivered');
      return true;
    }
    await postponeNotices(database, queue, last, pushes, addSeconds(now, pushIntervalSeconds), error);
    log.warn({ campaign, pushes, error }, 'notices were not taken, they are pushed again later');
    return false;
  }
}

/** The next notices that go together; those that were tried together before stay together. */
function nextChunk(
  notices: readonly QueuedNotice[],
  position: number,
  headSequence: string | null,
): QueuedNotice[] {
  const chunk = notices.slice(position, position + noticesPerPush);
  if (headSequence === null) return chunk;
  return chunk.filter((notice) => BigInt(notice.sequence) <= BigInt(headSequence));
}
