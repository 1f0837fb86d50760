// The state of the server and of the gateways, as they are when somebody looks.
import { queryOptions } from '@tanstack/react-query';
import type { GatewayState, GatewayTrouble } from '../../../src/core/carrier.ts';
import { askPath } from './client.ts';

export interface ProcessRow {
  readonly owner: string;
  readonly campaigns: number;
  readonly seats: number;
}

interface SystemAnswer {
  readonly at: string;
  readonly version: string;
  readonly database: { readonly version: string; readonly bytes: number };
  readonly processes: readonly ProcessRow[];
  readonly notices: {
    readonly waiting: number;
    readonly undelivered: number;
    readonly oldestAt: string | null;
  };
}

/** A gateway as it is told to people: why it takes no calls is a sentence in their language. */
interface ShownGateway extends Omit<GatewayState, 'trouble'> {
  readonly trouble: { readonly kind: GatewayTrouble['kind']; readonly sentence: string } | null;
}

export const systemQuery = queryOptions({
  queryKey: ['system', 'state'],
  queryFn: ({ signal }) => askPath<SystemAnswer>('GET', '/system', { signal }),
  staleTime: 0,
});

export const gatewaysQuery = queryOptions({
  queryKey: ['system', 'gateways'],
  queryFn: async ({ signal }) =>
    (await askPath<{ items: readonly ShownGateway[] }>('GET', '/system/gateways', { signal })).items,
  staleTime: 0,
});
