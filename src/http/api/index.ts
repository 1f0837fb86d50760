// /api/v1: our own interface, beside the contract's. This file lists its routes by group; each route
// is a value (route.ts), so the OpenAPI document and the tests of roles are made from this list.
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { agentCaseRoutes } from './agents/agentCase.ts';
import { agentStream } from './agents/agentStream.ts';
import { agentRoutes, flowRoutes, skillQueueRoutes } from './agents/agents.ts';
import { agentsStream } from './agents/agentsStream.ts';
import { agentWorkRoutes } from './agents/agentWork.ts';
import { callRoutes } from './calls/calls.ts';
import { callsFileRoutes } from './calls/callsFile.ts';
import { noticeRoutes, outcomeRoutes } from './calls/notices.ts';
import { callbackWarningRoutes } from './campaigns/callbackWarning.ts';
import { additionRoutes } from './campaigns/campaignAddition.ts';
import { changeRoutes } from './campaigns/campaignChanges.ts';
import { campaignRoutes } from './campaigns/campaigns.ts';
import { dryRunRoutes } from './campaigns/dryRuns.ts';
import { explainRoutes } from './campaigns/explain.ts';
import { handlingRoutes } from './campaigns/handling.ts';
import { specialDateRoutes } from './campaigns/specialDates.ts';
import { addRoute, prepareScope } from './door/door.ts';
import type { ApiRoute } from './door/route.ts';
import { addStream } from './door/streamDoor.ts';
import { openLiveHub } from './live/hub.ts';
import { liveStream } from './live/stream.ts';
import { importRoutes } from './numbers/imports.ts';
import { numberRoutes } from './numbers/numbers.ts';
import { redialRoutes } from './numbers/redial.ts';
import { pacingRoutes } from './pacing/pacing.ts';
import { recordedDayRoutes } from './pacing/recordedDay.ts';
import { demoRoutes } from './system/demo.ts';
import { systemRoutes } from './system/system.ts';
import { accessKeyRoutes } from './tenants/accessKeys.ts';
import { auditRoutes } from './tenants/audit.ts';
import { boundsRoutes } from './tenants/bounds.ts';
import { loginRoutes } from './tenants/login.ts';
import { sessionRoutes } from './tenants/sessions.ts';
import { cookieName, secureCookieName } from './tenants/sessionToken.ts';
import { openLoginThrottle } from './tenants/throttle.ts';
import { userRoutes } from './tenants/users.ts';
import { vdnRoutes } from './tenants/vdns.ts';

/** Every route of /api/v1. */
export function apiRoutes(): ApiRoute[] {
  return [
    ...loginRoutes(openLoginThrottle()),
    ...sessionRoutes,
    ...vdnRoutes,
    ...boundsRoutes,
    ...systemRoutes,
    ...accessKeyRoutes,
    ...userRoutes,
    ...skillQueueRoutes,
    ...agentRoutes,
    ...agentWorkRoutes,
    ...agentCaseRoutes,
    ...flowRoutes,
    ...demoRoutes,
    ...campaignRoutes,
    ...additionRoutes,
    ...specialDateRoutes,
    ...dryRunRoutes,
    ...changeRoutes,
    ...handlingRoutes,
    ...explainRoutes,
    ...pacingRoutes(),
    ...recordedDayRoutes,
    ...outcomeRoutes,
    ...callRoutes,
    ...callsFileRoutes(),
    ...numberRoutes,
    ...redialRoutes,
    ...noticeRoutes,
    ...callbackWarningRoutes,
    ...importRoutes(),
    ...auditRoutes,
  ];
}

/** Registers every route below /api/v1 and the description at /api/openapi.json. */
export async function registerApi(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  await app.register(
    async (scope) => {
      prepareScope(scope, deps.database);
      await scope.register(swagger, {
        openapi: {
          openapi: '3.1.0',
          info: {
            title: 'Campana',
            version: '1',
            description:
              'Everything that the contract does not cover. Sign in for a session cookie, or sign the request ' +
              'with an access key, which acts as an administrator of its own VDN.',
          },
          tags: [{ name: 'agents at work', description: aboutStreams }],
          components: {
            securitySchemes: {
              session: {
                type: 'apiKey',
                in: 'cookie',
                name: cookieName,
                description: `Over TLS its name is ${secureCookieName}`,
              },
              signature: { type: 'apiKey', in: 'header', name: 'authorization', description: 'auth-v2' },
            },
          },
        },
      });
      for (const route of apiRoutes()) addRoute(scope, deps, route);
      addStream(scope, deps, agentStream);
      addStream(scope, deps, agentsStream);
      addStream(scope, deps, liveStream(openLiveHub(deps)));
      scope.get('/openapi.json', { schema: { hide: true } }, async () => scope.swagger());
    },
    { prefix: '/api' },
  );
}

/** OpenAPI has no words for a WebSocket. */
const aboutStreams =
  'Beside these requests there are three streams (WebSocket), admitted by cookie, from a page of this ' +
  'server only, or by signature. ' +
  '/api/v1/vdns/{vdnId}/agents/{agentId}/stream sends {type: "agent", at, agent} at once and at each change, and ' +
  'takes {id, command, …}: command is one of signIn, ready, break, signOut, dialOffer, skipOffer, hangUp, ' +
  'endWrapUp and alive, with the fields that the body of the same request has; each is answered with ' +
  '{type: "answer", at, id, ok, agent or problem}. What cannot be read is answered with {type: "error", problem}. ' +
  'Every frame and every answer to a ping counts as alive; with ?observe=yes nothing does but commands. ' +
  '/api/v1/vdns/{vdnId}/agents/stream, for supervisors, sends {type: "agents", at, isWhole, agents}: all agents at ' +
  'once, then those who have changed, four times a second at most, and every ten seconds at least. ' +
  '/api/v1/vdns/{vdnId}/stream, for roles that may read campaigns, sends {type: "live", at, rowsAt, isStale, campaignsVersion, ' +
  'vdn, campaigns} about once a second: the VDN as a whole, and the live figures of the campaigns that ' +
  '{watch: [ids]} has named, 100 at most. ' +
  'On each stream ?locale= is the language of sentences; requests have the header locale. ' +
  'Close codes: 1008 too many frames, 1009 a frame over 16 KiB, 1013 another process seats the agents now, ' +
  '4401 the session or the key is no longer good.';
