// /api/v1: our own interface, beside the contract's. This file lists its routes by group; each route
// is a value (route.ts), so the OpenAPI document and the tests of roles are made from this list.
import type { FastifyInstance } from 'fastify';
import { routes } from '../../api/index.ts';
import { openapiDocument } from '../../api/openapi.ts';
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
import type { ServedRoute } from './door/route.ts';
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
import { openLoginThrottle } from './tenants/throttle.ts';
import { userRoutes } from './tenants/users.ts';
import { vdnRoutes } from './tenants/vdns.ts';

/** Every route of /api/v1. */
export function apiRoutes(): ServedRoute[] {
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
      const document = openapiDocument(routes);
      for (const route of apiRoutes()) addRoute(scope, deps, route);
      addStream(scope, deps, agentStream);
      addStream(scope, deps, agentsStream);
      addStream(scope, deps, liveStream(openLiveHub(deps)));
      scope.get('/openapi.json', async () => document);
    },
    { prefix: '/api' },
  );
}
