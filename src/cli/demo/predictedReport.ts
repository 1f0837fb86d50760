// Judges the observations of the predicted campaign: agents at work, few abandoned calls, each change in
// effect within a beat, no call lost or doubled. It has no input or output of its own, like report.ts.
import { type Look, occupancyPercentOf } from './lines.ts';
import type { PredictedTour } from './predicted.ts';
import type { Received } from './receiver.ts';
import { type Report, verdict } from './report.ts';
import {
  faultsOfInvites,
  faultsOfRecordings,
  lineOfInvites,
  lineOfRecordings,
  lineOfTelephones,
} from './witnessReport.ts';

/** A change takes effect on the next beat, 3 s at most (R15), if the machine does not pause for 0.25 s. */
const effectSecondsMax = (speed: number): number => 3 + 0.25 * (speed - 1);
/** Below this something is wrong: the rules reach 80 % and more with twenty agents. */
const occupancyPercentMin = 50;
/** The law's ceiling, 3 % of the live answers, and what chance may add in so short a time. */
const abandonedMax = (answered: number): number => 0.03 * answered + 2 * Math.sqrt(0.03 * answered) + 1;

export function judgePredicted(
  tour: PredictedTour,
  results: ReadonlyMap<string, Received>,
  speed: number,
): Report {
  const last = tour.looks.at(-1);
  const called = [...results.values()].map((result) => result.called);
  const doubled = called.length - new Set(called).size;
  const lost = Math.max(0, tour.kept.calls - tour.kept.calling - tour.told);
  const { witness } = tour;
  const faults = [
    ...faultsOfExample(tour),
    ...(last === undefined ? ['the agents were never seen'] : faultsOfLooks(tour.looks, last)),
    ...tour.changes.flatMap((change) => faultsOfChange(change, effectSecondsMax(speed))),
    ...(tour.changes.length === 2 ? [] : [`${tour.changes.length} of 2 changes were made`]),
    ...(lost === 0 ? [] : [`${lost} ended calls have no result`]),
    ...(doubled === 0 ? [] : [`${doubled} numbers were called twice`]),
    ...(tour.kept.calls > 0 ? [] : ['nothing was dialed']),
    ...(witness === null ? [] : [...faultsOfInvites(witness), ...faultsOfRecordings(witness)]),
  ];
  return {
    faults,
    lines: [
      `Campaign ${tour.campaignId} (predicted): the contract's own example.`,
      `  as written, with its name of 44 characters: ${tour.asWritten}`,
      `  with the name cut to the 32 that its table allows: ${tour.shortened}`,
      ...tour.changes.map(
        (change) =>
          `  changed to ${change.what}: in effect ${secondsOf(change)?.toFixed(2) ?? '-'} s later by the campaign's next beat`,
      ),
      `  ${tour.kept.calls} calls to ${tour.numbers.length} numbers, ${tour.kept.calling} people still talk, ` +
        `${tour.told} results; ${lost} lost, ${doubled} doubled`,
      `  occupancy ${occupancyPercentOf(tour.looks).toFixed(1)} %, abandoned ${last?.abandoned ?? 0} of ` +
        `${last?.answered ?? 0} answered calls that are over`,
      ...(witness === null
        ? []
        : [lineOfInvites(witness), lineOfTelephones(witness), lineOfRecordings(witness)]),
      verdict(faults),
    ],
  };
}

const faultsOfExample = ({ asWritten, shortened }: PredictedTour): string[] => [
  ...(asWritten.includes('02000003') ? [] : ['the name of 44 characters was not refused']),
  ...(shortened.includes('"resultCode":"0200000"') ? [] : ['the example was refused']),
];

function faultsOfLooks(looks: readonly Look[], last: Look): string[] {
  const occupancy = occupancyPercentOf(looks);
  return [
    ...(looks.some((look) => look.talking > 0) ? [] : ['no agent was seen talking']),
    ...(looks.some((look) => look.wrapUp > 0) ? [] : ['no agent was seen in wrap-up']),
    ...(looks.some((look) => look.idle > 0) ? [] : ['no agent was seen idle']),
    ...(occupancy >= occupancyPercentMin
      ? []
      : [`agents were occupied ${occupancy.toFixed(1)} % of their time`]),
    ...(last.abandoned <= abandonedMax(last.answered)
      ? []
      : [`${last.abandoned} of ${last.answered} answered calls were abandoned`]),
  ];
}

type Change = PredictedTour['changes'][number];

const secondsOf = ({ changedAt, effectiveAt }: Change): number | null =>
  changedAt === null || effectiveAt === null
    ? null
    : (Date.parse(effectiveAt) - Date.parse(changedAt)) / 1000;

function faultsOfChange(change: Change, secondsMax: number): string[] {
  const seconds = secondsOf(change);
  if (seconds === null) return [`the change to ${change.what} took no effect`];
  return seconds <= secondsMax
    ? []
    : [`the change to ${change.what} took effect after ${seconds.toFixed(2)} s`];
}
