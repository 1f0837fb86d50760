// The numbers of a campaign, one by one: their states, and when each may be called.
import { type TSchema, Type } from 'typebox';
import {
  calledNumber,
  campaignOf,
  campaignParams,
  instantText,
  instantTextOrNull,
  limitOf,
  limitText,
  patterned,
  vdnOf,
} from '../../../api/fields.ts';
import { inBoth } from '../../../core/language.ts';
import { toMillis } from '../../../core/units.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { type ContactPlace, type ListedContact, listContacts } from '../../../store/numbers/contactList.ts';
import { noCampaign, refuse } from '../door/problem.ts';
import { type ApiRoute, ok, route } from '../door/route.ts';
import { sentences } from '../door/sentences.ts';

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const states = ['waiting', 'calling', 'done'] as const;
const state = patterned(
  `^(${states.join('|')})$`,
  inBoth(`must be one of ${states.join(', ')}`, `必须是以下之一：${states.join('、')}`),
);

const numberAnswer = Type.Object({
  contactId: Type.String(),
  called: Type.String(),
  caller: Type.Union([Type.String(), Type.Null()], { description: 'null: the campaign’s number' }),
  state: Type.String({ description: states.join(', ') }),
  priority: Type.Integer({ description: '1 to 5; smaller is dialed earlier' }),
  attempts: Type.Integer({ description: 'Including those in flight' }),
  dueAt: Type.Union([Type.String(), Type.Null()], {
    description: 'When it may be called next, if the campaign may; null: it is not waiting',
  }),
  attemptedAt: Type.Union([Type.String(), Type.Null()], {
    description: 'When the latest attempt began; null: never called',
  }),
  cause: Type.Union([Type.String(), Type.Null()], {
    description: 'The contract’s failCode of the last ended attempt',
  }),
  sessionId: orNull(Type.String()),
  customField: orNull(Type.String()),
  callData: orNull(Type.String()),
  recycleAt: orNull(Type.String()),
  importId: Type.Union([Type.String(), Type.Null()], { description: 'null: it came by another way' }),
  createdAt: Type.String(),
});

const getNumbers = route({
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
      state: Type.Optional(state),
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
  answer: Type.Object({ items: Type.Array(numberAnswer), next: orNull(Type.String()) }),
  handle: async ({ database, params, query, principal }) => {
    const { called, prefix } = query;
    if (called !== undefined && prefix !== undefined) {
      return refuse('invalid', sentences.calledOrPrefix);
    }
    // Digit by digit, beginnings would tell what is hidden.
    if (prefix !== undefined && principal.masking !== 'none') {
      return refuse('permissionMissing', sentences.wholeNumbersOnly);
    }
    const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
    if ((await findCampaign(database, vdnId, campaignId)) === null) return noCampaign();
    const text = called ?? prefix;
    const page = await listContacts(database, vdnId, campaignId, {
      state: states.find((one) => one === query.state) ?? null,
      called: text === undefined ? null : { text, isWhole: called !== undefined },
      after: query.after === undefined ? null : placeIn(query.after),
      limit: limitOf(query.limit),
    });
    return ok({
      items: page.contacts.map(describeNumber),
      next: page.next === null ? null : placeText(page.next, text !== undefined),
    });
  },
});

export const numberRoutes: readonly ApiRoute[] = [getNumbers];

/** The number is part of a place only where the order goes by it: it is not everybody's to see. */
const placeText = ({ contactId, priority, dueAt, called }: ContactPlace, isByCalled: boolean): string =>
  `${contactId}-${priority}-${dueAt}-${isByCalled ? called : ''}`;

function placeIn(text: string): ContactPlace {
  const [contactId = '', priority, dueAt, called = ''] = text.split('-');
  return { contactId, priority: Number(priority), dueAt: toMillis(Number(dueAt)), called };
}

const describeNumber = (contact: ListedContact) => ({
  contactId: contact.id,
  called: contact.called,
  caller: contact.caller,
  state: contact.state,
  priority: contact.priority,
  attempts: contact.attempts,
  dueAt: instantTextOrNull(contact.dueAt),
  attemptedAt: instantTextOrNull(contact.claimedAt),
  cause: contact.cause,
  sessionId: contact.sessionId,
  customField: contact.customField,
  callData: contact.callData,
  recycleAt: instantTextOrNull(contact.recycleAt),
  importId: contact.importId,
  createdAt: instantText(contact.createdAt),
});
