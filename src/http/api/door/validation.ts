// Compiles a route's schemas and reports violations in clear sentences. Nothing is converted, defaulted or
// removed: a value passes as it came or the request is refused.

import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { ruleKeyword } from '../../../api/fields.ts';
import { type Bilingual, inBoth } from '../../../core/language.ts';
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
        rule: inBoth('is missing', '缺失'),
      }));
    case 'additionalProperties':
      return names(error.params, 'additionalProperties').map((name) => ({
        path: below(name.slice(0, 64)),
        rule: inBoth('is not known here', '未知字段'),
      }));
    // Repeats, for one field, what `additionalProperties` says.
    case 'boolean':
      return [];
    case 'anyOf':
      return [{ path, rule: alternatives(member(schema, 'anyOf')) ?? otherRule(error) }];
    case 'pattern':
      return [{ path, rule: patternRule(schema) ?? otherRule(error) }];
    case 'type':
      return [{ path, rule: mustBe(typeTexts[String(member(error.params, 'type'))] ?? otherType) }];
    case 'uniqueItems':
      return [{ path, rule: inBoth('must not name anything twice', '不能重复') }];
    case 'const':
      return [{ path, rule: mustBe(same(String(member(schema, 'const')))) }];
    case 'minimum':
    case 'maximum':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
      return [{ path, rule: limitRules[error.keyword](Number(member(error.params, 'limit'))) }];
    default:
      return [{ path, rule: otherRule(error) }];
  }
}

/** What our schemas do not ask today; a test looks at every one of them. */
const otherRule = ({ message }: SchemaError): Bilingual => inBoth(message, '不符合要求');

const limitRules = {
  minimum: (limit: number) => inBoth(`must be at least ${limit}`, `不能小于 ${limit}`),
  maximum: (limit: number) => inBoth(`must be at most ${limit}`, `不能大于 ${limit}`),
  minLength: (limit: number) =>
    inBoth(`must not have fewer than ${limit} characters`, `不能少于 ${limit} 个字符`),
  maxLength: (limit: number) =>
    inBoth(`must not have more than ${limit} characters`, `不能超过 ${limit} 个字符`),
  minItems: (limit: number) => inBoth(`must not have fewer than ${limit} items`, `不能少于 ${limit} 项`),
  maxItems: (limit: number) => inBoth(`must not have more than ${limit} items`, `不能超过 ${limit} 项`),
  minProperties: (limit: number) =>
    inBoth(`must not have fewer than ${limit} properties`, `至少需要 ${limit} 个字段`),
} as const;

function patternRule(schema: unknown): Bilingual | null {
  const rule = member(schema, ruleKeyword);
  const [en, zh] = [member(rule, 'en_US'), member(rule, 'zh_CN')];
  return typeof en === 'string' && typeof zh === 'string' ? inBoth(en, zh) : null;
}

const same = (word: string): Bilingual => inBoth(word, word);
const mustBe = (what: Bilingual): Bilingual => inBoth(`must be ${what.en_US}`, `必须是 ${what.zh_CN}`);

const otherType = inBoth('of another type', '其他类型');
const typeTexts: Readonly<Record<string, Bilingual>> = {
  object: inBoth('an object', '对象'),
  array: inBoth('a list', '列表'),
  string: inBoth('a text', '文本'),
  number: inBoth('a number', '数字'),
  integer: inBoth('a whole number', '整数'),
  boolean: inBoth('true or false', 'true 或 false'),
  null: same('null'),
};

/** `must be a, b or c`; null when the alternatives are no plain values and types. */
function alternatives(schemas: unknown): Bilingual | null {
  if (!Array.isArray(schemas)) return null;
  const words = schemas.map((schema) => member(schema, 'const') ?? member(schema, 'type'));
  if (words.some((word) => word === undefined)) return null;
  const listed = (last: string): string => `${words.slice(0, -1).join(', ')}${last}${words.at(-1)}`;
  return mustBe(inBoth(listed(' or '), listed(' 或 ')));
}

function names(params: object, key: string): string[] {
  const value: unknown = Reflect.get(params, key);
  return Array.isArray(value) ? value.map(String) : [];
}
