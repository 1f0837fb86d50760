// Every failure that /api/v1 answers, in one place: its kind, its HTTP status and its title. The body
// is RFC 9457 (application/problem+json); `detail` tells the one case, and never what is inside.
import { Type } from 'typebox';
import type { ApiAnswer } from './route.ts';

export const problems = {
  unreadable: [400, 'The request cannot be read'],
  invalid: [400, 'The request breaks a rule'],
  signInNeeded: [401, 'Sign in first'],
  wrongCredentials: [401, 'The user or the password is wrong'],
  signatureRefused: [401, 'The signature is refused'],
  csrfTokenMissing: [403, 'The request lacks the session token'],
  permissionMissing: [403, 'The role does not allow this'],
  otherOrigin: [403, 'The page is of another server'],
  otherVdn: [403, 'This belongs to another VDN'],
  notFound: [404, 'There is no such thing'],
  alreadyThere: [409, 'It is already there'],
  inUse: [409, 'It is in use'],
  lastAdministrator: [409, 'The last administrator must stay'],
  revisionChanged: [409, 'Another revision came between'],
  wrongState: [409, 'The state does not allow this'],
  importRunning: [409, 'An import with this key is running'],
  tooLarge: [413, 'The body is too large'],
  wrongContentType: [415, 'The content type is wrong'],
  contractRefused: [422, 'The contract does not allow this'],
  importRefused: [422, 'The file cannot be imported'],
  tooManyNumbers: [422, 'The campaign would hold too many numbers'],
  upgradeNeeded: [426, 'This address is a stream'],
  tooManyRequests: [429, 'Too many requests'],
  uploadBroken: [400, 'The upload did not end'],
  agentsElsewhere: [503, 'Another process seats these agents'],
  failed: [500, 'The request could not be carried out'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemType = keyof typeof problems;

/** One broken rule: where, and what it asks. */
export interface BrokenRule {
  readonly path: string;
  readonly rule: string;
  readonly code?: string;
  readonly received?: unknown;
}

export const problemSchema = Type.Object({
  type: Type.String({ description: `urn:campana:problem: and one of ${Object.keys(problems).join(', ')}` }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  violations: Type.Optional(
    Type.Array(
      Type.Object({
        path: Type.String(),
        rule: Type.String(),
        code: Type.Optional(Type.String({ description: 'The contract’s code' })),
        received: Type.Optional(Type.Unknown()),
      }),
    ),
  ),
});

/**
 * The answer that refuses; `detail` is a sentence for the person who reads it. `fields` stand beside
 * those of every problem (RFC 9457, 3.2), for the program.
 */
export function refuse(
  type: ProblemType,
  detail: string,
  more: {
    readonly violations?: readonly BrokenRule[];
    readonly retryAfterSeconds?: number;
    readonly fields?: Readonly<Record<string, unknown>>;
  } = {},
): ApiAnswer {
  const [status, title] = problems[type];
  const { violations, retryAfterSeconds, fields } = more;
  return {
    status,
    contentType: 'application/problem+json',
    headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    body: {
      type: `urn:campana:problem:${type}`,
      title,
      status,
      detail,
      ...(violations === undefined ? {} : { violations }),
      ...fields,
    },
  };
}
