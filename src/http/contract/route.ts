// How every interface of the contract is answered: the checks of ruling R1 in their order, then the
// handler, then the envelope. A route only says what its path holds and what it does.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Envelope, failure, problemAnswer, success } from '../../contract/envelope.ts';
import { unreadable } from '../../contract/read/read.ts';
import { readCampaignId, readVdnId } from '../../contract/read/readPath.ts';
import { accepted, type ReadContext, type Reading } from '../../contract/rules/violation.ts';
import { isProblem, type Problem } from '../../core/problem.ts';
import type { CampaignId } from '../../core/units.ts';
import type { Vdn } from '../../core/vdn.ts';
import type { Author } from '../../store/campaigns/campaigns.ts';
import type { Database } from '../../store/database/connection.ts';
import type { HttpDeps } from '../deps.ts';
import { HttpFailure, localeOf } from '../failure.ts';
import { readJson } from '../json.ts';
import { judgeSignature, type Signer } from '../signatureCheck.ts';
import { Admission } from './admission.ts';

/** Under this path the contract's interfaces of a VDN lie; the VDN is the first parameter. */
const base = '/rest/isales/v1/openapi/campaigns/:vdnId';

/** The path's parameters after the VDN, as text. */
export type PathTexts = Readonly<Record<string, string>>;

/** What a handler is given once a request has passed the door. */
export interface ContractCall<Path> {
  readonly database: Database;
  readonly vdn: Vdn;
  readonly path: Path;
  /** `undefined` when an optional body was not sent. */
  readonly body: unknown;
  /** Texts; a list where a name was given twice. */
  readonly query: unknown;
  readonly context: ReadContext;
  readonly author: Author;
  readonly admission: Admission;
}

/** What a handler answers: the payload beside the four fields, or what is wrong. */
export type Outcome =
  | { readonly payload: object }
  | Problem
  | Extract<Reading<never>, { readonly ok: false }>;

/** Success without a payload. */
export const done: Outcome = { payload: {} };

export interface ContractRoute<Path> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** After the VDN. */
  readonly path: string;
  readonly body: 'none' | 'optional' | 'mandatory';
  readonly readPath: (texts: PathTexts) => Reading<Path>;
  /** True: the handler admits the request itself, before it reads or writes anything else. */
  readonly admits?: boolean;
  readonly handle: (call: ContractCall<Path>) => Promise<Outcome>;
}

/** The path of most interfaces: one campaign. */
export const ofCampaign = ({ campaignId = '' }: PathTexts): Reading<CampaignId> => readCampaignId(campaignId);

/** The path of an interface that is about the VDN alone. */
export const ofVdn = (): Reading<null> => accepted(null);

export function addContractRoute<Path>(
  app: FastifyInstance,
  deps: HttpDeps,
  route: ContractRoute<Path>,
): void {
  app.route<{ Params: Record<string, string> }>({
    method: route.method,
    url: `${base}${route.path}`,
    handler: async (request) =>
      answerOf(request, request.params, await judge(request, request.params, deps, route)),
  });
}

async function judge<Path>(
  request: FastifyRequest,
  params: Record<string, string>,
  deps: HttpDeps,
  route: ContractRoute<Path>,
): Promise<Outcome> {
  const { method, url, headers } = request;
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  const verification = await judgeSignature(deps, { method, url, headers, body: bytes });
  if ('refusedBecause' in verification) {
    throw new HttpFailure(401, verification.refusedBecause.en_US);
  }
  const admission = new Admission(deps, verification.use);
  if (route.admits !== true) await admission.enter();
  try {
    return await handle(request, params, deps, route, { signer: verification.signer, bytes, admission });
  } finally {
    // Whatever is wrong with a request, a used signature is what it is told first (R1).
    await admission.enter();
  }
}

interface Arrived {
  readonly signer: Signer;
  readonly bytes: Uint8Array;
  readonly admission: Admission;
}

async function handle<Path>(
  { headers, query }: FastifyRequest,
  params: Record<string, string>,
  deps: HttpDeps,
  route: ContractRoute<Path>,
  { signer: { vdn, actor }, bytes, admission }: Arrived,
): Promise<Outcome> {
  const vdnId = readVdnId(params.vdnId ?? '');
  if (!vdnId.ok) return vdnId;
  const path = route.readPath(params);
  if (!path.ok) return path;
  if (vdnId.value !== vdn.id) throw new HttpFailure(403, 'the key belongs to another VDN');

  const hasBody = route.body === 'mandatory' || (route.body === 'optional' && bytes.length > 0);
  if (hasBody && !isJsonType(headers['content-type'])) throw new HttpFailure(415, 'not application/json');
  const body = hasBody ? readJson(bytes) : { ok: true as const, value: undefined };
  if (!body.ok) return { ok: false, violations: unreadable(body.flaw, textOf(bytes)) };

  const now = deps.clock.now();
  const { timeZone, apiTimes } = vdn.settings;
  return route.handle({
    database: deps.database,
    vdn,
    path: path.value,
    body: body.value,
    query,
    context: { now, timeZone, apiTimes },
    author: { actor, now },
    admission,
  });
}

/** The beginning of a body that cannot be read, to be quoted. */
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 200));

function answerOf(request: FastifyRequest, params: PathTexts, outcome: Outcome): Envelope {
  if ('payload' in outcome) return success(outcome.payload);
  if (isProblem(outcome)) return problemAnswer(placed(outcome, params), localeOf(request));
  return failure(outcome.violations, localeOf(request));
}

/** A problem of the thing that the path names is told with the parameter that names it (R2). */
function placed(problem: Problem, { campaignId, holidayId }: PathTexts): Problem {
  if (problem.path !== undefined) return problem;
  switch (problem.problem) {
    case 'noSuchCampaign':
    case 'campaignEnded':
    case 'campaignStarted':
    case 'wrongState':
    case 'numbersNotAllowedNow':
      return campaignId === undefined ? problem : { ...problem, path: 'campaignId', received: campaignId };
    case 'noSuchSpecialDate':
      return holidayId === undefined ? problem : { ...problem, path: 'holidayId', received: holidayId };
    default:
      return problem;
  }
}

/** `application/json`, with or without a charset, which must be UTF-8 (contract.md 1). */
const isJsonType = (contentType: string | undefined): boolean =>
  /^\s*application\/json\s*(;\s*charset\s*=\s*("utf-?8"|utf-?8)\s*)?;?\s*$/i.test(contentType ?? '');
