// One beat of a campaign: the pace of R16 in the seed's own numbers, no volley whatever happens to
// settings, clocks and beats, and the gate that decided when nothing is placed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignSettings, IvrSettings } from '../../src/core/campaign.ts';
import { noCarrierLimit } from '../../src/core/carrier.ts';
import { callsInFlightMax } from '../../src/core/gates.ts';
import { callHandlingDefault } from '../../src/core/handling.ts';
import type { Pacing } from '../../src/core/ivrPacing.ts';
import { type Plan, plan } from '../../src/core/plan.ts';
import { addSeconds, type Millis, toCampaignId, toMillis, toVdnId } from '../../src/core/units.ts';
import type { CampaignView } from '../../src/core/view.ts';

const morning = toMillis(Date.UTC(2026, 10, 23, 9));

const ivr = (callCount: number, callIntervalSeconds: number): IvrSettings => ({
  deviceSign: '1001',
  callCount,
  callIntervalSeconds,
});
const settings: CampaignSettings = {
  name: 'plan',
  description: null,
  beginAt: null,
  endAt: null,
  deviceType: 3,
  callerNo: '100',
  maxAlertingSeconds: 30,
  schedule: { workday: [{ begin: 0, end: 1439 }, null, null], holiday: [null, null, null] },
  ivr: ivr(3, 3),
  skill: null,
  callBackUrl: 'https://example.com/results',
};
const campaign: Campaign = {
  vdnId: toVdnId(1),
  id: toCampaignId(1),
  state: 'started',
  revision: 1,
  settings,
  handling: callHandlingDefault,
};
const view: CampaignView = {
  campaign,
  timeZone: 'UTC',
  specialDates: [],
  waiting: 1_000_000,
  firstDueAt: toMillis(0),
  calling: 0,
  pacing: { credit: 0, beatAt: null },
  share: noCarrierLimit,
  agents: null,
};
const withSettings = (changed: Partial<CampaignSettings>, base = view): CampaignView => ({
  ...base,
  campaign: { ...base.campaign, settings: { ...base.campaign.settings, ...changed } },
});

interface Beat {
  readonly at: Millis;
  readonly decided: Plan;
}

/** Beats at the pace that each plan asks for, `seconds` long; the pacing of a plan goes into the next. */
function beats(given: CampaignView, seconds: number): Beat[] {
  const done: Beat[] = [];
  let pacing: Pacing = given.pacing;
  for (let at = morning; at < addSeconds(morning, seconds); ) {
    const decided = plan({ ...given, pacing }, at);
    done.push({ at, decided });
    pacing = decided.pacing;
    at = addSeconds(at, decided.beatSeconds);
  }
  return done;
}
const placed = (done: readonly Beat[]): number => done.reduce((sum, { decided }) => sum + decided.place, 0);

describe('the pace of an IVR campaign (R16)', () => {
  it("callCount 3, callInterval 3 is the seed's 60 calls a minute", () => {
    const minute = beats(withSettings({ ivr: ivr(3, 3) }), 60);
    expect(minute.map(({ decided }) => decided.place)).toEqual(new Array(20).fill(3));
  });

  it('callCount 10, callInterval 7 is 4.3 calls a beat, rounded up: 5 every 3 s', () => {
    const minute = beats(withSettings({ ivr: ivr(10, 7) }), 60);
    expect(minute.map(({ decided }) => decided.place)).toEqual(new Array(20).fill(5));
  });

  it('an interval under 3 s is the beat itself', () => {
    const minute = beats(withSettings({ ivr: ivr(7, 2) }), 60);
    expect(minute.map(({ decided }) => decided.place)).toEqual(new Array(30).fill(7));
    expect(placed(beats(withSettings({ ivr: ivr(100, 1) }), 60))).toBe(6000);
  });

  it('callCount 1, callInterval 60 is one call a minute over an hour, the first at once', () => {
    const hour = beats(withSettings({ ivr: ivr(1, 60) }), 3600);
    const calls = hour.filter(({ decided }) => decided.place > 0);
    expect(calls[0]?.at).toBe(morning);
    expect(calls.every(({ decided }) => decided.place === 1)).toBe(true);
    expect(placed(hour)).toBeGreaterThanOrEqual(60);
    expect(placed(hour)).toBeLessThanOrEqual(61);
    const gaps = calls.slice(1).map(({ at }, position) => (at - (calls[position]?.at ?? at)) / 1000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(54);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(63);
  });

  it('any pace up to one call a beat is kept over a long time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 600 }), (count, interval) => {
        fc.pre(count * Math.min(interval, 3) <= interval);
        const calls = placed(beats(withSettings({ ivr: ivr(count, interval) }), 4 * interval));
        expect(Math.abs(calls - 4 * count)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the worker is not exact', () => {
  /** Asks the plan at these gaps in seconds and answers the calls placed, with the time they were placed. */
  function askAt(given: CampaignView, gaps: readonly number[]): { at: number; calls: number }[] {
    const done: { at: number; calls: number }[] = [];
    let pacing = given.pacing;
    let seconds = 0;
    for (const gap of gaps) {
      seconds += gap;
      const decided = plan({ ...given, pacing }, toMillis(morning + Math.round(seconds * 1000)));
      done.push({ at: seconds, calls: decided.place });
      pacing = decided.pacing;
    }
    return done;
  }
  const total = (done: readonly { calls: number }[]): number =>
    done.reduce((sum, { calls }) => sum + calls, 0);

  it('asked far more often than the beat, a campaign keeps its pace and does not starve', () => {
    const often = new Array<number>(600).fill(0.1);
    expect(total(askAt(withSettings({ ivr: ivr(3, 3) }), often))).toBeGreaterThanOrEqual(57);
    expect(total(askAt(withSettings({ ivr: ivr(3, 3) }), often))).toBeLessThanOrEqual(69);
    expect(total(askAt(withSettings({ ivr: ivr(1, 10) }), often))).toBeGreaterThanOrEqual(6);
    expect(total(askAt(withSettings({ ivr: ivr(1, 10) }), often))).toBeLessThanOrEqual(7);
  });

  it('beats of 1 s that come up to 0.4 s late on their grid all count', () => {
    const late = fc.array(fc.double({ min: 0, max: 0.4, noNaN: true }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(late, (delays) => {
        const gaps = delays.map(
          (delay, position) => 1 + delay - (position === 0 ? 1 : (delays[position - 1] ?? 0)),
        );
        expect(total(askAt(withSettings({ ivr: ivr(5, 1) }), gaps))).toBe(300);
      }),
    );
  });

  it('never exceeds its pace over any stretch, however it is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 120 }),
        fc.array(fc.double({ min: 0, max: 8, noNaN: true }), { minLength: 50, maxLength: 50 }),
        (count, interval, gaps) => {
          const done = askAt(withSettings({ ivr: ivr(count, interval) }), gaps);
          const beatSeconds = Math.min(interval, 3);
          const perBeat = (count * beatSeconds) / interval;
          let worst = 0;
          for (let from = 0; from < done.length; from++) {
            let calls = 0;
            for (let to = from; to < done.length; to++) {
              calls += done[to]?.calls ?? 0;
              const elapsedBeats = ((done[to]?.at ?? 0) - (done[from]?.at ?? 0)) / beatSeconds;
              const most =
                perBeat < 1
                  ? 1 + perBeat + elapsedBeats * perBeat
                  : Math.ceil(perBeat) * (1.5 + elapsedBeats);
              worst = Math.max(worst, calls - most);
            }
          }
          expect(worst).toBeLessThanOrEqual(0.001);
        },
      ),
    );
  });
});

describe('no volley', () => {
  it('after a pause of any length a campaign goes on with one ordinary beat', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 400 * 86_400 }),
        (count, interval, pause) => {
          const given = withSettings({ ivr: ivr(count, interval) });
          const before = plan(given, morning);
          const after = plan({ ...given, pacing: before.pacing }, addSeconds(morning, pause));
          const perBeat = Math.max(1, Math.ceil((count * Math.min(interval, 3)) / interval));
          expect(after.place).toBeLessThanOrEqual(perBeat);
          const next = plan({ ...given, pacing: after.pacing }, addSeconds(morning, pause + 0.01));
          if (after.place > 0) expect(next.place).toBe(0);
        },
      ),
    );
  });

  it('whatever changes and wherever the clock jumps, each real beat places at most its own share', () => {
    const step = fc.record({
      realSeconds: fc.double({ min: 0, max: 6, noNaN: true }),
      jumpSeconds: fc.oneof(
        { weight: 6, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: -90_000, max: 90_000 }) },
      ),
      change: fc.option(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 60 })), {
        nil: null,
        freq: 3,
      }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        let given = withSettings({ ivr: ivr(3, 3) });
        let shownSeconds = 0;
        // Portions of a beat: the first at once and half a beat in hand, then those of real time; a
        // jump of the clock gives two at most, a change of the settings none.
        let portionsAllowed = 1.5;
        let portions = 0;
        for (const { realSeconds, jumpSeconds, change } of steps) {
          if (change !== null) given = withSettings({ ivr: ivr(...change) }, given);
          shownSeconds += realSeconds + jumpSeconds;
          const { callCount, callIntervalSeconds } = given.campaign.settings.ivr ?? ivr(1, 1);
          const beatSeconds = Math.min(callIntervalSeconds, 3);
          const decided = plan(given, toMillis(morning + Math.round(shownSeconds * 1000)));
          expect(decided.place).toBeLessThanOrEqual(
            Math.ceil((callCount * beatSeconds) / callIntervalSeconds),
          );
          if (decided.place > 0) portions += 1;
          portionsAllowed += realSeconds / beatSeconds + (jumpSeconds === 0 ? 0 : 2);
          expect(portions).toBeLessThanOrEqual(portionsAllowed + 0.1);
          given = { ...given, pacing: decided.pacing };
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a clock set back does not stop a campaign until it has caught up', () => {
    const given = withSettings({ ivr: ivr(3, 3) });
    const before = plan(given, morning);
    expect(plan({ ...given, pacing: before.pacing }, addSeconds(morning, -3600)).place).toBe(3);
  });
});

describe('the gate that decides', () => {
  const evening = { ...settings.schedule, workday: [{ begin: 600, end: 700 }, null, null] as const };
  const stories: [story: string, given: CampaignView, gate: string, nextAt: Millis | null][] = [
    ['a draft waits for a person', { ...view, campaign: { ...campaign, state: 'draft' } }, 'state', null],
    [
      'a campaign whose end has passed',
      withSettings({ beginAt: addSeconds(morning, -60), endAt: morning }),
      'state',
      null,
    ],
    [
      'a campaign that begins later',
      withSettings({ beginAt: addSeconds(morning, 60), endAt: addSeconds(morning, 120) }),
      'dates',
      addSeconds(morning, 60),
    ],
    [
      'outside its segments',
      withSettings({ schedule: evening }),
      'segment',
      toMillis(Date.UTC(2026, 10, 23, 10)),
    ],
    [
      'outside its segments for good',
      withSettings({ schedule: evening, beginAt: morning, endAt: addSeconds(morning, 60) }),
      'segment',
      null,
    ],
    [
      'a holiday without segments',
      { ...view, specialDates: [{ id: 1, name: 'Monday', rule: { kind: 'week', days: [1] } }] },
      'holiday',
      toMillis(Date.UTC(2026, 10, 24)),
    ],
    ['no numbers', { ...view, waiting: 0, firstDueAt: null }, 'numbersLeft', null],
    [
      'numbers that are due later',
      { ...view, firstDueAt: addSeconds(morning, 600) },
      'retryTimer',
      addSeconds(morning, 600),
    ],
    ['too many calls in flight', { ...view, calling: callsInFlightMax }, 'inFlight', null],
    [
      'a beat that came too early',
      { ...view, pacing: { credit: 0, beatAt: addSeconds(morning, -1) } },
      'pacing',
      addSeconds(morning, 2),
    ],
    [
      'a carrier without channels',
      { ...view, share: { ...noCarrierLimit, callsMax: 0, limit: 'channels' } },
      'carrierBudget',
      null,
    ],
  ];
  it.each(stories)('%s', (_story, given, gate, nextAt) => {
    const decided = plan(given, morning);
    expect(decided).toMatchObject({ place: 0, because: { gate, passed: false, nextAt } });
  });

  it('shows every gate, in order, also when all are open', () => {
    const decided = plan(view, morning);
    expect(decided.gates.map(({ gate }) => gate)).toEqual([
      'state',
      'dates',
      'segment',
      'holiday',
      'numbersLeft',
      'retryTimer',
      'inFlight',
      'pacing',
      'carrierBudget',
    ]);
    expect(decided.because).toMatchObject({ gate: 'pacing', passed: true });
  });

  it('says so when the carrier leaves less than the pace', () => {
    const decided = plan({ ...view, share: { ...noCarrierLimit, callsMax: 2, limit: 'channels' } }, morning);
    expect(decided).toMatchObject({
      place: 2,
      wanted: 3,
      throttledBy: 'channels',
      because: { gate: 'carrierBudget' },
    });
  });

  it('never places more than the numbers that wait', () => {
    expect(plan({ ...view, waiting: 1 }, morning).place).toBe(1);
  });
});
