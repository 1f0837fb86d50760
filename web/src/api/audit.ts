// The audit log of a VDN, a page at a time.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { askPath, vdnPath } from './client.ts';

export interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
}

interface AuditPage {
  readonly items: readonly AuditRow[];
  readonly next: string | null;
}

export interface AuditFilter {
  readonly actor: string;
  readonly action: string;
  /** `next` of the page before; empty for the newest. */
  readonly before: string;
}

/** Never fresh: whoever opens it wants to see what has just happened. */
export const auditQuery = (vdnId: number, filter: AuditFilter) =>
  queryOptions({
    queryKey: ['audit', vdnId, filter],
    queryFn: ({ signal }) =>
      askPath<AuditPage>('GET', `${vdnPath(vdnId)}/audit`, { query: { ...filter, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
