// Registers the routes of /api/v1 with Fastify: admission before the body is read, then the schemas, then
// the handler, then the answer. Failures that no handler returned end in the two functions below.
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ruleTexts } from '../../../contract/rules/ruleTexts.ts';
import { withoutPasswords } from '../../../core/callbackUrl.ts';
import { masked } from '../../../core/masking.ts';
import type { Database } from '../../../store/database/connection.ts';
import { type Shortage, shortageTexts } from '../../../store/database/storage.ts';
import { networkOf } from '../../callerAddress.ts';
import type { HttpDeps } from '../../deps.ts';
import { shortageBehind } from '../../failure.ts';
import { readJson } from '../../json.ts';
import { bytesPerSecondMin } from '../numbers/uploadBytes.ts';
import { type Admission, admitSession, admitTo, isSigned } from './guard.ts';
import { languageOf } from './languageOf.ts';
import { refuse, refuseRules } from './problem.ts';
import { refusalTexts } from './refusalTexts.ts';
import type { ApiAnswer, Principal, Refusal, ServedRoute } from './route.ts';
import { admitSignature } from './signed.ts';
import { compileSchema, InvalidRequest } from './validation.ts';

/** Prepares the scope in which `addRoute` works: body kinds, schemas, and what is answered on failure. */
export function prepareScope(app: FastifyInstance, database: Database): void {
  app.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  app.setValidatorCompiler<Parameters<typeof compileSchema>[0]>(({ schema }) => compileSchema(schema));
  app.setErrorHandler<FastifyError>((error, request, reply) => answerError(database, error, request, reply));
  watchFiles(app);
  app.setNotFoundHandler((_request, reply) => {
    sendAnswer(reply, refuse('notFound', refusalTexts.noRoute));
  });
}

/** Over so long a reader must keep the least pace while it is waited for. */
const readerMilliseconds = 30_000;

/** A file is sent for as long as its reader keeps the pace; a stop of the server does not wait for it. */
function watchFiles(app: FastifyInstance): void {
  const files = new Set<Readable>();
  app.addHook('onSend', async (request, reply, payload) => {
    if (!(payload instanceof Readable)) return;
    files.add(payload);
    payload.once('close', () => files.delete(payload));
    payload.once('error', (error) => {
      request.log.error({ err: error, route: request.routeOptions.url }, 'a file could not be finished');
    });
    const { socket } = reply.raw;
    // What a test injects has none.
    if (socket instanceof Socket) watchReader(payload, socket);
  });
  app.addHook('preClose', async () => {
    for (const file of files) file.destroy();
  });
}

/** Breaks the file off when its reader takes less than uploads must bring; our own pauses do not count. */
function watchReader(file: Readable, socket: Socket): void {
  const taken = (): number => socket.bytesWritten - socket.writableLength;
  let before = taken();
  const watch = setInterval(() => {
    const since = taken() - before;
    before += since;
    const isWaitedFor = socket.writableLength > 0;
    if (isWaitedFor && since < (bytesPerSecondMin * readerMilliseconds) / 1000) {
      file.destroy(new Error('its reader was too slow'));
    }
  }, readerMilliseconds);
  file.once('close', () => clearInterval(watch));
}

/** A client that is still sending a body is given so long to hear that it was refused. */
const hearingMilliseconds = 10_000;

/** Takes the rest of an upload that was answered before its end, and closes the connection after a while. */
function dropRest(upload: Readable): void {
  if (!(upload instanceof IncomingMessage) || upload.complete) return;
  const { socket } = upload;
  const timer = setTimeout(() => socket.destroy(), hearingMilliseconds);
  for (const event of ['end', 'close']) upload.once(event, () => clearTimeout(timer));
  upload.removeAllListeners('readable');
  upload.resume();
}

export function addRoute(app: FastifyInstance, deps: HttpDeps, route: ServedRoute): void {
  const principals = new WeakMap<FastifyRequest, Principal>();
  const takesJson = route.body !== null;
  const takesStream = route.takes === 'stream';

  /**
   * True when the request is refused, and answered. A hook then returns the reply: whether it has been sent
   * already cannot be asked, since the answer may still wait for the rest of a body (lingering.ts).
   */
  const isRefused = (request: FastifyRequest, reply: FastifyReply, admission: Admission): boolean => {
    if ('refusal' in admission) sendAnswer(reply, admission.refusal);
    else principals.set(request, admission.principal);
    return 'refusal' in admission;
  };

  app.route({
    method: route.method,
    url: route.path,
    schema: {
      params: route.params,
      querystring: route.query,
      ...(route.body === null ? {} : { body: route.body }),
    },
    onRequest: async (request, reply) => {
      if (route.permission === 'public') return;
      // The signature of a JSON body covers its bytes, so it is judged when they are there.
      if (isSigned(request) && !takesStream) return;
      const admission = isSigned(request)
        ? await admitSigned(request, Buffer.alloc(0))
        : await admitSession(request, route, deps, deps.clock.now());
      return isRefused(request, reply, admission) ? reply : undefined;
    },
    preValidation: async (request, reply) => {
      if (route.permission !== 'public' && isSigned(request) && !takesStream) {
        const admission = await admitSigned(request, bytesOf(request.body));
        if (isRefused(request, reply, admission)) return reply;
      }
      const refusal = takesStream ? refuseNoCsv(request) : readBody(request, takesJson);
      return refusal === null ? undefined : sendAnswer(reply, refusal);
    },
    handler: async (request, reply) => {
      const principal = principals.get(request) ?? null;
      const answer = await route.handle({
        deps,
        database: deps.database,
        now: deps.clock.now(),
        principal,
        params: request.params,
        query: request.query,
        body: request.body,
        upload: request.body instanceof Readable ? request.body : Readable.from([]),
        headers: request.headers,
        address: request.ip,
        network: networkOf(request),
      });
      sendAnswer(reply, maskedAnswer(answer, principal));
      if (request.body instanceof Readable) dropRest(request.body);
      return reply;
    },
  });

  async function admitSigned(request: FastifyRequest, body: Buffer): Promise<Admission> {
    const admission = await admitSignature(request, body, deps);
    return 'refusal' in admission ? admission : admitTo(route, request, admission.principal);
  }
}

const isOfType = (request: FastifyRequest, type: string): boolean =>
  request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === type;

const refuseNoCsv = (request: FastifyRequest): Refusal | null =>
  isOfType(request, 'text/csv') ? null : refuse('wrongContentType', refusalTexts.sendCsv);

/** Replaces the bytes of the body by what they say; no body at all is an empty object. */
function readBody(request: FastifyRequest, takesJson: boolean): Refusal | null {
  const { body } = request;
  if (body === undefined || body === null || (body instanceof Buffer && body.length === 0)) {
    request.body = {};
    return null;
  }
  if (!takesJson) return refuse('unreadable', refusalTexts.noBody);
  if (!(body instanceof Buffer) || !isOfType(request, 'application/json')) {
    return refuse('wrongContentType', refusalTexts.sendJson);
  }
  const reading = readJson(body);
  if (!reading.ok) return refuse('unreadable', refusalTexts.body(ruleTexts[reading.flaw]));
  request.body = reading.value;
  return null;
}

const bytesOf = (body: unknown): Buffer => (body instanceof Buffer ? body : Buffer.alloc(0));

/** No answer tells a password. What a file holds is masked where it is written. */
const maskedAnswer = (answer: ApiAnswer, principal: Principal | null): ApiAnswer =>
  principal === null || answer.contentType === 'text/csv'
    ? answer
    : { ...answer, body: (language) => masked(withoutPasswords(answer.body(language)), principal.masking) };

/**
 * Writes an answer in the language that was asked for. A body that is a stream is sent as it comes; if it
 * fails, the connection breaks.
 */
export function sendAnswer(reply: FastifyReply, answer: ApiAnswer): FastifyReply {
  const body = answer.body(languageOf(reply.request));
  return reply
    .code(answer.status)
    .headers({ 'cache-control': 'no-store', ...answer.headers })
    .type(`${answer.contentType}${answer.contentType === 'text/csv' ? '; charset=utf-8' : ''}`)
    .send(answer.contentType === 'text/csv' ? body : JSON.stringify(body));
}

function answerError(
  database: Database,
  error: FastifyError | InvalidRequest,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (error instanceof InvalidRequest) {
    sendAnswer(reply, refuseRules('invalid', error.violations));
    return;
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413) sendAnswer(reply, refuse('tooLarge', refusalTexts.bodyTooLarge));
  else if (status === 429)
    sendAnswer(reply, refuse('tooManyRequests', refusalTexts.askLater, { retryAfterSeconds: 1 }));
  else if (status >= 400 && status < 500) sendAnswer(reply, refuse('unreadable', refusalTexts.unreadable));
  else answerFailure(shortageBehind(database, request.log, error), error, request, reply);
}

function answerFailure(
  shortage: Shortage | null,
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  if (shortage === 'disk') sendAnswer(reply, refuse('noRoom', shortageTexts.disk));
  else if (shortage === 'memory') sendAnswer(reply, refuse('noMemory', shortageTexts.memory));
  else {
    request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    sendAnswer(reply, refuse('failed', refusalTexts.failed));
  }
}
