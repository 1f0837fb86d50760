// Why a campaign dials or does not, why a number of it is or is not called, and why a past beat placed its
// number of calls. A gate is one question asked before a campaign dials (core/gates.ts).
import { type Static, type TSchema, Type } from 'typebox';
import type { CampaignState } from '../../core/campaign.ts';
import type { CarrierLimit } from '../../core/carrier.ts';
import type { ContactGateName, ContactView } from '../../core/explain.ts';
import type { GateName } from '../../core/gates.ts';
import { inBoth } from '../../core/language.ts';
import { pacingMethods, pacingReasons } from '../../core/pacing/record.ts';
import {
  bigIdText,
  calledNumber,
  campaignIdText,
  campaignParams,
  choice,
  instant,
  instantOf,
  instantOrNull,
  orNull,
  patterned,
  vdnIdText,
} from '../fields.ts';
import { route, type Value } from '../route.ts';

const reason = Type.String({ description: 'In the language of the header `locale`' });
const textOrNull = orNull(Type.String());

const schedule = Type.Object({
  day: Type.String({ description: 'yyyy-MM-dd in the zone' }),
  dayKind: choice(['workday', 'holiday']),
  specialDate: textOrNull,
  segment: orNull(Type.String(), { description: '`09:00-18:00`; null: none is open' }),
  closesAt: instantOrNull,
});

const ivrPacing = Type.Object(
  {
    callCount: Type.Number(),
    callIntervalSeconds: Type.Number(),
    beatSeconds: Type.Number(),
    callsPerBeat: Type.Number(),
    credit: Type.Number({ description: 'What is owed of the next portion' }),
  },
  { description: 'So many calls in so many seconds' },
);

const agentPacing = Type.Object({
  method: choice(pacingMethods),
  reason,
  place: Type.Number(),
  idle: Type.Number(),
  staffed: Type.Number(),
  ringing: Type.Number(),
  waiting: Type.Number(),
  answerRatePercent: Type.Number(),
});

const carrierLimits = [
  'callsPerSecond',
  'channels',
  'gatewaysDown',
] as const satisfies readonly CarrierLimit[];

/** What each gate of a campaign decides by. */
const campaignValues = {
  state: Type.Object({
    state: choice(['draft', 'started', 'paused', 'ended'] as const satisfies readonly CampaignState[]),
  }),
  dates: Type.Object({ beginAt: instantOrNull, endAt: instantOrNull }),
  segment: schedule,
  holiday: schedule,
  numbersLeft: Type.Object({ waiting: Type.Integer() }),
  retryTimer: Type.Object({ firstDueAt: instantOrNull }),
  inFlight: Type.Object({ calling: Type.Integer(), callsInFlightMax: Type.Integer() }),
  agents: Type.Object({
    skillId: orNull(Type.Integer()),
    staffed: Type.Optional(Type.Number({ description: 'Absent where no agents are known' })),
    idle: Type.Optional(Type.Number()),
    reason,
  }),
  pacing: Type.Union([ivrPacing, agentPacing, Type.Object({ reason })]),
  carrierBudget: Type.Object({
    limit: orNull(choice(carrierLimits)),
    callsMax: orNull(Type.Number()),
    reason: Type.Optional(
      Type.String({ description: 'Which gateways take no calls, and why; absent: all do' }),
    ),
    weight: Type.Optional(Type.Number()),
    shareCallsPerSecond: Type.Optional(Type.Number()),
    shareChannels: Type.Optional(Type.Number()),
    carrierCallsPerSecond: Type.Optional(Type.Number()),
    carrierChannelsFree: Type.Optional(Type.Number()),
    throttledSecondsByCallsPerSecond: Type.Optional(Type.Number()),
    throttledSecondsByChannels: Type.Optional(Type.Number()),
    throttledSecondsByGatewaysDown: Type.Optional(Type.Number()),
    callsUnknown: Type.Optional(
      Type.Integer({ description: 'Calls from before a restart at gateways that have not answered yet' }),
    ),
    callsUnknownAt: Type.Optional(Type.String({ description: 'Where they are, `south 12, north 3`' })),
  }),
  rows: Type.Object({ reason }),
} as const satisfies Record<GateName, TSchema>;

const contactStates = ['waiting', 'calling', 'done'] as const satisfies readonly ContactView['state'][];

const contact = Type.Object({
  contactId: Type.String(),
  called: Type.String(),
  isAllowed: Type.Boolean({ description: 'The VDN lets it be dialed (allowedPrefixes)' }),
  state: choice(contactStates),
  attempts: Type.Integer(),
  priority: Type.Integer(),
  dueAt: instant,
  callId: orNull(Type.String(), { description: 'The latest attempt; null before the first' }),
  cause: orNull(Type.String(), { description: 'How it ended; null while it lasts' }),
  quarantinedUntil: orNull(Type.Integer(), {
    description: 'Until when the number rests, milliseconds since 1970; null: it does not',
  }),
  ahead: orNull(Type.Integer(), { description: 'Numbers to call before this one; null: not counted' }),
});

/** What the gates of a number decide by: those of its campaign, and its own. */
const contactValues = {
  ...campaignValues,
  contactState: Type.Pick(contact, ['state', 'attempts', 'cause']),
  contactInFlight: Type.Pick(contact, ['callId']),
  contactPrefix: Type.Pick(contact, ['called']),
  contactQuarantine: Type.Pick(contact, ['quarantinedUntil']),
  contactRetryTimer: Type.Pick(contact, ['dueAt', 'priority', 'ahead']),
} as const satisfies Record<ContactGateName, TSchema>;

/** A gate of this name, as it decided. */
export interface Told<Name, Decided> {
  gate: Name;
  passed: boolean;
  value: Decided;
  nextAt: string | null;
}

/** The list of gates that decide by these values. */
const gatesOf = <Values extends Record<string, TSchema>>(values: Values) =>
  Type.Array(
    Type.Unsafe<{ [Name in keyof Values]: Told<Name, Static<Values[Name]>> }[keyof Values]>(
      Type.Union(
        Object.entries(values).map(([name, value]) =>
          Type.Object({
            gate: Type.Literal(name),
            passed: Type.Boolean(),
            value,
            nextAt: orNull(instant, { description: 'When it would open by itself; null: not by time alone' }),
          }),
        ),
      ),
    ),
  );

const namesOf = <Values extends object>(values: Values) => Object.keys(values) as (keyof Values & string)[];
const gateNames = namesOf(campaignValues);

const number = Type.Number();
const byHorizon = Type.Array(Type.Number(), { description: 'One number for each horizon' });

const record = Type.Object(
  {
    method: choice(pacingMethods),
    reason: choice(pacingReasons),
    place: Type.Number({ description: 'Calls that pacing wants on this beat' }),
    idle: number,
    staffed: number,
    talking: number,
    wrapUp: number,
    ringing: number,
    foreignRinging: number,
    waiting: number,
    dialsMax: number,
    talkSecondsMean: number,
    wrapUpSecondsMean: number,
    ringSecondsMean: number,
    answered: number,
    abandoned: number,
    riskMax: Type.Number({ description: 'The risk that a call may have, 0 to 1' }),
    riskAtPlace: number,
    riskAtNext: number,
    usagePercent: Type.Number({ description: 'Over the last 15 minutes; -1 without agents' }),
    outlook: Type.Object({
      freeMean: byHorizon,
      freeVariance: byHorizon,
      answersMean: byHorizon,
      answersVariance: byHorizon,
      reach: byHorizon,
      answerRate: number,
      answerRateCalls: number,
    }),
  },
  { description: 'What pacing with agents saw, expected and decided' },
);

const campaignExplained = Type.Object({
  dialing: Type.Boolean(),
  because: choice(gateNames, { description: 'The gate that decided' }),
  nextAt: orNull(instant, { description: 'When the next call would be placed if only time passes' }),
  callsThisBeat: Type.Number(),
  beatSeconds: Type.Number(),
  gates: gatesOf(campaignValues),
  record: orNull(record, { description: 'null: an IVR, or the agents are not known' }),
});
export type CampaignExplained = Value<typeof campaignExplained>;

const contactExplained = Type.Object({
  contact,
  callable: Type.Boolean({ description: 'Nothing but its turn keeps the number from being called' }),
  because: orNull(choice(namesOf(contactValues)), {
    description: 'The gate that decided; null: none is closed',
  }),
  nextAt: instantOrNull,
  gates: gatesOf(contactValues),
});
export type ContactExplained = Value<typeof contactExplained>;

/** A gate of a campaign or of a number, and what each decides by. */
export type ToldGate = ContactExplained['gates'][number];
export type ToldValues = {
  readonly [Name in ContactGateName]: Value<(typeof contactValues)[Name]>;
};

const beatExplained = Type.Object({
  at: instant,
  revision: Type.Integer(),
  method: choice(pacingMethods),
  placed: Type.Integer(),
  wanted: Type.Number({ description: 'Calls that pacing wanted' }),
  gate: choice(gateNames),
  because: Type.String({ description: 'Pacing’s reason, or what was found at the closed gate' }),
  sentence: Type.String(),
  dials: orNull(
    Type.Object({
      dials: Type.Integer(),
      riskPercent: Type.Number(),
      riskMaxPercent: Type.Number(),
      sentence: Type.String(),
    }),
    { description: 'The number asked about; null: none' },
  ),
  binding: orNull(choice(pacingReasons), { description: 'What stood against it, or against one call more' }),
  riskAt: Type.Array(Type.Object({ dials: Type.Integer(), risk: Type.Number() }), {
    description: 'The risk of the last of so many calls to find no agent, 0 to 1',
  }),
  record,
});
export type BeatExplained = Value<typeof beatExplained>;

export const getExplain = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/explain',
  tag: 'explain',
  summary: 'Why the campaign dials or does not; with ?called= why that number is or is not called',
  description:
    'With `at` (campaigns with agents): why the beat at that instant, or the last one before it, placed as many ' +
    'calls as it did; with `dials` also why not so many. The sentences are in the language of the header `locale`.',
  permission: 'campaign.read',
  params: campaignParams,
  query: Type.Object(
    {
      called: Type.Optional(calledNumber),
      at: Type.Optional(instantOf),
      dials: Type.Optional(
        patterned('^[0-9]{1,5}$', inBoth('must be a number from 0 to 99999', '必须是 0 到 99999 的数字')),
      ),
    },
    { additionalProperties: false },
  ),
  answer: Type.Union([campaignExplained, contactExplained, beatExplained]),
});

export const getContactExplain = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/contacts/:dataId/explain',
  tag: 'explain',
  summary: 'Why a number is or is not called',
  permission: 'campaign.read',
  params: Type.Object({ vdnId: vdnIdText, id: campaignIdText, dataId: bigIdText }),
  answer: contactExplained,
});
