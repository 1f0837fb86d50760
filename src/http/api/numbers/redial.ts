// "Dial the failed again": reopens the numbers of a campaign whose last attempt failed.
import { Type } from 'typebox';
import {
  bigIdText,
  campaignOf,
  campaignParams,
  instantOf,
  instantText,
  mustBeInstant,
  patterned,
  vdnOf,
} from '../../../api/fields.ts';
import { stateAt } from '../../../core/campaign.ts';
import { inBoth } from '../../../core/language.ts';
import { type RedialFilter, redialableCauses, redialCausesDefault } from '../../../core/redial.ts';
import { type Millis, toMillis } from '../../../core/units.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { countRedialable, type RedialSlice, redialSlice } from '../../../store/numbers/redial.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { noCampaign, refuse, refuseRules } from '../door/problem.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, audit, ok, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';

/** Slices of one request: half a second of work or so. */
const slicesMax = 10;

const cause = patterned(
  `^(${redialableCauses.join('|')})$`,
  inBoth(
    `must be a failCode of a failure: ${redialableCauses.join(', ')}`,
    `必须是失败原因码：${redialableCauses.join('、')}`,
  ),
);

const redialBody = Type.Object(
  {
    causes: Type.Optional(
      Type.Array(cause, {
        minItems: 1,
        maxItems: redialableCauses.length,
        description: `failCodes of the last attempt; ${redialCausesDefault.join(', ')} when not given`,
      }),
    ),
    attemptedFrom: Type.Optional(instantOf),
    attemptedBefore: Type.Optional(instantOf),
    after: Type.Optional(bigIdText),
    dryRun: Type.Optional(Type.Boolean({ description: 'Only count' })),
  },
  { additionalProperties: false },
);

interface RedialBody {
  causes?: string[];
  attemptedFrom?: string;
  attemptedBefore?: string;
  after?: string;
  dryRun?: boolean;
}

const postRedial = route({
  method: 'POST',
  path: '/v1/vdns/:vdnId/campaigns/:id/numbers/redial',
  tag: 'campaigns',
  summary: 'Dial the failed again',
  description:
    'Numbers whose last attempt failed with one of `causes`, and which would not be tried again, wait again ' +
    'and are due at once, each for one attempt beyond what the retry policy still allows. A person who was reached is never dialed again. A dry run ' +
    'counts the numbers of every cause. A request opens at most 50,000 numbers: go on with `after` set to `next` ' +
    'and `attemptedBefore` to that of the answer, until `next` is null. Sent twice it does nothing more.',
  permission: 'campaign.change',
  params: campaignParams,
  body: redialBody,
  answer: Type.Object({
    dryRun: Type.Boolean(),
    numbers: Type.Integer({ description: 'Opened by this request; in a dry run, that would be opened' }),
    byCause: Type.Array(Type.Object({ cause: Type.String(), numbers: Type.Integer() }), {
      description: 'In a dry run: every failure within the time; otherwise empty',
    }),
    attemptedBefore: Type.String(),
    next: Type.Union([Type.String(), Type.Null()]),
  }),
  handle: async (call) => {
    const { database, params, body, now } = call;
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    const filter = readFilter(body, now);
    if ('status' in filter) return filter;
    const campaign = await findCampaign(database, vdnId, campaignId);
    if (campaign === null) return noCampaign();
    if (stateAt(campaign, now) === 'ended') return refuse('wrongState', sentences.ended);
    return body.dryRun === true ? count(call, filter) : open(call, filter);
  },
});

export const redialRoutes: readonly ApiRoute[] = [postRedial];

type RedialCall = ApiCall<{ vdnId: string; id: string }, unknown, RedialBody>;

/** What to look for, or the refusal of an instant that the calendar does not have. */
function readFilter(
  { causes, attemptedFrom, attemptedBefore }: RedialBody,
  now: Millis,
): RedialFilter | ApiAnswer {
  const given = { attemptedFrom, attemptedBefore };
  for (const [path, received] of Object.entries(given))
    if (received !== undefined && Number.isNaN(Date.parse(received)))
      return refuseRules('invalid', [{ path, rule: mustBeInstant, received }]);
  // What is dialed from now on is not met again, however long this takes.
  const before = attemptedBefore === undefined ? now : Math.min(now, Date.parse(attemptedBefore));
  return {
    causes: causes ?? redialCausesDefault,
    from: attemptedFrom === undefined ? null : toMillis(Date.parse(attemptedFrom)),
    before: toMillis(before),
  };
}

async function count({ database, params }: RedialCall, filter: RedialFilter): Promise<ApiAnswer> {
  const every = { ...filter, causes: redialableCauses };
  const byCause = await countRedialable(database, vdnOf(params), campaignOf(params), every);
  const numbers = byCause
    .filter((one) => filter.causes.includes(one.cause))
    .reduce((sum, one) => sum + one.numbers, 0);
  return ok({ dryRun: true, numbers, byCause, attemptedBefore: instantText(filter.before), next: null });
}

async function open(call: RedialCall, filter: RedialFilter): Promise<ApiAnswer> {
  const vdn = await findVdn(call.database, vdnOf(call.params));
  if (vdn === null) return refuse('notFound', sentences.noVdn);
  const { unfinishedNumbersMax } = vdn.settings;
  let numbers = 0;
  let next: string | null = call.body.after ?? '0';
  for (let slices = 0; slices < slicesMax && next !== null; slices += 1) {
    const slice = await openSlice(call, filter, next, unfinishedNumbersMax);
    if (slice === 'notAllowedNow') return refuse('wrongState', sentences.ended);
    if (slice === 'tooManyNumbers')
      return refuse('tooManyNumbers', sentences.tooManyAgain(unfinishedNumbersMax, numbers), {
        fields: { numbers },
      });
    numbers += slice.opened;
    next = slice.next;
  }
  return ok({ dryRun: false, numbers, byCause: [], attemptedBefore: instantText(filter.before), next });
}

/** The slice, its counters and its line in the audit log, in one transaction. */
async function openSlice(
  call: RedialCall,
  filter: RedialFilter,
  after: string,
  unfinishedMax: number,
): Promise<RedialSlice> {
  const { database, params, now } = call;
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  const undo = Symbol('undo');
  let refused: RedialSlice | null = null;
  try {
    return await database.begin(async (transaction) => {
      const slice = await redialSlice(transaction, vdnId, campaignId, filter, after, unfinishedMax, now);
      if (typeof slice === 'string') {
        refused = slice;
        throw undo;
      }
      if (slice.opened > 0) {
        const from = filter.from === null ? null : instantText(filter.from);
        const detail = {
          causes: filter.causes,
          from,
          before: instantText(filter.before),
          numbers: slice.opened,
        };
        await audit(transaction, call, 'number.redial', `campaign ${campaignId}`, detail);
      }
      return slice;
    });
  } catch (error) {
    if (error === undo && refused !== null) return refused;
    throw error;
  }
}
