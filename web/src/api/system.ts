// The state of the server and of the gateways, as they are when somebody looks.
import { queryOptions } from '@tanstack/react-query';
import { getGateways, getSystem } from '../../../src/api/routes/system.ts';
import { ask } from './client.ts';

export const systemQuery = queryOptions({
  queryKey: ['system', 'state'],
  queryFn: ({ signal }) => ask(getSystem, { signal }),
  staleTime: 0,
});

export const gatewaysQuery = queryOptions({
  queryKey: ['system', 'gateways'],
  queryFn: async ({ signal }) => (await ask(getGateways, { signal })).items,
  staleTime: 0,
});
