// What the page of settings asks and has done.
import { queryOptions } from '@tanstack/react-query';
import type { VdnSettings } from '../../../../src/core/vdn.ts';
import { ask, vdnPath } from '../../api/client.ts';
import { queryClient } from '../../api/queries.ts';

export interface VdnAnswer {
  readonly id: number;
  readonly name: string;
  readonly settings: VdnSettings;
}

export const vdnQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['vdn', vdnId],
    queryFn: ({ signal }) => ask<VdnAnswer>('GET', vdnPath(vdnId), { signal }),
  });

/** Only what differs is sent, so that what somebody else has changed meanwhile stays. */
export async function changeVdn(
  vdnId: number,
  change: { readonly name?: string; readonly settings?: Partial<VdnSettings> },
): Promise<VdnAnswer> {
  const after = await ask<VdnAnswer>('PATCH', vdnPath(vdnId), { body: change });
  queryClient.setQueryData(vdnQuery(vdnId).queryKey, after);
  // The name and the zone are the session's too.
  await queryClient.invalidateQueries({ queryKey: ['session'] });
  return after;
}
