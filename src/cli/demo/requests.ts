// The bodies that the demo sends: its own IVR campaign, the numbers, and the contract's own example.
import { seedExampleBody } from '../../contract/schemas/example.ts';
import { type Millis, toMillis } from '../../core/units.ts';
import { wallOfInstant } from '../../core/zone.ts';

/** Calls on a beat of three seconds: 60 a minute at first, 180 after the change. */
export const pace = { before: 3, after: 9, intervalSeconds: 3 };

/** The name as the seed's example has it: 44 characters, where the seed's own table allows 32 (R7). */
export const exampleNameAsWritten = 'Data Package Recommendation for National Day';
export const exampleNameShortened = exampleNameAsWritten.slice(0, 32);

/**
 * A zone in which it is about noon. The last minute of a day cannot be called (R12), and the demo must
 * work at any hour; so the VDN lives where midnight is far.
 */
export function zoneOfNoon(now: Millis): string {
  const hour = new Date(now).getUTCHours();
  // Zones of this family have the sign turned round: Etc/GMT-3 is three hours ahead of UTC.
  const ahead = 12 - hour;
  return ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

export function ivrCampaign(name: string, callCount: number, callBackUrl: string, now: Millis, zone: string) {
  const day = (at: number): string => wallOfInstant(toMillis(at), zone).slice(0, 10);
  return {
    name,
    description: 'Dials, and is changed while it dials',
    strBeginTime: `${day(now)} 00:00:00`,
    strEndTime: `${day(now + 365 * 86_400_000)} 23:59:59`,
    deviceType: 3,
    callerNo: '10085',
    // Short, so that the tour ends soon: a number that rings on is given up after 14 seconds.
    maxAlertingTime: 14,
    scheduleParam: { workdayBeginTime1: '00:00', workdayEndTime1: '23:59' },
    ivrParam: { deviceSign: '1001', callCount, callInterval: pace.intervalSeconds },
    callBackUrl,
  };
}

/** The example with the other name, and with dates that stay in the future. */
export const exampleRequest = (name: string) => ({ ...seedExampleBody, name });

/**
 * A CSV of `count` numbers. The first eleven have the fates 00 to 10 of the simulated carrier and are
 * called first; the others draw theirs.
 */
export function numbersCsv(count: number): { csv: string; numbers: string[] } {
  const range = Array.from({ length: 2 * count }, (_, index) => String(13_900_000_100 + index));
  const isFated = (number: string): boolean => Number(number.slice(-2)) <= 10;
  const fated = range.slice(0, 11);
  const others = range.slice(11).filter((number) => !isFated(number));
  const numbers = [...fated, ...others].slice(0, count);
  const lines = numbers.map(
    (number, index) => `${number},customer ${index + 1},${index < fated.length ? 1 : 3}`,
  );
  return { csv: `called,customField,priority\n${lines.join('\n')}\n`, numbers };
}
