// One POST to a callBackUrl and its result. Only HTTP 200 is a success (contract.md 9); redirects are not
// followed, the answer's body is thrown away, and nothing here waits for long.
import { Agent, request } from 'undici';
import { shownUrl } from '../../core/callbackUrl.ts';
import type { PushFailure } from '../../core/pushFailure.ts';
import { AddressRefused, guardedConnector, refusedLiteral } from './callbackAddress.ts';

const responseMillisMax = 5_000;
/** An answer is read to its end only this far; more is cut off with the connection. */
const answerBytesMax = 65_536;

/** A sender of notices; one for each trustlist, so that its connections can be kept. */
export class Pusher {
  readonly #agents = new Map<string, Agent>();
  readonly #closedPorts: ReadonlySet<number>;

  /** @param closedPorts ports of this server that no notice may reach on an inner address */
  constructor(closedPorts: readonly number[] = []) {
    this.#closedPorts = new Set(closedPorts);
  }

  /** Posts a JSON body once. Never throws: answers what went wrong, null when the receiver took it. */
  async push(url: string, body: string, trustlist: readonly string[]): Promise<PushFailure | null> {
    const target = URL.parse(url);
    if (target === null) return { code: 'noUrl', url: shownUrl(url) };
    const refused = refusedLiteral(target, trustlist, this.#closedPorts);
    if (refused !== null) return refused;
    try {
      const response = await request(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=UTF-8', ...authorizationIn(target) },
        body,
        dispatcher: this.#agentFor(trustlist),
        headersTimeout: responseMillisMax,
        bodyTimeout: responseMillisMax,
        signal: AbortSignal.timeout(2 * responseMillisMax),
      });
      await response.body.dump({ limit: answerBytesMax }).catch(() => undefined);
      return response.statusCode === 200 ? null : { code: 'status', status: response.statusCode };
    } catch (error) {
      return failureOf(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
    this.#agents.clear();
  }

  #agentFor(trustlist: readonly string[]): Agent {
    const key = JSON.stringify(trustlist);
    const known = this.#agents.get(key);
    if (known !== undefined) return known;
    const agent = new Agent({
      connect: guardedConnector(trustlist, this.#closedPorts),
      connections: 32,
      keepAliveTimeout: 10_000,
    });
    this.#agents.set(key, agent);
    return agent;
  }
}

/** The URL's credentials as Basic (RFC 7617), its escapes undone byte by byte; nothing for a URL without them. */
function authorizationIn({ username, password }: URL): { authorization?: string } {
  if (username === '' && password === '') return {};
  const bytes = Buffer.concat([bytesOf(username), Buffer.from(':'), bytesOf(password)]);
  return { authorization: `Basic ${bytes.toString('base64')}` };
}

/** The URL class leaves ASCII only, so each character is one byte. */
const bytesOf = (escaped: string): Buffer =>
  Buffer.from(
    escaped.replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );

/** What Node and undici say of a request that came to nothing. */
interface RequestError extends NodeJS.ErrnoException {
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

function failureOf(error: unknown): PushFailure {
  if (error instanceof AddressRefused) return error.failure;
  // Every address of the host has failed; the first one tells.
  if (error instanceof AggregateError) return failureOf(error.errors[0]);
  if (!(error instanceof Error)) return { code: 'other', text: String(error) };
  const { code = '', message, name, address, port, hostname }: RequestError = error;
  if (code === 'ECONNREFUSED') return { code: 'connectionRefused', address: `${address}:${port}` };
  if (hostname !== undefined) return { code: 'hostUnknown', host: hostname };
  if (connectionLost.has(code)) return { code: 'connectionLost' };
  if (/TIMEDOUT|TIMEOUT/.test(code) || name === 'TimeoutError') return { code: 'timeout' };
  return { code: 'other', text: (message === '' ? name : message).slice(0, 300) };
}

const connectionLost: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
