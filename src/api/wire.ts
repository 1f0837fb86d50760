// Core's values as /api/v1 writes them: an instant, which core counts in milliseconds, is an ISO 8601 text.
// Its name shows it: it is `at` or ends in `At`.

/** `Value` with each `at` and `…At` as text. */
export type Wire<Value> = Value extends readonly unknown[]
  ? { readonly [Index in keyof Value]: Wire<Value[Index]> }
  : Value extends number | string | boolean
    ? Value
    : Value extends object
      ? {
          readonly [Name in keyof Value]: Name extends 'at' | `${string}At`
            ? InstantText<Value[Name]>
            : Wire<Value[Name]>;
        }
      : Value;

type InstantText<Value> = Value extends number ? string : Value;

/** A copy in which every number named `at` or `…At` is an ISO 8601 text in UTC. */
export function toWire<Value>(value: Value): Wire<Value> {
  return written(value) as Wire<Value>;
}

function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      /(^a|A)t$/.test(name) && typeof inner === 'number' ? new Date(inner).toISOString() : written(inner),
    ]),
  );
}
