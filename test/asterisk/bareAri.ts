// Asterisk without Campana: a call is placed by one request and its end is heard. For tests of the
// laboratory itself, and wherever a test needs a witness that is not our driver.
import { setTimeout as delay } from 'node:timers/promises';
import type { Lab } from '../../src/lab/lab.ts';

export interface BareAri {
  /** Places a call, `called` being `13800000010@carrier` or a telephone; the names are ARI's. */
  originate(callId: string, called: string, options?: OriginateOptions): Promise<void>;
  /** What was heard of a channel so far, in words: `Ringing`, `Up`, `stasis detected MACHINE`, `ended 17`. */
  heard(callId: string): readonly string[];
  /** Resolves when something like this was heard of the channel. */
  hears(callId: string, words: RegExp): Promise<void>;
  /** Hangs up every channel; resolves when none is left. */
  hangUpAll(): Promise<void>;
  close(): void;
}

export interface OriginateOptions {
  readonly callerId?: string;
  /** Seconds of ringing; 30. */
  readonly timeout?: number;
  /** With variables the call runs through the dialplan of Campana, otherwise it is in Stasis when answered. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Connects to the laboratory's ARI as the application `bare`. */
export async function openBareAri(lab: Lab): Promise<BareAri> {
  const { origin, host, pathname, username, password } = new URL(lab.ariUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const words = new Map<string, string[]>();
  const listeners = new Set<() => void>();
  const socket = new WebSocket(
    `ws://${host}${pathname}/events?app=bare&subscribeAll=true&api_key=${username}:${password}`,
  );
  socket.addEventListener('message', ({ data }) => {
    const [callId, word] = wordOf(JSON.parse(String(data)));
    words.set(callId, [...(words.get(callId) ?? []), ...(word === null ? [] : [word])]);
    for (const listener of listeners) listener();
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('ARI does not open its events.')));
  });
  const heard = (callId: string): readonly string[] => words.get(callId) ?? [];
  const send = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Response> =>
    fetch(`${origin}${pathname}${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const channels = async (): Promise<readonly { readonly id: string }[]> =>
    (await (await send('GET', '/channels')).json()) as { id: string }[];
  return {
    originate: async (callId, called, { callerId = '4000', timeout = 30, variables } = {}) => {
      const query = new URLSearchParams({
        endpoint: `PJSIP/${called}`,
        callerId,
        timeout: String(timeout),
        ...(variables === undefined
          ? { app: 'bare' }
          : { context: 'campana', extension: 'call', priority: '1' }),
      });
      const answer = await send('POST', `/channels/${callId}?${query}`, {
        variables: { CAMPANA_APP: 'bare', ...variables },
      });
      if (!answer.ok) throw new Error(`ARI answers ${answer.status}: ${await answer.text()}`);
    },
    heard,
    hears: (callId, expected) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!heard(callId).some((word) => expected.test(word))) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        look();
      }),
    hangUpAll: async () => {
      for (let round = 0; round < 200; round += 1) {
        const left = await channels();
        if (left.length === 0) return;
        for (const { id } of left) await send('DELETE', `/channels/${id}`);
        await delay(20);
      }
      throw new Error('Asterisk does not end its channels.');
    },
    close: () => socket.close(),
  };
}

export interface HeldByPbx {
  readonly channels: readonly string[];
  readonly bridges: readonly { readonly id: string; readonly channels: readonly string[] }[];
}

/** The ids of every channel that the PBX holds at this moment, and every bridge with the channels in it. */
export async function listHeld(lab: Lab): Promise<HeldByPbx> {
  const { origin, pathname, username, password } = new URL(lab.ariUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const list = async (what: string): Promise<unknown> =>
    (await fetch(`${origin}${pathname}/${what}`, { headers: { authorization } })).json();
  const channels = (await list('channels')) as { readonly id: string }[];
  const bridges = (await list('bridges')) as HeldByPbx['bridges'];
  return {
    channels: channels.map(({ id }) => id),
    bridges: bridges.map((bridge) => ({ id: bridge.id, channels: bridge.channels })),
  };
}

interface AriEvent {
  readonly type: string;
  readonly channel?: { readonly id: string; readonly state: string };
  readonly args?: readonly string[];
  readonly cause?: number;
}

function wordOf(event: AriEvent): [string, string | null] {
  const { type, channel, args = [], cause } = event;
  if (channel === undefined) return ['', null];
  if (type === 'ChannelStateChange') return [channel.id, channel.state];
  if (type === 'StasisStart') return [channel.id, ['stasis', ...args].join(' ')];
  return [channel.id, type === 'ChannelDestroyed' ? `ended ${cause}` : null];
}
