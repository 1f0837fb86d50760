// Agents: pages of them with their skills, the names of all of them, and their changes.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../../../../src/api/route.ts';
import { type Agent, getAgents, putAgent, removeAgent } from '../../../../src/api/routes/agents.ts';
import { ask } from '../client.ts';
import { readAgain } from '../kept.ts';
import { Problem } from '../problem.ts';

const pageRows = 50;
const namesRows = 500;

export const agentsQuery = (vdnId: number, skillId: string, after: string) =>
  queryOptions({
    queryKey: ['agents', 'list', vdnId, skillId, after],
    queryFn: ({ signal }) =>
      ask(getAgents, { params: { vdnId }, query: { skillId, after, limit: pageRows }, signal }),
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
        const page: AnswerOf<typeof getAgents> = await ask(getAgents, { params: { vdnId }, query, signal });
        for (const { id, name } of page.items) names.set(id, name);
        after = page.next;
      }
      return names;
    },
  });

/** @param takenText said at the id when the agent is there already */
export async function addAgent(vdnId: number, agent: Agent, takenText: string): Promise<void> {
  try {
    await keepAgent(vdnId, agent, true);
  } catch (error) {
    const isTaken =
      error instanceof Problem && error.kind === 'alreadyThere' && error.violations.length === 0;
    if (!isTaken) throw error;
    throw new Problem('alreadyThere', 409, '', { violations: [{ path: 'id', rule: takenText }] });
  }
}

export const saveAgent = (vdnId: number, agent: Agent): Promise<void> => keepAgent(vdnId, agent, false);

async function keepAgent(vdnId: number, { id, ...body }: Agent, mustBeNew: boolean): Promise<void> {
  await ask(putAgent, { params: { vdnId, agentId: id }, body, mustBeNew });
  await readAgain('agents');
}

export async function deleteAgent(vdnId: number, agentId: string): Promise<void> {
  await ask(removeAgent, { params: { vdnId, agentId } });
  await readAgain('agents');
}
