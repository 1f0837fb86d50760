// The OpenAPI document and the conformance table are what the schemas say today; every reference of
// the document leads somewhere, and an independent validator accepts by it what the readers accept.
import { readFileSync } from 'node:fs';
import { Compile } from 'typebox/schema';
import { expect, test } from 'vitest';
import { conformanceTable } from '../../scripts/conformanceTable.ts';
import { interfaces } from '../../src/contract/interfaces.ts';
import { openapiDocument } from '../../src/contract/openapi.ts';
import { seedExampleBody } from '../../src/contract/schemas/example.ts';
import { toMillis } from '../../src/core/units.ts';
import { casesAt } from './cases.ts';

const fileText = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

type Json = Record<string, unknown>;
const document: Json = JSON.parse(JSON.stringify(openapiDocument()));
const at = (...path: string[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Json | undefined)?.[name], document);

test('docs/openapi.json is generated from these schemas', () => {
  expect(JSON.parse(fileText('openapi.json'))).toEqual(document);
});

test('docs/CONTRACT.md is generated from these schemas', () => {
  expect(fileText('CONTRACT.md')).toBe(conformanceTable());
});

test('every reference leads somewhere, every parameter of a path is described', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(interfaces.length);
  for (const [, path = ''] of references) expect(at(...path.split('/'))).toBeDefined();
  for (const { path, method } of interfaces) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const parameters = (at('paths', path, method, 'parameters') as Json[]).filter((one) => one.in === 'path');
    expect(parameters.map((one) => one.name)).toEqual(named);
  }
});

const bodySchema = (operationId: string): Json | undefined => {
  const found = interfaces.find((one) => one.operationId === operationId && one.body !== undefined);
  return (
    found &&
    (at(
      'paths',
      found.path,
      found.method,
      'requestBody',
      'content',
      'application/json; charset=UTF-8',
      'schema',
    ) as Json)
  );
};

/** Rules that JSON Schema can say, so that the document alone must refuse what breaks them. */
const sayable = ['02000003', '02000005', '02000006'];

test.each(interfaces.filter((one) => one.body).map((one) => one.operationId))(
  '%s: a validator of JSON Schema agrees',
  (operationId) => {
    const schema = bodySchema(operationId) ?? {};
    const validator = Compile(schema);
    const own = casesAt(toMillis(Date.UTC(2029, 10, 22))).filter(
      // That "" means "not given" for a number or an object is said in words.
      ({ on, what }) => on === operationId && !what.endsWith(' empty'),
    );
    for (const { what, input, code } of own) {
      if (code === null) expect([what, validator.Check(input)]).toEqual([what, true]);
      if (code !== null && sayable.includes(code))
        expect([what, validator.Check(input)]).toEqual([what, false]);
    }
  },
);

test("the document shows the seed's example, and its own schema accepts it", () => {
  expect(Compile(bodySchema('modifyCampaign') ?? {}).Check(seedExampleBody)).toBe(true);
  expect(JSON.stringify(document)).toContain(JSON.stringify(seedExampleBody));
});
