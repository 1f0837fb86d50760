// Results of calls: query, one in detail, exception statistics (contract.md 10.1, 10.2, 4.2).
import type { FastifyInstance } from 'fastify';
import { readCallId } from '../../contract/read/readPath.ts';
import { readExceptionQuery, readResultQuery } from '../../contract/read/readResult.ts';
import { writeDayOfFailures, writeResult, writeResultDetail } from '../../contract/write/writeResult.ts';
import type { CallId, CampaignId } from '../../core/units.ts';
import { countFailures, findResult, findResults } from '../../store/calls/results.ts';
import { findCampaign } from '../../store/campaigns/campaigns.ts';
import type { HttpDeps } from '../deps.ts';
import { addContractRoute, type ContractCall, type Outcome, ofCampaign, ofVdn } from './route.ts';

export function registerResults(app: FastifyInstance, deps: HttpDeps): void {
  addContractRoute(app, deps, {
    method: 'POST',
    path: '/callresult/:campaignId',
    body: 'mandatory',
    readPath: ofCampaign,
    handle: list,
  });
  addContractRoute(app, deps, {
    method: 'GET',
    path: '/callresultdetail/:callId',
    body: 'none',
    readPath: ({ callId = '' }) => readCallId(callId),
    handle: details,
  });
  addContractRoute(app, deps, {
    method: 'GET',
    path: '/failcategorystatistics',
    body: 'none',
    readPath: ofVdn,
    handle: failures,
  });
}

async function list({ database, vdn, path, body, context }: ContractCall<CampaignId>): Promise<Outcome> {
  const reading = readResultQuery(body, context);
  if (!reading.ok) return reading;
  if ((await findCampaign(database, vdn.id, path)) === null) return { problem: 'noSuchCampaign' };
  const { results, total } = await findResults(database, vdn.id, path, reading.value, context.now);
  const data = results.map((result) => writeResult(result, context.timeZone));
  return { payload: { totalCount: total, data } };
}

async function details({ database, vdn, path, context }: ContractCall<CallId>): Promise<Outcome> {
  const result = await findResult(database, vdn.id, path);
  if (result === null) return { problem: 'noSuchCall', path: 'callId', received: path };
  return { payload: { data: writeResultDetail(result, context.timeZone) } };
}

async function failures({ database, vdn, query, context }: ContractCall<null>): Promise<Outcome> {
  const reading = readExceptionQuery(query, context);
  if (!reading.ok) return reading;
  const { campaignId } = reading.value;
  if ((await findCampaign(database, vdn.id, campaignId)) === null) {
    return { problem: 'noSuchCampaign', path: 'campaignId', received: campaignId };
  }
  const days = await countFailures(database, vdn.id, reading.value);
  return { payload: { data: days.map(writeDayOfFailures) } };
}
