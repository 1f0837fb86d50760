// "Dial the failed again": which numbers of a campaign may be reopened after their last attempt failed.
import { type Cause, causeOf } from './outcome.ts';
import type { Millis } from './units.ts';

/** Every cause but success: a person who was reached is never dialed again. */
export const redialableCauses: readonly Cause[] = [...new Set(Object.values(causeOf))]
  .filter((cause) => cause !== causeOf.succeeded)
  .sort();

/** What lies on our side, or tells nothing of the person: what is opened again when nobody names causes. */
export const redialCausesDefault: readonly Cause[] = [
  causeOf.noResources,
  causeOf.placeFailed,
  causeOf.noOutcome,
  causeOf.systemFault,
];

/** Numbers whose last attempt ended finally with one of the causes, and began within the range. */
export interface RedialFilter {
  readonly causes: readonly string[];
  /** Null: since ever. */
  readonly from: Millis | null;
  /** Excluded. With an instant that lies behind, nothing that is opened is met again. */
  readonly before: Millis;
}
