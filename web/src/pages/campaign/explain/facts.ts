// What each gate decided by, in plain words: pairs of a name and a value. A new gate of core does not compile
// until it has its words here.
import type { ToldGate, ToldValues } from '../../../../../src/api/routes/explain.ts';
import type { ContactGateName } from '../../../../../src/core/explain.ts';
import { dash, type Format } from '../../../text/format.ts';
import type { Language } from '../../../text/language.ts';
import { stateTexts } from '../../campaigns/texts.ts';
import { outcomeNames, outcomeOfCause } from '../outcomes/outcomeNames.ts';
import { factTexts } from './texts.ts';

export type Fact = readonly [name: string, value: string];

/** The facts of a gate, in that language; times in the VDN's zone, as `format` writes them. */
export function factsOf(gate: ToldGate, language: Language, format: Format): readonly Fact[] {
  // The gate and its value are of one kind; a union does not say so.
  const tell = tellers[gate.gate] as (value: ToldGate['value'], say: Say) => readonly Fact[];
  return tell(gate.value, { language, format, texts: factTexts[language] });
}

interface Say {
  readonly language: Language;
  readonly format: Format;
  readonly texts: (typeof factTexts)[Language];
}

type Teller<Value> = (value: Value, say: Say) => readonly Fact[];

const schedule: Teller<ToldValues['segment']> = (
  { day, dayKind, specialDate, segment, closesAt },
  { texts, format },
) => [
  [texts.day, specialDate === null ? `${day}, ${texts[dayKind]}` : `${day}, ${specialDate}`],
  [texts.segment, segment === null ? texts.noSegment : segment.replace('-', '–')],
  ...(closesAt === null ? [] : [[texts.closesAt, format.dateTime(closesAt)] as const]),
];

const tellers: { readonly [Name in ContactGateName]: Teller<ToldValues[Name]> } = {
  state: ({ state }, { texts, language }) => [[texts.state, stateTexts[language][state]]],
  dates: ({ beginAt, endAt }, { texts, format }) => [
    [texts.beginAt, beginAt === null ? texts.atOnce : format.dateTime(beginAt)],
    [texts.endAt, endAt === null ? texts.never : format.dateTime(endAt)],
  ],
  segment: schedule,
  holiday: schedule,
  numbersLeft: ({ waiting }, { texts, format }) => [[texts.numbersLeft, format.number(waiting)]],
  retryTimer: ({ firstDueAt }, { texts, format }) => [
    [texts.firstDueAt, firstDueAt === null ? texts.noneWaits : format.dateTime(firstDueAt)],
  ],
  inFlight: ({ calling, callsInFlightMax }, { texts, format }) => [
    [texts.calling, texts.ofMost(format.number(calling), format.number(callsInFlightMax))],
  ],
  rows: ({ reason }, { texts }) => [[texts.reason, reason]],
  agents: ({ skillId, staffed, idle, reason }, { texts, format }) => [
    [texts.skillId, skillId === null ? dash : String(skillId)],
    ...(staffed === undefined ? [] : [[texts.staffed, format.number(staffed)] as const]),
    ...(idle === undefined ? [] : [[texts.idle, format.number(idle)] as const]),
    [texts.reason, reason],
  ],
  pacing: (value, { texts, format }) => {
    if ('callCount' in value) {
      const { callCount, callIntervalSeconds, beatSeconds, callsPerBeat, credit } = value;
      return [
        [texts.pace, texts.callsIn(format.number(callCount), format.seconds(callIntervalSeconds))],
        [texts.beat, texts.callsIn(format.number(callsPerBeat), format.seconds(beatSeconds))],
        [texts.credit, texts.portions(format.number(credit))],
      ];
    }
    if (!('method' in value)) return [[texts.reason, value.reason]];
    return [
      [texts.reason, value.reason],
      [texts.method, texts[value.method]],
      [texts.place, format.number(value.place)],
      [texts.idle, format.number(value.idle)],
      [texts.staffed, format.number(value.staffed)],
      [texts.ringing, format.number(value.ringing)],
      [texts.waitingPersons, format.number(value.waiting)],
      [texts.answerRate, format.percent(value.answerRatePercent)],
    ];
  },
  carrierBudget: (value, { texts, format }) => {
    const { limit, callsMax, reason, ...share } = value;
    const facts: Fact[] = [
      ...(reason === undefined ? [] : [[texts.reason, reason] as const]),
      [texts.callsMax, callsMax === null ? texts.noLimit : format.number(callsMax)],
      ...(limit === null ? [] : [[texts.limit, texts[limit]] as const]),
    ];
    const counted = (name: string, amount: number | undefined): readonly Fact[] =>
      amount === undefined ? [] : [[name, format.number(amount)]];
    const held = (name: string, seconds: number | undefined): readonly Fact[] =>
      seconds === undefined || seconds === 0 ? [] : [[name, format.seconds(seconds)]];
    return [
      ...facts,
      ...counted(texts.weight, share.weight),
      ...counted(texts.shareCallsPerSecond, share.shareCallsPerSecond),
      ...counted(texts.shareChannels, share.shareChannels),
      ...counted(texts.carrierCallsPerSecond, share.carrierCallsPerSecond),
      ...counted(texts.carrierChannelsFree, share.carrierChannelsFree),
      ...held(texts.heldByCallsPerSecond, share.throttledSecondsByCallsPerSecond),
      ...held(texts.heldByChannels, share.throttledSecondsByChannels),
      ...held(texts.heldByGatewaysDown, share.throttledSecondsByGatewaysDown),
      ...(share.callsUnknownAt === undefined ? [] : [[texts.callsUnknown, share.callsUnknownAt] as const]),
    ];
  },
  contactState: ({ state, attempts, cause }, { texts, language, format }) => {
    const outcome = cause === null ? null : outcomeOfCause(cause);
    const ended = cause === null ? texts.noEnd : outcome === null ? cause : outcomeNames[language][outcome];
    return [
      [texts.state, texts[contactStates[state]]],
      [texts.attempts, format.number(attempts)],
      ...(attempts === 0 ? [] : [[texts.lastEnd, ended] as const]),
    ];
  },
  contactInFlight: ({ callId }, { texts }) => [[texts.callId, callId ?? texts.noCall]],
  contactPrefix: ({ called }, { texts }) => [[texts.called, called]],
  contactQuarantine: ({ quarantinedUntil }, { texts, format }) => [
    [texts.quarantinedUntil, quarantinedUntil === null ? texts.noRest : format.dateTime(quarantinedUntil)],
  ],
  contactRetryTimer: ({ dueAt, priority, ahead }, { texts, format }) => [
    [texts.dueAt, format.dateTime(dueAt)],
    [texts.priority, format.number(priority)],
    [texts.ahead, ahead === null ? texts.notCounted : format.number(ahead)],
  ],
};

const contactStates = { waiting: 'numberWaits', calling: 'numberIsCalled', done: 'numberIsDone' } as const;
