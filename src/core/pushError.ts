// Why a result was not taken, in both languages. What is kept of a push is one English text, ours or that of
// the network; the Chinese one is read out of it, so that texts kept long ago are told as well.
import { type Bilingual, inBoth } from './language.ts';

const known: readonly (readonly [pattern: RegExp, chinese: (part: string) => string])[] = [
  [/^HTTP (\d{3})$/, (status) => `接收方返回 HTTP ${status}`],
  [
    /^the callback address (.+) is loopback, link-local, private or reserved/,
    (address) => `回调地址 ${address} 为本机、链路本地、私有或保留地址，且不在 VDN 的回调信任名单中`,
  ],
  [
    /^the callback address (.+) is link-local, a cloud/,
    (address) => `回调地址 ${address} 为链路本地、云平台元数据、组播或保留地址，任何信任名单都不能放行`,
  ],
  [/^callBackUrl is no URL: (.*)$/, (url) => `callBackUrl 不是有效的 URL：${url}`],
  [/^connect ECONNREFUSED (.+)$/, (address) => `${address} 拒绝连接`],
  [/^getaddrinfo \w+ (.+)$/, (host) => `找不到主机 ${host}`],
  [/(?:ECONNRESET|EPIPE|other side closed)/, () => '接收方中断了连接'],
  [/(?:timeout|timed out|aborted due to)/i, () => '接收方未在规定时间内响应'],
];

/** @param kept as Pusher writes it; what is not known stays as it is, in both languages */
export function pushErrorText(kept: string): Bilingual {
  for (const [pattern, chinese] of known) {
    const found = pattern.exec(kept);
    if (found !== null) return inBoth(kept, chinese(found[1] ?? ''));
  }
  return inBoth(kept, kept);
}
