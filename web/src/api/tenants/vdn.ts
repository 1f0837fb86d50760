// The VDN with its settings: the one place that reads how it writes times and which zone it has.
import { queryOptions } from '@tanstack/react-query';
import type { BodyOf } from '../../../../src/api/route.ts';
import { getVdn, patchVdn, type Vdn } from '../../../../src/api/routes/vdns.ts';
import { ask } from '../client.ts';
import { queryClient } from '../kept.ts';
import { keepVdn } from './session.ts';

export const vdnQuery = (vdnId: number) =>
  queryOptions({
    queryKey: ['vdn', vdnId],
    queryFn: async ({ signal }) => known(await ask(getVdn, { params: { vdnId }, signal })),
  });

/** Only what differs is sent, so that what somebody else has changed meanwhile stays. */
export async function changeVdn(vdnId: number, change: BodyOf<typeof patchVdn>): Promise<Vdn> {
  const after = known(await ask(patchVdn, { params: { vdnId }, body: change }));
  queryClient.setQueryData(vdnQuery(vdnId).queryKey, after);
  return after;
}

/** Every page writes times in the session's zone, so the zone there is never older than the one here. */
function known(answer: Vdn): Vdn {
  keepVdn(answer.id, answer.name, answer.settings.timeZone);
  return answer;
}
