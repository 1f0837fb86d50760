// The skill queues of a VDN and their changes.
import { queryOptions } from '@tanstack/react-query';
import {
  getSkillQueues,
  putSkillQueue,
  removeSkillQueue,
  type SkillQueue,
} from '../../../../src/api/routes/agents.ts';
import { ask } from '../client.ts';
import { readAgain } from '../kept.ts';

export const skillQueuesQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['skillQueues', vdnId],
    queryFn: async ({ signal }) => (await ask(getSkillQueues, { params: { vdnId }, signal })).items,
  });

export async function saveQueue(vdnId: number, { id, name }: SkillQueue, mustBeNew: boolean): Promise<void> {
  await ask(putSkillQueue, { params: { vdnId, skillId: id }, body: { name: name.trim() }, mustBeNew });
  await readAgain('skillQueues');
}

/** Agents lose it, so their lists are read again as well. */
export async function deleteQueue(vdnId: number, id: number): Promise<void> {
  await ask(removeSkillQueue, { params: { vdnId, skillId: id } });
  await readAgain('skillQueues', 'agents');
}
