// Agents: pages of them with their skills, the names of all of them, and their changes.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Agent } from '../../../src/core/agent.ts';
import { askPath, vdnPath } from './client.ts';
import { readAgain } from './kept.ts';
import { Problem } from './problem.ts';

export type AgentRow = Omit<Agent, 'vdnId'>;

interface AgentPage {
  readonly items: readonly AgentRow[];
  /** The id after which the next page begins; null on the last. */
  readonly next: string | null;
}

const agentsPath = (vdnId: number): string => `${vdnPath(vdnId)}/agents`;
const pageRows = 50;
const namesRows = 500;

export const agentsQuery = (vdnId: number, skillId: string, after: string) =>
  queryOptions({
    queryKey: ['agents', 'list', vdnId, skillId, after],
    queryFn: ({ signal }) =>
      askPath<AgentPage>('GET', agentsPath(vdnId), { query: { skillId, after, limit: pageRows }, signal }),
    placeholderData: keepPreviousData,
  });

/** Names of all agents by id, for streams, which send ids only. Read once, a page after the other. */
export const agentNamesQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['agents', 'names', vdnId],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const names = new Map<string, string>();
      for (let after: string | null = ''; after !== null; ) {
        const query = { after, limit: namesRows };
        const page: AgentPage = await askPath('GET', agentsPath(vdnId), { query, signal });
        for (const { id, name } of page.items) names.set(id, name);
        after = page.next;
      }
      return names;
    },
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
  await askPath('PUT', `${agentsPath(vdnId)}/${id}`, { body, mustBeNew });
  await readAgain('agents');
}

export async function deleteAgent(vdnId: number, id: string): Promise<void> {
  await askPath('DELETE', `${agentsPath(vdnId)}/${id}`);
  await readAgain('agents');
}
