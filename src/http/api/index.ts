// Our own interface, `/api/v1`: sessions, users, keys, queues, campaigns with their history, imports.
import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from '../deps.ts';

/** Registers every route of `/api/v1`. */
export function registerApi(_app: FastifyInstance, _deps: HttpDeps): void {}
