// One POST to a callBackUrl and what it came to. Success is HTTP 200 and nothing else (contract.md 9);
// redirects are not followed, the answer's body is thrown away, and nothing here waits for long.
import { Agent, request } from 'undici';
import { shownUrl } from '../core/callbackUrl.ts';
import { guardedConnector, refusedLiteral } from './callbackAddress.ts';

export type PushResult = { readonly delivered: true } | { readonly delivered: false; readonly error: string };

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

  /** Posts a JSON body once. Never throws: what goes wrong is the result. */
  async push(url: string, body: string, trustlist: readonly string[]): Promise<PushResult> {
    const target = URL.parse(url);
    if (target === null) return { delivered: false, error: `callBackUrl is no URL: ${shownUrl(url)}` };
    const refused = refusedLiteral(target, trustlist, this.#closedPorts);
    if (refused !== null) return { delivered: false, error: refused.message };
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
      return response.statusCode === 200
        ? { delivered: true }
        : { delivered: false, error: `HTTP ${response.statusCode}` };
    } catch (error) {
      return { delivered: false, error: reasonOf(error) };
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

/** Basic credentials (RFC 7617), where the URL has any: escapes are undone byte by byte. */
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

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  return (cause.message === '' ? cause.name : cause.message).slice(0, 300);
}
