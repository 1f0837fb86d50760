// The special dates of a campaign, and their changes.
import { queryOptions } from '@tanstack/react-query';
import { getDates, postDate, putDate, removeDate } from '../../../../src/api/routes/specialDates.ts';
import type { SpecialDate } from '../../../../src/core/specialDate.ts';
import { ask } from '../client.ts';
import { queryClient } from '../kept.ts';

/** The contract's body of a special date. */
export interface DateBody {
  readonly name: string;
  /** 1: days of the week; 2: once; 3: every year. */
  readonly type: 1 | 2 | 3;
  readonly week?: string;
  readonly beginTime?: string;
  readonly endTime?: string;
}

export const specialDatesQuery = (vdnId: number, id: number) =>
  queryOptions({
    queryKey: ['campaigns', 'specialDates', vdnId, id],
    queryFn: ({ signal }) => ask(getDates, { params: { vdnId, id }, signal }),
    select: ({ items }) => items,
  });

/** @param seen what it is to replace, and nothing else that somebody has made of it; null: a new one */
export async function saveDate(
  vdnId: number,
  id: number,
  seen: SpecialDate | null,
  body: DateBody,
): Promise<void> {
  const { queryKey } = specialDatesQuery(vdnId, id);
  try {
    const dates =
      seen === null
        ? await ask(postDate, { params: { vdnId, id }, body: { ...body } })
        : await ask(putDate, {
            params: { vdnId, id, dateId: seen.id },
            body: { ...body, ifIs: { name: seen.name, rule: seen.rule } },
          });
    queryClient.setQueryData(queryKey, dates);
  } catch (error) {
    // Show why it is refused: somebody else has changed the dates.
    void queryClient.invalidateQueries({ queryKey });
    throw error;
  }
}

export async function deleteDate(vdnId: number, id: number, dateId: number): Promise<void> {
  const dates = await ask(removeDate, { params: { vdnId, id, dateId } });
  queryClient.setQueryData(specialDatesQuery(vdnId, id).queryKey, dates);
}
