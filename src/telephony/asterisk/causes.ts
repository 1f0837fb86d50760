// Why a call ended before anybody answered: from the cause that Asterisk tells to ours. Asterisk speaks
// in causes of ITU-T Q.850 whatever the trunk speaks; a SIP answer is turned into one by chan_pjsip.
import type { EndReason } from '../../core/call.ts';

interface CauseRow {
  /** The cause value of ITU-T Q.850, table 1. */
  readonly q850: number;
  /** SIP answers that Asterisk 22 turns into it (measured; RFC 3398 8.1 and ITU-T Q.1912.5 table 21). */
  readonly sip: readonly number[];
  readonly reason: EndReason;
}

/**
 * Causes with a meaning of their own; every other ends as `placeFailed`, since the customer was never
 * rung. In mobile networks 20 tells a telephone that has signed off, and 27 one to which no signal gets
 * through (3GPP TS 24.008, annex H).
 */
export const causeTable: readonly CauseRow[] = [
  { q850: 1, sip: [404, 604], reason: 'noSuchNumber' },
  { q850: 17, sip: [486, 600], reason: 'busy' },
  { q850: 18, sip: [408], reason: 'noAnswer' },
  { q850: 19, sip: [480], reason: 'noAnswer' },
  { q850: 20, sip: [], reason: 'switchedOff' },
  { q850: 21, sip: [403, 603], reason: 'rejected' },
  { q850: 22, sip: [410], reason: 'noSuchNumber' },
  { q850: 27, sip: [502], reason: 'outOfCoverage' },
  { q850: 28, sip: [484], reason: 'noSuchNumber' },
  { q850: 34, sip: [503], reason: 'noResources' },
  { q850: 42, sip: [], reason: 'noResources' },
  { q850: 44, sip: [], reason: 'noResources' },
  { q850: 47, sip: [], reason: 'noResources' },
];

const reasons = new Map(causeTable.map((row) => [row.q850, row.reason]));

const userAlertingNoAnswer = 19;

/**
 * @param cause Q.850
 * @param rang whether the telephone rang: 480 is told of one that rang in vain and of one that is not
 *   signed on at all (RFC 3261, 21.4.18), and Asterisk makes 19 of both
 */
export function reasonOfCause(cause: number, rang: boolean): EndReason {
  if (cause === userAlertingNoAnswer && !rang) return 'switchedOff';
  return reasons.get(cause) ?? 'placeFailed';
}
