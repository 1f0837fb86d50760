// A route of /api/v1 with what the server does when somebody asks. src/api describes the route; a handler
// that takes or answers something else does not compile.
import assert from 'node:assert';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ProblemBody } from '../../../api/problem.ts';
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, Route } from '../../../api/route.ts';
import type { Language } from '../../../core/language.ts';
import type { Masking } from '../../../core/masking.ts';
import type { Millis, VdnId } from '../../../core/units.ts';
import type { Role } from '../../../core/user.ts';
import type { Database, Transaction } from '../../../store/database/connection.ts';
import { addAuditEntry } from '../../../store/tenants/audit.ts';
import type { HttpDeps } from '../../deps.ts';

/** Who asks: a signed-in user, or an access key, which is an administrator of its own VDN. */
export interface Principal {
  readonly vdnId: VdnId;
  readonly role: Role;
  /** How much personal data the caller sees; the door masks every answer by it. */
  readonly masking: Masking;
  /** `user:<name>` or `key:<access key>`: as audit entries and revisions name who it was. */
  readonly actor: string;
  readonly userName: string | null;
  readonly session: { readonly token: string; readonly tokenHash: string } | null;
}

export interface ApiAnswer<Body = unknown> {
  readonly status: number;
  /** What is sent, in the language of the person who asks. */
  readonly body: (language: Language) => Body;
  readonly contentType: 'application/json' | 'application/problem+json' | 'text/csv';
  readonly headers: Readonly<Record<string, string>>;
}

/** A route's own answer, as its description says. */
export type Told<Body> = ApiAnswer<Body> & { readonly contentType: 'application/json' | 'text/csv' };

/** An answer that says why not (`refuse`). */
export type Refusal = ApiAnswer<ProblemBody> & { readonly contentType: 'application/problem+json' };

/** What the handler of a public route is given: nobody has been identified. */
export interface PublicCall<Params, Query, Body> {
  readonly deps: HttpDeps;
  readonly database: Database;
  readonly now: Millis;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The body as it comes in; ended at once unless the route takes a stream. */
  readonly upload: Readable;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
  /** As limits count it (callerAddress.ts). */
  readonly network: string;
}

/** What every other handler is given. */
export interface ApiCall<Params, Query, Body> extends PublicCall<Params, Query, Body> {
  readonly principal: Principal;
}

/** A file, which is sent as it comes. */
export type FileAnswer = Told<null>;
export const fileAnswer = (
  file: Readable | string,
  headers: Readonly<Record<string, string>>,
): FileAnswer => ({
  status: 200,
  // The door sends the file itself; there is no JSON to describe.
  body: () => file as unknown as null,
  contentType: 'text/csv',
  headers,
});

/** How a handler makes its answer: of the type that the route describes, and of no other. */
export interface Answering<Body> {
  /** Status 200. */
  ok<Given extends Body>(body: Exactly<Body, Given>): Told<Body>;
  /** The same with sentences in it. */
  okIn<Given extends Body>(body: (language: Language) => Exactly<Body, Given>): Told<Body>;
  /** Status 201. */
  created<Given extends Body>(body: Exactly<Body, Given>): Told<Body>;
}

/** `Given`, if it has no field, at any depth, that `Wanted` does not describe. TypeScript by itself lets them pass. */
type Exactly<Wanted, Given> = Given & Known<Wanted, Given>;

type Known<Wanted, Given> = [Wanted] extends [never]
  ? never
  : // An id is a number or a text with a brand.
    Given extends string | number | boolean
    ? Given
    : Given extends readonly (infer Item)[]
      ? readonly Known<Wanted extends readonly (infer Described)[] ? Described : never, Item>[]
      : Given extends object
        ? { readonly [Name in keyof Given]: Known<FieldOf<Wanted, Name>, Given[Name]> }
        : Given;

/** The field in any of the alternatives of `Wanted`; `never` where none has it. */
type FieldOf<Wanted, Name> = Wanted extends unknown
  ? Name extends keyof Wanted
    ? Wanted[Name]
    : never
  : never;

/** What the handler of a described route is given. */
export type GuardedCall<One extends Route> = ApiCall<ParamsOf<One>, QueryOf<One>, BodyOf<One>> &
  Answering<AnswerOf<One>>;
/** The same where nobody has been identified. */
type OpenCall<One extends Route> = PublicCall<ParamsOf<One>, QueryOf<One>, BodyOf<One>> &
  Answering<AnswerOf<One>>;
type AnswerTo<One extends Route> = Promise<Told<AnswerOf<One>> | Refusal>;

const answering: Answering<unknown> = {
  ok: (body) => told(200, () => body),
  okIn: (body) => told(200, body),
  created: (body) => told(201, () => body),
};

const told = <Body>(status: number, body: (language: Language) => Body): Told<Body> => ({
  status,
  body,
  contentType: 'application/json',
  headers: {},
});

/** Status 204: a route whose description has no answer. */
export const done = (): Told<null> => told(204, () => null);

/** The route with what the server does when somebody asks who may. */
export function serve<One extends Route>(
  route: One,
  handle: (call: GuardedCall<One>) => AnswerTo<One>,
): ServedRoute {
  assert(route.permission !== 'public');
  return {
    ...route,
    handle: async (call) => {
      assert(call.principal !== null, 'nobody reached a guarded route');
      // The door has held the values against the route's schemas.
      return handle({ ...call, ...answering } as GuardedCall<One>);
    },
  };
}

/** The same of a route that anybody may call. */
export function servePublic<One extends Route>(
  route: One,
  handle: (call: OpenCall<One>) => AnswerTo<One>,
): ServedRoute {
  assert(route.permission === 'public');
  return { ...route, handle: (call) => handle({ ...call, ...answering } as OpenCall<One>) };
}

/** A described route with its handler, as the door registers it. */
export interface ServedRoute extends Route {
  readonly handle: (call: UncheckedCall) => Promise<ApiAnswer>;
}

/** A call before its route has said what it takes; `principal` is null on public routes only. */
export type UncheckedCall = PublicCall<unknown, unknown, unknown> & { readonly principal: Principal | null };

/** Adds an audit entry for what `call` did, in the transaction that did it. */
export async function audit(
  transaction: Transaction,
  call: { readonly principal: Principal; readonly now: Millis },
  action: string,
  subject: string,
  detail: unknown = null,
): Promise<void> {
  const { principal, now } = call;
  await addAuditEntry(transaction, principal.vdnId, {
    at: now,
    actor: principal.actor,
    action,
    subject,
    detail,
  });
}

/** The same in the log of another VDN, which the call changed too. */
export async function auditIn(
  vdnId: VdnId,
  transaction: Transaction,
  call: { readonly principal: Principal; readonly now: Millis },
  action: string,
  subject: string,
  detail: unknown,
): Promise<void> {
  const { principal, now } = call;
  const actor = `${principal.actor} of VDN ${principal.vdnId}`;
  await addAuditEntry(transaction, vdnId, { at: now, actor, action, subject, detail });
}
