// The skill queues of a VDN and their changes.
import { queryOptions } from '@tanstack/react-query';
import { askPath, vdnPath } from './client.ts';
import { readAgain } from './kept.ts';

export interface SkillQueueRow {
  /** 1 to 1000. */
  readonly id: number;
  readonly name: string;
}

const queuesPath = (vdnId: number): string => `${vdnPath(vdnId)}/skill-queues`;

export const skillQueuesQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['skillQueues', vdnId],
    queryFn: async ({ signal }) =>
      (await askPath<{ items: readonly SkillQueueRow[] }>('GET', queuesPath(vdnId), { signal })).items,
  });

export async function saveQueue(
  vdnId: number,
  { id, name }: SkillQueueRow,
  mustBeNew: boolean,
): Promise<void> {
  await askPath('PUT', `${queuesPath(vdnId)}/${id}`, { body: { name: name.trim() }, mustBeNew });
  await readAgain('skillQueues');
}

/** Agents lose it, so their lists are read again as well. */
export async function deleteQueue(vdnId: number, id: number): Promise<void> {
  await askPath('DELETE', `${queuesPath(vdnId)}/${id}`);
  await readAgain('skillQueues', 'agents');
}
