// Names of agents: the stream tells ids only.
import { queryOptions } from '@tanstack/react-query';
import { ask, vdnPath } from '../../api/client.ts';

interface Named {
  readonly id: string;
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
        const page: { items: readonly Named[]; next: string | null } = await ask(
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
