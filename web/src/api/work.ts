// An agent at work, and the person they have before them; streams tell what changes.
import { queryOptions } from '@tanstack/react-query';
import type { WorkingAgent } from '../../../src/core/agentState.ts';
import { askPath, vdnPath } from './client.ts';
import { type Problem, problemOf } from './problem.ts';
import type { Readable } from './readable.ts';

/** As src/http/api/agents/agentWords.ts writes an agent; one who is not at work has no instants. */
export type WorkAnswer = Omit<Readable<WorkingAgent>, 'since' | 'signedInAt' | 'seenAt'> & {
  readonly since: string | null;
  readonly signedInAt: string | null;
};

export interface Case {
  readonly name: string;
  readonly campaign: { readonly id: number; readonly name: string; readonly description: string } | null;
  readonly contact: {
    readonly called: string;
    readonly customField: string | null;
    readonly callData: string | null;
    readonly attempts: number;
  } | null;
}

const workPath = (vdnId: number, agentId: string): string =>
  `${vdnPath(vdnId)}/agents/${encodeURIComponent(agentId)}/work`;

/** Whether whoever is signed in is an agent, and how they stand; the stream goes on from there. */
export const workQuery = (vdnId: number, agentId: string) =>
  queryOptions({
    queryKey: ['work', 'agent', vdnId, agentId],
    queryFn: ({ signal }) => askPath<WorkAnswer>('GET', workPath(vdnId, agentId), { signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Why the stream of all agents was refused, which a browser does not tell; null when it no longer would be. */
export const whyRefused = (vdnId: number): Promise<Problem | null> =>
  askPath('GET', `${vdnPath(vdnId)}/agents/work`, { query: { limit: 1 } }).then(() => null, problemOf);

/** Asked anew for each call or offer, and kept as long as it lasts. */
export const caseQuery = (vdnId: number, agentId: string, { campaignId, callId, offer }: WorkAnswer) =>
  queryOptions({
    queryKey: ['work', 'case', vdnId, agentId, campaignId, callId ?? offer?.contactId ?? null],
    queryFn: ({ signal }) => askPath<Case>('GET', `${workPath(vdnId, agentId)}/case`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: campaignId !== null,
  });
