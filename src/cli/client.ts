// The HTTP client of the command line: signs, sends, and turns every refusal into one sentence. It knows
// both forms of a refusal: the contract's four fields and the problems of /api/v1.
import { WebSocket } from 'undici';
import { type AnswerOf, type Asking, addressOf, type Route, type Value } from '../api/route.ts';
import type { ErrorFrame, Stream, ToldBy } from '../api/routes/streams.ts';
import type { Clock } from '../clock.ts';
import { Failure, sentenceOf } from './failure.ts';
import { jsonRequest, signedHeaders, type UnsignedRequest } from './signing.ts';
import type { Target } from './target.ts';

export interface Client {
  readonly target: Target;
  /** Asks a route of /api/v1 and returns its answer; throws `Failure` on refusal. */
  ask<One extends Route>(route: One, asking: Asking<One>): Promise<AnswerOf<One>>;
  /** Sends JSON (undefined: no body) and returns the JSON of the answer; throws `Failure` on refusal. */
  send(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Asks a route that takes a stream; `headers` are signed. */
  upload<One extends Route>(
    route: One,
    asking: Asking<One> & { readonly headers: Readonly<Record<string, string>> },
    body: ReadableStream<Uint8Array>,
  ): Promise<AnswerOf<One>>;
  /** The text of the answer. */
  text(path: string): Promise<string>;
  /**
   * Opens a stream and passes on each frame until `signal` aborts; throws `Failure` when the server ends
   * it. Send a request first: it sets the clock, and says in words what would keep the stream from opening.
   */
  follow<One extends Stream>(
    stream: One,
    asking: Following<One>,
    hear: (frame: ToldBy<One> | ErrorFrame) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** What a stream is opened with. */
interface Following<One extends Stream> {
  readonly params: Readonly<Record<keyof Value<One['params']>, string | number>>;
  readonly query: Value<One['query']>;
}

/** What `Asking` holds, whatever the route asks for. */
interface Given {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/** Longer than the server needs for anything but an upload. */
const patienceMillis = 60_000;
const success = '0200000';

export function openClient(target: Target, clock: Clock): Client {
  // A server whose world runs faster than real time judges timestamps by its own clock.
  let offsetMillis = 0;
  let lastAt = 0;
  const nextInstant = (): number => {
    // Equal requests in one millisecond would have equal signatures, and each is good for once only.
    lastAt = Math.max(clock.now() + offsetMillis, lastAt + 1);
    return lastAt;
  };

  async function exchange(
    request: UnsignedRequest,
    stream: ReadableStream<Uint8Array> | null,
  ): Promise<Response> {
    const { method, url } = request;
    // fetch writes host and content-length itself, with the same values.
    const {
      host: _host,
      'content-length': _length,
      ...headers
    } = signedHeaders(request, target.key, nextInstant());
    try {
      return await fetch(url, {
        method,
        headers,
        redirect: 'error',
        ...(stream === null ? { signal: AbortSignal.timeout(patienceMillis) } : {}),
        ...(stream !== null ? { body: stream, duplex: 'half' } : {}),
        ...(stream === null && request.body.length > 0 ? { body: Buffer.from(request.body) } : {}),
      });
    } catch (error) {
      throw new Failure(`${target.url.origin} does not answer: ${sentenceOf(error)}.`);
    }
  }

  async function sendOnce(method: string, path: string, text: string): Promise<Response> {
    return exchange(jsonRequest(method, new URL(path, target.url), text), null);
  }

  async function send(method: string, path: string, text: string): Promise<Response> {
    const response = await sendOnce(method, path, text);
    if (response.status !== 401 || !(await adjustClock())) return response;
    return sendOnce(method, path, text);
  }

  /** Asks the server for its instant; true when it is another than ours. */
  async function adjustClock(): Promise<boolean> {
    const health = await fetch(new URL('/health/live', target.url)).catch(() => null);
    const read: unknown = await health?.json().catch(() => null);
    const at =
      typeof read === 'object' && read !== null && 'at' in read ? Date.parse(String(read.at)) : Number.NaN;
    const offset = at - clock.now();
    if (Number.isNaN(offset) || Math.abs(offset - offsetMillis) < 60_000) return false;
    offsetMillis = offset;
    lastAt = 0;
    return true;
  }

  const sendJson = async (method: string, path: string, body: unknown): Promise<unknown> =>
    readAnswer(await send(method, path, body === undefined ? '' : JSON.stringify(body)));

  return {
    target,
    ask: async (route, { params, query, body }: Given) => {
      const answer = await sendJson(route.method, addressOf(route, params, query), body);
      // A server of another version may answer something else; this program and it are one release.
      return answer as AnswerOf<typeof route>;
    },
    send: sendJson,
    upload: async (route, asking, body) => {
      const { params, query, headers }: Given & { readonly headers: Readonly<Record<string, string>> } =
        asking;
      const url = new URL(addressOf(route, params, query), target.url);
      const request = { method: route.method, url, headers, body: new Uint8Array() };
      return (await readAnswer(await exchange(request, body))) as AnswerOf<typeof route>;
    },
    text: async (path) => {
      const response = await send('GET', path, '');
      if (!response.ok) await readAnswer(response);
      return response.text();
    },
    follow: (stream, { params, query }, hear, signal) => {
      const url = new URL(addressOf(stream, params, query), target.url);
      const { host: _host, ...headers } = signedHeaders(
        jsonRequest('GET', url, ''),
        target.key,
        nextInstant(),
      );
      return follow(url, headers, (frame) => hear(frame as ToldBy<typeof stream> | ErrorFrame), signal);
    },
  };
}

function follow(
  url: URL,
  headers: Record<string, string>,
  hear: (frame: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  const socket = new WebSocket(url.href.replace(/^http/, 'ws'), { headers });
  return new Promise((resolve, reject) => {
    socket.addEventListener('message', ({ data }) => hear(parse(String(data))));
    socket.addEventListener('close', ({ code, reason }) => {
      if (signal.aborted) resolve();
      else reject(new Failure(`The stream ended with code ${code}${reason === '' ? '' : `: ${reason}`}.`));
    });
    signal.addEventListener('abort', () => socket.close(), { once: true });
    if (signal.aborted) socket.close();
  });
}

/** The JSON of an answer that is a success; a refusal becomes a `Failure` with what the server said. */
async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  const answer = parse(text);
  const fields = typeof answer === 'object' && answer !== null ? answer : {};
  if ('resultCode' in fields && fields.resultCode !== success) {
    const description =
      'resultDesc' in fields && fields.resultDesc !== '' ? fields.resultDesc : 'no description';
    throw new Failure(`The server refused with code ${fields.resultCode}: ${description}`);
  }
  if (response.ok) return answer;
  // What is not there is named by the detail; the title would say it twice.
  if ('detail' in fields && response.status === 404) throw new Failure(`${fields.detail} (HTTP 404)`);
  if ('detail' in fields && 'title' in fields)
    throw new Failure(`${fields.title} (HTTP ${response.status}): ${fields.detail}`);
  throw new Failure(
    `The server answered HTTP ${response.status}${text === '' ? '' : `: ${text.slice(0, 300)}`}`,
  );
}

function parse(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
