// A WebSocket of the server that is opened again by itself, a little later each time. It says how it
// stands, so that a page can tell figures of now from figures of a minute ago.
import { type Problem, readProblem } from '../api/problem.ts';
import { languageNow } from '../preferences.ts';

/** `open`: a frame has come. `waiting`: not open now, and tried again by itself. `refused`: not tried again. */
export type SocketState = 'open' | 'waiting' | 'refused';

export interface LiveSocket {
  /** False when it is not open; then nothing is sent and nothing is kept for later. */
  send(frame: unknown): boolean;
  close(): void;
}

export interface SocketOptions {
  /** Below /api/v1, with its query. */
  readonly path: string;
  /** Each time it opens: what is to be said first. */
  readonly onOpen?: () => void;
  readonly onFrame: (frame: Readonly<Record<string, unknown>>) => void;
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

export function openSocket(options: SocketOptions): LiveSocket {
  let socket: WebSocket | null = null;
  let timer = 0;
  let silence = 0;
  let waitMillis = firstWaitMillis;
  let isClosed = false;

  const connect = (): void => {
    clearTimeout(timer);
    const url = new URL(`/api/v1${options.path}`, location.href);
    url.searchParams.set('locale', languageNow());
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
      const frame = readFrame(data);
      if (frame.type === 'error') options.onProblem?.(problemOfFrame(frame));
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

function readFrame(data: unknown): Readonly<Record<string, unknown>> {
  const frame: unknown = JSON.parse(String(data));
  return typeof frame === 'object' && frame !== null ? { ...frame } : {};
}

const problemOfFrame = ({ problem }: Readonly<Record<string, unknown>>): Problem =>
  readProblem(
    typeof problem === 'object' && problem !== null && 'status' in problem ? Number(problem.status) : 0,
    problem,
  );
