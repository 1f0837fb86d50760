// The audit log of a VDN, a page at a time.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getAudit } from '../../../../src/api/routes/users.ts';
import { ask } from '../client.ts';

export interface AuditFilter {
  readonly actor: string;
  readonly action: string;
  /** `next` of the page before; empty for the newest. */
  readonly before: string;
}

/** Never fresh: the page is opened to see what has just happened. */
export const auditQuery = (vdnId: number, filter: AuditFilter) =>
  queryOptions({
    queryKey: ['audit', vdnId, filter],
    queryFn: ({ signal }) => ask(getAudit, { params: { vdnId }, query: { ...filter, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
