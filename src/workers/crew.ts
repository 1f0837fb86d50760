// The workers of one process, each made from those before it: none is asked for before it is there.
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics.ts';
import type { Database } from '../store/database/connection.ts';
import type { Driver } from '../telephony/driver.ts';
import { Desk } from './desk.ts';
import { Beats } from './dialing/dial.ts';
import { FlightRecorder } from './dialing/flightRecorder.ts';
import { GiveBack } from './dialing/giveBack.ts';
import { Pacers } from './dialing/pacers.ts';
import { Placer } from './dialing/place.ts';
import { Placements } from './dialing/placements.ts';
import { Shares } from './dialing/shares.ts';
import { Events } from './events.ts';
import { Driven, isWanted } from './leases/driven.ts';
import { Fence } from './leases/fence.ts';
import { Heartbeat } from './leases/heartbeat.ts';
import { Loops } from './loops.ts';
import { Deliverer } from './results/deliver.ts';
import { Settler } from './results/settle.ts';

export interface EngineDeps {
  readonly database: Database;
  /** For the heartbeat alone: it must not wait behind the statements of others. */
  readonly heartDatabase: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly driver: Driver;
  /** Names this process; the same after a restart, so that what it held is free again at once. */
  readonly owner: string;
  /** How many times faster than real time the clock runs; a lease lasts 10 s of real time. */
  readonly speed: number;
  /** Ports of this server that no notice may reach: that of its database. None when not given. */
  readonly closedPorts?: readonly number[];
}

const leaseMillisOfLife = 10_000;

/** Makes the workers. They hear what happens from now on, and do nothing of themselves before their loops start. */
export async function makeCrew(deps: EngineDeps) {
  const { database, clock, log, metrics, driver, owner } = deps;
  const leaseMillis = leaseMillisOfLife * deps.speed;
  const closedPorts = deps.closedPorts ?? [];
  const driven = new Driven();
  const fence = new Fence(clock, leaseMillis);
  const life = { database: deps.heartDatabase, clock, log, fence, owner, leaseMillis };
  const heartbeat = await Heartbeat.begin(life);
  const loops = new Loops({ database, clock, log, metrics });
  const placements = new Placements(clock, driver);
  const shares = new Shares(driven, driver, placements, metrics);
  const base = { database, clock, log, metrics, driver, driven, fence, heartbeat, placements, shares };
  const desk = new Desk(base);
  const settler = new Settler(base);
  const giveBack = new GiveBack(base);
  const deliverer = new Deliverer({ ...base, closedPorts });
  const pacers = new Pacers(database, clock, driven);
  const recorder = new FlightRecorder(database);
  const events = new Events({ ...base, loops, desk, settler, giveBack, deliverer, pacers });
  const placer = new Placer({ ...base, desk, events });
  const dial = { ...base, owner, desk, events, pacers, recorder };
  const beats = new Beats(dial, false);
  const beatsForAgents = new Beats(dial, true);
  guard(driver, driven, fence, desk);
  events.listen();
  return { ...dial, leaseMillis, loops, settler, giveBack, deliverer, placer, beats, beatsForAgents };
}

export type Crew = Awaited<ReturnType<typeof makeCrew>>;

/** What the driver asks before it asks a carrier (ARCHITECTURE, rule 12). */
function guard(driver: Driver, driven: Driven, fence: Fence, desk: Desk): void {
  driver.setGuard({
    mayAsk: () => fence.isOpen(),
    mayDial: (callId) => {
      const live = driven.calls.get(callId);
      return live !== undefined && isWanted(live) && !live.campaign.isDropped && fence.isOpen();
    },
    mayRing: (vdnId) => desk.holds(vdnId),
  });
}
