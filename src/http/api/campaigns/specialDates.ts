// Special dates of a campaign by /api/v1: what the contract's interface does, for people with a session.
// A change answers all dates of the campaign, so that the author of a change sees the others as they are.

import { Type } from 'typebox';
import {
  campaignIdText,
  campaignOf,
  campaignParams,
  patterned,
  vdnIdText,
  vdnOf,
} from '../../../api/fields.ts';
import { readAddSpecialDate } from '../../../contract/readSpecialDate.ts';
import { inBoth } from '../../../core/language.ts';
import type { Problem } from '../../../core/problem.ts';
import type { NewSpecialDate } from '../../../core/specialDate.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import {
  addSpecialDate,
  deleteSpecialDates,
  listSpecialDates,
  modifySpecialDate,
} from '../../../store/campaigns/specialDates.ts';
import type { Tell } from '../../../store/tenants/audit.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { noCampaign } from '../door/problem.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, audit, ok, route } from '../door/route.ts';
import { refuseProblem, refuseViolations } from './contractWords.ts';

const path = '/v1/vdns/:vdnId/campaigns/:id/special-dates';
const dateParams = Type.Object({
  vdnId: vdnIdText,
  id: campaignIdText,
  dateId: patterned(
    '^[1-9][0-9]{0,8}$',
    inBoth('must be the number of a special date', '必须是特殊日期的编号'),
  ),
});
/** The contract's reader judges it, in the contract's codes. */
export const contractBody = Type.Object(
  {},
  { additionalProperties: true, description: 'A special date in the form of the contract’s add interface' },
);
/** A body that may say what it was meant to replace. */
const replacingBody = Type.Object(
  {
    ifIs: Type.Optional(
      Type.Object(
        { name: Type.String(), rule: Type.Object({}, { additionalProperties: true }) },
        { description: 'The date as the client saw it; refused with 409 if it has changed since' },
      ),
    ),
  },
  { additionalProperties: true, description: 'A special date in the form of the contract’s add interface' },
);
const answer = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.Integer(),
      name: Type.String(),
      rule: Type.Unknown({
        description: 'kind week with days 1 (Monday) to 7; date and yearly with begin and end, both included',
      }),
    }),
  ),
});

const getDates = route({
  method: 'GET',
  path,
  tag: 'special dates',
  summary: 'The days on which a campaign’s holiday segments apply',
  permission: 'campaign.read',
  params: campaignParams,
  answer,
  handle: async ({ database, params }) => {
    const [vdnId, id] = [vdnOf(params), campaignOf(params)];
    if ((await findCampaign(database, vdnId, id)) === null) return noCampaign();
    return ok({ items: await listSpecialDates(database, vdnId, id) });
  },
});

const postDate = route({
  method: 'POST',
  path,
  tag: 'special dates',
  summary: 'Add a special date',
  permission: 'campaign.change',
  params: campaignParams,
  body: contractBody,
  answer,
  handle: (call) => {
    const { database, params } = call;
    return change(call, 'specialDate.add', (date, tell) =>
      addSpecialDate(database, vdnOf(params), campaignOf(params), date, tell),
    );
  },
});

const putDate = route({
  method: 'PUT',
  path: `${path}/:dateId`,
  tag: 'special dates',
  summary: 'Replace a special date',
  permission: 'campaign.change',
  params: dateParams,
  body: replacingBody,
  answer,
  handle: (call) => {
    const { database, params, body } = call;
    const id = Number(params.dateId);
    return change(call, 'specialDate.change', (date, tell) =>
      modifySpecialDate(database, vdnOf(params), campaignOf(params), { id, ...date }, body.ifIs, tell),
    );
  },
});

const deleteDate = route({
  method: 'DELETE',
  path: `${path}/:dateId`,
  tag: 'special dates',
  summary: 'Delete a special date',
  permission: 'campaign.change',
  params: dateParams,
  answer,
  handle: async (call) => {
    const { database, params } = call;
    const id = Number(params.dateId);
    const tell = telling(call, 'specialDate.delete');
    return changed(call, await deleteSpecialDates(database, vdnOf(params), campaignOf(params), id, tell));
  },
});

export const specialDateRoutes: readonly ApiRoute[] = [getDates, postDate, putDate, deleteDate];

type DatesCall = ApiCall<{ vdnId: string; id: string }, unknown, unknown>;

/** Reads the date as the contract does, and saves it if it is one. */
async function change(
  call: DatesCall,
  action: string,
  save: (date: NewSpecialDate, tell: Tell) => Promise<Problem | null>,
): Promise<ApiAnswer> {
  const { database, params, body, now } = call;
  const vdn = await findVdn(database, vdnOf(params));
  if (vdn === null) return noCampaign();
  const { timeZone, apiTimes } = vdn.settings;
  const reading = readAddSpecialDate(body, { now, timeZone, apiTimes });
  if (!reading.ok) return refuseViolations(reading.violations);
  return changed(call, await save(reading.value, telling(call, action)));
}

const telling =
  (call: DatesCall, action: string): Tell =>
  (transaction) =>
    audit(transaction, call, action, `campaign ${call.params.id}`);

async function changed(call: DatesCall, problem: Problem | null): Promise<ApiAnswer> {
  if (problem !== null) return problem.problem === 'noSuchCampaign' ? noCampaign() : refuseProblem(problem);
  const { database, params } = call;
  return ok({ items: await listSpecialDates(database, vdnOf(params), campaignOf(params)) });
}
