// The three streams of /api/v1 (WebSocket) as values: how each is opened, which frames the server sends and
// which it takes. Server, console and command line use these descriptions, as they do those of the routes.
import { type TSchema, Type } from 'typebox';
import type { CampaignState } from '../../core/campaign.ts';
import type { GateName } from '../../core/gates.ts';
import { closedTexts } from '../../core/gateTexts.ts';
import { pacingMethods } from '../../core/pacing/record.ts';
import type { Permission } from '../../core/user.ts';
import { choice, instant, instantOrNull, localeText, orNull, vdnParams } from '../fields.ts';
import { problemSchema } from '../problem.ts';
import type { Value } from '../route.ts';
import { agentParams } from './agents.ts';
import { type AskedCommand, agentAtWork, agentCommands } from './agentWork.ts';
import { shareOfAnswers } from './pacing.ts';

export interface Stream<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Tells extends TSchema = TSchema,
  Takes extends TSchema = TSchema,
> {
  /** Below /api; a parameter is `:name`. */
  readonly path: string;
  readonly permission: Permission;
  readonly params: Params;
  readonly query: Query;
  /** A frame of the server; beside it each stream may send an `errorFrame`. */
  readonly tells: Tells;
  /** A frame that the server takes. */
  readonly takes: Takes;
}

export type ToldBy<One extends Stream> = Value<One['tells']>;
export type TakenBy<One extends Stream> = Value<One['takes']>;

const stream = <Params extends TSchema, Query extends TSchema, Tells extends TSchema, Takes extends TSchema>(
  definition: Stream<Params, Query, Tells, Takes>,
): Stream<Params, Query, Tells, Takes> => definition;

/** What a stream says of a frame that it cannot take, and before it closes for a reason. */
export const errorFrame = Type.Object({ type: Type.Literal('error'), problem: problemSchema });
export type ErrorFrame = Value<typeof errorFrame>;

const frameId = Type.Union([Type.Number(), Type.String({ maxLength: 64 })]);
const answered = { type: Type.Literal('answer'), at: instant, id: frameId };

/** `{ id, command, … }`, the rest being what the body of the same request holds. */
const commandFrame = Type.Unsafe<{ readonly id: Value<typeof frameId> } & AskedCommand>(
  Type.Union(
    Object.entries(agentCommands).map(([name, { body }]) =>
      Type.Object(
        { ...body?.properties, id: frameId, command: Type.Literal(name) },
        { additionalProperties: false },
      ),
    ),
  ),
);

/** An agent, at once and at each change; commands the other way. */
export const followAgent = stream({
  path: '/v1/vdns/:vdnId/agents/:agentId/stream',
  permission: 'agent.work.own',
  params: agentParams,
  query: Type.Object(
    { observe: Type.Optional(Type.Literal('yes')), locale: localeText },
    {
      additionalProperties: false,
      description: 'observe: the stream only observes and gives no sign of life',
    },
  ),
  tells: Type.Union([
    Type.Object({ type: Type.Literal('agent'), at: instant, agent: agentAtWork }),
    Type.Object({ ...answered, ok: Type.Literal(true), agent: agentAtWork }),
    Type.Object({ ...answered, ok: Type.Literal(false), problem: problemSchema }),
  ]),
  takes: commandFrame,
});

/** Everybody at work, and then those who have changed. */
export const followAgents = stream({
  path: '/v1/vdns/:vdnId/agents/stream',
  permission: 'agent.work',
  params: vdnParams,
  query: Type.Object({ locale: localeText }, { additionalProperties: false }),
  tells: Type.Object({
    type: Type.Literal('agents'),
    at: instant,
    isWhole: Type.Boolean({ description: 'Everybody; else those who have changed' }),
    agents: Type.Array(agentAtWork),
  }),
  takes: Type.Never(),
});

const count = Type.Integer({ minimum: 0 });
const numberOrNull = orNull(Type.Number());
const agentCounts = Type.Object({
  staffed: count,
  idle: count,
  reserved: count,
  previewing: count,
  talking: count,
  wrapUp: count,
  onBreak: count,
});
const noticeCounts = Type.Object({ waiting: count, undelivered: count });

const campaignStates = ['draft', 'started', 'paused', 'ended'] as const satisfies readonly CampaignState[];
const gates = Object.keys(closedTexts) as readonly GateName[];

/** What each figure means stands in core/live.ts. */
const liveCampaign = Type.Object({
  id: Type.Integer(),
  state: choice(campaignStates),
  revision: Type.Integer(),
  dialing: Type.Boolean(),
  because: choice(gates),
  nextAt: instantOrNull,
  waiting: count,
  calling: count,
  done: count,
  calls: count,
  succeeded: count,
  callsPerMinute: numberOrNull,
  expectedEndAt: instantOrNull,
  stages: orNull(Type.Object({ ringing: count, waiting: count, connected: count })),
  beat: orNull(
    Type.Object({ at: instant, method: choice(pacingMethods), placed: count, sentence: Type.String() }),
  ),
  agents: orNull(agentCounts),
  occupancyPercent: numberOrNull,
  abandonment: orNull(
    Type.Object({
      last24Hours: shareOfAnswers,
      block30Days: shareOfAnswers,
      limitPercent: Type.Number(),
    }),
  ),
  notices: noticeCounts,
});
export type LiveFigures = Value<typeof liveCampaign>;

/** What a page of a list holds at most. */
export const watchedMax = 100;

/** The VDN about once a second, and the campaigns that the listener has named. */
export const followLive = stream({
  path: '/v1/vdns/:vdnId/stream',
  permission: 'campaign.read',
  params: vdnParams,
  query: Type.Object({ locale: localeText }, { additionalProperties: false }),
  tells: Type.Object({
    type: Type.Literal('live'),
    at: instant,
    rowsAt: instant,
    isStale: Type.Boolean(),
    campaignsVersion: Type.String(),
    vdn: Type.Object({
      startedCampaigns: count,
      calling: count,
      callsPerMinute: numberOrNull,
      agents: orNull(agentCounts),
      notices: noticeCounts,
    }),
    campaigns: Type.Array(liveCampaign),
  }),
  takes: Type.Object(
    {
      watch: Type.Array(Type.Integer({ minimum: 1, maximum: 999_999_999 }), { maxItems: watchedMax }),
    },
    { additionalProperties: false },
  ),
});

export const streams: readonly Stream[] = [followAgent, followAgents, followLive];
