// Special dates of a campaign by /api/v1: the same as the contract's interface, for users with a session. A
// change answers all dates of the campaign, so that the author of a change sees the others as they are.

import { campaignOf, vdnOf } from '../../../api/fields.ts';
import type { AnswerOf } from '../../../api/route.ts';
import { getDates, postDate, putDate, removeDate } from '../../../api/routes/specialDates.ts';
import { readAddSpecialDate } from '../../../contract/read/readSpecialDate.ts';
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
import { refuseProblem, refuseViolations } from '../door/contractRefusal.ts';
import { noCampaign } from '../door/problem.ts';
import {
  type Answering,
  type ApiCall,
  audit,
  type Refusal,
  type ServedRoute,
  serve,
  type Told,
} from '../door/route.ts';

const dates = serve(getDates, async ({ database, params, ok }) => {
  const [vdnId, id] = [vdnOf(params), campaignOf(params)];
  if ((await findCampaign(database, vdnId, id)) === null) return noCampaign();
  return ok({ items: await listSpecialDates(database, vdnId, id) });
});

const newDate = serve(postDate, async (call) => {
  const { database, params } = call;
  return change(call, 'specialDate.add', (date, tell) =>
    addSpecialDate(database, vdnOf(params), campaignOf(params), date, tell),
  );
});

const changedDate = serve(putDate, async (call) => {
  const { database, params, body } = call;
  const id = Number(params.dateId);
  return change(call, 'specialDate.change', (date, tell) =>
    modifySpecialDate(database, vdnOf(params), campaignOf(params), { id, ...date }, body.ifIs, tell),
  );
});

const noMoreDate = serve(removeDate, async (call) => {
  const { database, params } = call;
  const id = Number(params.dateId);
  const tell = makeTell(call, 'specialDate.delete');
  return answerDates(call, await deleteSpecialDates(database, vdnOf(params), campaignOf(params), id, tell));
});

export const specialDateRoutes: readonly ServedRoute[] = [dates, newDate, changedDate, noMoreDate];

type Dates = AnswerOf<typeof getDates>;
type DatesCall = ApiCall<{ readonly vdnId: string; readonly id: string }, unknown, unknown> &
  Answering<Dates>;

/** Reads the date as the contract does, and saves it if it is one. */
async function change(
  call: DatesCall,
  action: string,
  save: (date: NewSpecialDate, tell: Tell) => Promise<Problem | null>,
): Promise<Told<Dates> | Refusal> {
  const { database, params, body, now } = call;
  const vdn = await findVdn(database, vdnOf(params));
  if (vdn === null) return noCampaign();
  const { timeZone, apiTimes } = vdn.settings;
  const reading = readAddSpecialDate(body, { now, timeZone, apiTimes });
  if (!reading.ok) return refuseViolations(reading.violations);
  return answerDates(call, await save(reading.value, makeTell(call, action)));
}

const makeTell =
  (call: DatesCall, action: string): Tell =>
  (transaction) =>
    audit(transaction, call, action, `campaign ${call.params.id}`);

async function answerDates(call: DatesCall, problem: Problem | null): Promise<Told<Dates> | Refusal> {
  if (problem !== null) return problem.problem === 'noSuchCampaign' ? noCampaign() : refuseProblem(problem);
  const { database, params } = call;
  return call.ok({ items: await listSpecialDates(database, vdnOf(params), campaignOf(params)) });
}
