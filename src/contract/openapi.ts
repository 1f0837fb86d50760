// The OpenAPI 3.1 document of the contract, built from the schemas that read requests and type
// answers. What JSON Schema cannot say of a rule stands in the field's description, in the words
// of the error, with the code that answers its violation.
import type { TSchema } from 'typebox';
import { type Code, codes, type HttpFailureStatus, httpTexts } from './codes.ts';
import { commonCodes, type Interface, interfaces } from './interfaces.ts';
import { rulesOf } from './rules/fieldRules.ts';
import { isMandatory, type ObjectRule, type Rule, ruleOf } from './rules/rule.ts';
import type { Source } from './rules/shape.ts';
import * as answers from './schemas/answers.ts';
import { seedExampleBody } from './schemas/example.ts';

type Json = Readonly<Record<string, unknown>>;

const mediaType = 'application/json; charset=UTF-8';

const httpStatuses = [401, 403, 404, 413, 415, 429, 500] as const satisfies readonly HttpFailureStatus[];

/** The whole document; the same for the same sources. */
export function openapiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const one of interfaces) {
    const path = paths[one.path] ?? {};
    path[one.method] = operation(one);
    paths[one.path] = path;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Campana: outbound campaigns',
      version: '1',
      description:
        'Every business answer, failures included, has HTTP status 200 and the four fields of Envelope; the others carry their status as the code. For an optional field null and "" mean that it is not given; unknown fields are ignored.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ signature: [] }],
    paths,
    webhooks: { results: { post: resultPush() } },
    components: {
      schemas: { Envelope: answers.envelope },
      parameters: { locale: localeParameter },
      responses: Object.fromEntries(
        httpStatuses.map((status) => [`Http${status}`, httpFailureResponse(status)]),
      ),
      securitySchemes: {
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description:
            'auth-v2/{ak}/{timestamp}/{signedHeaders}/{signature}: the request signed with the secret of an access key of the VDN.',
        },
      },
    },
  };
}

function operation(one: Interface): Json {
  return {
    operationId: one.operationId,
    summary: one.title,
    parameters: [
      ...one.paths.flatMap((schema) => parametersOf(schema, 'path')),
      ...(one.query ? parametersOf(one.query, 'query') : []),
      { $ref: '#/components/parameters/locale' },
    ],
    ...(one.body && {
      requestBody: {
        required: one.bodyIsOptional !== true,
        content: { [mediaType]: { schema: printed(ruleOf(one.body)), ...exampleOf(one) } },
      },
    }),
    responses: {
      200: {
        description: codeTable([...one.codes, ...commonCodes]),
        content: { [mediaType]: { schema: answerOf(one.payload) } },
      },
      ...Object.fromEntries(
        httpStatuses.map((status) => [status, { $ref: `#/components/responses/Http${status}` }]),
      ),
    },
  };
}

/** The seed's example stands where the seed has it. */
const exampleOf = (one: Interface): Json =>
  one.operationId === 'modifyCampaign' ? { examples: { seed: { value: seedExampleBody } } } : {};

/** The payload is there on success only, so nothing but the envelope is required. */
function answerOf(payload: TSchema | undefined): Json {
  const envelope = { $ref: '#/components/schemas/Envelope' };
  return payload === undefined
    ? envelope
    : { allOf: [envelope, { type: 'object', properties: ruleOf(payload).properties }] };
}

function codeTable(list: readonly Code[]): string {
  const rows = ['0200000' as const, ...list].map(
    (code) => `| ${code} | ${codes[code].en_US} | ${codes[code].zh_CN} |`,
  );
  return [
    'The answer, of success or of failure.',
    '',
    '| Code | Meaning | 说明 |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function parametersOf(schema: TSchema, place: 'path' | 'query'): Json[] {
  const owner = ruleOf(schema);
  return Object.entries(owner.properties).map(([name, field]) => ({
    name,
    in: place,
    required: isMandatory(owner, name, field),
    schema: printedField(owner, name, field, { source: 'text', mayBeNull: false }),
  }));
}

const localeParameter: Json = {
  name: 'locale',
  in: 'header',
  required: false,
  description: 'Language of descriptions.',
  schema: { type: 'string', enum: ['en_US', 'zh_CN'], default: 'en_US' },
};

const httpFailureResponse = (status: HttpFailureStatus): Json => ({
  description: httpTexts[status].en_US,
  content: { [mediaType]: { schema: { $ref: '#/components/schemas/Envelope' } } },
});

const resultPush = (): Json => ({
  summary: 'Results are pushed to the callBackUrl of the campaign',
  description: 'At most 20 results of one campaign in a push. HTTP 200 acknowledges, whatever the body.',
  security: [],
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { type: 'array', items: answers.notice, maxItems: 20 } } },
  },
  responses: { 200: { description: 'Received.' } },
});

/** An object of a request: only what must always be there is required. */
function printed(owner: ObjectRule): Json {
  const entries = Object.entries(owner.properties);
  const always = entries.filter(([name, field]) => !field['x-only-when'] && isMandatory(owner, name, field));
  const conditions = entries.flatMap(([name, field]) =>
    field['x-only-when'] ? [conditionOf(name, field)] : [],
  );
  return {
    ...owner,
    properties: Object.fromEntries(
      entries.map(([name, field]) => [
        name,
        printedField(owner, name, field, {
          source: 'json',
          mayBeNull: !always.some(([other]) => other === name),
        }),
      ]),
    ),
    required: always.map(([name]) => name),
    ...(conditions.length > 0 && { allOf: conditions }),
  };
}

/** Mandatory by a condition: JSON Schema has words for it. */
function conditionOf(name: string, field: Rule): Json {
  const when = field['x-only-when'];
  return {
    if: { properties: { [when?.field ?? '']: { enum: when?.in } }, required: [when?.field] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: { required: [name], properties: { [name]: { type: field.type } } },
  };
}

/** A field with its rules in words; one that may be left out may be null, and its text empty. */
function printedField(
  owner: ObjectRule,
  name: string,
  field: Rule,
  { source, mayBeNull }: { readonly source: Source; readonly mayBeNull: boolean },
): Json {
  const rules = rulesOf(owner, name, field, source).map(({ code, rule }) => `${rule.en_US} (${code})`);
  const description = `${field.description ?? ''} Rules: ${rules.join('; ')}.`.trim();
  const inner = field.type === 'object' ? printed(field) : field;
  const items =
    field.type === 'array' && field.items.type === 'object' ? { items: printed(field.items) } : {};
  if (!mayBeNull) return { ...inner, ...items, description };
  return {
    ...inner,
    ...items,
    type: [field.type, 'null'],
    description,
    ...('enum' in field &&
      field.enum && { enum: [...field.enum, ...(field.type === 'string' ? [''] : []), null] }),
    ...(field.type === 'string' && field.pattern && { pattern: `^$|${field.pattern}` }),
  };
}
