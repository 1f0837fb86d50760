// The numbers of a campaign, one by one, and dialing the failed again.
import { Type } from 'typebox';
import { inBoth } from '../../core/language.ts';
import { redialableCauses, redialCausesDefault } from '../../core/redial.ts';
import {
  bigIdText,
  calledNumber,
  campaignParams,
  choice,
  instant,
  instantOf,
  instantOrNull,
  limitText,
  orNull,
  patterned,
} from '../fields.ts';
import { route, type Value } from '../route.ts';

export const numberStates = ['waiting', 'calling', 'done'] as const;
const stateText = patterned(
  `^(${numberStates.join('|')})$`,
  inBoth(`must be one of ${numberStates.join(', ')}`, `必须是以下之一：${numberStates.join('、')}`),
);
const textOrNull = orNull(Type.String());

const campaignNumber = Type.Object({
  contactId: Type.String(),
  called: Type.String(),
  caller: orNull(Type.String(), { description: 'null: the campaign’s number' }),
  state: choice(numberStates),
  priority: Type.Integer({ description: '1 to 5; smaller is dialed earlier' }),
  attempts: Type.Integer({ description: 'Including those in flight' }),
  dueAt: orNull(instant, {
    description: 'When it may be called next, if the campaign may; null: it is not waiting',
  }),
  attemptedAt: orNull(instant, { description: 'When the latest attempt began; null: never called' }),
  cause: orNull(Type.String(), {
    description: 'The contract’s failCode of the last ended attempt',
  }),
  sessionId: textOrNull,
  customField: textOrNull,
  callData: textOrNull,
  recycleAt: instantOrNull,
  importId: orNull(Type.String(), { description: 'null: it came by another way' }),
  createdAt: instant,
});
export type CampaignNumber = Value<typeof campaignNumber>;

export const getNumbers = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/campaigns/:id/numbers',
  tag: 'campaigns',
  summary: 'Numbers of a campaign, a page at a time',
  description:
    'As they were added; with `state=waiting` by priority and by when they are due; with `called` or `prefix` by ' +
    'number; `prefix` is for roles that see numbers. A page looks through 50,000 numbers at most, and may be short or empty although more follow: go on ' +
    'with `after` set to `next`, and the same filters, until that is null.',
  permission: 'campaign.read',
  params: campaignParams,
  query: Type.Object(
    {
      called: Type.Optional(calledNumber),
      /** How the number begins; the characters are the same. */
      prefix: Type.Optional(calledNumber),
      state: Type.Optional(stateText),
      after: Type.Optional(
        patterned(
          '^([0-9]|[1-9][0-9]{1,17}|[1-8][0-9]{18})-[0-5]-[0-9]{1,13}-[0-9*#]{0,24}$',
          inBoth('must be the `next` of a page', '必须是某一页的 next'),
        ),
      ),
      limit: limitText,
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({ items: Type.Array(campaignNumber), next: textOrNull }),
});

const cause = patterned(
  `^(${redialableCauses.join('|')})$`,
  inBoth(
    `must be a failCode of a failure: ${redialableCauses.join(', ')}`,
    `必须是失败原因码：${redialableCauses.join('、')}`,
  ),
);

export const redialNumbers = route({
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
  body: Type.Object(
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
  ),
  answer: Type.Object({
    dryRun: Type.Boolean(),
    numbers: Type.Integer({ description: 'Opened by this request; in a dry run, that would be opened' }),
    byCause: Type.Array(Type.Object({ cause: Type.String(), numbers: Type.Integer() }), {
      description: 'In a dry run: every failure within the time; otherwise empty',
    }),
    attemptedBefore: instant,
    next: textOrNull,
  }),
});
