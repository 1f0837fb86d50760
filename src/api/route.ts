// A route of /api/v1 as a value: its request and its answer. The server, the console, the command line and
// the OpenAPI document all use this one description, so that code which departs from it does not compile
// (ARCHITECTURE, rule 15).
import { type Static, type TNull, type TObject, type TSchema, Type } from 'typebox';
import type { Permission } from '../core/user.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RouteTexts {
  readonly method: Method;
  /** Below /api; a parameter is `:name`. */
  readonly path: string;
  /** The group of the OpenAPI document in which it stands. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `public`: asks for no session and no key. */
  readonly permission: Permission | 'public';
  /** `stream`: the request brings text/csv of any length, which is passed on as it arrives. */
  readonly takes?: 'json' | 'stream';
  /** `csv`: the answer is a file of any length. */
  readonly gives?: 'json' | 'csv';
}

/** What a route without parameters, query or body has in their place. */
export type Nothing = TObject<Record<never, never>>;
const nothing: Nothing = Type.Object({}, { additionalProperties: false });

export interface Route<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
  Answer extends TSchema = TSchema,
> extends RouteTexts {
  readonly params: Params;
  readonly query: Query;
  /** Null: the route takes no JSON. */
  readonly body: Body | null;
  /** Of an answer with status 200 or 201; `Type.Null()` where the status is 204 or the answer is a file. */
  readonly answer: Answer;
}

/** Describes a route; what is left out is `Nothing`, and an answer that is left out has no body. */
export function route<
  Params extends TSchema = Nothing,
  Query extends TSchema = Nothing,
  Body extends TSchema = Nothing,
  Answer extends TSchema = TNull,
>(
  definition: RouteTexts & {
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly answer?: Answer;
  },
): Route<Params, Query, Body, Answer> {
  const { params, query, body, answer, ...texts } = definition;
  // A default of a type parameter holds exactly where the value is left out.
  return {
    ...texts,
    params: params ?? (nothing as TSchema as Params),
    query: query ?? (nothing as TSchema as Query),
    body: body ?? null,
    answer: answer ?? (Type.Null() as TSchema as Answer),
  };
}

/** What the schema lets through, as nobody may change it. */
export type Value<Schema extends TSchema> = Fixed<Static<Schema>>;

type Fixed<Given> = Given extends readonly unknown[]
  ? { readonly [Index in keyof Given]: Fixed<Given[Index]> }
  : Given extends object
    ? { readonly [Name in keyof Given]: Fixed<Given[Name]> }
    : Given;

export type ParamsOf<One extends Route> = Value<One['params']>;
export type QueryOf<One extends Route> = Value<One['query']>;
export type BodyOf<One extends Route> = Value<NonNullable<One['body']>>;
export type AnswerOf<One extends Route> = Value<One['answer']>;

/** What a client gives with a request; numbers stand in paths and queries as text. */
export interface AskedWith<One extends Route> {
  readonly params: Texts<ParamsOf<One>>;
  readonly query: Texts<QueryOf<One>>;
  readonly body: BodyOf<One>;
}

type Texts<Given> = {
  readonly [Name in keyof Given]: Given[Name] extends string ? Given[Name] | number : Given[Name] | number;
};

/** Only what the route asks for has to be given. */
export type Asking<One extends Route> = {
  readonly [Part in keyof AskedWith<One> as IsNeeded<AskedWith<One>[Part]> extends true
    ? Part
    : never]: AskedWith<One>[Part];
} & {
  readonly [Part in keyof AskedWith<One> as IsNeeded<AskedWith<One>[Part]> extends true
    ? never
    : Part]?: AskedWith<One>[Part];
};

type IsNeeded<Given> = Record<never, never> extends Given ? false : true;

/**
 * The address of a route with its parameters and query filled in, below `/api`. Empty and undefined words of
 * the query are left out.
 */
export function addressOf(
  { path }: Pick<Route, 'path'>,
  params: Readonly<Record<string, string | number>> = {},
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const words = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `/api${filled}${words.length === 0 ? '' : `?${words.join('&')}`}`;
}
