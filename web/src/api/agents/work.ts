// An agent at work, and the person they have before them; streams tell what changes.
import { queryOptions } from '@tanstack/react-query';
import { type AgentAtWork, getAllWork, getCase, getWork } from '../../../../src/api/routes/agentWork.ts';
import { ask } from '../client.ts';
import { type Problem, problemOf } from '../problem.ts';

/** Whether the signed-in user is an agent, and their state; the stream goes on from there. */
export const workQuery = (vdnId: number, agentId: string) =>
  queryOptions({
    queryKey: ['work', 'agent', vdnId, agentId],
    queryFn: ({ signal }) => ask(getWork, { params: { vdnId, agentId }, signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Why the stream of all agents was refused, which a browser does not tell; null when it no longer would be. */
export const whyRefused = (vdnId: number): Promise<Problem | null> =>
  ask(getAllWork, { params: { vdnId }, query: { limit: 1 } }).then(() => null, problemOf);

/** Asked anew for each call or offer, and kept as long as it lasts. */
export const caseQuery = (vdnId: number, agentId: string, { campaignId, callId, offer }: AgentAtWork) =>
  queryOptions({
    queryKey: ['work', 'case', vdnId, agentId, campaignId, callId ?? offer?.contactId ?? null],
    queryFn: ({ signal }) => ask(getCase, { params: { vdnId, agentId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: campaignId !== null,
  });
