// One PBX over ARI: requests by HTTP, events by a WebSocket that reconnects by itself. The WebSocket
// decides whether the PBX is there, by a ping every few seconds: without its events a call could be placed
// and never heard of again.
import { type Dispatcher, Pool } from 'undici';
import { WebSocket } from 'ws';
import { type AriEvent, eventTypes, readEvent } from './ariMessages.ts';

export interface AriSettings {
  /** `https://pbx.example:8089/ari` */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** PEM of the authority that signed the PBX's certificate; null: those that Node trusts. */
  readonly certificate: string | null;
}

export interface AriAnswer {
  /** The HTTP status. */
  readonly status: number;
  readonly body: unknown;
}

export interface AriHearer {
  /** The PBX answers again: what it holds is compared before anything is asked of it. */
  compare(ari: Ari): Promise<unknown>;
  /** It has been compared, and its events are still heard. */
  opened(ari: Ari): void;
  closed(ari: Ari, because: string): void;
  event(ari: Ari, event: AriEvent): void;
  /** False: nothing is asked of the PBX that changes anything there. */
  mayAsk(): boolean;
}

/** The request was not sent: when its turn came, it was not allowed any more. */
class Forbidden extends Error {}

type Query = Readonly<Record<string, string | number>>;

/** Requests at one time; Asterisk serves each connection by a thread. */
const connectionsMax = 32;
const answerMillisMax = 5_000;
const listMillisMax = 20_000;
/** A sign of life is asked for this often; without one by the next time the PBX counts as gone. */
const pingMillis = 5_000;
const againMillisMin = 200;
/** People who answer meanwhile wait at the PBX until we are back. */
const againMillisMax = 1_000;

export class Ari {
  readonly url: string;
  readonly #settings: AriSettings;
  readonly #application: string;
  readonly #hearer: AriHearer;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #authorization: string;
  #socket: WebSocket | null = null;
  #timer: NodeJS.Timeout | null = null;
  #pinging: NodeJS.Timeout | null = null;
  #failures = 0;
  #isClosed = false;
  #isUp = false;

  /** @param application the Stasis application that is ours alone at this PBX */
  constructor(settings: AriSettings, application: string, hearer: AriHearer) {
    const { origin, pathname } = new URL(settings.url);
    this.url = settings.url;
    this.#settings = settings;
    this.#application = application;
    this.#hearer = hearer;
    this.#path = pathname.replace(/\/$/, '');
    this.#authorization = `Basic ${Buffer.from(`${settings.user}:${settings.password}`).toString('base64')}`;
    this.#pool = new Pool(origin, {
      connections: connectionsMax,
      pipelining: 1,
      headersTimeout: answerMillisMax,
      bodyTimeout: answerMillisMax,
      connect: { timeout: answerMillisMax, ...authority(settings) },
    });
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Begins to connect, and goes on trying until `close`. */
  start(): void {
    this.#connect();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isUp = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#pinging !== null) clearInterval(this.#pinging);
    this.#socket?.terminate();
    await this.#pool.destroy();
  }

  /**
   * One request. A status of any kind is an answer; no answer is an exception, and whether the PBX has
   * done what was asked is then not known, unless `wasNotSent` says so.
   * @param mayAsk asked when the request is written: it may have waited long for a connection
   */
  async request(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    query: Query = {},
    body: unknown = undefined,
    mayAsk: () => boolean = method === 'GET' ? always : this.#hearer.mayAsk,
  ): Promise<AriAnswer> {
    const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
    const search = new URLSearchParams(pairs).toString();
    const isList = method === 'GET';
    const options: Dispatcher.DispatchOptions = {
      method,
      path: `${this.#path}${path}${search === '' ? '' : `?${search}`}`,
      headers: {
        authorization: this.#authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      ...(isList ? { headersTimeout: listMillisMax, bodyTimeout: listMillisMax } : {}),
    };
    const { status, text } = await this.#dispatch(options, mayAsk);
    return { status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }

  /** `dispatch` and not `request`: it tells when a request leaves its queue for the wire. */
  #dispatch(
    options: Dispatcher.DispatchOptions,
    mayAsk: () => boolean,
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      let status = 0;
      const parts: Buffer[] = [];
      this.#pool.dispatch(options, {
        onRequestStart: (controller) => {
          if (!mayAsk()) controller.abort(new Forbidden(`${options.method} ${options.path}`));
        },
        onResponseStart: (_, statusCode) => {
          status = statusCode;
        },
        onResponseData: (_, part) => void parts.push(part),
        onResponseEnd: () => resolve({ status, text: Buffer.concat(parts).toString() }),
        onResponseError: (_, error) => reject(error),
      });
    });
  }

  #connect(): void {
    this.#timer = null;
    const { origin } = new URL(this.#settings.url);
    const address = `${origin.replace(/^http/, 'ws')}${this.#path}/events?app=${this.#application}&subscribeAll=true`;
    const socket = new WebSocket(address, {
      headers: { authorization: this.#authorization },
      handshakeTimeout: answerMillisMax,
      perMessageDeflate: false,
      maxPayload: 4 * 1024 * 1024,
      ...authority(this.#settings),
    });
    this.#socket = socket;
    let because = '';
    socket.on('open', () => void this.#opened(socket));
    socket.on('message', (data) => {
      const event = readEvent(String(data));
      if (event !== null) this.#hearer.event(this, event);
    });
    socket.on('error', (error) => {
      because = error.message.endsWith(' 401') ? 'user or password is wrong (HTTP 401)' : error.message;
    });
    socket.on('close', (code) => this.#lost(socket, because === '' ? `closed with code ${code}` : because));
  }

  async #opened(socket: WebSocket): Promise<void> {
    this.#watch(socket);
    try {
      const allowed = eventTypes.map((type) => ({ type }));
      const path = `/applications/${this.#application}/eventFilter`;
      const { status } = await this.request('PUT', path, {}, { allowed }, always);
      if (status !== 200) throw new Error(`the event filter was answered with ${status}`);
      await this.#hearer.compare(this);
    } catch (error) {
      socket.emit('error', error instanceof Error ? error : new Error(String(error)));
      socket.terminate();
      return;
    }
    if (socket.readyState !== socket.OPEN) return;
    this.#failures = 0;
    this.#isUp = true;
    this.#hearer.opened(this);
  }

  /** A connection that is broken without a word is found by its silence. */
  #watch(socket: WebSocket): void {
    let isAlive = true;
    socket.on('pong', () => {
      isAlive = true;
    });
    if (this.#pinging !== null) clearInterval(this.#pinging);
    this.#pinging = setInterval(() => {
      if (!isAlive) {
        socket.emit('error', new Error('no sign of life'));
        socket.terminate();
        return;
      }
      isAlive = false;
      socket.ping();
    }, pingMillis);
  }

  #lost(socket: WebSocket, because: string): void {
    if (socket !== this.#socket || this.#isClosed) return;
    if (this.#pinging !== null) clearInterval(this.#pinging);
    this.#socket = null;
    this.#isUp = false;
    this.#hearer.closed(this, because);
    const wait = Math.min(againMillisMin * 2 ** this.#failures, againMillisMax);
    this.#failures += 1;
    this.#timer = setTimeout(() => this.#connect(), wait);
  }
}

const always = (): boolean => true;

const authority = ({ certificate }: AriSettings): { ca?: string } =>
  certificate === null ? {} : { ca: certificate };

/** True when the request of this failure cannot have reached the PBX. */
export function wasNotSent(error: unknown): boolean {
  if (error instanceof Forbidden) return true;
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return (
    typeof code === 'string' &&
    ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'].includes(code)
  );
}
