// Types of what core computes, as /api/v1 writes it: an instant is an ISO 8601 text there, and its name
// says that it is one (src/api/wire.ts does the same to the values).

/** `Value` with each `at` and `…At` as text. */
export type Readable<Value> = Value extends readonly unknown[]
  ? { readonly [Index in keyof Value]: Readable<Value[Index]> }
  : Value extends number | string | boolean
    ? Value
    : Value extends object
      ? {
          readonly [Name in keyof Value]: Name extends 'at' | `${string}At`
            ? InstantText<Value[Name]>
            : Readable<Value[Name]>;
        }
      : Value;

type InstantText<Value> = Value extends number ? string : Value;
