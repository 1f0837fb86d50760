// "Dial the failed again": reopens the numbers of a campaign whose last attempt failed.
import { campaignOf, instantText, mustBeInstant, vdnOf } from '../../../api/fields.ts';
import type { AnswerOf, BodyOf } from '../../../api/route.ts';
import { redialNumbers } from '../../../api/routes/numbers.ts';
import { stateAt } from '../../../core/campaign.ts';
import { type RedialFilter, redialableCauses, redialCausesDefault } from '../../../core/redial.ts';
import { type Millis, toMillis } from '../../../core/units.ts';
import { findCampaign } from '../../../store/campaigns/campaigns.ts';
import { beginUndoable, Undone } from '../../../store/database/undo.ts';
import { countRedialable, type RedialSlice, redialSlice } from '../../../store/numbers/redial.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { noCampaign, noVdn, refuse, refuseRules } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, type GuardedCall, type Refusal, type ServedRoute, serve, type Told } from '../door/route.ts';

/** Slices of one request: half a second of work or so. */
const slicesMax = 10;

type RedialCall = GuardedCall<typeof redialNumbers>;
type RedialAnswer = Promise<Told<AnswerOf<typeof redialNumbers>> | Refusal>;

const redial = serve(redialNumbers, async (call) => {
  const { database, params, body, now } = call;
  const [vdnId, campaignId] = [vdnOf(params), campaignOf(params)];
  const filter = readFilter(body, now);
  if ('status' in filter) return filter;
  const campaign = await findCampaign(database, vdnId, campaignId);
  if (campaign === null) return noCampaign();
  if (stateAt(campaign, now) === 'ended') return refuse('wrongState', refusalTexts.ended);
  return body.dryRun === true ? count(call, filter) : open(call, filter);
});

export const redialRoutes: readonly ServedRoute[] = [redial];

/** What to look for, or the refusal of an instant that the calendar does not have. */
function readFilter(
  { causes, attemptedFrom, attemptedBefore }: BodyOf<typeof redialNumbers>,
  now: Millis,
): RedialFilter | Refusal {
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

async function count({ database, params, ok }: RedialCall, filter: RedialFilter): RedialAnswer {
  const every = { ...filter, causes: redialableCauses };
  const byCause = await countRedialable(database, vdnOf(params), campaignOf(params), every);
  const numbers = byCause
    .filter((one) => filter.causes.includes(one.cause))
    .reduce((sum, one) => sum + one.numbers, 0);
  return ok({ dryRun: true, numbers, byCause, attemptedBefore: instantText(filter.before), next: null });
}

async function open(call: RedialCall, filter: RedialFilter): RedialAnswer {
  const vdn = await findVdn(call.database, vdnOf(call.params));
  if (vdn === null) return noVdn();
  const { unfinishedNumbersMax } = vdn.settings;
  let numbers = 0;
  let next: string | null = call.body.after ?? '0';
  for (let slices = 0; slices < slicesMax && next !== null; slices += 1) {
    const slice = await openSlice(call, filter, next, unfinishedNumbersMax);
    if (slice === 'notAllowedNow') return refuse('wrongState', refusalTexts.ended);
    if (slice === 'tooManyNumbers')
      return refuse('tooManyNumbers', refusalTexts.tooManyAgain(unfinishedNumbersMax, numbers), {
        fields: { numbers },
      });
    numbers += slice.opened;
    next = slice.next;
  }
  return call.ok({ dryRun: false, numbers, byCause: [], attemptedBefore: instantText(filter.before), next });
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
  return beginUndoable(database, async (transaction): Promise<RedialSlice> => {
    const slice = await redialSlice(transaction, vdnId, campaignId, filter, after, unfinishedMax, now);
    if (typeof slice === 'string') throw new Undone<RedialSlice>(slice);
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
}
