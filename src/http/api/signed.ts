// Admits by the request signature of an access key (R20): the key is an administrator of its own VDN.
import type { FastifyRequest } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { verifyRequest } from '../signatureCheck.ts';
import type { Admission } from './guard.ts';
import { refuse } from './problem.ts';

/** `body`: the bytes that the signature covers; empty for an upload, whose hash is a signed header. */
export async function admitSignature(
  request: FastifyRequest,
  body: Uint8Array,
  deps: HttpDeps,
): Promise<Admission> {
  const { method, url, headers } = request;
  const verification = await verifyRequest(deps, { method, url, headers, body });
  if ('refusedBecause' in verification) {
    const because = verification.refusedBecause;
    return {
      refusal: refuse('signatureRefused', `${because.charAt(0).toUpperCase()}${because.slice(1)}.`),
    };
  }
  const { vdn, actor } = verification.signer;
  return {
    principal: {
      vdnId: vdn.id,
      role: 'administrator',
      masking: 'none',
      actor,
      userName: null,
      session: null,
    },
  };
}
