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

/** The validator that Fastify calls for one part of a request. */
export function compileSchema(schema: TSchema): (value: unknown) => { value: unknown } | { error: Error } {
  const validator = Compile(schema);
  return (value) =>
    validator.Check(value)
      ? { value }
      : { error: new InvalidRequest(validator.Errors(value).flatMap(readError).slice(0, violationsMax)) };
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: object;
}

function readError(error: SchemaError): BrokenRule[] {
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
    default:
      return [{ path, rule: error.message }];
  }
}

function names(params: object, key: string): string[] {
  const value: unknown = Reflect.get(params, key);
  return Array.isArray(value) ? value.map(String) : [];
}
