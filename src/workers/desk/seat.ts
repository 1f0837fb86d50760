// Where one agent sits, what is offered there, and the contacts that a campaign has for its next offers.
import type { WorkingAgent } from '../../core/agentState.ts';
import type { ContactId, Millis } from '../../core/units.ts';
import type { CallKey } from '../../store/agents/agentStates.ts';
import type { OfferedContact } from '../../store/agents/offers.ts';
import type { DrivenCampaign } from '../leases/driven.ts';
import type { OfferRecord } from './ledger.ts';

/** Where one agent sits. */
export interface Seat {
  agent: WorkingAgent;
  /** Counts up; agents of several queues are dealt out by it. */
  readonly number: number;
  /** Since when the state is what it is, whatever the status was. */
  stateSince: Millis;
  /** The place in the row of free agents: a reservation without a talk does not cost it. */
  idleSince: Millis;
  /** The row of the call that is dialed, talked or wrapped up. */
  call: CallKey | null;
  offer: OpenOffer | null;
  /** No contact is offered before (failInterval). */
  restsUntil: Millis;
  /** Since when the agent's call is a stray: no process follows it. Null: not so. */
  straySince: Millis | null;
}

export interface OpenOffer {
  readonly record: OfferRecord;
  readonly campaign: DrivenCampaign;
  readonly skillId: number;
  /** The claim is under way. */
  isDialing: boolean;
}

/** The contacts fetched for a campaign's next offers (obCallCount at a time). */
export interface PreviewBook {
  contacts: OfferedContact[];
  fetchedAt: Millis;
  /** Offers are made until then; each beat with an open window prolongs it. */
  openUntil: Millis;
  /** Skipped a moment ago: their rows may not say so yet. */
  skipped: { contactId: ContactId; until: Millis }[];
}
