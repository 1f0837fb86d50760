// The figures of a run, by hand: a small log whose every number can be counted on fingers.
import { expect, test } from 'vitest';
import { type EventLog, type Logged, logged, writeEntry } from '../../../src/simulation/pace/eventLog.ts';
import { figuresOf } from '../../../src/simulation/pace/figures.ts';
import { baseScenario } from '../../../src/simulation/pace/scenario/scenario.ts';

function figuresOfEntries(
  entries: readonly (readonly [Logged, number, number, number])[],
  endSeconds: number,
) {
  const log: EventLog = { kinds: [], at: [], calls: [], agents: [] };
  for (const [kind, at, call, agent] of entries) writeEntry(log, kind, at, call, agent);
  const callsAtEnd = { inFlight: 0, waiting: 0 };
  return figuresOf({ scenario: baseScenario, seed: 1, policy: 'hand', log, endSeconds, callsAtEnd });
}

test('one agent, four calls: served, abandoned, left early, nobody there', () => {
  const figures = figuresOfEntries(
    [
      [logged.loggedIn, 0, -1, 0],
      [logged.dialed, 0, 0, -1],
      [logged.dialed, 10, 1, -1],
      [logged.answered, 20, 0, -1],
      [logged.connected, 20, 0, 0],
      [logged.answered, 30, 1, -1],
      [logged.dialed, 30, 2, -1],
      [logged.abandoned, 32, 1, -1],
      [logged.givenUp, 32, 1, -1],
      [logged.answered, 40, 2, -1],
      [logged.leftEarly, 41, 2, -1],
      [logged.dialed, 50, 3, -1],
      [logged.talked, 70, 0, 0],
      [logged.notAnswered, 75, 3, -1],
      [logged.wrappedUp, 80, 0, 0],
    ],
    100,
  );
  expect(figures).toMatchObject({
    ...{ talkOccupancy: 0.5, occupancy: 0.6, agentWaitSeconds: 20 },
    ...{ dials: 4, answered: 3, abandoned: 1, leftEarly: 1, served: 1, servedInTime: 1, undecided: 0 },
    ...{ abandonment: 1 / 3, leftEarlyShare: 1 / 3, abandonmentOfcom: 0.5 },
    ...{ linesPeak: 3, linesMean: (70 + 22 + 11 + 25) / 100 },
    ...{ agentHours: 100 / 3600, dialsPerServed: 4, servedPerAgentHour: 36 },
    ...{ worstHourAbandonment: null, first15MinutesAnswered: 3, first15MinutesAbandoned: 1 },
    breaches: ['run', 'day', 'block'],
  });
});

test('a late connection is served and abandoned, and what runs at the end is cut there', () => {
  const figures = figuresOfEntries(
    [
      [logged.loggedIn, 0, -1, 0],
      [logged.dialed, 0, 0, -1],
      [logged.answered, 5, 0, -1],
      [logged.abandoned, 7, 0, -1],
      [logged.connected, 8, 0, 0],
    ],
    28,
  );
  expect(figures).toMatchObject({
    served: 1,
    servedInTime: 0,
    abandoned: 1,
    undecided: 0,
    occupancy: 20 / 28,
  });
});

test('a pause is not time logged in, and a machine on the line is nobody', () => {
  const figures = figuresOfEntries(
    [
      [logged.loggedIn, 0, -1, 0],
      [logged.paused, 10, -1, 0],
      [logged.resumed, 40, -1, 0],
      [logged.dialed, 41, 0, -1],
      [logged.machineAnswered, 50, 0, -1],
      [logged.connected, 50, 0, 0],
      [logged.talked, 58, 0, 0],
      [logged.wrappedUp, 60, 0, 0],
      [logged.dialed, 60, 1, -1],
      [logged.personRefused, 70, 1, -1],
      [logged.loggedOff, 70, -1, 0],
    ],
    100,
  );
  expect(figures).toMatchObject({
    ...{ agentHours: 40 / 3600, occupancy: 10 / 40, answered: 0, served: 0, personsRefused: 1 },
    ...{ abandonment: 0, abandonmentOfcom: 1, breaches: [] },
  });
});

test('the worst hour is any sixty minutes with fifty answers, dated by the answer', () => {
  const entries = Array.from({ length: 240 }, (_, minute) => {
    const at = minute * 60;
    const isBad = minute >= 90 && minute < 150 && minute % 10 === 0;
    return [
      [logged.dialed, at, minute, -1],
      [logged.answered, at + 1, minute, -1],
      ...(isBad ? [[logged.abandoned, at + 3, minute, -1] as const] : []),
    ] as const;
  }).flat();
  const figures = figuresOfEntries(entries, 14_400);
  expect(figures.worstHourAbandonment).toBeCloseTo(0.1, 9);
  expect(figures.abandonment).toBeCloseTo(6 / 240, 9);
  expect(figures.breaches).toEqual([]);
});
