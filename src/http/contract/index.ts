// The contract's interfaces, `/rest/isales/v1/openapi/campaigns/{vdnId}/...`, one file for each group.
import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from '../deps.ts';

/** Registers every route of the contract. */
export function registerContract(_app: FastifyInstance, _deps: HttpDeps): void {}
