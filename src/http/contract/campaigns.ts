// The campaign interfaces of V1 (contract.md 3.2 to 3.8).
import type { FastifyInstance } from 'fastify';
import {
  readAddCampaign,
  readCampaignListQuery,
  readDeleteCampaign,
  readModifyCampaign,
} from '../../contract/read/readCampaign.ts';
import { writeCampaignDetails, writeCampaignList } from '../../contract/write/writeCampaign.ts';
import { nextState } from '../../core/newCampaign.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import { newSettings, revise } from '../../core/revise.ts';
import type { CampaignId } from '../../core/units.ts';
import { listCampaigns } from '../../store/campaigns/campaignList.ts';
import {
  type ChangeSubject,
  changeCampaign,
  type Decide,
  deleteCampaign,
  findCampaign,
} from '../../store/campaigns/campaigns.ts';
import { prepareKnownChange } from '../../store/campaigns/knownChange.ts';
import { addCampaign } from '../../store/campaigns/newCampaigns.ts';
import type { HttpDeps } from '../deps.ts';
import { addContractRoute, type ContractCall, done, type Outcome, ofCampaign, ofVdn } from './route.ts';

const one = '/:campaignId';

export function registerCampaigns(app: FastifyInstance, deps: HttpDeps): void {
  const ofOne = { path: one, readPath: ofCampaign } as const;
  const ofAll = { path: '', readPath: ofVdn } as const;
  addContractRoute(app, deps, { ...ofAll, method: 'POST', body: 'mandatory', handle: add });
  addContractRoute(app, deps, { ...ofAll, method: 'GET', body: 'none', handle: list });
  addContractRoute(app, deps, { ...ofOne, method: 'GET', body: 'none', handle: details });
  addContractRoute(app, deps, { ...ofOne, method: 'PUT', body: 'mandatory', admits: true, handle: modify });
  addContractRoute(app, deps, { ...ofOne, method: 'DELETE', body: 'optional', handle: remove });
  for (const action of ['pause', 'resume'] as const) {
    const path = `${one}/${action}`;
    const handle = (call: ContractCall<CampaignId>) => turn(call, action);
    addContractRoute(app, deps, {
      path,
      readPath: ofCampaign,
      method: 'PUT',
      body: 'none',
      admits: true,
      handle,
    });
  }
}

async function add({ database, vdn, body, context, author }: ContractCall<null>): Promise<Outcome> {
  const reading = readAddCampaign(body, context);
  if (!reading.ok) return reading;
  const { request, state } = reading.value;
  const added = await addCampaign(database, vdn, newSettings(request), state, author);
  return isProblem(added) ? added : { payload: { returnObject: { id: added.id } } };
}

async function list({ database, vdn, query, context }: ContractCall<null>): Promise<Outcome> {
  const reading = readCampaignListQuery(query, context);
  if (!reading.ok) return reading;
  const page = await listCampaigns(database, vdn.id, reading.value, context.now);
  return { payload: writeCampaignList(page, reading.value, context) };
}

async function details({ database, vdn, path, context }: ContractCall<CampaignId>): Promise<Outcome> {
  const campaign = await findCampaign(database, vdn.id, path);
  if (campaign === null) return { problem: 'noSuchCampaign' };
  return { payload: { returnObject: writeCampaignDetails(campaign, context) } };
}

async function modify(call: ContractCall<CampaignId>): Promise<Outcome> {
  const { vdn, path, body, context } = call;
  const reading = readModifyCampaign(body, context);
  if (!reading.ok) return reading;
  const request = reading.value;
  const subject = {
    vdnId: vdn.id,
    campaignId: path,
    name: request.name,
    skillId: request.skill?.skillId ?? null,
  };
  return change(call, subject, ({ campaign, ...facts }) => {
    const settings = revise(campaign, request, { now: context.now, ...facts });
    return isProblem(settings) ? settings : { settings, action: 'modify' };
  });
}

function turn(call: ContractCall<CampaignId>, action: 'pause' | 'resume'): Promise<Outcome> {
  const { vdn, path, context } = call;
  const subject = { vdnId: vdn.id, campaignId: path, name: null, skillId: null };
  return change(call, subject, ({ campaign }) => {
    const state = nextState(campaign, action, context.now);
    return isProblem(state) ? state : { state, action };
  });
}

/** In one round trip where this process knows the campaign as it is, and after reading it otherwise. */
async function change(
  { database, author, admission }: ContractCall<CampaignId>,
  subject: ChangeSubject,
  decide: Decide<Problem>,
): Promise<Outcome> {
  const write = prepareKnownChange(database, subject, author, decide);
  if (write !== null && (await admission.enterWith(write)).isSaved) return done;
  await admission.enter();
  const saved = await changeCampaign(database, subject, author, decide);
  return isProblem(saved) ? saved : done;
}

async function remove(call: ContractCall<CampaignId>): Promise<Outcome> {
  const { database, vdn, path, body, author } = call;
  const reading = readDeleteCampaign(body);
  if (!reading.ok) return reading;
  const gone = await deleteCampaign(database, vdn.id, path, reading.value, author);
  return isProblem(gone) ? gone : done;
}
