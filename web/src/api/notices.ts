// The results of a campaign that are to be sent, those that could not be delivered, and sending them again.
import { queryOptions } from '@tanstack/react-query';
import type { AnswerOf } from '../../../src/api/route.ts';
import { getNotices, type NoticeRange, resendNotices } from '../../../src/api/routes/calls.ts';
import { ask } from './client.ts';
import { readAgain } from './kept.ts';

export type Notices = AnswerOf<typeof getNotices>;
export type Undelivered = Notices['items'][number];

export const noticesQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['notices', vdnId, id],
    queryFn: ({ signal }) => ask(getNotices, { params: { vdnId, id }, query: { limit: 500 }, signal }),
    staleTime: 0,
  });

/** Beyond every notice: those that are not shown are sent again as well. */
export const endOfNotices = String(Number.MAX_SAFE_INTEGER);

export async function resend(vdnId: number, id: number, range: NoticeRange): Promise<number> {
  const { resent } = await ask(resendNotices, { params: { vdnId, id }, body: range });
  await readAgain('notices');
  return resent;
}
