// The HTTP door: limits, plugins and routes, each registered by name below, so that this file lists
// what exists. Routes get their dependencies as an argument. Fastify's own validation, coercion and
// JSON parser are not used: the contract's readers say what is wrong, in the contract's codes.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import fastify, { type FastifyError, type FastifyInstance, LogController } from 'fastify';
import { isStreamAddress } from './api/door/streamDoor.ts';
import { frameBytesMax } from './api/door/streamSocket.ts';
import { registerApi } from './api/index.ts';
import { networkOf } from './callerAddress.ts';
import { registerConsole } from './console.ts';
import { registerContract } from './contract/index.ts';
import type { HttpDeps } from './deps.ts';
import { answerBrokenRequest, answerError } from './failure.ts';
import { registerHealth } from './health.ts';
import { lingerOverUploads } from './lingering.ts';
import { securityHeaders } from './securityHeaders.ts';

export type { HttpDeps } from './deps.ts';

/** A body over 1 MiB is refused with 413 (R3). */
export const bodyBytesMax = 1_048_576;

/**
 * Requests of one address a second before 429, whatever becomes of them and before anything is looked up.
 * It keeps a broken loop from taking the server with it. Keys and sign-in have limits of their own.
 */
const requestsPerSecondMax = 2000;

/** Connections at once; what comes beyond is closed at once instead of starving the others. */
const connectionsMax = 10_000;

/** Builds the door without opening it: `listen` and `close` are the caller's. */
export function buildApp(deps: HttpDeps): FastifyInstance {
  const app: FastifyInstance = fastify({
    loggerInstance: deps.log,
    serverFactory: (handler) => openServer(handler, deps.tls),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: (_address, hop) => deps.behindProxy === true && hop === 0,
    bodyLimit: bodyBytesMax,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => answerError(deps.database, error, request, reply),
    clientErrorHandler: answerBrokenRequest,
    routerOptions: { maxParamLength: 100 },
  });
  app.setErrorHandler<FastifyError>((error, request, reply) =>
    answerError(deps.database, error, request, reply),
  );
  readBodiesAsBytes(app);
  logAnswers(app);

  limitAddresses(app);
  lingerOverUploads(app);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(securityHeaders);
    done();
  });
  app.register(cookie);
  app.register(websocket, {
    options: { maxPayload: frameBytesMax, perMessageDeflate: false },
    preClose: endStreams,
    // An overlong frame or a broken connection is the other end's doing, and no failure of ours.
    errorHandler: (error, socket, request) => {
      const isTheirs = 'code' in error && /^(?:WS_ERR_|ECONNRESET|EPIPE)/.test(String(error.code));
      if (isTheirs) request.log.info({ reason: error.message }, 'a stream is broken off');
      else request.log.error({ err: error }, 'a stream failed');
      socket.terminate();
    },
  });
  app.register(async (routes) => registerHealth(routes, deps));
  app.register(async (routes) => registerContract(routes, deps));
  app.register(async (routes) => registerApi(routes, deps));
  registerConsole(app, deps.consoleDirectory);
  return app;
}

/**
 * HTTP, or HTTPS when `tls` is given. A request must have arrived whole within an hour: that is for a
 * file of numbers over a slow connection (api/numbers/uploadBytes.ts); any other body is too small for a
 * slow sender to do harm with.
 */
function openServer(handler: RequestListener, tls: HttpDeps['tls']): Server {
  const options = {
    requestTimeout: 3_600_000,
    headersTimeout: 10_000,
    keepAliveTimeout: 72_000,
    shouldUpgradeCallback: isStreamOpening,
  };
  const server =
    tls === undefined
      ? createServer(options, handler)
      : createSecureServer({ ...options, ...tls, minVersion: 'TLSv1.2' }, handler);
  server.maxConnections = connectionsMax;
  return server;
}

/**
 * Only what is a stream is opened as one. Java's own HTTP client asks in each request to go on in HTTP/2
 * (`Upgrade: h2c`), and anybody may ask for a WebSocket anywhere: that is passed over, and the request answered.
 */
const isStreamOpening = ({ headers, method, url }: IncomingMessage): boolean =>
  method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && isStreamAddress(url ?? '');

/** How long a stream's other end has to say good-bye when the server stops. */
const farewellMilliseconds = 500;

/** Streams would hold up a stop forever: they are closed, and cut off when the other end does not answer. */
async function endStreams(this: FastifyInstance): Promise<void> {
  const { clients } = this.websocketServer;
  for (const client of clients) client.close(1001, 'the server stops');
  for (let waited = 0; clients.size > 0 && waited < farewellMilliseconds; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  for (const client of clients) client.terminate();
  this.websocketServer.close();
}

/**
 * Every body arrives as the bytes that were sent, whatever its content type: the signature covers
 * them, and it is judged before the content type and the JSON are (R1).
 */
function readBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.debug(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });
}

/**
 * As the first hook of all routes, and of requests without a route. The plugin's own way, a hook of each
 * route, comes after the look-up of the user or key.
 */
function limitAddresses(app: FastifyInstance): void {
  app.register(rateLimit, { global: false }).after(() => {
    const limits = { max: requestsPerSecondMax, timeWindow: 1000, keyGenerator: networkOf };
    app.addHook('onRequest', app.rateLimit(limits));
  });
}
