// Judges the signature of a request (R20; contract.md 2): who signed, when, what, and whether it was
// used before. One function for the contract and for /api/v1. The reason of a refusal is for the log
// and for a person who writes a client; it tells nothing about which keys exist.
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Authorization, readAuthorization, type SignedRequest } from '../contract/signature.ts';
import { type Bilingual, inBoth } from '../core/language.ts';
import { addSeconds, type Millis, toMillis, toVdnId } from '../core/units.ts';
import { type Vdn, vdnSettingsDefault } from '../core/vdn.ts';
import type { SigningKey } from '../store/tenants/accessKeys.ts';
import { type SignatureUse, useSignature } from '../store/tenants/usedSignatures.ts';
import { withinDatabaseLimit } from './databaseLimit.ts';
import type { HttpDeps } from './deps.ts';
import { countKey } from './keyLimit.ts';
import { isSameText, signatureOf } from './signature.ts';
import { keptSigningKey, loadAndKeepSigningKey } from './signatureKeys.ts';

/** A request as it came in: `url` with the query, header values and body as sent. */
export interface RequestToVerify {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** Who signed: the tenant of the key, and the name under which revisions and audit entries show it. */
export interface Signer {
  readonly vdn: Vdn;
  readonly ak: string;
  /** `key:<access key>` */
  readonly actor: string;
}

interface Refused {
  readonly refusedBecause: Bilingual;
}

export type Verification = { readonly signer: Signer } | Refused;

/** A signature that is right and may have been used before. */
export interface RightSignature {
  readonly signer: Signer;
  readonly use: SignatureUse;
}

type Deps = Pick<HttpDeps, 'database' | 'clock' | 'masterKey'>;

/**
 * Verifies and uses up the signature. Throws when the database does not answer within 1 s, and HttpFailure 429
 * when the key asks too often.
 */
export async function verifyRequest(deps: Deps, request: RequestToVerify): Promise<Verification> {
  const judged = await judgeSignature(deps, request);
  if ('refusedBecause' in judged) return judged;
  const { signer, use } = judged;
  const { database, clock } = deps;
  const isFirst = await withinDatabaseLimit(database, () => useSignature(database, use, clock.now()));
  return isFirst ? { signer } : usedBefore;
}

export const usedBefore: Refused = {
  refusedBecause: inBoth('the signature was used before', '签名已被使用过'),
};

/** Verifies the signature and leaves it to the caller to use it up before anything else. Throws as `verifyRequest`. */
export async function judgeSignature(
  deps: Deps,
  request: RequestToVerify,
): Promise<RightSignature | Refused> {
  const header = request.headers.authorization;
  if (header === undefined)
    return refused(inBoth('there is no Authorization header', '没有 Authorization 请求头'));
  const authorization = readAuthorization(header);
  if (authorization === null)
    return refused(
      inBoth('the Authorization header is not of the form auth-v2', 'Authorization 请求头不是 auth-v2 格式'),
    );
  const signed = signedRequest(request, authorization.signedHeaders);
  if (signed === null)
    return refused(inBoth('a signed header is not in the request', '请求中缺少已签名的请求头'));

  const now = deps.clock.now();
  const key = await verifiedKey(deps, signed, authorization, now);
  if (key === null) return refused(inBoth('the signature is wrong', '签名错误'));
  countKey(key.ak);

  const expiresAt = lastInstant(key, authorization, now);
  if (expiresAt === null) {
    return refused(
      inBoth('the timestamp is off by more than the VDN allows', '时间戳偏差超过 VDN 允许的范围'),
    );
  }
  const { vdn, ak } = key;
  return {
    signer: { vdn, ak, actor: `key:${ak}` },
    use: { vdnId: vdn.id, signature: authorization.signature, expiresAt },
  };
}

const refused = (because: Bilingual): Refused => ({ refusedBecause: because });

/** The part of the request that the signature covers; null when it names a header that is not there. */
function signedRequest(request: RequestToVerify, names: readonly string[]): SignedRequest | null {
  const { method, url, body } = request;
  const headers: [string, string][] = [];
  for (const name of names) {
    // What every object inherits is not a header: only the request's own names count.
    const value = Object.hasOwn(request.headers, name) ? request.headers[name] : undefined;
    if (value === undefined) return null;
    const text = Array.isArray(value) ? value.join(',') : value;
    // Node reads header bytes as latin1; what was signed are the bytes.
    headers.push([name, Buffer.from(text, 'latin1').toString('utf8')]);
  }
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  return { method, path, query: at === -1 ? '' : url.slice(at + 1), headers, body };
}

/**
 * The key that has signed; null when none has. What is in memory is enough for a yes. A no always costs the
 * same, a look into the database and two signatures, whether there is such a key or not: how long a refusal
 * takes tells nothing about which keys exist.
 */
async function verifiedKey(
  deps: Pick<HttpDeps, 'database' | 'masterKey'>,
  request: SignedRequest,
  authorization: Authorization,
  now: Millis,
): Promise<SigningKey | null> {
  const { ak } = authorization;
  const kept = await keptSigningKey(deps.database, ak, now);
  if (isSignedWith(kept ?? keyOfNobody, request, authorization) && kept !== null) return kept;
  const key = await loadAndKeepSigningKey(deps, ak, now);
  return isSignedWith(key ?? keyOfNobody, request, authorization) ? key : null;
}

/** Its secret is made at each start and told to nobody. */
const keyOfNobody: Pick<SigningKey, 'ak' | 'secret' | 'vdn'> = {
  ak: 'nobody',
  secret: randomBytes(32).toString('base64url'),
  vdn: { id: toVdnId(1), name: '', settings: vdnSettingsDefault },
};

function isSignedWith(key: SigningKey, request: SignedRequest, authorization: Authorization): boolean {
  const { timestamp, signature } = authorization;
  const isInReading = (reading: 'A' | 'B') =>
    isSameText(signature, signatureOf(request, key, timestamp, reading));
  return isInReading('A') || (key.vdn.settings.signatureReading === 'B' && isInReading('B'));
}

/** Until when the signature would be accepted; null when its timestamp is off by too much already. */
function lastInstant(key: SigningKey, authorization: Authorization, now: Millis): Millis | null {
  const signedAt = Date.parse(authorization.timestamp);
  const skewSeconds = key.vdn.settings.signatureSkewMinutes * 60;
  if (Number.isNaN(signedAt) || Math.abs(now - signedAt) > skewSeconds * 1000) return null;
  return addSeconds(toMillis(signedAt), skewSeconds);
}
