// Reads the laws of durations and the answer rate of a scenario from parsed JSON.
import {
  dayInstant,
  type Fields,
  fieldsIn,
  listOf,
  nameIn,
  numberIn,
  positiveSeconds,
  type Range,
  seconds,
  share,
} from './readFields.ts';
import { type AnswerRate, baseScenario, type Law, type PlainLaw } from './scenario.ts';

const lawFields = {
  constant: ['law', 'seconds'],
  uniform: ['law', 'lowSeconds', 'highSeconds'],
  exponential: ['law', 'meanSeconds'],
  logNormal: ['law', 'meanSeconds', 'variation'],
  empirical: ['law', 'seconds'],
} as const;

/** A law of a duration in seconds; `place` is its path within the scenario. */
export function lawIn(value: unknown, place: string, faults: string[]): Law {
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
    case 'empirical': {
      const fields = fieldsIn(value, place, lawFields.empirical, faults);
      const measured = listOf(fields.seconds, `${place}.seconds`, faults, (one, at) =>
        numberIn(one, at, seconds, faults),
      );
      return { law: 'empirical', seconds: measured.sort((one, other) => one - other) };
    }
    default:
      faults.push(
        `${place}.law must be one of constant, uniform, exponential, logNormal, empirical, ` +
          'and mixture of two of these.',
      );
      return { law: 'constant', seconds: 0 };
  }
}

/** The chance that somebody answers, over the day. */
export function answerRateIn(value: unknown, faults: string[]): AnswerRate {
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
