// The life of a call, told by a carrier that may repeat itself, mix up the order and forget things.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  type Call,
  type CallEvent,
  type CallState,
  callSecondsMax,
  callState,
  claimedCall,
  type EndReason,
  lostCall,
  overdueAt,
  silenceSeconds,
} from '../../src/core/call.ts';
import { causeOf } from '../../src/core/outcome.ts';
import {
  addSeconds,
  type Millis,
  toCallId,
  toCampaignId,
  toContactId,
  toMillis,
  toVdnId,
} from '../../src/core/units.ts';

const claimedAt = toMillis(Date.UTC(2026, 10, 23, 9));
const callId = toCallId('1795424400-1001');
const fresh = claimedCall({
  id: callId,
  vdnId: toVdnId(1),
  campaignId: toCampaignId(7),
  contactId: toContactId('1000000000000000001'),
  claimedAt,
  ringLimitSeconds: 30,
});
const dialed: Call = { ...fresh, dialedAt: claimedAt };
const secondsIn = (seconds: number): Millis => addSeconds(claimedAt, seconds);
const progress = (kind: Exclude<CallEvent['kind'], 'ended' | 'transferred'>, seconds: number): CallEvent => ({
  kind,
  callId,
  at: secondsIn(seconds),
});
const end = (reason: EndReason, seconds: number): CallEvent => ({
  kind: 'ended',
  callId,
  at: secondsIn(seconds),
  reason,
});
const tell = (call: Call, events: readonly CallEvent[]): Call => events.reduce(advance, call);

describe('a call that is told in order', () => {
  it('goes through its states and ends with the outcome of its reason', () => {
    const story = [
      progress('ringing', 1),
      progress('answered', 6),
      progress('waiting', 7),
      progress('connected', 8),
      end('released', 60),
    ];
    const states = [callState(fresh), callState(dialed)];
    let call = dialed;
    for (const event of story) {
      call = advance(call, event);
      states.push(callState(call));
    }
    expect(states).toEqual([
      'claimed',
      'dialing',
      'ringing',
      'answered',
      'waiting',
      'connected',
      'ended',
    ] satisfies CallState[]);
    expect(call).toMatchObject({ outcome: 'succeeded', endedAt: secondsIn(60), answeredAt: secondsIn(6) });
  });

  it('keeps the cause of a call that nobody answered', () => {
    const call = tell(dialed, [progress('ringing', 1), end('busy', 2)]);
    expect(call).toMatchObject({ outcome: 'busy', answeredAt: null });
    expect(causeOf[call.outcome ?? 'succeeded']).toBe('00537');
  });
});

const reasons: readonly EndReason[] = [
  'released',
  'hungUpAfterAnswer',
  'busy',
  'noSuchNumber',
  'switchedOff',
  'outOfCoverage',
  'hungUpBeforeAnswer',
  'noAnswer',
  'rejected',
  'hungUpInQueue',
  'queueTimeout',
  'ringTimeout',
  'abandoned',
  'placeFailed',
  'notAllowed',
  'noResources',
  'systemFault',
];
const progressKinds = ['ringing', 'answered', 'waiting', 'connected'] as const;

/** What a carrier has to say of one call: at most one event of each kind, in the order in which they happen. */
const life = fc
  .record({
    kinds: fc.subarray([...progressKinds]),
    reason: fc.constantFrom(...reasons),
    gaps: fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ kinds, reason, gaps }) => {
    let seconds = 0;
    const events = kinds.map((kind, position) => {
      seconds += gaps[position] ?? 0;
      return progress(kind, seconds);
    });
    return { events, ended: end(reason, seconds + (gaps[4] ?? 0)) };
  });

/** The events in any order, each told once to three times, some of `events` not at all. */
const mixedUp = (events: readonly CallEvent[], always: readonly CallEvent[]): fc.Arbitrary<CallEvent[]> =>
  fc
    .tuple(fc.subarray([...events]), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }))
    .map(([kept, times]) =>
      [...kept, ...always].flatMap((event, position) =>
        new Array<CallEvent>(times[position] ?? 1).fill(event),
      ),
    )
    .chain((told) => fc.shuffledSubarray(told, { minLength: told.length }));

const lifeMixedUp = life.chain(({ events, ended }) =>
  fc.record({
    inOrder: fc.constant([...events, ended]),
    ended: fc.constant(ended),
    told: mixedUp(events, [ended]),
    untilLost: mixedUp(events, []),
  }),
);

const anything: fc.Arbitrary<CallEvent> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...progressKinds), fc.integer({ min: -60, max: 600 }))
    .map(([kind, seconds]) => progress(kind, seconds)),
  fc
    .tuple(fc.constantFrom(...reasons), fc.integer({ min: -60, max: 600 }))
    .map(([reason, seconds]) => end(reason, seconds)),
);

const rank: Record<CallState, number> = {
  claimed: 0,
  dialing: 1,
  ringing: 2,
  answered: 3,
  waiting: 4,
  connected: 5,
  ended: 6,
};

describe('a call that is told in any way', () => {
  it('has the same outcome and end as when told once and in order', () => {
    fc.assert(
      fc.property(lifeMixedUp, ({ inOrder, told }) => {
        const expected = tell(dialed, inOrder);
        const heard = tell(dialed, told);
        expect({ outcome: heard.outcome, endedAt: heard.endedAt }).toEqual({
          outcome: expected.outcome,
          endedAt: expected.endedAt,
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('knows the same facts in whatever order it heard them before its end', () => {
    fc.assert(
      fc.property(lifeMixedUp, ({ untilLost }) => {
        const inTime = [...untilLost].sort((one, other) => one.at - other.at);
        expect(tell(dialed, untilLost)).toEqual(tell(dialed, inTime));
      }),
    );
  });

  it('never changes once it has ended, and says so by being the same object', () => {
    fc.assert(
      fc.property(lifeMixedUp, fc.array(anything, { maxLength: 10 }), ({ told }, later) => {
        const over = tell(dialed, told);
        for (const event of later) expect(advance(over, event)).toBe(over);
        expect(lostCall(over, secondsIn(100_000))).toBe(over);
      }),
    );
  });

  it('never goes back, whatever it hears, and a repetition changes nothing', () => {
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(anything, { maxLength: 20 }),
        fc.boolean(),
        (wasDialed, events, lost) => {
          let call = wasDialed ? dialed : fresh;
          for (const event of events) {
            const next = advance(call, event);
            expect(rank[callState(next)]).toBeGreaterThanOrEqual(rank[callState(call)]);
            expect(advance(next, event)).toBe(next);
            call = next;
          }
          if (lost) expect(callState(lostCall(call, secondsIn(1000)))).toBe('ended');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a call whose end is never told', () => {
  it('counts as lost some time after its ring limit, or after the longest talk when answered', () => {
    expect(overdueAt(dialed)).toBe(secondsIn(30 + silenceSeconds));
    expect(overdueAt(tell(dialed, [progress('ringing', 2)]))).toBe(secondsIn(30 + silenceSeconds));
    expect(overdueAt(tell(dialed, [progress('answered', 20)]))).toBe(secondsIn(callSecondsMax));
    expect(overdueAt({ ...fresh, dialedAt: secondsIn(2) })).toBe(secondsIn(32 + silenceSeconds));
  });

  it('always comes to its time, and ends without an outcome unless the customer was reached', () => {
    fc.assert(
      fc.property(lifeMixedUp, ({ untilLost }) => {
        const silent = tell(dialed, untilLost);
        const due = overdueAt(silent);
        expect(due).toBeGreaterThan(silent.claimedAt);
        expect(due).toBeLessThanOrEqual(secondsIn(callSecondsMax));
        const reached = untilLost.some((event) => event.kind === 'connected');
        expect(lostCall(silent, due)).toMatchObject({
          endedAt: due,
          outcome: reached ? 'succeeded' : 'noOutcome',
        });
      }),
    );
  });

  it('keeps that end when the carrier remembers after all', () => {
    fc.assert(
      fc.property(lifeMixedUp, ({ untilLost, told }) => {
        const lost = lostCall(tell(dialed, untilLost), secondsIn(50_000));
        expect(tell(lost, told)).toBe(lost);
      }),
    );
  });
});
