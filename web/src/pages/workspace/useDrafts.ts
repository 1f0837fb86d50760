// What an agent has written about calls and not yet sent. It is kept in the browser's tab until it is known
// to be with the call, so a page that is loaded anew in the middle loses nothing, nor does a connection that
// is away when wrap-up ends.
import { useEffect, useState } from 'react';
import { draftsKeptAs } from '../../session/drafts.ts';

export interface Draft {
  readonly result: string;
  readonly note: string;
  /** The number that was called, as far as it is known: whom it was about. */
  readonly called: string | null;
  /** It is on its way, and its answer is awaited. */
  readonly isSent: boolean;
}

export interface Drafts {
  /** What is written about that call. */
  readonly of: (callId: string | null) => Draft;
  /** What was written about calls other than that one, by call. */
  readonly besides: (callId: string | null) => readonly (readonly [callId: string, draft: Draft])[];
  readonly change: (callId: string, draft: Draft) => void;
  readonly forget: (callId: string) => void;
}

const empty: Draft = { result: '', note: '', called: null, isSent: false };
const draftsMax = 20;

/** Drafts of that agent in this tab; `agentId` must not change while the part is there. */
export function useDrafts(agentId: string): Drafts {
  const storedAs = draftsKeptAs(agentId);
  const [drafts, setDrafts] = useState(() => read(storedAs));
  useEffect(() => {
    try {
      sessionStorage.setItem(storedAs, JSON.stringify([...drafts].slice(-draftsMax)));
    } catch {
      // A browser that keeps nothing still sends what is on the page.
    }
  }, [storedAs, drafts]);
  return {
    of: (callId) => (callId === null ? empty : (drafts.get(callId) ?? empty)),
    besides: (callId) =>
      [...drafts].filter(
        ([id, { result, note, isSent }]) => id !== callId && !isSent && `${result}${note}`.trim() !== '',
      ),
    change: (callId, draft) => setDrafts((before) => new Map(before).set(callId, draft)),
    forget: (callId) => setDrafts((before) => new Map([...before].filter(([id]) => id !== callId))),
  };
}

function read(storedAs: string): ReadonlyMap<string, Draft> {
  let kept: unknown = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(storedAs) ?? '[]');
  } catch {
    // As if nothing had been kept.
  }
  return new Map(Array.isArray(kept) ? kept.flatMap(readEntry) : []);
}

function readEntry(entry: unknown): [string, Draft][] {
  if (!Array.isArray(entry) || typeof entry[1] !== 'object' || entry[1] === null) return [];
  const of = (name: string): string => String(Reflect.get(entry[1], name) ?? '');
  const draft = { result: of('result'), note: of('note'), called: of('called') || null, isSent: false };
  return [[String(entry[0]), draft]];
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
