// Every interface of the contract that this server has: its method and path, what it reads, what it
// answers, and the codes it can answer with (seed, Table 14; contract.md 3 to 10). For the OpenAPI
// document and the conformance table.
import { type TSchema, Type } from 'typebox';
import type { Code } from './codes.ts';
import * as answers from './schemas/answers.ts';
import {
  addCampaignBody,
  campaignListQuery,
  deleteCampaignBody,
  modifyCampaignBody,
} from './schemas/campaign.ts';
import { addNumbersBody, deleteNumbersBody } from './schemas/number.ts';
import { callPath, campaignPath, contactPath, specialDatePath, vdnPath } from './schemas/path.ts';
import { exceptionQuery, resultQueryBody } from './schemas/result.ts';
import { addSpecialDateBody, modifySpecialDateBody } from './schemas/specialDate.ts';

export interface Interface {
  readonly operationId: string;
  readonly title: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With `{parameters}`, each of them in one of `paths`. */
  readonly path: string;
  readonly paths: readonly TSchema[];
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly bodyIsOptional?: true;
  /** What a successful answer carries beside the four common fields. */
  readonly payload?: TSchema;
  /** The 7-digit codes; those of the common table are on every interface. */
  readonly codes: readonly Code[];
}

const root = '/rest/isales/v1/openapi/campaigns/{vdnId}';
const campaign = `${root}/{campaignId}`;
const onVdn = [vdnPath];
const onCampaign = [vdnPath, campaignPath];

const carrying = (name: 'returnObject' | 'data', schema: TSchema) => Type.Object({ [name]: schema });

const campaignInterfaces: readonly Interface[] = [
  {
    operationId: 'addCampaign',
    title: 'Add a campaign (V1)',
    method: 'post',
    path: root,
    paths: onVdn,
    body: addCampaignBody,
    payload: carrying('returnObject', answers.campaignId),
    codes: ['0200001', '0200002', '0200003', '0200004', '0200005', '0200017'],
  },
  {
    operationId: 'modifyCampaign',
    title: 'Modify a campaign (V1)',
    method: 'put',
    path: campaign,
    paths: onCampaign,
    body: modifyCampaignBody,
    codes: ['0200001', '0200002', '0200005', '0200007', '0200016', '0200017'],
  },
  {
    operationId: 'deleteCampaign',
    title: 'Delete a campaign',
    method: 'delete',
    path: campaign,
    paths: onCampaign,
    body: deleteCampaignBody,
    bodyIsOptional: true,
    codes: ['0200001', '0200007', '0200009'],
  },
  {
    operationId: 'campaignDetails',
    title: 'Query the details of a campaign',
    method: 'get',
    path: campaign,
    paths: onCampaign,
    payload: carrying('returnObject', answers.campaignDetails),
    codes: ['0200001', '0200007'],
  },
  {
    operationId: 'campaignList',
    title: 'Query the list of campaigns',
    method: 'get',
    path: root,
    paths: onVdn,
    query: campaignListQuery,
    payload: answers.campaignList,
    codes: ['0200001'],
  },
  {
    operationId: 'pauseCampaign',
    title: 'Pause a campaign',
    method: 'put',
    path: `${campaign}/pause`,
    paths: onCampaign,
    codes: ['0200001', '0200007', '0200011'],
  },
  {
    operationId: 'resumeCampaign',
    title: 'Resume a campaign, or start a draft',
    method: 'put',
    path: `${campaign}/resume`,
    paths: onCampaign,
    codes: ['0200001', '0200007', '0200011'],
  },
];

const holiday = `${root}/holiday/{campaignId}`;

const specialDateInterfaces: readonly Interface[] = [
  {
    operationId: 'listSpecialDates',
    title: 'List the special dates of a campaign',
    method: 'get',
    path: holiday,
    paths: onCampaign,
    payload: carrying('data', Type.Array(answers.specialDate)),
    codes: ['0200001', '0200007'],
  },
  {
    operationId: 'addSpecialDate',
    title: 'Add a special date',
    method: 'post',
    path: holiday,
    paths: onCampaign,
    body: addSpecialDateBody,
    codes: ['0200001', '0200007', '0200013', '0200015', '0200030'],
  },
  {
    operationId: 'modifySpecialDate',
    title: 'Modify a special date',
    method: 'put',
    path: holiday,
    paths: onCampaign,
    body: modifySpecialDateBody,
    codes: ['0200001', '0200007', '0200013', '0200014', '0200030'],
  },
  {
    operationId: 'deleteSpecialDate',
    title: 'Delete a special date',
    method: 'delete',
    path: `${holiday}/{holidayId}`,
    paths: [...onCampaign, specialDatePath],
    codes: ['0200001', '0200007', '0200014'],
  },
  {
    operationId: 'deleteSpecialDates',
    title: 'Delete all special dates of a campaign',
    method: 'delete',
    path: holiday,
    paths: onCampaign,
    codes: ['0200001', '0200007'],
  },
];

const callData = `${root}/calldata/{campaignId}`;

const numberInterfaces: readonly Interface[] = [
  {
    operationId: 'addNumbers',
    title: 'Add numbers to a campaign (V1)',
    method: 'post',
    path: callData,
    paths: onCampaign,
    body: addNumbersBody,
    payload: carrying('returnObject', answers.addedNumbers),
    codes: ['0200001', '0200007', '0200018', '0200019', '0200020', '0200022', '0200029', '0200030'],
  },
  {
    operationId: 'deleteNumbers',
    title: 'Delete numbers of a campaign',
    method: 'post',
    path: `${callData}/delete`,
    paths: onCampaign,
    body: deleteNumbersBody,
    codes: ['0200001', '0200007', '0200009', '0200030'],
  },
  {
    operationId: 'numberDetails',
    title: 'Query one number',
    method: 'get',
    path: `${callData}/{dataId}`,
    paths: [...onCampaign, contactPath],
    payload: carrying('data', answers.numberDetails),
    codes: ['0200001', '0200007'],
  },
];

const resultInterfaces: readonly Interface[] = [
  {
    operationId: 'resultQuery',
    title: 'Query the results of a campaign',
    method: 'post',
    path: `${root}/callresult/{campaignId}`,
    paths: onCampaign,
    body: resultQueryBody,
    payload: answers.resultList,
    codes: ['0200001', '0200007'],
  },
  {
    operationId: 'resultDetail',
    title: 'Query one result in detail',
    method: 'get',
    path: `${root}/callresultdetail/{callId}`,
    paths: [vdnPath, callPath],
    payload: carrying('data', answers.resultDetail),
    codes: ['0200001'],
  },
  {
    operationId: 'exceptionStatistics',
    title: 'Query the exception statistics of a campaign',
    method: 'get',
    path: `${root}/failcategorystatistics`,
    paths: onVdn,
    query: exceptionQuery,
    payload: carrying('data', Type.Array(answers.dayOfFailures)),
    codes: ['0200001', '0200007'],
  },
];

export const interfaces: readonly Interface[] = [
  ...campaignInterfaces,
  ...specialDateInterfaces,
  ...numberInterfaces,
  ...resultInterfaces,
];

/** The common table (contract.md 1.1), on every interface. */
export const commonCodes: readonly Code[] = [
  '02000001',
  '02000002',
  '02000003',
  '02000004',
  '02000005',
  '02000006',
  '02000007',
  '02000008',
  '02000009',
  '02000010',
  '02000011',
];
