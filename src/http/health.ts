// The routes for load balancers and monitors. No authentication: nothing here concerns a tenant.
import type { FastifyInstance } from 'fastify';
import { shortageOf, shortageTexts } from '../store/database/storage.ts';
import type { HttpDeps } from './deps.ts';

/** `/health/live`: the process turns, and what its clock says; `/health/ready`: it can work; `/metrics`: Prometheus text. */
export function registerHealth(app: FastifyInstance, deps: HttpDeps): void {
  app.get('/health/live', async () => ({ status: 'live', at: new Date(deps.clock.now()).toISOString() }));
  app.get('/health/ready', async (_request, reply) => {
    const shortage = shortageOf(deps.database);
    if (shortage !== null)
      return reply.code(503).send({ status: 'not ready', reason: shortageTexts[shortage].en_US });
    const ready = await deps.ready().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await deps.metrics()),
  );
}
