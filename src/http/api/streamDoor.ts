// Hangs a stream on Fastify: a WebSocket is admitted like any route, before it is opened, so a refusal
// is an ordinary answer. A browser sends the cookie to whoever opens a socket here, and no other header
// of ours, so what takes the place of the token against forged requests is where the page came from.
import type { WebSocket } from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import type { Language } from '../../core/language.ts';
import type { Permission } from '../../core/user.ts';
import { allows } from '../../core/user.ts';
import type { HttpDeps } from '../deps.ts';
import { findSigningKey } from '../signatureKeys.ts';
import { sendAnswer } from './door.ts';
import { type Admission, admitSession, admitTo, isSigned } from './guard.ts';
import { languageOf } from './languageOf.ts';
import { refuse } from './problem.ts';
import type { ApiAnswer, Principal } from './route.ts';
import { sentences } from './sentences.ts';
import { readSessionToken, useSession } from './sessionToken.ts';
import { admitSignature } from './signed.ts';

export interface StreamCall<Params, Query> {
  readonly deps: HttpDeps;
  readonly params: Params;
  readonly query: Query;
  readonly language: Language;
  readonly principal: Principal;
}

export interface StreamRoute<Params, Query> {
  /** Below /api. */
  readonly path: string;
  readonly permission: Permission;
  readonly params: TSchema;
  readonly query: TSchema;
  /** What no schema and no permission says; null: the stream may open. */
  readonly admit: (call: StreamCall<Params, Query>) => Promise<ApiAnswer | null>;
  /** Must hang its listeners on the socket before it waits for anything. */
  readonly open: (socket: WebSocket, call: StreamCall<Params, Query>) => void;
}

export function addStream<Params, Query>(
  app: FastifyInstance,
  deps: HttpDeps,
  route: StreamRoute<Params, Query>,
): void {
  const calls = new WeakMap<FastifyRequest, StreamCall<Params, Query>>();
  const open = openCounter();
  const asked = { method: 'GET', permission: route.permission } as const;

  const admit = async (request: FastifyRequest): Promise<Admission> => {
    if (!isSigned(request)) {
      return isFromHere(request)
        ? admitSession(request, asked, deps, deps.clock.now())
        : { refusal: refuse('otherOrigin', sentences.otherPage) };
    }
    const admission = await admitSignature(request, Buffer.alloc(0), deps);
    return 'refusal' in admission ? admission : admitTo(asked, request, admission.principal);
  };

  app.route({
    method: 'GET',
    url: route.path,
    websocket: true,
    schema: { params: route.params, querystring: route.query },
    preHandler: async (request, reply) => {
      const admission = request.ws
        ? await admit(request)
        : { refusal: refuse('upgradeNeeded', sentences.openSocket) };
      // The socket of a refused opening is closed behind the answer: no further request may wait on it.
      if (request.ws) reply.header('connection', 'close');
      if ('refusal' in admission) return sendAnswer(reply, admission.refusal);
      // The schemas have let them through.
      const { principal } = admission;
      const call = {
        deps,
        params: request.params as Params,
        query: request.query as Query,
        language: languageOf(request),
        principal,
      };
      if (open.count(nameOf(request, principal)) >= streamsMax) {
        return sendAnswer(reply, refuse('tooManyRequests', sentences.manyStreams(streamsMax)));
      }
      const refusal = await route.admit(call);
      if (refusal !== null) return sendAnswer(reply, refusal);
      calls.set(request, call);
    },
    handler: (socket, request) => {
      const call = calls.get(request);
      if (call === undefined) return socket.close();
      const name = nameOf(request, call.principal);
      open.add(name, 1);
      socket.once('close', () => open.add(name, -1));
      route.open(socket, call);
    },
  });
}

/** Streams of one address that one user or key has open at most: windows of one person, and some to spare. */
const streamsMax = 20;

const nameOf = ({ url }: FastifyRequest, { actor }: Principal): string => `${actor} ${url.split('?', 1)[0]}`;

function openCounter() {
  const counts = new Map<string, number>();
  return {
    count: (name: string): number => counts.get(name) ?? 0,
    add: (name: string, change: 1 | -1): void => {
      const count = (counts.get(name) ?? 0) + change;
      if (count > 0) counts.set(name, count);
      else counts.delete(name);
    },
  };
}

/** True when the page that opens the stream was loaded from the host that it is opened on. */
function isFromHere(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || host === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
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
