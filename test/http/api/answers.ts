// Holds every answer and every frame of /api/v1 that a test provokes against its description in src/api: no
// field may be missing, of another type, or unknown to the description.
import type { FastifyInstance } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterEach, expect } from 'vitest';
import { routes } from '../../../src/api/index.ts';
import type { Route } from '../../../src/api/route.ts';
import { errorFrame, followAgent, followAgents, followLive } from '../../../src/api/routes/streams.ts';

/** Call it before `app.ready()`; a test with a wrong answer fails at its end. */
export function watchAnswers(app: FastifyInstance): void {
  const validators = new Map(
    Object.values<Route>(routes).map(({ method, path, answer }) => [
      `${method} /api${path}`,
      Compile(strict(answer)),
    ]),
  );
  const faults: string[] = [];
  app.addHook('onSend', async (request, reply, payload) => {
    const validator = validators.get(`${request.method} ${request.routeOptions.url}`);
    if (validator === undefined || reply.statusCode >= 300 || reply.statusCode === 204) return;
    if (!String(reply.getHeader('content-type')).startsWith('application/json')) return;
    const answer: unknown = JSON.parse(String(payload));
    if (validator.Check(answer)) return;
    const why = validator.Errors(answer).map(({ instancePath, message }) => `${instancePath} ${message}`);
    faults.push(`${request.method} ${request.routeOptions.url}: ${why.slice(0, 5).join('; ')}`);
  });
  afterEach(() => {
    expect(faults.splice(0)).toEqual([]);
  });
}

/** What a frame has that its stream's description does not, or the other way around; empty: nothing. */
export function faultsOfFrame(path: string, frame: unknown): readonly string[] {
  const stream = streams.find(({ pattern }) => pattern.test(path));
  if (stream === undefined || stream.validator.Check(frame)) return [];
  return stream.validator
    .Errors(frame)
    .map(({ instancePath, message }) => `${path}${instancePath} ${message}`);
}

/** The same schema with every object closed, which it is not for clients: a later version may tell more. */
function strict(schema: TSchema): TSchema {
  const closed = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(closed);
    if (typeof part !== 'object' || part === null) return part;
    const inner = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
    return 'properties' in inner && !('additionalProperties' in inner)
      ? { ...inner, additionalProperties: false }
      : inner;
  };
  return closed(schema) as TSchema;
}

const streams = [followAgent, followAgents, followLive].map(({ path, tells }) => ({
  pattern: new RegExp(`^${path.replace('/v1', '').replace(/:\w+/g, '[^/]+')}(\\?|$)`),
  validator: Compile(strict(Type.Union([tells, errorFrame]))),
}));
