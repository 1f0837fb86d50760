// Why a call ended before an answer, as Asterisk tells it, and who caused it: the called number, or trouble
// on our side of the network. A PJSIP trunk tells the SIP answer (`tech_cause`) and a Q.850 cause made of
// it; either alone has a meaning here too.
//
// Sources: RFC 3261 section 21 (what an answer means), RFC 3398 7.2.4.1 and 8.2.6.1 and ITU-T Q.1912.5
// tables 9 and 21 (SIP to and from ISUP), ITU-T Q.850 table 1 (causes), RFC 8197 and RFC 8688 (607, 608),
// RFC 6432 (a cause in a Reason header), 3GPP TS 24.008 annex H (20 and 27 in mobile networks). The
// column `q850` is what Asterisk 22.10 makes of the answer, measured.
import type { EndReason } from '../../core/call.ts';
import { inBoth } from '../../core/language.ts';
import type { Refusal } from '../hold.ts';

/** What a call's end says, if nobody had been rung. */
interface Meaning {
  readonly whose: Refusal['whose'];
  /** How the call ends if the number is to blame. */
  readonly reason: EndReason;
}

interface SipRow extends Meaning {
  readonly sip: number;
  readonly phrase: string;
  readonly q850: number;
}

interface CauseRow extends Meaning {
  readonly q850: number;
  readonly phrase: string;
}

/** The far side's word on the number. */
const number = (reason: EndReason): Meaning => ({ whose: 'number', reason });
/** Said of a number by some networks, and of every call by others that are in trouble. */
const doubtful = (reason: EndReason): Meaning => ({ whose: 'doubtful', reason });
/** Nothing was heard of the far side. */
const silent: Meaning = { whose: 'silent', reason: 'noOutcome' };
/** Our account, our trunk, the carrier itself. */
const ours: Meaning = { whose: 'ours', reason: 'placeFailed' };

const sip = (status: number, phrase: string, q850: number, meaning: Meaning): SipRow => ({
  sip: status,
  phrase,
  q850,
  ...meaning,
});

export const sipTable: readonly SipRow[] = [
  // A redirect is not followed (docs/OPERATING.md), so the number did not answer there.
  sip(300, 'Multiple Choices', 16, number('noAnswer')),
  sip(301, 'Moved Permanently', 16, number('noSuchNumber')),
  sip(302, 'Moved Temporarily', 23, number('noAnswer')),
  sip(305, 'Use Proxy', 16, number('noAnswer')),
  sip(380, 'Alternative Service', 16, number('noAnswer')),
  sip(400, 'Bad Request', 127, doubtful('placeFailed')),
  sip(401, 'Unauthorized', 21, ours),
  sip(402, 'Payment Required', 127, ours),
  // Of a number that may not be called, and of an account that is blocked.
  sip(403, 'Forbidden', 21, doubtful('rejected')),
  sip(404, 'Not Found', 1, number('noSuchNumber')),
  sip(405, 'Method Not Allowed', 127, doubtful('placeFailed')),
  sip(406, 'Not Acceptable', 127, doubtful('placeFailed')),
  sip(407, 'Proxy Authentication Required', 21, ours),
  // Asterisk makes it itself, too, when nothing at all has come for 32 s (RFC 3261, timer B).
  sip(408, 'Request Timeout', 18, silent),
  sip(410, 'Gone', 22, number('noSuchNumber')),
  sip(413, 'Request Entity Too Large', 127, doubtful('placeFailed')),
  sip(414, 'Request-URI Too Long', 127, doubtful('placeFailed')),
  sip(415, 'Unsupported Media Type', 127, doubtful('placeFailed')),
  sip(416, 'Unsupported URI Scheme', 127, doubtful('placeFailed')),
  sip(420, 'Bad Extension', 3, doubtful('placeFailed')),
  sip(421, 'Extension Required', 127, doubtful('placeFailed')),
  sip(423, 'Interval Too Brief', 127, doubtful('placeFailed')),
  sip(480, 'Temporarily Unavailable', 19, number('switchedOff')),
  sip(481, 'Call/Transaction Does Not Exist', 127, doubtful('placeFailed')),
  sip(482, 'Loop Detected', 127, doubtful('placeFailed')),
  sip(483, 'Too Many Hops', 19, doubtful('placeFailed')),
  sip(484, 'Address Incomplete', 28, number('noSuchNumber')),
  sip(485, 'Ambiguous', 1, number('noSuchNumber')),
  sip(486, 'Busy Here', 17, number('busy')),
  sip(487, 'Request Terminated', 127, doubtful('placeFailed')),
  sip(488, 'Not Acceptable Here', 58, doubtful('placeFailed')),
  sip(491, 'Request Pending', 127, doubtful('placeFailed')),
  sip(493, 'Undecipherable', 127, doubtful('placeFailed')),
  sip(500, 'Server Internal Error', 38, ours),
  sip(501, 'Not Implemented', 29, ours),
  // RFC 3398 8.2.6.1: cause 27, the destination is out of order. A carrier that has lost the next one says it too.
  sip(502, 'Bad Gateway', 27, doubtful('outOfCoverage')),
  sip(503, 'Service Unavailable', 34, ours),
  sip(504, 'Server Time-out', 102, ours),
  sip(505, 'Version Not Supported', 127, ours),
  sip(513, 'Message Too Large', 34, ours),
  sip(580, 'Precondition Failure', 34, ours),
  sip(600, 'Busy Everywhere', 17, number('busy')),
  sip(603, 'Decline', 21, number('rejected')),
  sip(604, 'Does Not Exist Anywhere', 1, number('noSuchNumber')),
  sip(606, 'Not Acceptable', 58, doubtful('placeFailed')),
  sip(607, 'Unwanted', 127, number('rejected')),
  sip(608, 'Rejected', 127, number('rejected')),
];

const q850 = (cause: number, phrase: string, meaning: Meaning): CauseRow => ({
  q850: cause,
  phrase,
  ...meaning,
});

/** For a call of which no SIP answer is told, or another cause than Asterisk makes of it. */
export const causeTable: readonly CauseRow[] = [
  q850(1, 'unallocated number', number('noSuchNumber')),
  q850(2, 'no route to transit network', ours),
  q850(17, 'user busy', number('busy')),
  q850(18, 'no user responding', silent),
  q850(19, 'no answer from user', number('switchedOff')),
  q850(20, 'subscriber absent', number('switchedOff')),
  // Asterisk makes it of 401, 403, 407 and 603.
  q850(21, 'call rejected', doubtful('rejected')),
  q850(22, 'number changed', number('noSuchNumber')),
  q850(23, 'redirection to new destination', number('noAnswer')),
  q850(27, 'destination out of order', doubtful('outOfCoverage')),
  q850(28, 'invalid number format', number('noSuchNumber')),
  q850(34, 'no circuit available', ours),
  q850(38, 'network out of order', ours),
  q850(41, 'temporary failure', ours),
  q850(42, 'switching equipment congestion', ours),
  q850(44, 'requested circuit not available', ours),
  q850(47, 'resource unavailable', ours),
  q850(102, 'recovery on timer expiry', ours),
];

const bySip = new Map(sipTable.map((row) => [row.sip, row]));
const byCause = new Map(causeTable.map((row) => [row.q850, row]));

/** How Asterisk tells that a channel ended. */
export interface ChannelEnd {
  /** Q.850; 0: none. */
  readonly cause: number;
  /** The SIP answer that ended it; null: not told. Asterisk 22.10 tells it, older ones may not. */
  readonly techCause: number | null;
}

const noCause = 0;

/**
 * Asterisk hung up before it had noted the answer. It does so when it takes up a redirect (measured with
 * 22.10: 3 of some 40 redirects on a busy machine were told like this instead of with their status).
 */
const unread: Meaning = doubtful('noAnswer');

/**
 * What the end of a call says that nobody answered.
 * @param rang the telephone rang, or the network played something instead (180, 183): then the number
 *   was reached, whatever is told afterwards
 */
export function refusalOf({ cause, techCause }: ChannelEnd, rang: boolean): Refusal {
  const row = techCause === null ? undefined : sipRowOf(techCause);
  // A cause that is not the answer's own came from the network itself, and says more (RFC 6432).
  const told = row?.q850 === cause || !byCause.has(cause) ? row : undefined;
  const meaning = told ?? byCause.get(cause) ?? (cause === noCause ? unread : doubtful('placeFailed'));
  const saying =
    told === undefined ? sayingOfCause(cause, byCause.get(cause)?.phrase) : sayingOfAnswer(techCause, told);
  return rang ? { whose: 'number', reason: reasonAfterRinging(meaning), saying } : { ...meaning, saying };
}

/** What happens on our side, or silently, after ringing is the network giving up. */
function reasonAfterRinging({ reason }: Meaning): EndReason {
  return reason === 'busy' || reason === 'rejected' ? reason : 'noAnswer';
}

/** An answer that is not in the table counts as the first of its hundred (RFC 3261, 8.1.3.2). */
const sipRowOf = (status: number): SipRow | undefined =>
  bySip.get(status) ?? bySip.get(Math.floor(status / 100) * 100);

const sayingOfAnswer = (status: number | null, { phrase, sip }: SipRow): Refusal['saying'] => {
  const answer = status === sip ? `${status} ${phrase}` : String(status);
  return inBoth(`the trunk answers ${answer}`, `中继返回 ${answer}`);
};

const sayingOfCause = (cause: number, phrase: string | undefined): Refusal['saying'] => {
  const named = phrase === undefined ? String(cause) : `${cause} (${phrase})`;
  return inBoth(`the trunk ends calls with cause ${named}`, `中继以原因 ${named} 结束呼叫`);
};

/** The ring limit has passed, and the far side has given no sign. */
export const silence: Refusal = {
  ...silent,
  saying: inBoth('the trunk gives no answer at all', '中继没有任何应答'),
};
