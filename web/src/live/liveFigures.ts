// The stream of live figures (src/http/api/live), one for the whole page however many parts of it look:
// it opens with the first part and closes with the last. Parts say which campaigns they show.
import { useEffect, useSyncExternalStore } from 'react';
import { followLive, type LiveFigures, type ToldBy, watchedMax } from '../../../src/api/routes/streams.ts';
import { readAgain } from '../api/kept.ts';
import { checkSession } from '../api/tenants/session.ts';
import { useLanguage } from '../preferences.ts';
import { useSession } from '../session/useSession.ts';
import type { Language } from '../text/language.ts';
import { setServerTime } from './serverClock.ts';
import { type LiveSocket, openSocket, type SocketState } from './socket.ts';

type Frame = ToldBy<typeof followLive>;

export interface LiveStanding {
  /** `stale`: the stream is open, and the server's database does not answer. */
  readonly state: SocketState | 'stale' | 'beginning';
  /** When the figures that are shown were true; null before the first. */
  readonly at: string | null;
}

interface Snapshot {
  readonly frame: Frame | null;
  readonly campaigns: ReadonlyMap<number, LiveFigures>;
  readonly standing: LiveStanding;
}

const nothing: Snapshot = { frame: null, campaigns: new Map(), standing: { state: 'beginning', at: null } };

interface Stream {
  readonly key: string;
  readonly socket: LiveSocket<typeof followLive>;
}

let snapshot = nothing;
let stream: Stream | null = null;
const listeners = new Set<() => void>();
/** How many parts of the page look at each campaign. */
const watched = new Map<number, number>();
let users = 0;

/** Keeps the stream open as long as the calling part of the page is there. */
function useStream(): void {
  const { vdnId, user } = useSession();
  const language = useLanguage();
  useEffect(() => {
    users += 1;
    open(vdnId, user, language);
    return () => {
      users -= 1;
      // The next page may be about to use it.
      setTimeout(() => {
        if (users === 0) close();
      }, 1000);
    };
  }, [vdnId, user, language]);
}

function open(vdnId: number, user: string, language: Language): void {
  const key = `${vdnId} ${user} ${language}`;
  if (stream?.key === key) return;
  close();
  const socket = openSocket({
    stream: followLive,
    params: { vdnId },
    onOpen: sayWatched,
    onFrame: take,
    onState: (state) => {
      if (state !== 'open') tell({ ...snapshot, standing: { ...snapshot.standing, state } });
    },
    onRefused: () => void checkSession(),
  });
  stream = { key, socket };
}

function close(): void {
  stream?.socket.close();
  stream = null;
  snapshot = nothing;
}

function take(frame: Frame): void {
  setServerTime(frame.at);
  const before = snapshot.frame?.campaignsVersion;
  if (before !== undefined && before !== frame.campaignsVersion) {
    void readAgain('campaigns');
  }
  tell({
    frame,
    campaigns: new Map(frame.campaigns.map((campaign) => [campaign.id, campaign])),
    standing: frame.isStale ? { state: 'stale', at: frame.rowsAt } : { state: 'open', at: frame.at },
  });
}

function tell(next: Snapshot): void {
  snapshot = next;
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let isSayingWatched = false;

/** Parts that come and go together are said in one frame. */
function sayWatched(): void {
  if (isSayingWatched) return;
  isSayingWatched = true;
  queueMicrotask(() => {
    isSayingWatched = false;
    stream?.socket.send({ watch: [...watched.keys()].slice(0, watchedMax) });
  });
}

function watch(ids: readonly number[]): () => void {
  for (const id of ids) watched.set(id, (watched.get(id) ?? 0) + 1);
  sayWatched();
  return () => {
    for (const id of ids) {
      const count = (watched.get(id) ?? 0) - 1;
      if (count > 0) watched.set(id, count);
      else watched.delete(id);
    }
    sayWatched();
  };
}

/** The live figures of those campaigns (100 at most on a page), as far as they have come. */
export function useLiveCampaigns(ids: readonly number[]): ReadonlyMap<number, LiveFigures> {
  useStream();
  const key = ids.join(' ');
  useEffect(() => watch(key === '' ? [] : key.split(' ').map(Number)), [key]);
  return useSyncExternalStore(listen, () => snapshot.campaigns);
}

/** The live figures of one campaign; null until they have come. */
export const useLiveCampaign = (id: number): LiveFigures | null => useLiveCampaigns([id]).get(id) ?? null;

/** The VDN as a whole; null until it has come. */
export function useLiveVdn(): Frame['vdn'] | null {
  useStream();
  return useSyncExternalStore(listen, () => snapshot.frame?.vdn ?? null);
}

/** Whether what is shown is true now. */
export const useLiveStanding = (): LiveStanding => useSyncExternalStore(listen, () => snapshot.standing);
