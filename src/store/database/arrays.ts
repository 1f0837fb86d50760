// Arrays on their way to the database and back. The driver would ask each new connection for the array
// types of the catalog. Nothing waits for that answer, so a connection that broke meanwhile ended the
// process. The types that our statements use are known, so nothing needs to be asked.

/** How one element crosses; null is never passed on. */
interface Element {
  readonly serialize: (value: never) => string;
  readonly parse: (text: string) => unknown;
}

/** A type of the driver: `to` and `from` are the numbers that PostgreSQL's catalog gives a type forever. */
interface DriverType {
  readonly to: number;
  readonly from: number[];
  readonly serialize: (value: unknown) => unknown;
  readonly parse: (text: string) => unknown;
}

const text: Element = { serialize: String, parse: (value) => value };
const number: Element = { serialize: String, parse: Number };
const boolean: Element = {
  serialize: (value: boolean) => (value ? 't' : 'f'),
  parse: (value) => value === 't',
};

/**
 * The array types, one-dimensional, for elements that cross as given. A statement with an array of another
 * type is refused by the database: it belongs here then.
 */
export const arrayTypes = (instant: Element, date: Element): Record<string, DriverType> => ({
  booleans: arrayOf(1000, boolean),
  smallints: arrayOf(1005, number),
  integers: arrayOf(1007, number),
  bigints: arrayOf(1016, text),
  reals: arrayOf(1021, number),
  doubles: arrayOf(1022, number),
  texts: arrayOf(1009, text),
  varchars: arrayOf(1015, text),
  dates: arrayOf(1182, date),
  instants: arrayOf(1185, instant),
});

function arrayOf(type: number, element: Element): DriverType {
  return {
    to: type,
    from: [type],
    serialize: (value) => (Array.isArray(value) ? arrayText(value, element) : value),
    parse: (value) => readArray(value, element),
  };
}

/** `{"a","say \"b\"",null}` */
function arrayText(values: readonly unknown[], element: Element): string {
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

function readArray(array: string, element: Element): unknown[] {
  return [...array.matchAll(elementPattern)].map(([, quoted, bare]) => {
    if (quoted !== undefined) return element.parse(quoted.replaceAll(/\\(.)/gs, '$1'));
    return bare === 'NULL' || bare === undefined ? null : element.parse(bare);
  });
}
