// How values cross to the database and back, by the number that PostgreSQL's catalog gives a type forever: an
// instant is a number of milliseconds on our side and timestamptz on the other, a bigint stays text, a date
// stays `yyyy-MM-dd`.
import pg from 'pg';

/** How a value crosses; null is never passed on. */
interface Crossing {
  readonly serialize: (value: never) => string;
  readonly parse: (text: string) => unknown;
}

const text: Crossing = { serialize: String, parse: (value) => value };
const number: Crossing = { serialize: String, parse: Number };
const boolean: Crossing = {
  serialize: (value: boolean) => (value ? 't' : 'f'),
  parse: (value) => value === 't',
};
const json: Crossing = { serialize: (value) => JSON.stringify(value), parse: (value) => JSON.parse(value) };
const instant: Crossing = {
  serialize: (value: number | string) => (typeof value === 'number' ? new Date(value).toISOString() : value),
  parse: (value) => new Date(value).getTime(),
};

/** Each type with the number of its own and that of its one-dimensional array, where statements use one. */
const crossings: ReadonlyMap<number, Crossing> = new Map([
  ...kind(boolean, 16, 1000),
  ...kind(number, 21, 1005),
  ...kind(number, 23, 1007),
  ...kind(text, 20, 1016),
  ...kind(number, 700, 1021),
  ...kind(number, 701, 1022),
  ...kind(text, 25, 1009),
  ...kind(text, 1043, 1015),
  ...kind(text, 1082, 1182),
  ...kind(instant, 1184, 1185),
  ...kind(json, 114),
  ...kind(json, 3802),
]);

function kind(crossing: Crossing, type: number, arrayType?: number): (readonly [number, Crossing])[] {
  return arrayType === undefined
    ? [[type, crossing]]
    : [
        [type, crossing],
        [arrayType, arrayOf(crossing)],
      ];
}

/**
 * A parameter as the database reads it for that type; bytes and types that are not in the list stay as they are.
 * @throws TypeError for undefined, which would otherwise be saved as null
 */
export function serialize(value: unknown, type: number): unknown {
  if (value === null) return null;
  if (value === undefined) throw new TypeError('a parameter of a statement is undefined');
  return crossings.get(type)?.serialize(value as never) ?? value;
}

/** What the driver asks for each column of an answer. */
export const parsers = {
  getTypeParser: (type: number) => crossings.get(type)?.parse ?? pg.types.getTypeParser(type),
};

function arrayOf(element: Crossing): Crossing {
  return {
    serialize: (values: readonly unknown[]) => arrayText(values, element),
    parse: (value) => readArray(value, element),
  };
}

/** `{"a","say \"b\"",null}` */
function arrayText(values: readonly unknown[], element: Crossing): string {
  const parts = values.map((value) => {
    if (value === undefined) throw new TypeError('an array for the database has an undefined element');
    return value === null
      ? 'null'
      : `"${element.serialize(value as never).replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  });
  return `{${parts.join(',')}}`;
}

/** An element in quotes, with what is escaped in it, or a bare one. */
const elementPattern = /"((?:[^"\\]|\\.)*)"|([^{},"]+)/gs;

function readArray(array: string, element: Crossing): unknown[] {
  return [...array.matchAll(elementPattern)].map(([, quoted, bare]) => {
    if (quoted !== undefined) return element.parse(quoted.replaceAll(/\\(.)/gs, '$1'));
    return bare === 'NULL' || bare === undefined ? null : element.parse(bare);
  });
}
