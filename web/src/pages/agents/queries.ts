// What the page of agents asks and has done.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Agent } from '../../../../src/core/agent.ts';
import { ask, vdnPath } from '../../api/client.ts';
import { Problem } from '../../api/problem.ts';
import { queryClient } from '../../api/queries.ts';

export type AgentRow = Omit<Agent, 'vdnId'>;

interface AgentPage {
  readonly items: readonly AgentRow[];
  /** The id after which the next page begins; null on the last. */
  readonly next: string | null;
}

const agentsPath = (vdnId: number): string => `${vdnPath(vdnId)}/agents`;
const pageRows = 50;

export const agentsQuery = (vdnId: number, skillId: string, after: string) =>
  queryOptions({
    queryKey: ['agents', vdnId, skillId, after],
    queryFn: ({ signal }) =>
      ask<AgentPage>('GET', agentsPath(vdnId), { query: { skillId, after, limit: pageRows }, signal }),
    placeholderData: keepPreviousData,
  });

/** @param takenText said at the id when the agent is there already */
export async function addAgent(vdnId: number, agent: AgentRow, takenText: string): Promise<void> {
  try {
    await putAgent(vdnId, agent, true);
  } catch (error) {
    const isTaken =
      error instanceof Problem && error.kind === 'alreadyThere' && error.violations.length === 0;
    if (!isTaken) throw error;
    throw new Problem('alreadyThere', 409, '', { violations: [{ path: 'id', rule: takenText }] });
  }
}

export const saveAgent = (vdnId: number, agent: AgentRow): Promise<void> => putAgent(vdnId, agent, false);

async function putAgent(vdnId: number, { id, ...body }: AgentRow, mustBeNew: boolean): Promise<void> {
  await ask('PUT', `${agentsPath(vdnId)}/${id}`, { body, mustBeNew });
  await queryClient.invalidateQueries({ queryKey: ['agents'] });
}

export async function deleteAgent(vdnId: number, id: string): Promise<void> {
  await ask('DELETE', `${agentsPath(vdnId)}/${id}`);
  await queryClient.invalidateQueries({ queryKey: ['agents'] });
}
