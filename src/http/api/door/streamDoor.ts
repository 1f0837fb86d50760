// Registers a stream with Fastify: a WebSocket is admitted like any route, before it is opened, so a
// refusal is an ordinary answer. A browser sends the cookie with every socket that is opened here, and no
// other header of ours, so the origin of the page takes the place of the token against forged requests.
import assert from 'node:assert';
import type { Socket } from 'node:net';
import type { WebSocket } from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Value } from '../../../api/route.ts';
import { type Stream, streams } from '../../../api/routes/streams.ts';
import type { Language } from '../../../core/language.ts';
import type { Permission } from '../../../core/user.ts';
import { allows } from '../../../core/user.ts';
import type { HttpDeps } from '../../deps.ts';
import { findSigningKey } from '../../signatureKeys.ts';
import { readSessionToken, useSession } from '../tenants/sessionToken.ts';
import { sendAnswer } from './door.ts';
import { type Admission, admitSession, admitTo, isSigned } from './guard.ts';
import { languageOf } from './languageOf.ts';
import { refuse } from './problem.ts';
import { refusalTexts } from './refusalTexts.ts';
import type { Principal, Refusal } from './route.ts';
import { admitSignature } from './signed.ts';

export interface StreamCall<One extends Stream> {
  readonly deps: HttpDeps;
  readonly params: Value<One['params']>;
  readonly query: Value<One['query']>;
  readonly language: Language;
  readonly principal: Principal;
}

/** A stream with what the server does when somebody opens it. */
export interface StreamRoute<One extends Stream> {
  readonly stream: One;
  /** What no schema and no permission says; null: the stream may open. */
  readonly admit: (call: StreamCall<One>) => Promise<Refusal | null>;
  /** Must hang its listeners on the socket before it waits for anything. */
  readonly open: (socket: WebSocket, call: StreamCall<One>) => void;
}

export function addStream<One extends Stream>(
  app: FastifyInstance,
  deps: HttpDeps,
  { stream, ...route }: StreamRoute<One>,
): void {
  assert(isStreamAddress(`/api${stream.path}`), `${stream.path} is not in the list of streams`);
  const calls = new WeakMap<FastifyRequest, StreamCall<One>>();
  const places = countStreams();
  const asked = { method: 'GET', permission: stream.permission } as const;

  const admit = async (request: FastifyRequest): Promise<Admission> => {
    if (!isSigned(request)) {
      return isFromHere(request, deps)
        ? admitSession(request, asked, deps, deps.clock.now())
        : { refusal: refuse('otherOrigin', refusalTexts.otherPage) };
    }
    const admission = await admitSignature(request, Buffer.alloc(0), deps);
    return 'refusal' in admission ? admission : admitTo(asked, request, admission.principal);
  };

  app.route({
    method: 'GET',
    url: stream.path,
    websocket: true,
    schema: { params: stream.params, querystring: stream.query },
    preHandler: async (request, reply) => {
      const admission = request.ws
        ? await admit(request)
        : { refusal: refuse('upgradeNeeded', refusalTexts.openSocket) };
      // The socket of a refused opening is closed behind the answer: no further request may wait on it.
      if (request.ws) reply.header('connection', 'close');
      if ('refusal' in admission) return sendAnswer(reply, admission.refusal);
      // The schemas have let them through.
      const { principal } = admission;
      const call = {
        deps,
        params: request.params as Value<One['params']>,
        query: request.query as Value<One['query']>,
        language: languageOf(request),
        principal,
      };
      // Taken before anything is waited for, so that many that are opened at once are counted too.
      if (!places.take(`${principal.actor} ${JSON.stringify(request.params)}`, request.raw.socket)) {
        return sendAnswer(reply, refuse('tooManyRequests', refusalTexts.manyStreams(streamsMax)));
      }
      const refusal = await route.admit(call);
      if (refusal !== null) return sendAnswer(reply, refusal);
      calls.set(request, call);
    },
    handler: (socket, request) => {
      const call = calls.get(request);
      if (call === undefined) return socket.close();
      route.open(socket, call);
    },
  });
}

/** Streams of one address that one user or key has open at most: windows of one person, and some to spare. */
const streamsMax = 20;

/** What the streams' addresses look like when their escapes are undone, as the router undoes them. */
const streamAddresses = streams.map(
  ({ path }) => new RegExp(`^/api${path.replace(/:[A-Za-z]+/g, '[^/]+')}$`),
);

/** True for an address, with or without a query, at which a stream may be opened. */
export function isStreamAddress(url: string): boolean {
  try {
    const address = decodeURI(url.split('?', 1)[0] ?? '');
    return streamAddresses.some((form) => form.test(address));
  } catch {
    return false;
  }
}

function countStreams() {
  const counts = new Map<string, number>();
  const give = (name: string): void => {
    const count = (counts.get(name) ?? 0) - 1;
    if (count > 0) counts.set(name, count);
    else counts.delete(name);
  };
  return {
    /** False when all of that name are taken. A place is free again when its connection is closed. */
    take: (name: string, connection: Socket): boolean => {
      const count = counts.get(name) ?? 0;
      if (count >= streamsMax || connection.destroyed) return false;
      counts.set(name, count + 1);
      connection.once('close', () => give(name));
      return true;
    },
  };
}

/** True when the page that opens the stream came from this host, in the way in which the stream comes. */
function isFromHere(request: FastifyRequest, deps: HttpDeps): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: from } = new URL(origin);
  // The default port of the scheme is left out of an origin, and may stand in the header.
  const to = URL.parse(`${schemeOf(request, deps)}://${host}`);
  return to !== null && from === to.host && protocol === to.protocol;
}

/** In which way the browser reaches us: a proxy in front ends TLS, unless it says that there was none. */
function schemeOf({ headers }: FastifyRequest, { tls, behindProxy }: HttpDeps): 'http' | 'https' {
  if (behindProxy !== true) return tls === undefined ? 'http' : 'https';
  const told = headers['x-forwarded-proto'];
  const nearest = String(told ?? 'https')
    .split(',')
    .at(-1)
    ?.trim()
    .toLowerCase();
  return nearest === 'http' ? 'http' : 'https';
}

/** Whether a principal whose stream has been open for a while would still be admitted. */
export async function isStillAdmitted(
  deps: HttpDeps,
  principal: Principal,
  permission: Permission,
): Promise<boolean> {
  const now = deps.clock.now();
  if (principal.session === null) {
    const ak = principal.actor.slice('key:'.length);
    return (await findSigningKey(deps, ak, now)) !== null;
  }
  const token = readSessionToken(principal.session.token);
  const session = token === null ? null : await useSession(deps.database, token, now);
  // What was sent masked stays so, and what was not must not go on: the stream is opened anew.
  return session !== null && allows(session.role, permission) && session.masking === principal.masking;
}
