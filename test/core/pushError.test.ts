// Why a result was not taken is told in Chinese as well, from the text that was kept.
import { expect, test } from 'vitest';
import { pushErrorText } from '../../src/core/pushError.ts';
import { AddressRefused } from '../../src/workers/callbackAddress.ts';

test.each([
  ['HTTP 503', '接收方返回 HTTP 503'],
  [
    new AddressRefused('hooks.example', '10.0.0.1', 'notTrusted').message,
    /^回调地址 hooks\.example \(10\.0\.0\.1\) 为本机/,
  ],
  [
    new AddressRefused('hooks.example', '169.254.169.254', 'never').message,
    /^回调地址 hooks\.example \(169\.254\.169\.254\) 为链路本地/,
  ],
  ['callBackUrl is no URL: nowhere', 'callBackUrl 不是有效的 URL：nowhere'],
  ['connect ECONNREFUSED 127.0.0.1:9', '127.0.0.1:9 拒绝连接'],
  ['getaddrinfo ENOTFOUND nowhere.example', '找不到主机 nowhere.example'],
  ['other side closed', '接收方中断了连接'],
  ['Headers Timeout Error', '接收方未在规定时间内响应'],
  ['The operation was aborted due to timeout', '接收方未在规定时间内响应'],
  ['self-signed certificate', 'self-signed certificate'],
])('%s', (kept, chinese) => {
  const { en_US, zh_CN } = pushErrorText(kept);
  expect(en_US).toBe(kept);
  expect(zh_CN).toEqual(typeof chinese === 'string' ? chinese : expect.stringMatching(chinese));
});
