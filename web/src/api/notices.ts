// The results of a campaign that are to be sent, those that could not be delivered, and sending them again.
import { queryOptions } from '@tanstack/react-query';
import { campaignPath } from './campaigns.ts';
import { ask } from './client.ts';
import { readAgain } from './kept.ts';

export interface Notices {
  readonly waiting: number;
  readonly delivered: number;
  readonly undelivered: number;
  readonly pushes: number;
  readonly nextPushAt: string | null;
  readonly lastError: string | null;
  readonly items: readonly Undelivered[];
}

export interface Undelivered {
  readonly sequence: string;
  readonly undeliveredAt: string;
  readonly because: string;
  readonly callId: string;
}

export const noticesQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['notices', vdnId, id],
    queryFn: ({ signal }) =>
      ask<Notices>('GET', `${campaignPath(vdnId, id)}/notices`, { query: { limit: 500 }, signal }),
    staleTime: 0,
  });

export interface NoticeRange {
  readonly fromSequence: string;
  readonly toSequence: string;
}

/** Beyond every notice: those that are not shown are sent again as well. */
export const endOfNotices = String(Number.MAX_SAFE_INTEGER);

export async function resend(vdnId: number, id: number, body: NoticeRange): Promise<number> {
  const path = `${campaignPath(vdnId, id)}/notices/resend`;
  const { resent } = await ask<{ readonly resent: number }>('POST', path, { body });
  await readAgain('notices');
  return resent;
}
