// The engine's stop, in an order that loses nothing: nothing new is placed, claims go back, calls are followed to
// their end as long as there is time, and another process takes over at once where one is there.
import type { Logger } from 'pino';
import type { Crew } from './crew.ts';
import { type Driven, isUnknown } from './leases/driven.ts';
import type { Settler } from './results/settle.ts';

/** A delivery that is under way when a process releases its leases is waited for so long. */
const deliveryMillisMax = 500;
/** Beyond the grace, a stop waits for the database this long in all. */
const databaseMillisMax = 3_000;

/**
 * Stops placing calls, gives back claims that were not dialed, waits for calls and notices, and releases
 * the leases.
 * @param graceMillis how long calls and notices are waited for, in milliseconds of real time
 */
export async function stopEngine(crew: Crew, graceMillis: number): Promise<void> {
  const { beats, beatsForAgents, clock, deliverer, desk, driven, events, giveBack, heartbeat, loops } = crew;
  const { log, pacers, placer, recorder, settler } = crew;
  const deadline = AbortSignal.timeout(graceMillis);
  // A database that is gone refuses, one that hangs says nothing: neither holds up the stop.
  const limit = AbortSignal.timeout(graceMillis + databaseMillisMax);
  const step = (work: Promise<unknown>) => tried(log, Promise.race([work, aborted(limit)]));
  desk.beginStop();
  await step(loops.stop('dial', 'dialForAgents'));
  await step(Promise.all([beats.settled(), beatsForAgents.settled()]));
  await step(events.giveBack(placer.stop()));
  const passesOn = heartbeat.hasCompany();
  if (passesOn) await step(passOn(crew));
  // The heart beats and calls are compared until the last call has ended or the time is over.
  await untilQuiet(driven, settler, deadline);
  giveBack.close();
  await step(loops.stop('maintain', 'storage'));
  await step(loops.stop('lease', 'compare', 'deliver', 'desk'));
  await step(settler.stop());
  await step(loops.stop('pacing', 'record'));
  await step(recorder.pass());
  if (!passesOn) {
    await step(pacers.save(clock.now()));
    await step(Promise.race([deliverer.drain(), aborted(deadline)]));
    await step(deliverer.close());
  }
  await step(desk.close());
  await step(loops.stop('heartbeat'));
  // With its row everything that this process held is free.
  await step(heartbeat.leave());
}

/**
 * Another process takes over at once; this one goes on to settle the calls that it has placed. What only one
 * process may do has ended by then: dial, seat agents, deliver, keep what pacing has learned.
 */
async function passOn({
  clock,
  deliverer,
  desk,
  driven,
  heartbeat,
  log,
  loops,
  pacers,
}: Crew): Promise<void> {
  // What waits in a gateway's backlog does not leave us any more, and comes back.
  for (const campaign of driven.campaigns.values()) campaign.isDropped = true;
  const ends = [
    loops.stop('lease'),
    loops.stop('pacing').then(() => pacers.save(clock.now())),
    loops.stop('deliver').then(() => deliverer.close(deliveryMillisMax)),
    desk.passOn(),
  ];
  // A row of one tenant that somebody has locked must not keep the leases of all.
  await Promise.all(ends.map((each) => tried(log, each)));
  await heartbeat.drain();
  log.info('handed over to another process');
}

/** A stop goes on without the database: what could not be written now is found by the next start. */
async function tried(log: Logger, work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => log.warn({ err: error }, 'a step of the stop failed'));
}

/** Resolves when no call is in flight and everything heard is written, or when the time is over. */
async function untilQuiet(driven: Driven, settler: Settler, deadline: AbortSignal): Promise<void> {
  while (!deadline.aborted && (isAnyInTheAir(driven) || settler.pending > 0))
    await new Promise((resolve) => setTimeout(resolve, 50));
}

const isAnyInTheAir = (driven: Driven): boolean =>
  [...driven.calls.values()].some((live) => !isUnknown(live));

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
