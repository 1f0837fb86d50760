// A door whose streams are opened over real sockets: the clock stands or runs as the test wants, pings
// come when it says, and whatever arrives is kept until somebody asks for it.
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { WebSocket } from 'undici';
import { afterAll, afterEach, expect } from 'vitest';
import type { Clock } from '../../../src/clock.ts';
import { toMillis } from '../../../src/core/units.ts';
import { faultsOfFrame } from './answers.ts';
import { type FakeDesk, openFakeDesk } from './fakeDesk.ts';
import { openWorld } from './world.ts';

export interface OpenStream {
  readonly socket: WebSocket;
  /** The next frame that has not been taken yet. */
  next(): Promise<Record<string, unknown>>;
  say(frame: unknown): void;
  readonly closed: Promise<number>;
}

export async function openStreams() {
  const desk: FakeDesk = openFakeDesk();
  const sleepers: { seconds: number; wake: () => void }[] = [];
  const time = { at: toMillis(Date.parse('2030-03-05T09:00:00Z')) };
  const clock: Clock = {
    now: () => time.at,
    ticks: () => time.at,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = { seconds: milliseconds / 1000, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => resolve());
      }),
  };
  const world = await openWorld({ desk, clock });
  const origin = await world.app.listen({ host: '127.0.0.1', port: 0 });
  afterAll(() => world.app.close());
  const faults: string[] = [];
  afterEach(() => {
    expect(faults.splice(0)).toEqual([]);
  });

  /** Time passes, and wakes all that sleep for so long. */
  const pass = async (seconds: number): Promise<void> => {
    time.at = toMillis(time.at + seconds * 1000);
    const due = sleepers.filter((sleeper) => sleeper.seconds <= seconds);
    for (const sleeper of due) sleepers.splice(sleepers.indexOf(sleeper), 1);
    for (const { wake } of due) wake();
    await new Promise((resolve) => setTimeout(resolve, 5));
  };

  const open = (path: string, headers: Record<string, string>): OpenStream => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/api/v1${path}`, { headers });
    const frames: Record<string, unknown>[] = [];
    const takers: ((frame: Record<string, unknown>) => void)[] = [];
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data));
      faults.push(...faultsOfFrame(path, frame));
      const taker = takers.shift();
      if (taker === undefined) frames.push(frame);
      else taker(frame);
    });
    return {
      socket,
      next: () => {
        const frame = frames.shift();
        return frame === undefined ? new Promise((resolve) => takers.push(resolve)) : Promise.resolve(frame);
      },
      say: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
      closed: new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code))),
    };
  };

  /** The status of the answer to an attempt to open a stream; 101 when it opens. */
  const attempt = (path: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const asked = request(`${origin}/api/v1${path}`, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': Buffer.alloc(16).toString('base64'),
          ...headers,
        },
      });
      asked.on('response', (answer: IncomingMessage) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      asked.on('upgrade', (_answer, socket) => {
        socket.destroy();
        resolve(101);
      });
      asked.on('error', reject);
      asked.end();
    });

  return { ...world, desk, origin, pass, open, attempt };
}
