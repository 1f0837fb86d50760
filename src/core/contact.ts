// A number of a campaign with its data (contract.md 7), as it is added and as it is stored.
import type { ContactId, Millis } from './units.ts';

export interface NewContact {
  /** Up to 24 of 0-9, * and #. */
  readonly called: string;
  /** The calling number of this contact; `null`: the campaign's. */
  readonly caller: string | null;
  readonly sessionId: string | null;
  readonly customField: string | null;
  readonly callData: string | null;
  readonly recycleAt: Millis | null;
  /** 1 to 5; a smaller one is dialed earlier. */
  readonly priority: number;
}

export interface Contact extends NewContact {
  readonly id: ContactId;
  readonly state: 'waiting' | 'calling' | 'done';
  readonly attempts: number;
  /** The cause code of the latest finished attempt. */
  readonly cause: string | null;
}

/** What the interface that adds numbers gives back for each. */
export interface AddedContact {
  readonly id: ContactId;
  readonly called: string;
}
