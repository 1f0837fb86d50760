// The words in which a field's rule is written: TypeBox schemas with a few keywords of our own
// (`x-...`) where JSON Schema has none. A schema made of them is read by shape.ts and meaning.ts,
// and printed by openapi.ts; no rule of a field stands anywhere else.
import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';
import { type CharacterSetName, characterSets } from '../../core/characters.ts';
import type { Code } from '../codes.ts';
import { type FormatName, formatNamed } from './formats.ts';

/** True when the sibling `field` was read as one of `in`. */
export interface Condition {
  readonly field: string;
  readonly in: readonly (number | string)[];
}

/** Conditions between fields, judged by meaning.ts once every shape is right. */
export interface Relations {
  /** The Integer must be at least `minimum` when the condition holds. */
  readonly 'x-minimum-when'?: Condition & { readonly minimum: number };
  readonly 'x-maximum-when'?: Condition & { readonly maximum: number };
  /** The Integer must not be above the field of the same object. */
  readonly 'x-not-above'?: string;
  /** The Integer must equal the field of the outermost object. */
  readonly 'x-equals'?: string;
  /** The Integer must not be above a field of the outermost object, less a number. */
  readonly 'x-maximum-of'?: { readonly field: string; readonly minus: number };
  readonly 'x-not-before'?: 'today' | 'now';
  /** This field and `end`: both or neither when `together`, in order, at most some days apart. */
  readonly 'x-pair'?: {
    readonly end: string;
    readonly together: boolean;
    readonly order: 'before' | 'notAfter';
    /** The order is asked only when this holds. */
    readonly orderedWhen?: Condition;
    readonly daysApartMax?: number;
  };
  /** The field means something only beside this one. */
  readonly 'x-needs'?: string;
}

interface Conditional {
  /** The field belongs to the object, and is then mandatory, when the condition holds (R5). */
  readonly 'x-only-when'?: Condition;
}

interface Described {
  readonly description: string;
}

export interface TextOptions extends Described, Relations, Conditional {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly characters?: CharacterSetName;
  readonly format?: FormatName;
  /** A format that depends on a sibling. */
  readonly formatWhen?: readonly (Condition & { readonly format: FormatName })[];
  /** The code of a text that is not in its format, where the documents name another one. */
  readonly formatCode?: Code;
  /** `""` is read as such and clears what is stored, instead of meaning "not given" (R10). */
  readonly clearable?: true;
}

export interface IntegerOptions extends Described, Relations, Conditional {
  readonly minimum?: number;
  readonly maximum?: number;
  /** Taken when the field is not given, even where the tables print it as mandatory (R11). */
  readonly default?: number;
}

/** Text. Lengths count Unicode code points (R6). */
export function text(options: TextOptions) {
  const { characters, format, formatWhen, formatCode, clearable, ...rest } = options;
  return Type.String({
    ...rest,
    ...(characters && { 'x-characters': characters, pattern: characterSets[characters].pattern }),
    ...(format && { 'x-format': format, pattern: formatNamed(format).pattern }),
    ...(formatWhen && { 'x-format-when': formatWhen }),
    ...(formatCode && { 'x-format-code': formatCode }),
    ...(clearable && { 'x-clearable': clearable }),
  });
}

/** An Integer; `20.0` is one, `"20"` is none (R6). */
export const integer = (options: IntegerOptions) => Type.Integer({ ...options });

/** An Integer out of a list. */
export const choice = <const Value extends number>(
  values: readonly Value[],
  options: Omit<IntegerOptions, 'minimum' | 'maximum'>,
) => Type.Unsafe<Value>(Type.Integer({ ...options, enum: [...values] }));

/** A text out of a list. */
export const textChoice = <const Value extends string>(
  values: readonly Value[],
  options: Described & Relations & { readonly default?: Value },
) => Type.Unsafe<Value>(Type.String({ ...options, enum: [...values] }));

export const optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(schema);

export interface ObjectOptions extends Described, Conditional {
  /** At least one of these must be given; a group counts when any of its members is given. */
  readonly atLeastOne?: readonly string[];
}

/** An object whose fields stand in the order of the tables: they are read and judged in it. */
export function object<Properties extends TProperties>(
  properties: Properties,
  options: ObjectOptions,
): TObject<Properties> {
  const { atLeastOne, ...rest } = options;
  return Type.Object(properties, { ...rest, ...(atLeastOne && { 'x-at-least-one': atLeastOne }) });
}

export interface ListOptions extends Described {
  readonly maxItems: number;
  /** The code of a list that is too long, where the documents name another than 02000011. */
  readonly itemsCode?: Code;
  /** No two items may have the same value in this field; `code` when they do. */
  readonly unique?: { readonly field: string; readonly code: Code };
}

/** A list; a mandatory one must not be empty. */
export function list<Item extends TSchema>(item: Item, options: ListOptions) {
  const { itemsCode, unique, ...rest } = options;
  return Type.Array(item, {
    ...rest,
    ...(itemsCode && { 'x-items-code': itemsCode }),
    ...(unique && { 'x-unique': unique }),
  });
}

export type Shaped<Schema extends TSchema> = Static<Schema>;
