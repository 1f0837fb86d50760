// The failures that are not business answers: no route, too large, too fast, a broken world. They
// carry the contract's four fields with the HTTP status as the code (R3), and nothing from inside.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpFailureStatus } from '../contract/codes.ts';
import { httpFailure, readLocale } from '../contract/envelope.ts';
import type { Locale } from '../contract/locale.ts';
import type { Database } from '../store/database/connection.ts';
import { isConnectionFailure } from '../store/database/connectionFailure.ts';
import {
  isShortage,
  type Shortage,
  shortageIn,
  shortageOf,
  shortageTexts,
} from '../store/database/storage.ts';

/** A failure that a route raises on purpose; its message is for the log, never for the caller. */
export class HttpFailure extends Error {
  readonly statusCode: HttpFailureStatus;

  constructor(statusCode: HttpFailureStatus, because: string) {
    super(because);
    this.statusCode = statusCode;
  }
}

/** The one error handler: everything that a route throws ends here. */
export function answerError(
  database: Database,
  error: FastifyError | HttpFailure,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const status = statusOf(error.statusCode);
  const shortage = status === 500 ? shortageBehind(database, request.log, error) : null;
  if (shortage !== null)
    return reply.code(500).send(httpFailure(500, localeOf(request), shortageTexts[shortage]));
  const route = request.routeOptions.url;
  if (status === 500) request.log.error({ err: error, route }, 'request failed');
  else request.log.info({ status, because: error.message, route }, 'request refused');
  if (status === 429) reply.header('retry-after', '1');
  return reply.code(status).send(httpFailure(status, localeOf(request)));
}

/**
 * What the database lacks, when that is why a request failed: the error says so, or the database is away and was
 * known to lack it.
 */
export function shortageBehind(database: Database, log: FastifyBaseLogger, error: unknown): Shortage | null {
  if (isShortage(database, log, error)) return shortageIn(error);
  return isConnectionFailure(error) ? shortageOf(database) : null;
}

export function answerNoRoute(request: FastifyRequest, reply: FastifyReply) {
  return reply.code(404).send(httpFailure(404, localeOf(request)));
}

/** What never became a request: garbage, headers beyond the limit, a sender that stands still. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = statusOfBroken(error.code);
  const body = JSON.stringify(httpFailure(status, 'en_US'));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (answered.has(socket)) return;
  answered.add(socket);
  // Closed at once, a connection whose other end is still sending is reset and takes the answer with it.
  const timer = setTimeout(() => socket.destroy(), lingerMilliseconds);
  socket.once('end', () => socket.destroy()).once('close', () => clearTimeout(timer));
  socket.resume();
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Broken requests go on being broken while the rest of them comes in; one answer is enough. */
const answered = new WeakSet<Socket>();
const lingerMilliseconds = 2000;

function statusOfBroken(code: string | undefined): HttpFailureStatus {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    default:
      return 400;
  }
}

/** The language of an answer's descriptions, by the `locale` header; English when it says nothing. */
export function localeOf(request: FastifyRequest): Locale {
  const { locale } = request.headers;
  return readLocale(typeof locale === 'string' ? locale : undefined);
}

/** Fastify and its plugins know more statuses than the contract does (R3). */
function statusOf(status: number | undefined): HttpFailureStatus {
  switch (status) {
    case 401:
    case 403:
    case 413:
    case 415:
    case 429:
      return status;
    case 400:
    case 404:
    case 414:
      // An address that cannot be read is an address that does not exist.
      return 404;
    default:
      return 500;
  }
}
