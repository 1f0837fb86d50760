// The result of reading a request: the value, or every violation of the first step that failed (R1).
import { shownReceived } from '../../core/callbackUrl.ts';
import type { Millis } from '../../core/units.ts';
import type { Code } from '../codes.ts';
import type { Bilingual } from '../locale.ts';

export interface Violation {
  readonly code: Code;
  /** Full path of the field: `skillParam.predictParam.offhookPredictParam.offHookRate`. */
  readonly path: string;
  readonly rule: Bilingual;
  /** What was sent; `undefined` when nothing was. */
  readonly received: unknown;
}

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly violations: readonly [Violation, ...Violation[]] };

/** What a reader must know of the clock and of the VDN. */
export interface ReadContext {
  readonly now: Millis;
  /** IANA zone of the VDN (R13). */
  readonly timeZone: string;
  /** `utc`: begin and end of a campaign are UTC texts (R13). */
  readonly apiTimes: 'local' | 'utc';
}

export const accepted = <T>(value: T): Reading<T> => ({ ok: true, value });

/** The reading that failed with these violations; `null` when there are none. */
export function refusal(
  violations: readonly Violation[],
): { readonly ok: false; readonly violations: readonly [Violation, ...Violation[]] } | null {
  const [first, ...others] = violations.map(withoutPassword);
  return first === undefined ? null : { ok: false, violations: [first, ...others] };
}

/** What was sent is quoted, in answers and in logs; a password in it is not. */
const withoutPassword = (violation: Violation): Violation =>
  violation.path === 'callBackUrl'
    ? { ...violation, received: shownReceived(violation.received) }
    : violation;
