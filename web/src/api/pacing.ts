// What pacing decides for a campaign at this moment, and why a beat placed so many calls.
import { queryOptions } from '@tanstack/react-query';
import { type BeatExplained, getExplain } from '../../../src/api/routes/explain.ts';
import { getPacing } from '../../../src/api/routes/pacing.ts';
import { ask } from './client.ts';

export const pacingQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['pacing', vdnId, id],
    queryFn: ({ signal }) => ask(getPacing, { params: { vdnId, id }, signal }),
  });

/**
 * Why the beat at `at` placed as many calls as it did.
 *
 * @param at milliseconds since 1970
 * @param dials a number of calls to compare with; null: none
 */
export async function askBeat(
  vdnId: number,
  id: number,
  at: number,
  dials: number | null,
): Promise<BeatExplained> {
  const query = { at: new Date(at).toISOString(), ...(dials === null ? {} : { dials }) };
  // A question with `at` is answered with a beat.
  return (await ask(getExplain, { params: { vdnId, id }, query })) as BeatExplained;
}
