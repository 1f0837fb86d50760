// Why the receiver did not take a POST of results. The row of the notice keeps the reason as a code with
// its values; this file makes the sentences, in the reader's language.
import type { TrustRefusal } from './callbackTrust.ts';
import { type Bilingual, inBoth } from './language.ts';

export type PushFailure =
  /** The receiver answered another status than 200 (contract.md 9). */
  | { readonly code: 'status'; readonly status: number }
  /** The address is an inner one (R19). `address` is the host when the URL itself names an address. */
  | { readonly code: TrustRefusal; readonly host: string; readonly address: string }
  /** `url` is shown without its password. */
  | { readonly code: 'noUrl'; readonly url: string }
  /** `address` with its port. */
  | { readonly code: 'connectionRefused'; readonly address: string }
  | { readonly code: 'hostUnknown'; readonly host: string }
  | { readonly code: 'connectionLost' }
  | { readonly code: 'timeout' }
  /** `text` comes from a library, for instance from TLS, and is in English. */
  | { readonly code: 'other'; readonly text: string };

/** The reason as a sentence without its period. */
export function pushFailureText(failure: PushFailure): Bilingual {
  switch (failure.code) {
    case 'status':
      return inBoth(`The receiver answered HTTP ${failure.status}`, `接收方返回 HTTP ${failure.status}`);
    case 'notTrusted':
      return inBoth(
        `The callback address ${addressOf(failure)} is loopback, link-local, private or reserved, and the ` +
          'callback trustlist of the VDN does not name it',
        `回调地址 ${addressOf(failure)} 为本机、链路本地、私有或保留地址，且不在 VDN 的回调信任名单中`,
      );
    case 'never':
      return inBoth(
        `The callback address ${addressOf(failure)} is link-local, a cloud’s metadata service, multicast or ` +
          'reserved, and no trustlist can allow it',
        `回调地址 ${addressOf(failure)} 为链路本地、云平台元数据、组播或保留地址，任何信任名单都不能放行`,
      );
    case 'noUrl':
      return inBoth(
        `callBackUrl is not a valid URL: ${failure.url}`,
        `callBackUrl 不是有效的 URL：${failure.url}`,
      );
    case 'connectionRefused':
      return inBoth(`${failure.address} refused the connection`, `${failure.address} 拒绝连接`);
    case 'hostUnknown':
      return inBoth(`The host ${failure.host} was not found`, `找不到主机 ${failure.host}`);
    case 'connectionLost':
      return inBoth('The receiver closed the connection', '接收方中断了连接');
    case 'timeout':
      return inBoth('The receiver did not answer in time', '接收方未在规定时间内响应');
    case 'other':
      return inBoth(failure.text, failure.text);
  }
}

const addressOf = ({ host, address }: { readonly host: string; readonly address: string }): string =>
  host === address ? host : `${host} (${address})`;
