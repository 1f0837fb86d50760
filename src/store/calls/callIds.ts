// A call's id carries the second of its claim, so that looking one up touches a single partition of
// calls. The form is the one the contract's samples show: `1644464743-1388` (contract.md 10.2).
import { type CallId, type Millis, toCallId, toMillis } from '../../core/units.ts';

const form = /^(\d{1,11})-(\d{1,19})$/;

/** The id of the call that was claimed at `claimedAt` under `number`, its row's call_id. */
export function callIdOf(claimedAt: Millis, number: string): CallId {
  return toCallId(`${Math.floor(claimedAt / 1000)}-${number}`);
}

/**
 * Where the row of a call stands: its claimed_at lies in the second that starts at
 * `secondStartMillis`, and its call_id is `number`. Null when `id` is not a call id.
 */
export function parseCallId(id: string): { secondStartMillis: Millis; number: string } | null {
  const match = form.exec(id);
  if (match === null) return null;
  const [, second = '', number = ''] = match;
  if (BigInt(number) > 9_223_372_036_854_775_807n) return null;
  return { secondStartMillis: toMillis(Number(second) * 1000), number };
}
