// Reads a scenario that was written by hand (docs/PACING.md has the form). Fields that are left out are as
// in the base scenario. Faults are reported in sentences, all at once, each with its place.
import {
  booleanIn,
  dayInstant,
  fieldsIn,
  idIn,
  listOf,
  numberIn,
  positiveSeconds,
  type Range,
  share,
} from './readFields.ts';
import { answerRateIn, lawIn } from './readLaws.ts';
import { baseScenario, type Scenario, type Shift } from './scenario.ts';

export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads parsed JSON. No value is too strange: it is answered with faults, never with an exception. */
export function readScenario(value: unknown): ReadScenario {
  const faults: string[] = [];
  const scenario = scenarioIn(value, faults);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, scenario };
}

function scenarioIn(value: unknown, faults: string[]): Scenario {
  const known = Object.keys(baseScenario);
  const fields = fieldsIn(value, 'The scenario', known, faults);
  const ring =
    fields.ring === undefined ? null : fieldsIn(fields.ring, 'ring', Object.keys(baseScenario.ring), faults);
  const given = <Read>(name: string, fallback: Read, read: (one: unknown) => Read): Read =>
    fields[name] === undefined ? fallback : read(fields[name]);
  const ringLaw = <Read>(name: string, fallback: Read, read: (one: unknown) => Read): Read =>
    ring?.[name] === undefined ? fallback : read(ring[name]);
  const law = (place: string) => (one: unknown) => lawIn(one, place, faults);
  const number = (place: string, range: Range) => (one: unknown) => numberIn(one, place, range, faults);
  const scenario: Scenario = {
    id: idIn(fields.id, faults),
    agents: given('agents', baseScenario.agents, number('agents', { from: 1, to: 5000, isWhole: true })),
    hours: given('hours', baseScenario.hours, number('hours', { from: 0.01, to: 168 })),
    answerRate: given('answerRate', baseScenario.answerRate, (one) => answerRateIn(one, faults)),
    talk: given('talk', baseScenario.talk, law('talk')),
    wrap: given('wrap', baseScenario.wrap, law('wrap')),
    ring: {
      person: ringLaw('person', baseScenario.ring.person, law('ring.person')),
      machine: ringLaw('machine', baseScenario.ring.machine, law('ring.machine')),
      refused: ringLaw('refused', baseScenario.ring.refused, law('ring.refused')),
      noAnswer: ringLaw('noAnswer', null, (one) =>
        one === null ? null : lawIn(one, 'ring.noAnswer', faults),
      ),
    },
    ringLimitSeconds: given(
      'ringLimitSeconds',
      baseScenario.ringLimitSeconds,
      number('ringLimitSeconds', { from: 5, to: 120 }),
    ),
    machineShare: given('machineShare', baseScenario.machineShare, number('machineShare', share)),
    refusedShare: given('refusedShare', baseScenario.refusedShare, number('refusedShare', share)),
    detection: given('detection', null, (one) => detectionIn(one, faults)),
    patience: given('patience', null, (one) => (one === null ? null : lawIn(one, 'patience', faults))),
    trunks: given('trunks', null, (one) =>
      one === null ? null : numberIn(one, 'trunks', { from: 1, to: 100_000, isWhole: true }, faults),
    ),
    list: given('list', null, (one) => listIn(one, faults)),
    shifts: given('shifts', null, (one) => shiftsIn(one, faults)),
    pauses: given('pauses', null, (one) => pausesIn(one, faults)),
    markov: given('markov', false, (one) => booleanIn(one, 'markov', faults)),
  };
  if (faults.length === 0) faults.push(...contradictionsIn(scenario));
  return scenario;
}

/** What each part alone cannot show. */
function contradictionsIn(scenario: Scenario): string[] {
  const { machineShare, refusedShare, shifts, agents, markov, ring } = scenario;
  const inShifts = shifts?.reduce((sum, shift) => sum + shift.agents, 0) ?? agents;
  const memoryless = [scenario.talk, ring.person, ring.machine, ring.refused, ring.noAnswer];
  return [
    ...(machineShare + refusedShare > 1 ? ['machineShare and refusedShare are more than 1 together.'] : []),
    ...(inShifts !== agents ? [`The shifts have ${inShifts} agents, but agents is ${agents}.`] : []),
    ...(markov && memoryless.some((one) => one?.law !== 'exponential')
      ? ['With markov, talk and all four laws of ring must be exponential.']
      : []),
  ];
}

function detectionIn(value: unknown, faults: string[]): Scenario['detection'] {
  if (value === null) return null;
  const fields = fieldsIn(value, 'detection', ['delaySeconds', 'falsePositive', 'falseNegative'], faults);
  return {
    delaySeconds: numberIn(fields.delaySeconds, 'detection.delaySeconds', { from: 0, to: 30 }, faults),
    falsePositive: numberIn(fields.falsePositive, 'detection.falsePositive', share, faults),
    falseNegative: numberIn(fields.falseNegative, 'detection.falseNegative', share, faults),
  };
}

function listIn(value: unknown, faults: string[]): Scenario['list'] {
  if (value === null) return null;
  const fields = fieldsIn(value, 'list', ['leads', 'retryAfterSeconds', 'attemptsMax'], faults);
  return {
    leads: numberIn(fields.leads, 'list.leads', { from: 1, to: 10_000_000, isWhole: true }, faults),
    retryAfterSeconds: numberIn(fields.retryAfterSeconds, 'list.retryAfterSeconds', dayInstant, faults),
    attemptsMax: numberIn(
      fields.attemptsMax,
      'list.attemptsMax',
      { from: 1, to: 100, isWhole: true },
      faults,
    ),
  };
}

function shiftsIn(value: unknown, faults: string[]): readonly Shift[] | null {
  if (value === null) return null;
  return listOf(value, 'shifts', faults, (one, place) => {
    const fields = fieldsIn(one, place, ['agents', 'loginSeconds', 'logoffSeconds'], faults);
    const loginSeconds = numberIn(fields.loginSeconds, `${place}.loginSeconds`, dayInstant, faults);
    return {
      agents: numberIn(fields.agents, `${place}.agents`, { from: 1, to: 5000, isWhole: true }, faults),
      loginSeconds,
      logoffSeconds:
        fields.logoffSeconds === undefined || fields.logoffSeconds === null
          ? null
          : numberIn(
              fields.logoffSeconds,
              `${place}.logoffSeconds`,
              { from: loginSeconds, to: dayInstant.to },
              faults,
            ),
    };
  });
}

function pausesIn(value: unknown, faults: string[]): Scenario['pauses'] {
  if (value === null) return null;
  const fields = fieldsIn(value, 'pauses', ['meanGapSeconds', 'meanSeconds'], faults);
  return {
    meanGapSeconds: numberIn(fields.meanGapSeconds, 'pauses.meanGapSeconds', positiveSeconds, faults),
    meanSeconds: numberIn(fields.meanSeconds, 'pauses.meanSeconds', positiveSeconds, faults),
  };
}
