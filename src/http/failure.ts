// The failures that are not business answers: no route, too large, too fast, a broken world. They
// carry the contract's four fields with the HTTP status as the code (R3), and nothing from inside.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpFailureStatus } from '../contract/codes.ts';
import { httpFailure, readLocale } from '../contract/envelope.ts';
import type { Locale } from '../contract/locale.ts';

/** A failure that a route raises on purpose; its message is for the log, never for the caller. */
export class HttpFailure extends Error {
  readonly statusCode: HttpFailureStatus;

  constructor(statusCode: HttpFailureStatus, because: string) {
    super(because);
    this.statusCode = statusCode;
  }
}

/** The one error handler: everything that a route throws ends here. */
export function answerError(error: FastifyError | HttpFailure, request: FastifyRequest, reply: FastifyReply) {
  const status = statusOf(error.statusCode);
  const route = request.routeOptions.url;
  if (status === 500) request.log.error({ err: error, route }, 'request failed');
  else request.log.info({ status, because: error.message, route }, 'request refused');
  return reply.code(status).send(httpFailure(status, localeOf(request)));
}

export function answerNoRoute(request: FastifyRequest, reply: FastifyReply) {
  return reply.code(404).send(httpFailure(404, localeOf(request)));
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
