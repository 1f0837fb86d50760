// A WebSocket of the server that is opened again by itself, a little later each time. It says how it
// stands, so that a page can tell figures of now from figures of a minute ago.
import { addressOf, type Value } from '../../../src/api/route.ts';
import type { ErrorFrame, Stream, TakenBy, ToldBy } from '../../../src/api/routes/streams.ts';
import { type Problem, readProblem } from '../api/problem.ts';
import { languageNow } from '../preferences.ts';

/** `open`: a frame has come. `waiting`: not open now, and tried again by itself. `refused`: not tried again. */
export type SocketState = 'open' | 'waiting' | 'refused';

export interface LiveSocket<One extends Stream> {
  /** False when it is not open; then nothing is sent and nothing is kept for later. */
  send(frame: TakenBy<One>): boolean;
  close(): void;
}

export interface SocketOptions<One extends Stream> {
  readonly stream: One;
  readonly params: Readonly<Record<keyof Value<One['params']>, string | number>>;
  /** Each time it opens: what is to be said first. */
  readonly onOpen?: () => void;
  readonly onFrame: (frame: ToldBy<One>) => void;
  readonly onState: (state: SocketState) => void;
  readonly onProblem?: (problem: Problem) => void;
  /** It could not be opened: perhaps nobody is signed in any more. A browser does not say why. */
  readonly onRefused?: () => void;
}

const firstWaitMillis = 500;
const waitMillisMax = 10_000;
/** The server pings and tells something every few seconds; one that says nothing for so long is gone. */
const silenceMillisMax = 25_000;
/** The close code of a session that has ended (src/http/api/door/streamSocket.ts). */
const sessionEnded = 4401;

export function openSocket<One extends Stream>(options: SocketOptions<One>): LiveSocket<One> {
  let socket: WebSocket | null = null;
  let timer = 0;
  let silence = 0;
  let waitMillis = firstWaitMillis;
  let isClosed = false;

  const connect = (): void => {
    clearTimeout(timer);
    const address = addressOf(options.stream, options.params, { locale: languageNow() });
    const url = new URL(address, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const opened = new WebSocket(url);
    socket = opened;
    let wasOpen = false;
    opened.onopen = () => {
      wasOpen = true;
      waitMillis = firstWaitMillis;
      hear();
      options.onOpen?.();
    };
    opened.onmessage = ({ data }) => {
      hear();
      // The server is of the same version as this page.
      const frame: ToldBy<One> | ErrorFrame = JSON.parse(String(data));
      if (isError(frame)) options.onProblem?.(readProblem(frame.problem.status, frame.problem));
      else {
        options.onState('open');
        options.onFrame(frame);
      }
    };
    opened.onclose = ({ code }) => {
      if (socket !== opened || isClosed) return;
      clearTimeout(silence);
      options.onState('waiting');
      if (!wasOpen || code === sessionEnded) options.onRefused?.();
      // Everybody comes back at a different moment after the server was away.
      timer = window.setTimeout(connect, waitMillis * (0.5 + Math.random() / 2));
      waitMillis = Math.min(waitMillisMax, waitMillis * 2);
    };
  };

  const hear = (): void => {
    clearTimeout(silence);
    silence = window.setTimeout(() => socket?.close(), silenceMillisMax);
  };
  /** The network is back, or somebody looks at the page again: now is better than later. */
  const hurry = (): void => {
    if (socket?.readyState === WebSocket.CLOSED && document.visibilityState === 'visible') {
      waitMillis = firstWaitMillis;
      connect();
    }
  };
  window.addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  connect();

  return {
    send: (frame) => {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      clearTimeout(silence);
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      socket?.close();
    },
  };
}

const isError = (frame: object): frame is ErrorFrame => 'type' in frame && frame.type === 'error';
