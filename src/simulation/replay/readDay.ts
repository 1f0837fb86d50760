// Reads a recorded day that comes from a server or a file. Faults are reported in sentences, each with its
// place: an older or cut file must not become a world without answers.
import type { PacingRule } from '../../core/pacing/rule.ts';
import type { Met, RecordedCalls, RecordedDay, RecordedRule } from '../../core/recordedDay.ts';
import { toMillis } from '../../core/units.ts';
import { type Fields, fieldsIn, numberIn, type Range } from '../pace/scenario/readFields.ts';

export type ReadDay =
  | { readonly ok: true; readonly day: RecordedDay }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Faults told at most: a broken file breaks in many places. */
const faultsMax = 10;

/** Reads parsed JSON; never throws. */
export function readRecordedDay(value: unknown): ReadDay {
  const faults: string[] = [];
  const day = dayIn(value, faults);
  return faults.length > 0 ? { ok: false, faults: faults.slice(0, faultsMax) } : { ok: true, day };
}

const dayFields = [
  'version',
  'campaignId',
  'day',
  'timeZone',
  'from',
  'seconds',
  'predictedPacing',
  'abandonRatePercentMax',
  'answerLimitSeconds',
  'before',
  'rules',
  'staffing',
  'beats',
  'calls',
] as const satisfies readonly (keyof RecordedDay)[];

const anyNumber: Range = { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
const count: Range = { from: 0, to: Number.MAX_SAFE_INTEGER };
const seconds: Range = { from: 0, to: 1_000_000 };
const percent: Range = { from: 0, to: 200 };

function dayIn(value: unknown, faults: string[]): RecordedDay {
  const fields = fieldsIn(value, 'The day', dayFields, faults);
  if (fields.version !== 1) faults.push(`version must be 1, the form of recorded days that is known here.`);
  const before = fieldsIn(fields.before, 'before', ['hours', 'block'], faults);
  const beats = fieldsIn(fields.beats, 'beats', ['at', 'placed', 'gate'], faults);
  const numbers = (one: unknown, place: string, range: Range): number[] =>
    listIn(one, place, faults).map((item, index) => numberIn(item, `${place}[${index}]`, range, faults));
  return {
    version: 1,
    campaignId: numberIn(fields.campaignId, 'campaignId', count, faults),
    day: textIn(fields.day, 'day', faults),
    timeZone: textIn(fields.timeZone, 'timeZone', faults),
    from: toMillis(numberIn(fields.from, 'from', anyNumber, faults)),
    seconds: numberIn(fields.seconds, 'seconds', { from: 3600, to: 200_000 }, faults),
    predictedPacing: fields.predictedPacing === 'own' ? 'own' : 'contract',
    abandonRatePercentMax: numberIn(fields.abandonRatePercentMax, 'abandonRatePercentMax', percent, faults),
    answerLimitSeconds: numberIn(
      fields.answerLimitSeconds,
      'answerLimitSeconds',
      { from: 1, to: 16 },
      faults,
    ),
    before: {
      hours: listIn(before.hours, 'before.hours', faults).map((one, index) => {
        const place = `before.hours[${index}]`;
        const hour = fieldsIn(one, place, ['atSeconds', 'answered', 'abandoned'], faults);
        const atSeconds = numberIn(hour.atSeconds, `${place}.atSeconds`, anyNumber, faults);
        return { atSeconds, ...answersIn(hour, place, faults) };
      }),
      block: answersIn(
        fieldsIn(before.block, 'before.block', ['answered', 'abandoned'], faults),
        'before.block',
        faults,
      ),
    },
    rules: listIn(fields.rules, 'rules', faults).map((one, index) => rowIn(one, `rules[${index}]`, faults)),
    staffing: numbers(fields.staffing, 'staffing', { from: 0, to: 100_000 }),
    beats: {
      at: numbers(beats.at, 'beats.at', anyNumber),
      placed: numbers(beats.placed, 'beats.placed', count),
      gate: listIn(beats.gate, 'beats.gate', faults).map(String),
    },
    calls: callsIn(fields.calls, faults),
  };
}

const answersIn = (fields: Fields, place: string, faults: string[]) => ({
  answered: numberIn(fields.answered, `${place}.answered`, count, faults),
  abandoned: numberIn(fields.abandoned, `${place}.abandoned`, count, faults),
});

const columns = [
  'dialedAt',
  'met',
  'ringSeconds',
  'waitSeconds',
  'talkSeconds',
  'wrapUpSeconds',
  'abandoned',
] as const satisfies readonly (keyof RecordedCalls)[];

const mets: readonly string[] = ['person', 'machine', 'refused', 'noAnswer'] satisfies Met[];
const isMet = (value: unknown): value is Met => typeof value === 'string' && mets.includes(value);

function callsIn(value: unknown, faults: string[]): RecordedCalls {
  const fields = fieldsIn(value, 'calls', columns, faults);
  const column = (name: (typeof columns)[number]): readonly unknown[] =>
    listIn(fields[name], `calls.${name}`, faults);
  const numbers = (name: (typeof columns)[number], range: Range): number[] =>
    column(name).map((one, index) => numberIn(one, `calls.${name}[${index}]`, range, faults));
  const orNull = (name: (typeof columns)[number]): (number | null)[] =>
    column(name).map((one, index) =>
      one === null ? null : numberIn(one, `calls.${name}[${index}]`, seconds, faults),
    );
  const calls: RecordedCalls = {
    dialedAt: numbers('dialedAt', anyNumber),
    met: column('met').map((one, index): Met => {
      if (isMet(one)) return one;
      faults.push(`calls.met[${index}] must be one of ${mets.join(', ')}.`);
      return 'noAnswer';
    }),
    ringSeconds: numbers('ringSeconds', seconds),
    waitSeconds: orNull('waitSeconds'),
    talkSeconds: orNull('talkSeconds'),
    wrapUpSeconds: orNull('wrapUpSeconds'),
    abandoned: column('abandoned').map((one) => one === true),
  };
  const lengths = new Set(columns.map((name) => calls[name].length));
  if (lengths.size > 1) faults.push('The columns of calls are not of the same length.');
  return calls;
}

function rowIn(value: unknown, place: string, faults: string[]): RecordedRule {
  const fields = fieldsIn(value, place, ['fromSeconds', 'revision', 'rule', 'ringLimitSeconds'], faults);
  return {
    fromSeconds: numberIn(fields.fromSeconds, `${place}.fromSeconds`, anyNumber, faults),
    revision: numberIn(fields.revision, `${place}.revision`, count, faults),
    rule: ruleIn(fields.rule, `${place}.rule`, faults),
    ringLimitSeconds: numberIn(
      fields.ringLimitSeconds,
      `${place}.ringLimitSeconds`,
      { from: 1, to: 120 },
      faults,
    ),
  };
}

function ruleIn(value: unknown, place: string, faults: string[]): PacingRule {
  const fields: Fields = typeof value === 'object' && value !== null ? { ...value } : {};
  const share = (name: string): number => numberIn(fields[name], `${place}.${name}`, percent, faults);
  const averages = () => ({
    minAvgCallSeconds: numberIn(fields.minAvgCallSeconds, `${place}.minAvgCallSeconds`, seconds, faults),
    maxAvgCallSeconds: numberIn(fields.maxAvgCallSeconds, `${place}.maxAvgCallSeconds`, seconds, faults),
  });
  switch (fields.method) {
    case 'own':
    case 'progressive':
      return { method: fields.method };
    case 'empirical':
      return { method: 'empirical', ...averages(), outBoundRatePercent: share('outBoundRatePercent') };
    case 'usage':
      return {
        method: 'usage',
        ...averages(),
        lossRatePercent: share('lossRatePercent'),
        utilRatePercent: share('utilRatePercent'),
        utilRateMethod: fields.utilRateMethod === 1 ? 1 : 2,
      };
    case 'completion':
      return {
        method: 'completion',
        ...averages(),
        lossRatePercent: share('lossRatePercent'),
        waitSeconds: numberIn(fields.waitSeconds, `${place}.waitSeconds`, seconds, faults),
        connRatePercent: share('connRatePercent'),
      };
    case 'offHook':
      return { method: 'offHook', offHookRatePercent: share('offHookRatePercent') };
    default:
      faults.push(`${place}.method is not known here.`);
      return { method: 'progressive' };
  }
}

function listIn(value: unknown, place: string, faults: string[]): readonly unknown[] {
  if (Array.isArray(value)) return value;
  faults.push(`${place} must be a list.`);
  return [];
}

function textIn(value: unknown, place: string, faults: string[]): string {
  if (typeof value === 'string') return value;
  faults.push(`${place} must be a text.`);
  return '';
}
