// Compiles a route's schemas and says in clear sentences what breaks them. Nothing is converted,
// defaulted or removed: a value passes as it came or the request is refused.

import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { BrokenRule } from './problem.ts';

/** A request that breaks its route's schemas; the error handler answers it. */
export class InvalidRequest extends Error {
  readonly violations: readonly BrokenRule[];

  constructor(violations: readonly BrokenRule[]) {
    super('the request breaks a rule');
    this.violations = violations;
  }
}

const violationsMax = 10;

/** Beside a pattern: what it asks, in words that follow the field's name. */
export const ruleKeyword = 'x-rule';

/** The validator that Fastify calls for one part of a request. */
export function compileSchema(schema: TSchema): (value: unknown) => { value: unknown } | { error: Error } {
  const validator = Compile(schema);
  return (value) =>
    validator.Check(value)
      ? { value }
      : { error: new InvalidRequest(readErrors(schema, validator.Errors(value)).slice(0, violationsMax)) };
}

interface SchemaError {
  readonly schemaPath: string;
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: object;
}

/**
 * A choice is told once, with all its alternatives, and not once for each of them; but where the value is
 * of one alternative's type only, what that one asks is told.
 */
function readErrors(schema: TSchema, errors: readonly SchemaError[]): BrokenRule[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf');
  return errors
    .filter(({ schemaPath }) => !choices.some((choice) => schemaPath.startsWith(alternativesOf(choice))))
    .flatMap((error) => {
      const meant = error.keyword === 'anyOf' ? meantAlternative(error, errors) : null;
      return meant === null
        ? readError(error, schemaAt(schema, error.schemaPath))
        : readErrors(schema, meant);
    });
}

const alternativesOf = ({ schemaPath }: SchemaError): string => `${schemaPath}/anyOf/`;

/** The errors of the only alternative whose type the value has; null when there is none, or several. */
function meantAlternative(choice: SchemaError, errors: readonly SchemaError[]): SchemaError[] | null {
  const byAlternative = new Map<string, SchemaError[]>();
  const prefix = alternativesOf(choice);
  for (const error of errors.filter(({ schemaPath }) => schemaPath.startsWith(prefix))) {
    const number = error.schemaPath.slice(prefix.length).split('/', 1).join();
    byAlternative.set(number, [...(byAlternative.get(number) ?? []), error]);
  }
  const isOfOtherType = ({ keyword, instancePath }: SchemaError): boolean =>
    instancePath === choice.instancePath && (keyword === 'type' || keyword === 'const');
  const fitting = [...byAlternative.values()].filter((found) => !found.some(isOfOtherType));
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** The part of `schema` at a path such as `#/properties/name`. */
function schemaAt(schema: TSchema, path: string): unknown {
  let part: unknown = schema;
  for (const name of path.split('/').slice(1)) part = member(part, name);
  return part;
}

const member = (owner: unknown, name: string): unknown =>
  typeof owner === 'object' && owner !== null ? Reflect.get(owner, name) : undefined;

function readError(error: SchemaError, schema: unknown): BrokenRule[] {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
  switch (error.keyword) {
    case 'required':
      return names(error.params, 'requiredProperties').map((name) => ({
        path: below(name),
        rule: 'is missing',
      }));
    case 'additionalProperties':
      return names(error.params, 'additionalProperties').map((name) => ({
        path: below(name.slice(0, 64)),
        rule: 'is not known here',
      }));
    // Repeats, for one field, what `additionalProperties` says.
    case 'boolean':
      return [];
    case 'anyOf':
      return [{ path, rule: alternatives(member(schema, 'anyOf')) ?? error.message }];
    case 'pattern': {
      const rule = member(schema, ruleKeyword);
      return [{ path, rule: typeof rule === 'string' ? rule : error.message }];
    }
    case 'type':
      return [
        { path, rule: `must be ${typeWords[String(member(error.params, 'type'))] ?? 'of another type'}` },
      ];
    case 'minimum':
      return [{ path, rule: `must be at least ${String(member(error.params, 'limit'))}` }];
    case 'maximum':
      return [{ path, rule: `must be at most ${String(member(error.params, 'limit'))}` }];
    default:
      return [{ path, rule: error.message }];
  }
}

const typeWords: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

/** `must be a, b or c`; null when the alternatives are no plain values and types. */
function alternatives(schemas: unknown): string | null {
  if (!Array.isArray(schemas)) return null;
  const words = schemas.map((schema) => member(schema, 'const') ?? member(schema, 'type'));
  if (words.some((word) => word === undefined)) return null;
  return `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function names(params: object, key: string): string[] {
  const value: unknown = Reflect.get(params, key);
  return Array.isArray(value) ? value.map(String) : [];
}
