// The IVR flows of a VDN and their changes.
import { queryOptions } from '@tanstack/react-query';
import type { Flow } from '../../../src/core/agent.ts';
import { askPath, vdnPath } from './client.ts';
import { readAgain } from './kept.ts';

export type FlowRow = Omit<Flow, 'vdnId'>;

const flowsPath = (vdnId: number): string => `${vdnPath(vdnId)}/flows`;

export const flowsQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['flows', vdnId],
    queryFn: async ({ signal }) =>
      (await askPath<{ items: readonly FlowRow[] }>('GET', flowsPath(vdnId), { signal })).items,
  });

export async function saveFlow(vdnId: number, { code, ...body }: FlowRow, mustBeNew: boolean): Promise<void> {
  await askPath('PUT', `${flowsPath(vdnId)}/${code}`, { body, mustBeNew });
  await readAgain('flows');
}

export async function deleteFlow(vdnId: number, code: string): Promise<void> {
  await askPath('DELETE', `${flowsPath(vdnId)}/${code}`);
  await readAgain('flows');
}
