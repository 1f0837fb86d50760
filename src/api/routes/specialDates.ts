// Special dates of a campaign. A change answers all dates of the campaign, so that the page that changed one
// shows the others as they are.
import { Type } from 'typebox';
import { inBoth } from '../../core/language.ts';
import { campaignIdText, campaignParams, patterned, vdnIdText } from '../fields.ts';
import { route } from '../route.ts';

const path = '/v1/vdns/:vdnId/campaigns/:id/special-dates';
const dateParams = Type.Object({
  vdnId: vdnIdText,
  id: campaignIdText,
  dateId: patterned(
    '^[1-9][0-9]{0,8}$',
    inBoth('must be the number of a special date', '必须是特殊日期的编号'),
  ),
});
const bodyText = 'A special date in the form of the contract’s add interface';

/** The contract's reader judges it, in the contract's codes. */
export const dateBody = Type.Object({}, { additionalProperties: true, description: bodyText });

const period = { begin: Type.String(), end: Type.String({ description: 'Included' }) };
const answer = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.Integer(),
      name: Type.String(),
      rule: Type.Union([
        Type.Object({
          kind: Type.Literal('week'),
          days: Type.Array(Type.Integer(), { description: '1 (Monday) to 7' }),
        }),
        Type.Object({ kind: Type.Literal('date'), ...period }, { description: 'Days as yyyy-MM-dd' }),
        Type.Object({ kind: Type.Literal('yearly'), ...period }, { description: 'Days as MM-dd' }),
      ]),
    }),
  ),
});

export const getDates = route({
  method: 'GET',
  path,
  tag: 'special dates',
  summary: 'The days on which a campaign’s holiday segments apply',
  permission: 'campaign.read',
  params: campaignParams,
  answer,
});

export const postDate = route({
  method: 'POST',
  path,
  tag: 'special dates',
  summary: 'Add a special date',
  permission: 'campaign.change',
  params: campaignParams,
  body: dateBody,
  answer,
});

export const putDate = route({
  method: 'PUT',
  path: `${path}/:dateId`,
  tag: 'special dates',
  summary: 'Replace a special date',
  permission: 'campaign.change',
  params: dateParams,
  body: Type.Object(
    {
      ifIs: Type.Optional(
        Type.Object(
          { name: Type.String(), rule: Type.Object({}, { additionalProperties: true }) },
          { description: 'The date as the client saw it; refused with 409 if it has changed since' },
        ),
      ),
    },
    { additionalProperties: true, description: bodyText },
  ),
  answer,
});

export const removeDate = route({
  method: 'DELETE',
  path: `${path}/:dateId`,
  tag: 'special dates',
  summary: 'Delete a special date',
  permission: 'campaign.change',
  params: dateParams,
  answer,
});
