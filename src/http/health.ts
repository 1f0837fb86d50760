// What a load balancer and a monitor ask for. No authentication: nothing here tells of a tenant.
import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from './deps.ts';

/** `/health/live`: the process turns, and what its clock says; `/health/ready`: it can work; `/metrics`: Prometheus text. */
export function registerHealth(app: FastifyInstance, deps: HttpDeps): void {
  app.get('/health/live', async () => ({ status: 'live', at: new Date(deps.clock.now()).toISOString() }));
  app.get('/health/ready', async (_request, reply) => {
    const ready = await deps.ready().catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await deps.metrics()),
  );
}
