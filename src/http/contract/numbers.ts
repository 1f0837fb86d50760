// Numbers of a campaign: add V1, delete, query one (contract.md 7.1, 7.3, 7.4).
import type { FastifyInstance } from 'fastify';
import { judgeCallData, readDeleteNumbers, readNumbers } from '../../contract/read/readNumber.ts';
import { readContactId } from '../../contract/read/readPath.ts';
import { accepted, type Reading, refusal } from '../../contract/rules/violation.ts';
import { writeAddedNumbers, writeNumber } from '../../contract/write/writeNumber.ts';
import { judgeContactDeletion, judgeContactState } from '../../core/contactRules.ts';
import { isProblem } from '../../core/problem.ts';
import type { CampaignId, ContactId } from '../../core/units.ts';
import { findCampaign } from '../../store/campaigns/campaigns.ts';
import { addContacts, deleteContacts, findContact } from '../../store/numbers/contacts.ts';
import type { HttpDeps } from '../deps.ts';
import {
  addContractRoute,
  type ContractCall,
  done,
  type Outcome,
  ofCampaign,
  type PathTexts,
} from './route.ts';

interface OneNumber {
  readonly campaignId: CampaignId;
  readonly contactId: ContactId;
  /** As sent, for the answer that there is none. */
  readonly text: string;
}

export function registerNumbers(app: FastifyInstance, deps: HttpDeps): void {
  const all = '/calldata/:campaignId';
  const toAll = { readPath: ofCampaign, method: 'POST', body: 'mandatory' } as const;
  addContractRoute(app, deps, { ...toAll, path: all, handle: add });
  addContractRoute(app, deps, { ...toAll, path: `${all}/delete`, handle: remove });
  const path = `${all}/:dataId`;
  addContractRoute(app, deps, { path, readPath: ofNumber, method: 'GET', body: 'none', handle: details });
}

function ofNumber(texts: PathTexts): Reading<OneNumber> {
  const campaignId = ofCampaign(texts);
  if (!campaignId.ok) return campaignId;
  const text = texts.dataId ?? '';
  const contactId = readContactId(text);
  return contactId.ok
    ? accepted({ campaignId: campaignId.value, contactId: contactId.value, text })
    : contactId;
}

async function add({ database, vdn, path, body, context }: ContractCall<CampaignId>): Promise<Outcome> {
  const reading = readNumbers(body, context);
  if (!reading.ok) return reading;
  const numbers = reading.value;
  const campaign = await findCampaign(database, vdn.id, path);
  if (campaign === null) return { problem: 'noSuchCampaign' };
  const refused = refusal(judgeCallData(numbers, campaign.settings.deviceType));
  if (refused !== null) return refused;
  const problem = judgeContactState(campaign, context.now);
  if (problem !== null) return problem;
  const { unfinishedNumbersMax } = vdn.settings;
  const addition = await addContacts(database, vdn.id, path, numbers, unfinishedNumbersMax, context.now);
  if (isProblem(addition)) return addition;
  return { payload: { returnObject: writeAddedNumbers(addition.added, addition.unfinished) } };
}

async function remove({ database, vdn, path, body, context }: ContractCall<CampaignId>): Promise<Outcome> {
  const reading = readDeleteNumbers(body, context);
  if (!reading.ok) return reading;
  const campaign = await findCampaign(database, vdn.id, path);
  if (campaign === null) return { problem: 'noSuchCampaign' };
  const problem = judgeContactDeletion(campaign, context.now);
  if (problem !== null) return problem;
  await deleteContacts(database, vdn.id, path, reading.value, context.now);
  return done;
}

async function details({ database, vdn, path, context }: ContractCall<OneNumber>): Promise<Outcome> {
  const { campaignId, contactId, text } = path;
  if ((await findCampaign(database, vdn.id, campaignId)) === null) return { problem: 'noSuchCampaign' };
  const contact = await findContact(database, vdn.id, campaignId, contactId);
  if (contact === null) return { problem: 'noSuchNumber', path: 'dataId', received: text };
  return { payload: { data: writeNumber(contact, context.timeZone) } };
}
