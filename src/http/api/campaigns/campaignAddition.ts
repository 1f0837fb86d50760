// A new campaign by /api/v1: the body is that of the contract's own add interface and the decision is the
// same. It is for users with a session, who have no access key.

import { vdnOf } from '../../../api/fields.ts';
import { postCampaign } from '../../../api/routes/campaigns.ts';
import { readAddCampaign } from '../../../contract/read/readCampaign.ts';
import { readAddSpecialDate } from '../../../contract/read/readSpecialDate.ts';
import type { ReadContext } from '../../../contract/rules/violation.ts';
import { isProblem } from '../../../core/problem.ts';
import { newSettings } from '../../../core/revise.ts';
import { repeatedName } from '../../../core/specialDate.ts';
import { addCampaign } from '../../../store/campaigns/newCampaigns.ts';
import { findVdn } from '../../../store/tenants/vdns.ts';
import { refuseProblem, refuseViolations } from '../door/contractRefusal.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import { audit, type ServedRoute, serve } from '../door/route.ts';
import { describeCampaign } from './described.ts';

const added = serve(postCampaign, async (call) => {
  const { database, params, body, principal, now } = call;
  const vdn = await findVdn(database, vdnOf(params));
  if (vdn === null) return refuse('notFound', refusalTexts.noVdn);
  const { timeZone, apiTimes } = vdn.settings;
  const context: ReadContext = { now, timeZone, apiTimes };
  const reading = readAddCampaign(body, context);
  const dates = readDates(body.specialDates ?? [], context);
  if (!reading.ok) return refuseViolations([...reading.violations, ...dates.violations]);
  if (dates.violations.length > 0) return refuseViolations(dates.violations);
  const taken = repeatedName(dates.values);
  if (taken !== -1) {
    const received = dates.values[taken]?.name;
    return refuseProblem({
      problem: 'specialDateNameTaken',
      path: `specialDates[${taken}].name`,
      received,
    });
  }
  const { request, state } = reading.value;
  const author = { actor: principal.actor, now };
  const settings = newSettings(request);
  const outcome = await addCampaign(
    database,
    vdn,
    settings,
    state,
    author,
    dates.values,
    (transaction, { id, revision }) => {
      const detail = { revision, specialDates: dates.values.length };
      return audit(transaction, call, 'campaign.add', `campaign ${id}`, detail);
    },
  );
  return isProblem(outcome) ? refuseProblem(outcome) : call.created(describeCampaign(outcome, now));
});

/** What is wrong is told by `specialDates[0].beginTime`. */
function readDates(bodies: readonly object[], context: ReadContext) {
  const readings = bodies.map((body) => readAddSpecialDate(body, context));
  return {
    values: readings.flatMap((reading) => (reading.ok ? [reading.value] : [])),
    violations: readings.flatMap((reading, at) =>
      reading.ok
        ? []
        : reading.violations.map((one) => ({ ...one, path: `specialDates[${at}].${one.path}` })),
    ),
  };
}

export const additionRoutes: readonly ServedRoute[] = [added];
