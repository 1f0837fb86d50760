// Gives back the claims of calls that rang no telephone, so that their numbers wait again. If the database
// is away or a row is locked, it tries again: trouble on our side costs no number an attempt. Campaigns do
// not wait for each other.
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { asItStood, type Waiting } from '../../core/returned.ts';
import { releaseClaims } from '../../store/calls/claims.ts';
import type { Database } from '../../store/database/connection.ts';
import { isLocked } from '../../store/database/connectionFailure.ts';
import { isShortage } from '../../store/database/storage.ts';
import { Driven, type DrivenCampaign, type LiveCall } from '../leases/driven.ts';

export interface GiveBackDeps {
  readonly database: Database;
  readonly log: Logger;
  readonly driven: Pick<Driven, 'calls' | 'forget'>;
}

/** A call by which nobody was rung, and what its number is owed. */
export interface GivenBack {
  readonly live: LiveCall;
  readonly waiting: Waiting;
}

export const asNeverDialed = (live: LiveCall): GivenBack => ({
  live,
  waiting: asItStood(live.contact.failures),
});

/** Between two tries, in milliseconds of real time. */
const againMillis = 1_000;

export class GiveBack {
  readonly #deps: GiveBackDeps;
  readonly #closing = new AbortController();

  constructor(deps: GiveBackDeps) {
    this.#deps = deps;
  }

  /** Gives claims back. Resolves after the first try, and never fails: what is left is tried again until `close`. */
  async take(claims: readonly GivenBack[]): Promise<void> {
    for (const { live } of claims) live.isGivenBack = true;
    const byCampaign = Map.groupBy(claims, ({ live }) => live.campaign);
    await Promise.all(
      [...byCampaign].map(async ([campaign, group]) => {
        if (!(await this.#release(campaign, group, true))) void this.#goOn(campaign, group);
      }),
    );
  }

  /** Tries no more. What is left is found by the next owner of its campaign. */
  close(): void {
    this.#closing.abort();
  }

  async #goOn(campaign: DrivenCampaign, group: readonly GivenBack[]): Promise<void> {
    const { signal } = this.#closing;
    do {
      await delay(againMillis, undefined, { signal, ref: false }).catch(() => undefined);
    } while (!signal.aborted && !(await this.#release(campaign, group, false)));
  }

  /** False: it could not be written. Calls that another process has by now are left to it. */
  async #release(
    campaign: DrivenCampaign,
    group: readonly GivenBack[],
    isFirstTry: boolean,
  ): Promise<boolean> {
    const { database, driven, log } = this.#deps;
    const { vdnId, campaignId } = campaign.lease;
    const left = group.filter(({ live }) => driven.calls.get(live.call.id) === live);
    const claims = left.map(({ live, waiting }) => ({
      callNumber: live.contact.callNumber,
      claimedAt: live.call.claimedAt,
      waiting,
    }));
    try {
      if (claims.length > 0) await releaseClaims(database, vdnId, campaignId, claims);
    } catch (error) {
      // A row that is locked, and a disk that is full, are told already.
      if (isFirstTry && !isLocked(error) && !isShortage(database, log, error))
        log.warn({ campaign: Driven.key(campaign.lease), err: error }, 'claims could not be given back yet');
      return false;
    }
    for (const { live } of left) driven.forget(live);
    return true;
  }
}
