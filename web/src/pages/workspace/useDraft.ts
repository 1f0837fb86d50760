// What an agent has written about a call and not yet sent. It is kept in the browser's tab until wrap-up
// ends, so a page that is loaded anew in the middle loses nothing.
import { useEffect, useState } from 'react';

export interface Draft {
  readonly result: string;
  readonly note: string;
}

const storedAs = 'campana.draft';
const empty: Draft = { result: '', note: '' };

/** The draft of that call, and a function that changes it. */
export function useDraft(callId: string | null): [Draft, (change: Partial<Draft>) => void] {
  const [kept, setKept] = useState<{ callId: string | null; draft: Draft }>(() => ({
    callId,
    draft: read(callId),
  }));
  const draft = kept.callId === callId ? kept.draft : read(callId);
  useEffect(() => setKept({ callId, draft: read(callId) }), [callId]);
  const change = (changes: Partial<Draft>): void => {
    const next = { ...draft, ...changes };
    setKept({ callId, draft: next });
    try {
      sessionStorage.setItem(storedAs, JSON.stringify({ callId, ...next }));
    } catch {
      // A browser that keeps nothing still sends what is on the page.
    }
  };
  return [draft, change];
}

function read(callId: string | null): Draft {
  let kept: unknown = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(storedAs) ?? 'null');
  } catch {
    // As if nothing had been kept.
  }
  if (callId === null || typeof kept !== 'object' || kept === null) return empty;
  const of = (name: string): string => String(Reflect.get(kept, name) ?? '');
  return of('callId') === callId ? { result: of('result'), note: of('note') } : empty;
}

const resultsStoredAs = 'campana.results';
const resultsMax = 8;

/** Results that were given at this browser, the latest first. */
export function readResults(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(resultsStoredAs) ?? '[]');
    return Array.isArray(kept) ? kept.map(String).slice(0, resultsMax) : [];
  } catch {
    return [];
  }
}

export function keepResult(result: string): void {
  try {
    const others = readResults().filter((one) => one !== result);
    localStorage.setItem(resultsStoredAs, JSON.stringify([result, ...others].slice(0, resultsMax)));
  } catch {
    // It is typed again next time.
  }
}
