// Special dates of a campaign (contract.md 5).
import type { FastifyInstance } from 'fastify';
import { readSpecialDateId } from '../../contract/read/readPath.ts';
import { readAddSpecialDate, readModifySpecialDate } from '../../contract/read/readSpecialDate.ts';
import { accepted, type Reading } from '../../contract/rules/violation.ts';
import { writeSpecialDate } from '../../contract/write/writeSpecialDate.ts';
import type { CampaignId } from '../../core/units.ts';
import { findCampaign } from '../../store/campaigns/campaigns.ts';
import {
  addSpecialDate,
  deleteSpecialDates,
  listSpecialDates,
  modifySpecialDate,
} from '../../store/campaigns/specialDates.ts';
import type { HttpDeps } from '../deps.ts';
import {
  addContractRoute,
  type ContractCall,
  done,
  type Outcome,
  ofCampaign,
  type PathTexts,
} from './route.ts';

interface OneDate {
  readonly campaignId: CampaignId;
  readonly id: number;
}

export function registerSpecialDates(app: FastifyInstance, deps: HttpDeps): void {
  const ofAll = { path: '/holiday/:campaignId', readPath: ofCampaign } as const;
  addContractRoute(app, deps, { ...ofAll, method: 'GET', body: 'none', handle: list });
  addContractRoute(app, deps, { ...ofAll, method: 'POST', body: 'mandatory', handle: add });
  addContractRoute(app, deps, { ...ofAll, method: 'PUT', body: 'mandatory', handle: modify });
  addContractRoute(app, deps, { ...ofAll, method: 'DELETE', body: 'none', handle: removeAll });
  const path = '/holiday/:campaignId/:holidayId';
  addContractRoute(app, deps, { path, readPath: ofDate, method: 'DELETE', body: 'none', handle: removeOne });
}

function ofDate(texts: PathTexts): Reading<OneDate> {
  const campaignId = ofCampaign(texts);
  if (!campaignId.ok) return campaignId;
  const id = readSpecialDateId(texts.holidayId ?? '');
  return id.ok ? accepted({ campaignId: campaignId.value, id: id.value }) : id;
}

async function list({ database, vdn, path }: ContractCall<CampaignId>): Promise<Outcome> {
  if ((await findCampaign(database, vdn.id, path)) === null) return { problem: 'noSuchCampaign' };
  const dates = await listSpecialDates(database, vdn.id, path);
  return { payload: { data: dates.map(writeSpecialDate) } };
}

async function add({ database, vdn, path, body, context }: ContractCall<CampaignId>): Promise<Outcome> {
  const reading = readAddSpecialDate(body, context);
  if (!reading.ok) return reading;
  return (await addSpecialDate(database, vdn.id, path, reading.value)) ?? done;
}

async function modify({ database, vdn, path, body, context }: ContractCall<CampaignId>): Promise<Outcome> {
  const reading = readModifySpecialDate(body, context);
  if (!reading.ok) return reading;
  return (await modifySpecialDate(database, vdn.id, path, reading.value)) ?? done;
}

const removeAll = async ({ database, vdn, path }: ContractCall<CampaignId>): Promise<Outcome> =>
  (await deleteSpecialDates(database, vdn.id, path, null)) ?? done;

const removeOne = async ({ database, vdn, path }: ContractCall<OneDate>): Promise<Outcome> =>
  (await deleteSpecialDates(database, vdn.id, path.campaignId, path.id)) ?? done;
