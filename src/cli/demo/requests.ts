// The bodies that the demo sends: its own IVR campaign, the numbers, and the contract's own example.
import { seedExampleBody } from '../../contract/schemas/example.ts';
import { type Millis, toMillis } from '../../core/units.ts';
import { wallOfInstant } from '../../core/zone.ts';
import { draw, field } from '../../simulation/chance.ts';

/** Calls on a beat of three seconds: 60 a minute at first, 180 after the change. */
export const pace = { before: 3, after: 9, intervalSeconds: 3 };

/** The name as the seed's example has it: 44 characters, where the seed's own table allows 32 (R7). */
export const exampleNameAsWritten = 'Data Package Recommendation for National Day';
export const exampleNameShortened = exampleNameAsWritten.slice(0, 32).trimEnd();

/**
 * A zone in which it is past two in the afternoon: within the segments of the contract's example
 * (13:00 to 17:30), and far from midnight, for the last minute of a day cannot be called (R12). The demo
 * must work at any hour.
 */
export function zoneOfAfternoon(now: Millis): string {
  const hour = new Date(now).getUTCHours();
  // Zones of this family have the sign turned round: Etc/GMT-3 is three hours ahead of UTC.
  const ahead = 14 - hour;
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** From the first instant of today to the end of a day in a year. */
function aYear(now: Millis, zone: string) {
  const day = (at: number): string => wallOfInstant(toMillis(at), zone).slice(0, 10);
  return {
    strBeginTime: `${day(now)} 00:00:00`,
    strEndTime: `${day(now + 365 * 86_400_000)} 23:59:59`,
  };
}

export function ivrCampaign(name: string, callCount: number, callBackUrl: string, now: Millis, zone: string) {
  return {
    name,
    description: 'Dials, and is changed while it dials',
    ...aYear(now, zone),
    deviceType: 3,
    callerNo: '10085',
    // Short, so that the tour ends soon: a number that rings on is given up after 14 seconds.
    maxAlertingTime: 14,
    scheduleParam: { workdayBeginTime1: '00:00', workdayEndTime1: '23:59' },
    ivrParam: { deviceSign: '1001', callCount, callInterval: pace.intervalSeconds },
    callBackUrl,
  };
}

/** The example's own method, and the one it is changed to: agent usage, its talks taken as they come. */
export const offHookParam = seedExampleBody.skillParam.predictParam;
export const usageParam = {
  predictMethod: 2,
  agentPredictParam: {
    maxAvgCallTime: 200,
    minAvgCallTime: 50,
    lossRate: 3,
    utilRate: 85,
    utilRateMethod: 2,
  },
};

/** The example with the given name and method, its dates moved to now and its results sent here. */
export const exampleRequest = (
  name: string,
  predictParam: unknown,
  callBackUrl: string,
  now: Millis,
  zone: string,
) => ({
  ...seedExampleBody,
  name,
  ...aYear(now, zone),
  skillParam: { ...seedExampleBody.skillParam, predictParam },
  callBackUrl,
});

/**
 * A CSV of `count` numbers. The first end in 00, 01 …: as many as the carrier has fates. They are called
 * first; the others draw theirs.
 */
export function numbersCsv(count: number, fates: number): { csv: string; numbers: string[] } {
  const range = rangeOf(13_900_000_100, 2 * count);
  const fated = range.slice(0, fates);
  const others = range.slice(fates).filter((number) => !isFated(number, fates));
  const numbers = [...fated, ...others].slice(0, count);
  const lines = numbers.map(
    (number, index) => `${number},customer ${index + 1},${index < fated.length ? 1 : 3}`,
  );
  return { csv: `called,customField,priority\n${lines.join('\n')}\n`, numbers };
}

/** A CSV of `count` numbers that all draw their fates. */
export function plainNumbersCsv(count: number): { csv: string; numbers: string[] } {
  const numbers = rangeOf(13_800_000_100, 2 * count)
    .filter((number) => !isFated(number, simulatedFates))
    .slice(0, count);
  return { csv: plainCsv(numbers), numbers };
}

/**
 * The last digits of numbers as the people of a real carrier take their calls (src/lab/carrier.ts), one as
 * likely as the other: of twelve, three have a talk and two a short one, five ring and are not taken, and
 * two do not ring at all.
 */
const realFates = ['40', '60', '80', '10', '10', '05', '12', '12', '17', '17', '00', '03'];

/** A CSV of `count` numbers for a real carrier, whose people answer four calls in ten. */
export function realNumbersCsv(count: number): { csv: string; numbers: string[] } {
  const numbers = Array.from({ length: count }, (_, index) => {
    const choice = draw(1, index, field.outcome);
    return `138${String(index).padStart(6, '0')}${realFates[Math.floor(choice * realFates.length)]}`;
  });
  return { csv: plainCsv(numbers), numbers };
}

const plainCsv = (numbers: readonly string[]): string =>
  `called,customField\n${numbers.map((number, index) => `${number},customer ${index + 1}`).join('\n')}\n`;

const rangeOf = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(from + index));

const isFated = (number: string, fates: number): boolean => Number(number.slice(-2)) < fates;

/** 00 to 10, simulation/callee.ts. */
const simulatedFates = 11;
