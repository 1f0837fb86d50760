// The list that a simulated campaign dials: endless, or finite with further attempts at numbers that
// met no person. Retries that are due go first, so a list is finished and not stretched.
import type { Lead } from './fate.ts';
import type { Scenario } from './scenario/scenario.ts';

export interface Leads {
  /** How many numbers may be dialed at this instant. */
  due(atSeconds: number): number;
  /** The next number; undefined when none is due. */
  take(atSeconds: number): Lead | undefined;
  /** Tells that the call to this number met no person. */
  giveBack(lead: Lead, atSeconds: number): void;
  /** No number is due and none will be, unless a call in flight is given back. */
  isEmpty(): boolean;
}

export function createLeads({ list }: Scenario): Leads {
  const leads = list?.leads ?? Number.POSITIVE_INFINITY;
  // Each waits equally long, so the order of coming back is the order of being due.
  const retries: { readonly lead: Lead; readonly dueAt: number }[] = [];
  let retried = 0;
  let fresh = 0;
  const dueRetries = (atSeconds: number): number => {
    let count = 0;
    while ((retries[retried + count]?.dueAt ?? Number.POSITIVE_INFINITY) <= atSeconds) count += 1;
    return count;
  };
  return {
    due: (atSeconds) => leads - fresh + dueRetries(atSeconds),
    take: (atSeconds) => {
      const retry = retries[retried];
      if (retry !== undefined && retry.dueAt <= atSeconds) {
        retried += 1;
        return retry.lead;
      }
      if (fresh >= leads) return undefined;
      fresh += 1;
      return { lead: fresh - 1, attempt: 0 };
    },
    giveBack: ({ lead, attempt }, atSeconds) => {
      if (list === null || attempt + 1 >= list.attemptsMax) return;
      retries.push({ lead: { lead, attempt: attempt + 1 }, dueAt: atSeconds + list.retryAfterSeconds });
    },
    isEmpty: () => fresh >= leads && retried === retries.length,
  };
}
