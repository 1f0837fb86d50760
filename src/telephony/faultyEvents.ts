// A bad connection between the carrier and us: events that get lost, come twice or come late. Tests and
// benchmarks ask for it; chance is seeded, so a run that failed can be repeated.
import type { CallEvent } from '../core/call.ts';
import { draw, field } from '../simulation/chance.ts';

export interface EventFaults {
  /** Share of events that never come, 0 to 100. */
  readonly loseEventsPercent?: number;
  /** Share of events that come once more, 0 to 100. */
  readonly repeatEventsPercent?: number;
  /** Each event, and each repetition, comes up to this much late, out of order therefore. */
  readonly delayMillisecondsMax?: number;
}

export interface FaultyEvents {
  /** Hands the event to the listener: now, later, twice or never. */
  report(event: CallEvent): void;
}

/** `later` must bring the event back to `report` at the given instant. */
export function faultyEvents(
  seed: number,
  faults: EventFaults | undefined,
  hear: (event: CallEvent) => void,
  later: (at: number, event: CallEvent) => void,
): FaultyEvents {
  if (faults === undefined) return { report: hear };
  const { loseEventsPercent = 0, repeatEventsPercent = 0, delayMillisecondsMax = 0 } = faults;
  /** Events that already met their fault and are only on their way. */
  const underway = new WeakSet<CallEvent>();
  let reported = 0;
  const happens = (percent: number, fieldNumber: number) => draw(seed, reported, fieldNumber) * 100 < percent;
  const send = (event: CallEvent, fieldNumber: number) => {
    const delay = Math.round(draw(seed, reported, fieldNumber) * delayMillisecondsMax);
    if (delay === 0) return hear(event);
    underway.add(event);
    later(event.at + delay, event);
  };
  return {
    report: (event) => {
      if (underway.delete(event)) return hear(event);
      reported += 1;
      if (happens(loseEventsPercent, field.lostEvent)) return;
      send(event, field.eventDelay);
      if (happens(repeatEventsPercent, field.repeatedEvent)) send({ ...event }, field.repeatedEvent);
    },
  };
}
