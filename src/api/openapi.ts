// The OpenAPI 3.1 document of /api/v1, made of the routes. A route's name is its operation id.
import type { TLiteral, TObject } from 'typebox';
import { problemSchema } from './problem.ts';
import type { Route } from './route.ts';
import { agentAtWork, commandNames } from './routes/agentWork.ts';
import { call } from './routes/calls.ts';
import { callHandling, campaignSettings } from './routes/campaigns.ts';
import { cookieName, secureCookieName } from './routes/sessions.ts';
import { followAgent, followAgents, followLive, watchedMax } from './routes/streams.ts';

type Json = Readonly<Record<string, unknown>>;

/** Schemas that stand in many routes: the document has each once, under its name. */
const named: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [agentAtWork, 'AgentAtWork'],
  [call, 'Call'],
  [callHandling, 'CallHandling'],
  [campaignSettings, 'CampaignSettings'],
  [problemSchema, 'Problem'],
]);

/** The whole document; the same for the same routes. */
export function openapiDocument(routes: Readonly<Record<string, Route>>): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [operationId, route] of Object.entries(routes)) {
    const path = templateOf(route);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(operationId, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Campana',
      version: '1',
      description:
        'Everything beyond the vendor’s contract. Sign in for a session cookie, or sign the request with an ' +
        'access key, which acts as an administrator of its own VDN.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [{ name: 'agents at work', description: aboutStreams }],
    paths,
    components: {
      schemas: Object.fromEntries([...named].map(([schema, name]) => [name, withinIt(schema)])),
      responses: {
        Refused: {
          description: 'Refused',
          content: { 'application/problem+json': { schema: printed(problemSchema) } },
        },
      },
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
  };
}

/** The path as OpenAPI writes it. */
const templateOf = ({ path }: { readonly path: string }): string =>
  `/api${path.replace(/:([A-Za-z]+)/g, '{$1}')}`;

function operationOf(operationId: string, route: Route): Json {
  const { summary, description, tag, permission, takes, body } = route;
  const content =
    takes === 'stream'
      ? { 'text/csv': { schema: { type: 'string' } } }
      : body === null
        ? null
        : { 'application/json': { schema: printed(body) } };
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    parameters: [...parametersOf('path', route.params), ...parametersOf('query', route.query)],
    ...(content === null ? {} : { requestBody: { required: true, content } }),
    responses: { ...successOf(route), '4XX': { $ref: '#/components/responses/Refused' } },
    security: permission === 'public' ? [] : [{ session: [] }, { signature: [] }],
  };
}

/** A schema with a reference in the place of each named one. */
function printed(schema: unknown): unknown {
  const name = named.get(schema);
  return name === undefined ? withinIt(schema) : { $ref: `#/components/schemas/${name}` };
}

function withinIt(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(printed);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, printed(part)]));
}

function successOf({ gives, answer }: Route): Json {
  if (gives === 'csv') {
    return { 200: { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } } };
  }
  if ('type' in answer && answer.type === 'null') return { 204: { description: 'Done' } };
  return { '2XX': { description: 'Done', content: { 'application/json': { schema: printed(answer) } } } };
}

function parametersOf(place: 'path' | 'query', schema: Route['params']): Json[] {
  const properties: Json = 'properties' in schema ? Object(schema.properties) : {};
  const required: unknown = 'required' in schema ? schema.required : [];
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: Array.isArray(required) && required.includes(name),
    schema: field,
  }));
}

/** `{type: "live", at, …}`: the names of a frame's fields. */
function printedFrame({ properties }: TObject<{ type: TLiteral }>): string {
  const { type, ...rest } = properties;
  return `{${[`type: "${type.const}"`, ...Object.keys(rest)].join(', ')}}`;
}

/** OpenAPI has no words for a WebSocket. */
const aboutStreams =
  'Beside these requests there are three streams (WebSocket), admitted by cookie, from a page of this ' +
  'server only, or by signature. ' +
  `${templateOf(followAgent)} sends {type: "agent", at, agent} at once and at each change, and ` +
  `takes {id, command, …}: command is one of ${commandNames.slice(0, -1).join(', ')} and ` +
  `${commandNames.at(-1)}, with the fields that the body of the same request has; each is answered with ` +
  '{type: "answer", at, id, ok, agent or problem}. What cannot be read is answered with {type: "error", problem}. ' +
  'Every frame and every answer to a ping counts as alive; with ?observe=yes nothing does but commands. ' +
  `${templateOf(followAgents)}, for supervisors, sends ${printedFrame(followAgents.tells)}: all agents at ` +
  'once, then those who have changed, four times a second at most, and every ten seconds at least. ' +
  `${templateOf(followLive)}, for roles that may read campaigns, sends ${printedFrame(followLive.tells)} ` +
  'about once a second: the VDN as a whole, and the live figures of the campaigns that ' +
  `{watch: [ids]} has named, ${watchedMax} at most. ` +
  'On each stream ?locale= is the language of sentences; requests have the header locale. ' +
  'Close codes: 1008 too many frames, 1009 a frame over 16 KiB, 1013 another process seats the agents now, ' +
  '4401 the session or the key is no longer valid.';
