// The seeded world of callees: what becomes of one dialed number, and of many.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAttemptCounter } from '../../src/simulation/attemptCounter.ts';
import { baseWorld, type Dialed, fateForAgent, fateOf, type Step } from '../../src/simulation/callee.ts';
import { leadOfText } from '../../src/simulation/chance.ts';
import { createTimeHeap } from '../../src/simulation/timeHeap.ts';

const flow = { playSeconds: 20, transferSkillId: null };
const dialed = (called: string, change: Partial<Dialed> = {}): Dialed => ({
  called,
  attempt: 0,
  ringLimitSeconds: 25,
  flow,
  ...change,
});
const lastOf = (steps: readonly Step[]): string => {
  const last = steps.at(-1);
  return last?.kind === 'ended' ? last.reason : String(last?.kind);
};

test('nobody answers: the network gives up at 60 s if we did not before', () => {
  const patient = fateOf(dialed('13800000001', { ringLimitSeconds: 61 }), baseWorld);
  const hasty = fateOf(dialed('13800000001', { ringLimitSeconds: 60 }), baseWorld);
  const rung = (steps: readonly Step[]) =>
    (steps.at(-1)?.afterMilliseconds ?? 0) - (steps[0]?.afterMilliseconds ?? 0);
  expect([lastOf(patient), rung(patient)]).toEqual(['noAnswer', 60_000]);
  expect([lastOf(hasty), rung(hasty)]).toEqual(['ringTimeout', 60_000]);
});

test('a machine records for 30 s, or until the flow has played', () => {
  const talk = (playSeconds: number) => {
    const steps = fateOf(dialed('13800000006', { flow: { playSeconds, transferSkillId: 5 } }), baseWorld);
    return (steps[3]?.afterMilliseconds ?? 0) - (steps[2]?.afterMilliseconds ?? 0);
  };
  expect([talk(20), talk(90)]).toEqual([20_000, 30_000]);
});

test('a person who must pick up does so within the shortest ring limit', () => {
  for (const called of ['13800000006', '13800000007', '13800000010']) {
    const kinds = fateOf(dialed(called, { ringLimitSeconds: 5 }), baseWorld).map((step) => step.kind);
    expect(kinds).toContain('answered');
  }
});

test('people meant for agents have a patience of 20 s and a talk of 90 s in the mean', () => {
  const patience: number[] = [];
  const talks: number[] = [];
  for (let index = 0; index < 20_000; index += 1) {
    const dialed = { called: `139${String(index).padStart(7, '0')}99`, attempt: 0, ringLimitSeconds: 25 };
    const { steps, talkMilliseconds } = fateForAgent(dialed, { seed: 1, answerRate: 1 });
    if (steps[1]?.kind !== 'answered') continue;
    patience.push(((steps[2]?.afterMilliseconds ?? 0) - steps[1].afterMilliseconds) / 1000);
    talks.push((talkMilliseconds ?? 0) / 1000);
  }
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.abs(mean(patience) - 20)).toBeLessThan(0.6);
  expect(Math.abs(mean(talks) - 90)).toBeLessThan(2.5);
});

test('for an agent a machine is a machine, whatever its fate drew, and never a person who answered', () => {
  const ends = new Map<string, number>();
  for (let index = 0; index < 20_000; index += 1) {
    const dialed = { called: `139${String(index).padStart(7, '0')}99`, attempt: 0, ringLimitSeconds: 25 };
    const { steps } = fateForAgent(dialed, baseWorld);
    ends.set(lastOf(steps), (ends.get(lastOf(steps)) ?? 0) + 1);
    expect(steps.some((step) => step.kind === 'connected' || step.kind === 'transferred')).toBe(false);
    if (lastOf(steps) === 'machine') expect(steps.map((step) => step.kind)).toEqual(['ringing', 'ended']);
  }
  expect((ends.get('machine') ?? 0) / 20_000).toBeCloseTo(0.75 * 0.25, 1);
  const waited = (ends.get('hungUpInQueue') ?? 0) + (ends.get('hungUpAfterAnswer') ?? 0);
  expect(waited / 20_000).toBeCloseTo(0.25, 1);
});

test('a hundred thousand numbers answer, ring and fail in the shares of pacing.md 5', () => {
  const count = 100_000;
  const ends = new Map<string, number>();
  let answered = 0;
  for (let index = 0; index < count; index += 1) {
    const steps = fateOf(dialed(`139${String(index).padStart(7, '0')}99`), baseWorld);
    if (steps.some((step) => step.kind === 'answered')) answered += 1;
    ends.set(lastOf(steps), (ends.get(lastOf(steps)) ?? 0) + 1);
  }
  const share = (reason: string) => (ends.get(reason) ?? 0) / count;
  const invalid = share('noSuchNumber') + share('switchedOff') + share('outOfCoverage');
  expect(share('busy') + invalid).toBeCloseTo(0.75 * 0.15, 2);
  // Live and machines, less those who pick up after our ring limit.
  expect(answered / count).toBeGreaterThan(0.41);
  expect(answered / count).toBeLessThan(0.25 + 0.75 * 0.25);
  expect(share('ringTimeout')).toBeCloseTo(1 - answered / count - 0.75 * 0.15, 2);
});

test('whatever is dialed: steps in order, one end, and never rung past the limit', () => {
  const anyFlow = fc.option(
    fc.record({ playSeconds: fc.integer({ min: 0, max: 3600 }), transferSkillId: fc.constantFrom(null, 5) }),
  );
  fc.assert(
    fc.property(
      fc.stringMatching(/^[0-9*#]{1,24}$/),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 5, max: 120 }),
      anyFlow,
      fc.integer({ min: 0, max: 0xffffffff }),
      (called, attempt, ringLimitSeconds, someFlow, seed) => {
        const steps = fateOf(
          { called, attempt, ringLimitSeconds, flow: someFlow },
          { seed, answerRate: 0.5 },
        );
        const instants = steps.map((step) => step.afterMilliseconds);
        expect(instants).toEqual(instants.toSorted((one, other) => one - other));
        const ends = steps.filter((step) => step.kind === 'ended' || step.kind === 'vanished');
        expect(ends).toEqual([steps.at(-1)]);
        const ringing = steps.find((step) => step.kind === 'ringing');
        const answered = steps.find((step) => step.kind === 'answered') ?? steps.at(-1);
        const rung = (answered?.afterMilliseconds ?? 0) - (ringing?.afterMilliseconds ?? 0);
        expect(rung).toBeLessThanOrEqual(ringLimitSeconds * 1000);
      },
    ),
  );
});

test('attempts are counted for each number, and the oldest are forgotten, not mixed up', () => {
  const counter = createAttemptCounter();
  const lead = leadOfText('13800000099');
  expect([counter.next(lead), counter.next(lead), counter.next(lead)]).toEqual([0, 1, 2]);
  // Four others of the same bucket push it out.
  for (let index = 1; index <= 4; index += 1) expect(counter.next((lead + index * 2 ** 18) >>> 0)).toBe(0);
  expect(counter.next(lead)).toBe(0);
});

test('the heap gives back in order of time, and equals in order of insertion', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (instants) => {
      const heap = createTimeHeap<readonly [number, number]>();
      instants.forEach((at, index) => {
        heap.push(at, [at, index]);
      });
      const taken = instants.map(() => heap.pop());
      expect(taken).toEqual(instants.map((at, index) => [at, index]).toSorted(([a = 0], [b = 0]) => a - b));
      expect(heap.pop()).toBe(undefined);
    }),
  );
});
