// A dial request for Asterisk: the dial string, where the answered channel goes, and the variables that
// stay on it. No text from outside gets into any of them unchecked.
import { callSecondsMax } from '../../core/call.ts';
import type { DialRequest } from '../driver.ts';
import { type CallNote, entrance, isDialable, isName, isRecordName, noRedirects, noteText } from './names.ts';

export interface Origination {
  readonly query: Readonly<Record<string, string | number>>;
  readonly variables: Readonly<Record<string, string>>;
}

/** Only for a request in which `faultOf` finds nothing. */
export function originationOf(
  request: DialRequest,
  note: CallNote,
  trunk: string,
  application: string,
): Origination {
  const { called, caller, ringLimitSeconds, destination, machineDetection, recordName } = request;
  return {
    query: {
      endpoint: `PJSIP/${called}@${trunk}`,
      callerId: caller,
      timeout: ringLimitSeconds,
      // Not straight to our application: while that is away Asterisk would hang up on who answers.
      ...entrance,
    },
    variables: {
      CAMPANA_APP: application,
      ...noRedirects,
      CAMPANA_CALL: noteText(note),
      // The PBX ends it itself, should we never come back: so there is a bound to what a call can last.
      'TIMEOUT(absolute)': String(callSecondsMax),
      ...(destination.kind === 'flow' ? { CAMPANA_FLOW: destination.flowCode } : {}),
      ...(machineDetection === null ? {} : { CAMPANA_DETECT: 'yes' }),
      ...(recordName === null ? {} : { CAMPANA_RECORD: recordName }),
    },
  };
}

/** Which text of a request must not reach a PBX; null: none. */
export function faultOf(request: DialRequest): string | null {
  const { called, caller, destination, recordName, machineDetection } = request;
  if (!isDialable(called)) return 'called';
  if (!isDialable(caller)) return 'caller';
  if (destination.kind === 'flow' && !isName(destination.flowCode)) return 'flowCode';
  if (recordName !== null && !isRecordName(recordName)) return 'recordName';
  const message = machineDetection?.messageFlowCode ?? null;
  return message === null || isName(message) ? null : 'messageFlowCode';
}
