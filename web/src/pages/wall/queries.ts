// Names of agents and of skill queues: the stream tells ids only.
import { queryOptions } from '@tanstack/react-query';
import { ask, vdnPath } from '../../api/client.ts';

interface Named<Id> {
  readonly id: Id;
  readonly name: string;
}

const pageRows = 500;

/** Names of all agents, by id. They are read once, a page after the other. */
export const agentNamesQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['agents', vdnId, 'names'],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const names = new Map<string, string>();
      for (let after: string | null = ''; after !== null; ) {
        const page: { items: readonly Named<string>[]; next: string | null } = await ask(
          'GET',
          `${vdnPath(vdnId)}/agents`,
          { query: { after, limit: pageRows }, signal },
        );
        for (const { id, name } of page.items) names.set(id, name);
        after = page.next;
      }
      return names;
    },
  });

export const skillQueuesQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['skillQueues', vdnId],
    queryFn: async ({ signal }) =>
      (await ask<{ items: readonly Named<number>[] }>('GET', `${vdnPath(vdnId)}/skill-queues`, { signal }))
        .items,
  });
