// Reads a scenario that somebody wrote by hand (docs/PACING.md has the form). Whatever is left out is
// as in the base scenario; whatever is wrong is told in sentences, all at once, with its place.
import {
  type AnswerRate,
  baseScenario,
  type Law,
  type PlainLaw,
  type Scenario,
  type Shift,
} from './scenario.ts';

export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads parsed JSON. No value is too strange: it is answered with faults, never with an exception. */
export function readScenario(value: unknown): ReadScenario {
  const faults: string[] = [];
  const scenario = scenarioIn(value, faults);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, scenario };
}

type Fields = Readonly<Record<string, unknown>>;
interface Range {
  readonly from: number;
  readonly to: number;
  readonly isWhole?: boolean;
}

const share: Range = { from: 0, to: 1 };
const seconds: Range = { from: 0, to: 86_400 };
const positiveSeconds: Range = { from: 0.001, to: 86_400 };
const dayInstant: Range = { from: 0, to: 604_800 };

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

function fieldsIn(value: unknown, place: string, known: readonly string[], faults: string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push(`${place} must be an object in braces.`);
    return {};
  }
  const fields: Fields = { ...value };
  for (const name of Object.keys(fields)) {
    if (!known.includes(name)) faults.push(`${place} has no field ${name}; it has: ${known.join(', ')}.`);
  }
  return fields;
}

function idIn(value: unknown, faults: string[]): string {
  if (typeof value === 'string' && /^[A-Za-z0-9_-]{1,40}$/.test(value)) return value;
  faults.push('id must be a name of 1 to 40 letters, digits, hyphens or underscores.');
  return '';
}

function numberIn(
  value: unknown,
  place: string,
  { from, to, isWhole = false }: Range,
  faults: string[],
): number {
  if (typeof value === 'number' && value >= from && value <= to && (!isWhole || Number.isInteger(value))) {
    return value;
  }
  faults.push(`${place} must be a ${isWhole ? 'whole ' : ''}number from ${from} to ${to}.`);
  return from;
}

function booleanIn(value: unknown, place: string, faults: string[]): boolean {
  if (typeof value !== 'boolean') faults.push(`${place} must be true or false.`);
  return value === true;
}

function listOf<Read>(
  value: unknown,
  place: string,
  faults: string[],
  read: (one: unknown, place: string) => Read,
): Read[] {
  if (!Array.isArray(value) || value.length === 0) {
    faults.push(`${place} must be a list in brackets with at least one entry.`);
    return [];
  }
  return value.map((one: unknown, index) => read(one, `${place}[${index}]`));
}

const lawFields = {
  constant: ['law', 'seconds'],
  uniform: ['law', 'lowSeconds', 'highSeconds'],
  exponential: ['law', 'meanSeconds'],
  logNormal: ['law', 'meanSeconds', 'variation'],
} as const;

function lawIn(value: unknown, place: string, faults: string[]): Law {
  if (nameIn(value, 'law') !== 'mixture') return plainLawIn(value, place, faults);
  const fields = fieldsIn(value, place, ['law', 'share', 'first', 'second'], faults);
  return {
    law: 'mixture',
    share: numberIn(fields.share, `${place}.share`, share, faults),
    first: plainLawIn(fields.first, `${place}.first`, faults),
    second: plainLawIn(fields.second, `${place}.second`, faults),
  };
}

function plainLawIn(value: unknown, place: string, faults: string[]): PlainLaw {
  const name = nameIn(value, 'law');
  const read = (fields: Fields, field: string, range: Range): number =>
    numberIn(fields[field], `${place}.${field}`, range, faults);
  switch (name) {
    case 'constant': {
      const fields = fieldsIn(value, place, lawFields.constant, faults);
      return { law: 'constant', seconds: read(fields, 'seconds', seconds) };
    }
    case 'uniform': {
      const fields = fieldsIn(value, place, lawFields.uniform, faults);
      const lowSeconds = read(fields, 'lowSeconds', seconds);
      return {
        law: 'uniform',
        lowSeconds,
        highSeconds: read(fields, 'highSeconds', { from: lowSeconds, to: seconds.to }),
      };
    }
    case 'exponential': {
      const fields = fieldsIn(value, place, lawFields.exponential, faults);
      return { law: 'exponential', meanSeconds: read(fields, 'meanSeconds', positiveSeconds) };
    }
    case 'logNormal': {
      const fields = fieldsIn(value, place, lawFields.logNormal, faults);
      return {
        law: 'logNormal',
        meanSeconds: read(fields, 'meanSeconds', positiveSeconds),
        variation: read(fields, 'variation', { from: 0, to: 10 }),
      };
    }
    default:
      faults.push(
        `${place}.law must be one of constant, uniform, exponential, logNormal, and mixture of two of these.`,
      );
      return { law: 'constant', seconds: 0 };
  }
}

function nameIn(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}

function answerRateIn(value: unknown, faults: string[]): AnswerRate {
  const place = 'answerRate';
  const fieldsOf = (...names: string[]): Fields => fieldsIn(value, place, ['kind', ...names], faults);
  const number = (fields: Fields, name: string, range: Range): number =>
    numberIn(fields[name], `${place}.${name}`, range, faults);
  const rates = (fields: Fields): number[] =>
    listOf(fields.rates, `${place}.rates`, faults, (one, at) => numberIn(one, at, share, faults));
  switch (nameIn(value, 'kind')) {
    case 'constant':
      return { kind: 'constant', rate: number(fieldsOf('rate'), 'rate', share) };
    case 'steps': {
      const fields = fieldsOf('rates', 'everySeconds');
      return {
        kind: 'steps',
        rates: rates(fields),
        everySeconds: number(fields, 'everySeconds', positiveSeconds),
      };
    }
    case 'sine': {
      const fields = fieldsOf('mean', 'amplitude', 'periodSeconds');
      const mean = number(fields, 'mean', share);
      // The wave must stay a chance.
      const amplitude = number(fields, 'amplitude', { from: 0, to: Math.min(mean, 1 - mean) });
      return {
        kind: 'sine',
        mean,
        amplitude,
        periodSeconds: number(fields, 'periodSeconds', positiveSeconds),
      };
    }
    case 'outage': {
      const fields = fieldsOf('rate', 'fromSeconds', 'seconds');
      return {
        kind: 'outage',
        rate: number(fields, 'rate', share),
        fromSeconds: listOf(fields.fromSeconds, `${place}.fromSeconds`, faults, (one, at) =>
          numberIn(one, at, dayInstant, faults),
        ),
        seconds: number(fields, 'seconds', seconds),
      };
    }
    case 'points':
      return { kind: 'points', points: pointsIn(fieldsOf('points').points, `${place}.points`, faults) };
    case 'classes': {
      const fields = fieldsOf('rates', 'blockLeads');
      return {
        kind: 'classes',
        rates: rates(fields),
        blockLeads: number(fields, 'blockLeads', { from: 1, to: 1_000_000, isWhole: true }),
      };
    }
    default:
      faults.push(`${place}.kind must be one of constant, steps, sine, outage, points, classes.`);
      return baseScenario.answerRate;
  }
}

function pointsIn(value: unknown, place: string, faults: string[]): [number, number][] {
  const points = listOf(value, place, faults, (one, at): [number, number] => {
    if (!Array.isArray(one) || one.length !== 2) {
      faults.push(`${at} must be a pair of seconds and a rate.`);
      return [0, 0];
    }
    return [numberIn(one[0], `${at}[0]`, dayInstant, faults), numberIn(one[1], `${at}[1]`, share, faults)];
  });
  if (points.some(([at], index) => index > 0 && at <= (points[index - 1]?.[0] ?? 0))) {
    faults.push(`${place} must be in order of time, each later than the one before.`);
  }
  return points;
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
