// Results of calls as the wire shows them: pushed (contract.md 9, ruling R18), queried, in detail
// (contract.md 10), and counted by cause (contract.md 4.2). Times are the VDN's wall clock.
import { callStatusOf, causeOf } from '../../core/outcome.ts';
import type { CallResult, DayOfFailures } from '../../core/result.ts';
import { wallOfInstant } from '../../core/zone.ts';
import type { Shaped } from '../rules/field.ts';
import type { dayOfFailures, notice, resultDetail, resultRow } from '../schemas/answers.ts';
import { wallOrEmpty } from '../time.ts';

/** The body that is pushed to `callBackUrl`: a bare array of result objects. */
export const writeNotices = (results: readonly CallResult[], timeZone: string): string =>
  JSON.stringify(results.map((result) => writeNotice(result, timeZone)));

/** One result object of a push; `customField` is always sent (R18). */
export function writeNotice(result: CallResult, timeZone: string): Shaped<typeof notice> {
  return {
    campaignId: String(result.campaignId),
    sessionId: result.sessionId ?? '',
    called: result.called,
    callTimeStr: wallOfInstant(result.claimedAt, timeZone),
    callStatus: callStatusOf(result.cause),
    failCode: result.cause,
    vdnId: result.vdnId,
    callId: result.callId,
    customField: result.customField ?? '',
    recordPath: result.recordPath ?? '',
  };
}

/** One row of the result query: the notice and the external result code. */
export const writeResult = (result: CallResult, timeZone: string): Shaped<typeof resultRow> => ({
  ...writeNotice(result, timeZone),
  resultCode: externalCodeOf(result.cause),
});

export function writeResultDetail(result: CallResult, timeZone: string): Shaped<typeof resultDetail> {
  return {
    called: result.called,
    ackBeginTime: wallOrEmpty(result.ringingAt, timeZone),
    // An IVR takes the call at the answer; an agent is connected later.
    callBeginTime: wallOrEmpty(result.connectedAt ?? result.answeredAt, timeZone),
    callEndTime: wallOrEmpty(result.endedAt, timeZone),
    callStatus: callStatusOf(result.cause),
    failCode: result.cause,
    resultCode: externalCodeOf(result.cause),
    vdnId: result.vdnId,
    callId: result.callId,
    recordPath: result.recordPath ?? '',
  };
}

/** One day of exception statistics. */
export const writeDayOfFailures = (day: DayOfFailures): Shaped<typeof dayOfFailures> => ({
  statDate: day.day,
  failData: { ...day.callsByCause },
});

/** The sample of a success is OB99999 (contract.md 10.2); the others carry their cause. */
const externalCodeOf = (cause: string): string => `OB${cause === causeOf.succeeded ? '99999' : cause}`;
