// Judges and reports the tour: the pace before and after the change, the results by cause, and whether
// anything is missing. It has no input or output of its own, so a test can give it a loss.
import { causeOf } from '../../core/outcome.ts';
import { table } from '../output.ts';
import type { Received } from './receiver.ts';
import { pace } from './requests.ts';
import type { Tour } from './tour.ts';
import { faultsOfInvites, invitesPerMinute, lineOfInvites, type PerMinute } from './witnessReport.ts';

export interface Report {
  readonly lines: readonly string[];
  /** What is missing or wrong; empty when all is well. */
  readonly faults: readonly string[];
}

export function judge(tour: Tour, results: ReadonlyMap<string, Received>, repeated: number): Report {
  const { witness } = tour;
  const speeds = callsPerMinute(results, tour.effectiveSecond);
  const invited = witness === null ? null : invitesPerMinute(witness, tour.effectiveAt, pace.intervalSeconds);
  const causes = [...new Set([...countByCause(results).keys(), ...tour.kept.callsByCause.keys()])].sort();
  const received = countByCause(results);
  const rows = causes.map((cause) => [
    cause,
    nameOf(cause),
    received.get(cause) ?? 0,
    tour.kept.callsByCause.get(cause) ?? 0,
  ]);
  const faults = [
    ...faultsOf(tour, results, speeds, rows),
    ...(witness === null ? [] : faultsOfInvites(witness)),
    ...(invited === null || hasRisen(invited) ? [] : ['the pace at the carrier did not rise']),
  ];
  return {
    faults,
    lines: [
      `Campaign ${tour.campaignId} (IVR), changed at ${tour.changedAt ?? 'no instant'}; the change took effect at the beat of ${tour.effectiveAt ?? 'no instant'}.`,
      `  calls per minute before the PUT  ${speeds.before ?? '-'}${asInvites(invited?.before)}`,
      `  calls per minute after the PUT   ${speeds.after ?? '-'}${asInvites(invited?.after)}`,
      ...(witness === null ? [] : [lineOfInvites(witness)]),
      '',
      'Results received by the callback receiver, and calls in the database, by cause:',
      table(['CAUSE', 'OUTCOME', 'RECEIVED', 'IN DATABASE'], rows),
      `${results.size} results of ${tour.kept.calls} calls to ${tour.numbers.length} numbers; ${repeated} came twice.`,
      '',
      verdict(faults),
    ],
  };
}

export const verdict = (faults: readonly string[]): string =>
  faults.length === 0 ? 'Nothing is missing.' : `Something is wrong:\n  ${faults.join('\n  ')}`;

const asInvites = (perMinute: number | null | undefined): string =>
  perMinute === undefined ? '' : `, by the INVITEs at the carrier ${perMinute ?? '-'}`;

const hasRisen = ({ before, after }: PerMinute): boolean => (after ?? 0) > (before ?? 0);

/**
 * A call's id begins with the second of its claim. The last beat may have found too few numbers, so the
 * time after the change is counted up to it and without it.
 */
function callsPerMinute(results: ReadonlyMap<string, Received>, effectiveSecond: number | null): PerMinute {
  const seconds = [...results.keys()].map((callId) => Number(callId.split('-', 1)[0])).sort((a, b) => a - b);
  const first = seconds[0];
  const last = seconds.at(-1);
  if (effectiveSecond === null || first === undefined || last === undefined)
    return { before: null, after: null };
  const lastBeat = seconds.find((second) => second > last - pace.intervalSeconds) ?? last;
  const within = (from: number, to: number): number | null =>
    to <= from
      ? null
      : Math.round((seconds.filter((second) => second >= from && second < to).length / (to - from)) * 60);
  return { before: within(first, effectiveSecond), after: within(effectiveSecond, lastBeat) };
}

function faultsOf(
  tour: Tour,
  results: ReadonlyMap<string, Received>,
  speeds: PerMinute,
  rows: readonly (readonly (string | number)[])[],
): string[] {
  const { kept } = tour;
  const unfinished = kept.waiting + kept.calling;
  const called = new Set([...results.values()].map((result) => result.called));
  const silent = tour.numbers.filter((number) => !called.has(number));
  return [
    ...(silent.length === 0
      ? []
      : [`no result came for ${silent.length} numbers, the first of them …${silent[0]?.slice(-4)}`]),
    ...(unfinished === 0 ? [] : [`${unfinished} numbers are not finished`]),
    ...(kept.calls === results.size
      ? []
      : [`the database counts ${kept.calls} calls, ${results.size} results came`]),
    ...(kept.results === kept.calls
      ? []
      : [`the result query counts ${kept.results} results of ${kept.calls} calls`]),
    ...(kept.noticesWaiting + kept.noticesUndelivered === 0
      ? []
      : [`${kept.noticesWaiting} notices wait, ${kept.noticesUndelivered} could not be delivered`]),
    ...rows.flatMap(([cause, , received, inDatabase]) =>
      received === inDatabase ? [] : [`cause ${cause}: ${received} received, ${inDatabase} in the database`],
    ),
    ...(tour.effectiveAt === null ? ['the change took no effect'] : []),
    ...(hasRisen(speeds) ? [] : ['the pace did not rise after the change']),
  ];
}

function countByCause(results: ReadonlyMap<string, Received>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { cause } of results.values()) counts.set(cause, (counts.get(cause) ?? 0) + 1);
  return counts;
}

const nameOf = (cause: string): string =>
  Object.entries(causeOf).find(([, code]) => code === cause)?.[0] ?? 'unknown';
