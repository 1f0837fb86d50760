// Delivers the notices of each campaign in order, 20 at most in a POST (R17). Campaigns do not wait for
// each other, and dialing does not wait for them: a dead receiver holds up only its own queue.
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { writeNotices } from '../../contract/write/writeResult.ts';
import type { PushFailure } from '../../core/pushFailure.ts';
import { addSeconds, type CampaignId, type Millis, toMillis, type VdnId } from '../../core/units.ts';
import type { Metrics } from '../../metrics.ts';
import {
  type DueQueue,
  dueQueues,
  giveUpNotices,
  postponeNotices,
  type QueuedNotice,
  readNotices,
} from '../../store/calls/noticeQueue.ts';
import type { Database } from '../../store/database/connection.ts';
import { isShortage } from '../../store/database/storage.ts';
import { Driven } from '../leases/driven.ts';
import { Places } from '../places.ts';
import { Marks } from './marks.ts';
import { Pusher } from './push.ts';

export interface DeliverDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly driven: Driven;
  /** Ports of this server that no notice may reach on an inner address: that of its database. */
  readonly closedPorts: readonly number[];
}

/** Results in one POST at most, and how long the first may wait for others (R17: 200 ms). */
export const noticesPerPush = 20;
const gatherMillis = 100;
/** Between two looks while notices gather, and between two looks at all queues. */
const soonMillis = 50;
const idleMillis = 1_000;
/** Statements that write to queues at once, in all and of one tenant. */
const placesMax = 3;
const placesEach = 2;
/** Read ahead of the POSTs of one queue at most, and of all queues together where they leave a whole POST each. */
const readAhead = 500;
const readMax = 4_000;
/** What was read, with its address and settings, is used no longer than this: a change rules by then (R15). */
const readMillisMax = 3_000;
/** After a delivery that could not be written down, so that the same results are not posted in a row. */
const failureRestMillis = 3_000;
/** Between two pushes of the same notices after the second (R17). */
const pushIntervalSeconds = 600;

export class Deliverer {
  readonly #deps: DeliverDeps;
  readonly #pusher: Pusher;
  readonly #busy = new Map<string, Promise<void>>();
  readonly #places = new Places(placesMax, placesEach);
  readonly #marks: Marks;
  /** Queues with new notices since the last look at them: since when, and how many. */
  readonly #noted = new Map<string, { readonly since: Millis; notices: number }>();
  #roundAt = toMillis(0);
  /** The first notice that each queue waits with, as its delivery last saw it. */
  readonly #oldest = new Map<string, Millis>();
  /** Aborted when a shutdown drains: half-full POSTs go at once, and no queue rests. */
  readonly #hurry = new AbortController();
  #isClosed = false;

  constructor(deps: DeliverDeps) {
    this.#deps = deps;
    this.#pusher = new Pusher(deps.closedPorts);
    this.#marks = new Marks(deps.database, this.#places);
  }

  /** So many notices more wait in the campaign's queue. True when the next look must not be far. */
  note(vdnId: VdnId, campaignId: CampaignId, notices: number): boolean {
    const key = Driven.key({ vdnId, campaignId });
    const noted = this.#noted.get(key) ?? { since: this.#deps.clock.now(), notices: 0 };
    noted.notices += notices;
    this.#noted.set(key, noted);
    return this.#noted.size === 1 || noted.notices >= noticesPerPush;
  }

  /**
   * Starts delivery for every queue that is due and not being delivered. The database is asked for the
   * queues that were noted, and for all of them once a second, since a notice may wait that nobody noted: a
   * push is due again, or an earlier process has left it. Answers when to look again.
   */
  async pass(): Promise<number> {
    const { database, clock, driven } = this.#deps;
    const now = clock.now();
    const isRound = this.#hurry.signal.aborted || Math.abs(now - this.#roundAt) >= idleMillis;
    const keys = isRound ? driven.campaigns.keys() : this.#noted.keys();
    const looked = [...keys].filter((key) => !this.#busy.has(key) && (isRound || this.#isRipe(key, now)));
    for (const key of looked) this.#noted.delete(key);
    if (isRound) this.#roundAt = now;
    const leases = looked.flatMap((key) => driven.campaigns.get(key)?.lease ?? []);
    const queues = leases.length === 0 ? [] : await dueQueues(database, leases, now);
    if (queues.length > 0) {
      const limit = Math.max(noticesPerPush, Math.min(readAhead, Math.floor(readMax / queues.length)));
      for (const [queue, notices] of await readNotices(database, queues, limit, now))
        this.#start(queue, notices, now);
    }
    this.#showAge(now);
    return this.#noted.size > 0 ? soonMillis : idleMillis;
  }

  /** Noted long enough ago for others to have come, or enough for a whole POST. */
  #isRipe(key: string, now: Millis): boolean {
    const noted = this.#noted.get(key);
    if (noted === undefined) return false;
    return noted.notices >= noticesPerPush || Math.abs(now - noted.since) >= gatherMillis;
  }

  /** Delivers what can be delivered now without waiting for company, and lets go of connections. */
  async drain(): Promise<void> {
    this.#hurry.abort();
    await Promise.all(this.#busy.values());
    await this.pass();
    await Promise.all(this.#busy.values());
  }

  /**
   * Begins no more POSTs, and breaks off those that are not answered in time: what they carry counts as not
   * pushed, and the next process pushes it.
   */
  async close(patienceMillis = 0): Promise<void> {
    this.#isClosed = true;
    this.#hurry.abort();
    await Promise.race([Promise.all(this.#busy.values()), delay(patienceMillis, undefined, { ref: false })]);
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

  #start(queue: DueQueue, notices: readonly QueuedNotice[], readAt: Millis): void {
    const key = Driven.key(queue);
    const delivery = this.#deliver(queue, notices, readAt)
      .catch(async (error: unknown) => {
        this.#deps.metrics.passFailures.inc({ worker: 'deliver' });
        if (!isShortage(this.#deps.database, this.#deps.log, error))
          this.#deps.log.error({ campaign: key, err: error }, 'delivery failed');
        await this.#deps.clock.sleep(failureRestMillis, this.#hurry.signal);
      })
      .finally(() => this.#busy.delete(key));
    this.#busy.set(key, delivery);
  }

  async #deliver(queue: DueQueue, notices: readonly QueuedNotice[], readAt: Millis): Promise<void> {
    const { clock } = this.#deps;
    let position = 0;
    let marked = Promise.resolve();
    while (position < notices.length && !this.#isClosed && clock.now() - readAt < readMillisMax) {
      const chunk = nextChunk(notices, position, position === 0 ? queue.headSequence : null);
      this.#oldest.set(Driven.key(queue), chunk[0]?.createdAt ?? readAt);
      if (chunk.length < noticesPerPush && queue.headSequence === null && this.#mayGrow(chunk)) {
        await marked;
        this.note(queue.vdnId, queue.campaignId, 0);
        return;
      }
      const last = await this.#pushChunk(queue, chunk, position === 0 ? queue.pushes : 0, marked);
      if (last === null) return marked;
      marked = this.#marks.move(queue.vdnId, queue.campaignId, last);
      // Awaited below, when the next POSTs are done.
      marked.catch(() => undefined);
      position += chunk.length;
    }
    await marked;
    if (position === notices.length) this.#oldest.delete(Driven.key(queue));
    // More than was read ahead, or more than there was time for.
    if (position < queue.waiting) this.note(queue.vdnId, queue.campaignId, noticesPerPush);
  }

  #ask<Result>({ vdnId }: DueQueue, work: (database: Database) => Promise<Result>): Promise<Result> {
    return this.#places.hold(vdnId, () => work(this.#deps.database));
  }

  /** A half-full POST whose first result is young waits for others. */
  #mayGrow(chunk: readonly QueuedNotice[]): boolean {
    const oldest = chunk[0]?.createdAt ?? 0;
    const age = this.#deps.clock.now() - oldest;
    return !this.#hurry.signal.aborted && age >= 0 && age < gatherMillis;
  }

  /**
   * Pushes once, and once more at once (R17). Answers how far the queue may move on; null when it stays.
   * @param marked what was pushed before is written down
   */
  async #pushChunk(
    queue: DueQueue,
    chunk: readonly QueuedNotice[],
    pushesBefore: number,
    marked: Promise<void>,
  ): Promise<QueuedNotice | null> {
    const [first, last] = [chunk[0], chunk[chunk.length - 1]];
    if (first === undefined || last === undefined) return null;
    const { clock, log, metrics } = this.#deps;
    const { settings } = queue;
    const results = chunk.flatMap((notice) => notice.result ?? []);
    if (results.length < chunk.length)
      log.error({ campaign: Driven.key(queue) }, 'calls past their retention are no longer reported');
    // After the first pair of pushes each later one stands alone, ten minutes apart.
    const pushesNow = pushesBefore === 0 ? Math.min(2, settings.noticePushesMax) : 1;
    const failure =
      results.length === 0
        ? null
        : await this.#push(queue, writeNotices(results, settings.timeZone), pushesNow);
    if (failure === null) return last;
    // What is written of this failure must not be overwritten by an earlier success.
    await marked;
    if (this.#isClosed) return null;
    const pushes = pushesBefore + pushesNow;
    const now = clock.now();
    const campaign = Driven.key(queue);
    if (pushes >= settings.noticePushesMax) {
      await this.#ask(queue, (database) => giveUpNotices(database, queue, first, last, now, failure));
      metrics.noticesUndelivered.inc(chunk.length);
      log.error({ campaign, pushes, failure }, 'notices are kept as undelivered');
      return last;
    }
    await this.#ask(queue, (database) =>
      postponeNotices(database, queue, last, pushes, addSeconds(now, pushIntervalSeconds), failure),
    );
    log.warn({ campaign, pushes, failure }, 'notices were not taken, they are pushed again later');
    return null;
  }

  /** Posts up to `pushes` times in a row. Answers the last failure, or null when the receiver took it. */
  async #push(queue: DueQueue, body: string, pushes: number): Promise<PushFailure | null> {
    const { callBackUrl, settings } = queue;
    const failure = await this.#pusher.push(callBackUrl, body, settings.callbackTrustlist);
    this.#deps.metrics.noticePushes.inc({ result: failure === null ? 'delivered' : 'failed' });
    return failure === null || pushes === 1 || this.#isClosed ? failure : this.#push(queue, body, pushes - 1);
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
