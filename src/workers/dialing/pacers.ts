// The pacers of the campaigns with agents that this process drives: found again after a restart, a pause
// or a change of hands, and kept every half minute. What the law's account says comes from the rows,
// which no crash takes back; what the pacer has learned may be half a minute old.
import type { Clock } from '../../clock.ts';
import { countAnswers, createPacer, type Pacer } from '../../core/pacing/pacer.ts';
import { restorePacer, savePacer } from '../../core/pacing/snapshot.ts';
import { type Millis, toMillis } from '../../core/units.ts';
import { type Answers, loadAnswers, noAnswers } from '../../store/calls/liveAnswers.ts';
import type { Database } from '../../store/database/connection.ts';
import { loadPacer, savePacers } from '../../store/pacing/pacing.ts';
import { Driven, type DrivenCampaign } from '../leases/driven.ts';
import { Places } from '../places.ts';

/** The pacer of a campaign, and the account that is older than what it counts itself. */
export interface OpenPacer {
  readonly pacer: Pacer;
  /** Answers and abandoned calls of the block of 30 days before the last 24 hours. */
  readonly block: Answers;
}

const saveMillis = 30_000;
/** Hours leave the last 24 one by one; their place in the block is asked for this often. */
const blockMillis = 10 * 60_000;

export class Pacers {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #driven: Driven;
  readonly #open = new Map<DrivenCampaign, OpenPacer>();
  readonly #places = new Places(2, 1);
  #savedAt: Millis;
  #blocksAt: Millis;

  constructor(database: Database, clock: Clock, driven: Driven) {
    this.#database = database;
    this.#clock = clock;
    this.#driven = driven;
    this.#savedAt = clock.now();
    this.#blocksAt = clock.now();
  }

  /** The campaign's pacer; read from the rows when this process sees the campaign for the first time. */
  async open(campaign: DrivenCampaign, now: Millis): Promise<OpenPacer> {
    const known = this.#open.get(campaign);
    if (known !== undefined) return known;
    const { vdnId, campaignId } = campaign.lease;
    const saved = await loadPacer(this.#database, vdnId, campaignId);
    const [account] = await loadAnswers(this.#database, vdnId, [campaignId], now);
    const pacer = saved === null ? createPacer(now) : restorePacer(saved.snapshot, saved.at, now);
    countAnswers(pacer, account?.hours ?? []);
    const opened = { pacer, block: account?.block ?? noAnswers };
    this.#open.set(campaign, opened);
    return opened;
  }

  /** Keeps what is due to be kept. Answers when to come again. */
  async pass(): Promise<number> {
    const now = this.#clock.now();
    if (Math.abs(now - this.#savedAt) >= saveMillis) await this.save(now);
    if (Math.abs(now - this.#blocksAt) >= blockMillis) await this.#renewBlocks(now);
    return 1_000;
  }

  /** Keeps what every pacer has learned, and lets go of those whose campaign is driven no longer. */
  async save(now: Millis): Promise<void> {
    // A beat that was under way when its campaign was dropped may have opened it again.
    for (const campaign of this.#open.keys())
      if (this.#driven.campaigns.get(Driven.key(campaign.lease)) !== campaign) this.#open.delete(campaign);
    // A pacer that could not be saved is saved the next time, like all others.
    this.#savedAt = now;
    await this.#places.holdEach(this.#driven.byVdn(this.#open.keys()), async (vdnId, campaigns) => {
      const pacers = campaigns.flatMap((campaign) => {
        const opened = this.#open.get(campaign);
        const snapshot = opened === undefined ? null : savePacer(opened.pacer);
        return snapshot === null ? [] : [{ campaignId: campaign.lease.campaignId, snapshot }];
      });
      await savePacers(this.#database, vdnId, pacers, now);
    });
  }

  /** Keeps the pacer of a campaign that this process is about to release, and lets go of it. */
  async close(campaign: DrivenCampaign, now: Millis): Promise<void> {
    const opened = this.#open.get(campaign);
    if (opened === undefined) return;
    const { vdnId, campaignId } = campaign.lease;
    await savePacers(this.#database, vdnId, [{ campaignId, snapshot: savePacer(opened.pacer) }], now);
    this.#open.delete(campaign);
  }

  /** Lets go of the pacer of a campaign that another process drives now: theirs is the newer one. */
  forget(campaign: DrivenCampaign): void {
    this.#open.delete(campaign);
  }

  async #renewBlocks(now: Millis): Promise<void> {
    this.#blocksAt = toMillis(now);
    await this.#places.holdEach(this.#driven.byVdn(this.#open.keys()), async (vdnId, campaigns) => {
      const ids = campaigns.map((campaign) => campaign.lease.campaignId);
      const accounts = await loadAnswers(this.#database, vdnId, ids, now);
      for (const campaign of campaigns) {
        const opened = this.#open.get(campaign);
        const account = accounts.find(({ campaignId }) => campaignId === campaign.lease.campaignId);
        if (opened !== undefined && account !== undefined)
          this.#open.set(campaign, { pacer: opened.pacer, block: account.block });
      }
    });
  }
}
