// The VDN with its settings: the one place that reads how it writes times and which zone it has.
import { queryOptions } from '@tanstack/react-query';
import type { VdnSettings } from '../../../src/core/vdn.ts';
import { askPath, vdnPath } from './client.ts';
import { queryClient } from './kept.ts';
import { keepVdn } from './session.ts';

export interface VdnAnswer {
  readonly id: number;
  readonly name: string;
  readonly settings: VdnSettings;
}

export const vdnQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['vdn', vdnId],
    queryFn: async ({ signal }) => known(await askPath<VdnAnswer>('GET', vdnPath(vdnId), { signal })),
  });

/** Only what differs is sent, so that what somebody else has changed meanwhile stays. */
export async function changeVdn(
  vdnId: number,
  change: { readonly name?: string; readonly settings?: Partial<VdnSettings> },
): Promise<VdnAnswer> {
  const after = known(await askPath<VdnAnswer>('PATCH', vdnPath(vdnId), { body: change }));
  queryClient.setQueryData(vdnQuery(vdnId).queryKey, after);
  return after;
}

/** Every page writes times in the session's zone, so the zone there is never older than the one here. */
function known(answer: VdnAnswer): VdnAnswer {
  keepVdn(answer.id, answer.name, answer.settings.timeZone);
  return answer;
}
