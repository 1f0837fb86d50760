// /api/v1: our own interface, beside the contract's. This file lists its routes by group; each route
// is a value (route.ts), so the OpenAPI document and the tests of roles are made from this list.
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { toMillis } from '../../core/units.ts';
import { failAbandonedImports } from '../../store/imports.ts';
import { withinDatabaseLimit } from '../databaseLimit.ts';
import type { HttpDeps } from '../deps.ts';
import { accessKeyRoutes } from './accessKeys.ts';
import { agentRoutes, flowRoutes, skillQueueRoutes } from './agents.ts';
import { agentWorkRoutes } from './agentWork.ts';
import { auditRoutes } from './audit.ts';
import { changeRoutes } from './campaignChanges.ts';
import { campaignRoutes } from './campaigns.ts';
import { addRoute, prepareScope } from './door.ts';
import { explainRoutes } from './explain.ts';
import { importRoutes } from './imports.ts';
import { loginRoutes } from './login.ts';
import { noticeRoutes, outcomeRoutes } from './notices.ts';
import type { ApiRoute } from './route.ts';
import { cookieName } from './sessionToken.ts';
import { openLoginThrottle } from './throttle.ts';
import { userRoutes } from './users.ts';
import { vdnRoutes } from './vdns.ts';

/** Every route of /api/v1. */
export function apiRoutes(): ApiRoute[] {
  return [
    ...loginRoutes(openLoginThrottle()),
    ...vdnRoutes,
    ...accessKeyRoutes,
    ...userRoutes,
    ...skillQueueRoutes,
    ...agentRoutes,
    ...agentWorkRoutes,
    ...flowRoutes,
    ...campaignRoutes,
    ...changeRoutes,
    ...explainRoutes,
    ...outcomeRoutes,
    ...noticeRoutes,
    ...importRoutes(),
    ...auditRoutes,
  ];
}

/** Registers every route below /api/v1 and the description at /api/openapi.json. */
export async function registerApi(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  await app.register(
    async (scope) => {
      prepareScope(scope);
      await scope.register(swagger, {
        openapi: {
          openapi: '3.1.0',
          info: {
            title: 'Campana',
            version: '1',
            description:
              'Everything that the contract has no words for. Sign in for a session cookie, or sign the request ' +
              'with an access key, which acts as an administrator of its own VDN.',
          },
          components: {
            securitySchemes: {
              session: { type: 'apiKey', in: 'cookie', name: cookieName },
              signature: { type: 'apiKey', in: 'header', name: 'authorization', description: 'auth-v2' },
            },
          },
        },
      });
      for (const route of apiRoutes()) addRoute(scope, deps, route);
      scope.addHook('onReady', async () => endAbandonedImports(deps));
      scope.get('/openapi.json', { schema: { hide: true } }, async () => scope.swagger());
    },
    { prefix: '/api' },
  );
}

/** Younger ones may be about to begin. */
const importStartMilliseconds = 60_000;

/** Imports of a process that was killed did not happen; without this they would seem to run for ever. */
async function endAbandonedImports({ database, clock, log }: HttpDeps): Promise<void> {
  const now = clock.now();
  try {
    await withinDatabaseLimit(database, () =>
      failAbandonedImports(database, toMillis(now - importStartMilliseconds), now),
    );
  } catch (error) {
    // The server can begin without its database, and the next start ends them just as well.
    log.warn({ err: error }, 'abandoned imports could not be ended');
  }
}
