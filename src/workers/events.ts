// Every event of a call, a telephone or a lease comes in here, and this file alone says which parts of the engine
// hear of it and in which order. No listener calls another one. The desk answers with the event that follows from
// what it heard, and that event goes the same way. Within the desk, desk/floor.ts tells of each change of an agent.
//
// | what happens                                | method      | who hears of it                                         |
// |---------------------------------------------|-------------|---------------------------------------------------------|
// | the carrier tells of a call                 | `hear`      | the settler writes it, the desk joins person and agent  |
// | an agent's telephone changes                | `hearLine`  | the desk                                                |
// | time passes at the desk                     | `tend`      | the desk                                                |
// | a call comes back undialed                  | `takeBack`  | the desk frees its agent, its claim goes back           |
// | the VDN forbids the number                  | `refuse`    | the settler and the desk, as the call's end             |
// | a claimed call cannot be placed             | `giveBack`  | its claim goes back                                     |
// | the carrier no longer holds a call          | `lose`      | the settler writes it as lost, the desk frees its agent |
// | the carrier holds a call of an earlier life | `adopt`     | the desk finds its agent again                          |
// | results were written                        | `deliver`   | the deliverer                                           |
// | another process seats a VDN's agents        | `loseDesks` | the campaigns that need this desk are let go            |
// | a lease is lost or released                 | `drop`      | its campaign is let go                                  |
// | this process was taken for dead             | `loseAll`   | the desk and every campaign are let go                  |
import type { Clock } from '../clock.ts';
import type { CallEvent } from '../core/call.ts';
import { afterReturn } from '../core/returned.ts';
import type { CampaignId, VdnId } from '../core/units.ts';
import type { Metrics } from '../metrics.ts';
import type { Driver, HeldCall, LineEvent, ReturnedCall } from '../telephony/driver.ts';
import type { Desk } from './desk.ts';
import { asNeverDialed, type GiveBack, type GivenBack } from './dialing/giveBack.ts';
import type { Driven, DrivenCampaign, LiveCall } from './leases/driven.ts';
import { type DropDeps, dropCampaign } from './leases/dropCampaign.ts';
import type { Heartbeat } from './leases/heartbeat.ts';
import type { Loops } from './loops.ts';
import type { Deliverer } from './results/deliver.ts';
import { concernsDesk } from './results/endedCall.ts';
import type { Settler } from './results/settle.ts';

export interface EventsDeps extends DropDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly metrics: Metrics;
  readonly driver: Driver;
  readonly driven: Driven;
  readonly heartbeat: Pick<Heartbeat, 'listen'>;
  readonly desk: Pick<Desk, 'hear' | 'hearLine' | 'tend' | 'lose' | 'adopt' | 'loseAll'>;
  readonly settler: Pick<Settler, 'hear' | 'lose' | 'listen'>;
  readonly giveBack: Pick<GiveBack, 'take'>;
  readonly deliverer: Pick<Deliverer, 'note'>;
  readonly loops: Pick<Loops, 'wake'>;
}

export class Events {
  readonly #deps: EventsDeps;

  constructor(deps: EventsDeps) {
    this.#deps = deps;
  }

  /** Begins to listen to the driver, the settler and the heartbeat. */
  listen(): void {
    const { driver, heartbeat, settler } = this.#deps;
    driver.listen((event) => this.hear(event));
    driver.listenToLines((event) => this.hearLine(event));
    driver.listenToReturns(gatherAtOnce((calls) => this.takeBack(calls)));
    settler.listen((vdnId, campaignId, notices) => this.deliver(vdnId, campaignId, notices));
    heartbeat.listen(() => this.loseAll());
  }

  /** An event of a call that this process does not hold is counted and let go. */
  hear(event: CallEvent): void {
    const { desk, driven, metrics, settler } = this.#deps;
    const live = driven.calls.get(event.callId);
    if (live === undefined) {
      metrics.eventsUnknown.inc();
      return;
    }
    settler.hear(live, event);
    // At once: a person who answered does not wait for a batch.
    if (concernsDesk(live) || event.kind === 'transferred') this.#follow(desk.hear(live, event));
  }

  hearLine(event: LineEvent): void {
    this.#follow(this.#deps.desk.hearLine(event));
  }

  tend(): void {
    for (const event of this.#deps.desk.tend()) this.hear(event);
  }

  takeBack(calls: readonly ReturnedCall[]): void {
    const { clock, desk, driven, giveBack, metrics } = this.#deps;
    const now = clock.now();
    const claims: GivenBack[] = [];
    for (const { callId, because } of calls) {
      const live = driven.calls.get(callId);
      if (live === undefined) continue;
      const waiting = afterReturn(because, live.contact.failures, now);
      if (waiting === null) {
        this.hear({ kind: 'ended', callId, at: now, reason: 'placeFailed' });
        continue;
      }
      // The agent for whom it was dialed is free again, and pacing learns nothing.
      desk.lose(live);
      metrics.callsReturned.inc({ because });
      claims.push({ live, waiting });
    }
    void giveBack.take(claims);
  }

  refuse({ call }: LiveCall): void {
    this.hear({ kind: 'ended', callId: call.id, at: this.#deps.clock.now(), reason: 'notAllowed' });
  }

  /** Resolves when the claims are back, or cannot go back now. */
  async giveBack(lives: readonly LiveCall[]): Promise<void> {
    await this.#deps.giveBack.take(lives.map(asNeverDialed));
  }

  lose(live: LiveCall): void {
    const { desk, settler } = this.#deps;
    settler.lose(live);
    if (concernsDesk(live)) desk.lose(live);
  }

  adopt(live: LiveCall, held: HeldCall): void {
    this.#follow(this.#deps.desk.adopt(live, held));
  }

  deliver(vdnId: VdnId, campaignId: CampaignId, notices: number): void {
    const { deliverer, loops } = this.#deps;
    if (deliverer.note(vdnId, campaignId, notices)) loops.wake('deliver');
  }

  loseDesks(vdnIds: readonly VdnId[]): void {
    for (const campaign of [...this.#deps.driven.campaigns.values()])
      if (campaign.needsDesk && vdnIds.includes(campaign.lease.vdnId)) this.drop(campaign);
  }

  drop(campaign: DrivenCampaign): void {
    dropCampaign(this.#deps, campaign);
  }

  loseAll(): void {
    this.#deps.desk.loseAll();
    for (const campaign of [...this.#deps.driven.campaigns.values()]) this.drop(campaign);
  }

  #follow(event: CallEvent | null): void {
    if (event !== null) this.hear(event);
  }
}

/** Passes on in one piece what comes at one moment: a gateway that goes away gives all of its backlog back. */
function gatherAtOnce<Item>(take: (items: readonly Item[]) => void): (item: Item) => void {
  const gathered: Item[] = [];
  return (item) => {
    if (gathered.push(item) === 1) queueMicrotask(() => take(gathered.splice(0)));
  };
}
