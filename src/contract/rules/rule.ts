// How the interpreters see a schema: the plain JSON object that TypeBox builds, typed. The one cast
// is here, and a test walks every schema to prove that it holds nothing else.
import type { TSchema } from 'typebox';
import type { CharacterSetName } from '../../core/characters.ts';
import type { Code } from '../codes.ts';
import type { Condition, Relations } from './field.ts';
import type { FormatName } from './formats.ts';

interface Common extends Relations {
  readonly description?: string;
  readonly 'x-only-when'?: Condition;
  readonly default?: number | string;
}

export interface TextRule extends Common {
  readonly type: 'string';
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly 'x-characters'?: CharacterSetName;
  readonly 'x-format'?: FormatName;
  readonly 'x-format-when'?: readonly (Condition & { readonly format: FormatName })[];
  readonly 'x-format-code'?: Code;
  readonly 'x-clearable'?: true;
}

export interface IntegerRule extends Common {
  readonly type: 'integer';
  readonly enum?: readonly number[];
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface ListRule extends Common {
  readonly type: 'array';
  readonly items: Rule;
  readonly maxItems: number;
  readonly 'x-items-code'?: Code;
  readonly 'x-unique'?: { readonly field: string; readonly code: Code };
}

export interface ObjectRule extends Common {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Rule>>;
  readonly required?: readonly string[];
  readonly 'x-at-least-one'?: readonly string[];
}

export type Rule = TextRule | IntegerRule | ListRule | ObjectRule;

/** The schema of an object as its rule. */
export const ruleOf = (schema: TSchema): ObjectRule => schema as unknown as ObjectRule;

/** A field that the tables print as mandatory and that has no default, or whose condition holds. */
export const isMandatory = (owner: ObjectRule, name: string, rule: Rule): boolean =>
  rule['x-only-when'] !== undefined ||
  (rule.default === undefined && owner.required?.includes(name) === true);

/** True when the condition holds for the object as far as it is read. */
export const holds = (condition: Condition, owner: Readonly<Record<string, unknown>>): boolean =>
  condition.in.some((value) => value === owner[condition.field]);
