// What a PBX says about a trunk that does not exist or has no contact, before any call and at a call. All
// of it is trouble on our side, mostly a mistyped name.
import { type Bilingual, inBoth } from '../../core/language.ts';
import type { Refusal } from '../hold.ts';
import type { AriAnswer } from './ari.ts';

/** Why no call gets through the trunk, by the answer to `GET /endpoints/PJSIP/{trunk}`; null: nothing is known. */
export function endpointFault(trunk: string, { status, body }: AriAnswer): Bilingual | null {
  if (status === 404) return inBoth(`the PBX has no endpoint "${trunk}"`, `PBX 没有名为“${trunk}”的端点`);
  return textOf(body, 'state') === 'offline'
    ? inBoth(`the endpoint "${trunk}" has no reachable contact`, `端点“${trunk}”没有可达的联系地址`)
    : null;
}

/**
 * Why redirects through the trunk are followed, by the answer to
 * `GET /asterisk/config/dynamic/res_pjsip/endpoint/{trunk}`; null: not, as far as that can be seen. With
 * `redirect_method=user` Asterisk goes to `FORWARD_CONTEXT`, which each call of ours sets to a place that is none.
 */
export function redirectFault({ status, body }: AriAnswer): string | null {
  if (status !== 200 || !Array.isArray(body)) return null;
  const attribute = body.find((one) => textOf(one, 'attribute') === 'redirect_method');
  const method = textOf(attribute, 'value');
  return method === '' || method === 'user' ? null : `redirect_method=${method}`;
}

/** The PBX answered the request for a call with an error. */
export function refusedByPbx({ status, body }: AriAnswer): Refusal {
  const words = textOf(body, 'error') || textOf(body, 'message') || 'no reason';
  const saying = inBoth(
    `the PBX refuses calls to the trunk: ${words} (HTTP ${status})`,
    `PBX 拒绝向该中继发起呼叫：${words}（HTTP ${status}）`,
  );
  return { whose: 'ours', reason: 'placeFailed', saying };
}

function textOf(value: unknown, name: string): string {
  const inner: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof inner === 'string' ? inner : '';
}
