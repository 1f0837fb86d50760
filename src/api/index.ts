// Every route of /api/v1, by concept. The OpenAPI document is made of this list.
import {
  getAgent,
  getAgents,
  getFlows,
  getSkillQueues,
  putAgent,
  putFlow,
  putSkillQueue,
  removeAgent,
  removeFlow,
  removeSkillQueue,
} from './agents.ts';
import { agentCommands, getAllWork, getCase, getWork } from './agentWork.ts';
import { getCalls, getCallsFile, getNotices, getOutcomes, resendNotices } from './calls.ts';
import type { Route } from './route.ts';

export const routes: readonly Route[] = [
  getSkillQueues,
  putSkillQueue,
  removeSkillQueue,
  getAgents,
  getAgent,
  putAgent,
  removeAgent,
  getAllWork,
  getWork,
  ...Object.values(agentCommands),
  getCase,
  getFlows,
  putFlow,
  removeFlow,
  getOutcomes,
  getCalls,
  getCallsFile,
  getNotices,
  resendNotices,
];
