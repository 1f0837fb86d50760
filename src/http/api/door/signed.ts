// Admits by the request signature of an access key (R20): the key is an administrator of its own VDN.
import type { FastifyRequest } from 'fastify';
import { inBoth } from '../../../core/language.ts';
import type { HttpDeps } from '../../deps.ts';
import { verifyRequest } from '../../signatureCheck.ts';
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
    const { en_US, zh_CN } = verification.refusedBecause;
    const sentence = inBoth(`${en_US.charAt(0).toUpperCase()}${en_US.slice(1)}.`, `${zh_CN}。`);
    return { refusal: refuse('signatureRefused', sentence) };
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
