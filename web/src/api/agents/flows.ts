// The IVR flows of a VDN and their changes.
import { queryOptions } from '@tanstack/react-query';
import { type Flow, getFlows, putFlow, removeFlow } from '../../../../src/api/routes/agents.ts';
import { ask } from '../client.ts';
import { readAgain } from '../kept.ts';

export const flowsQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['flows', vdnId],
    queryFn: async ({ signal }) => (await ask(getFlows, { params: { vdnId }, signal })).items,
  });

export async function saveFlow(vdnId: number, { code, ...body }: Flow, mustBeNew: boolean): Promise<void> {
  await ask(putFlow, { params: { vdnId, code }, body, mustBeNew });
  await readAgain('flows');
}

export async function deleteFlow(vdnId: number, code: string): Promise<void> {
  await ask(removeFlow, { params: { vdnId, code } });
  await readAgain('flows');
}
