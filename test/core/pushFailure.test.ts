// Why a result was not taken is kept as a code with its values and told in both languages.
import { expect, test } from 'vitest';
import { type PushFailure, pushFailureText } from '../../src/core/pushFailure.ts';

test.each<[PushFailure, english: string | RegExp, chinese: string | RegExp]>([
  [{ code: 'status', status: 503 }, 'The receiver answered HTTP 503', '接收方返回 HTTP 503'],
  [
    { code: 'notTrusted', host: 'hooks.example', address: '10.0.0.1' },
    /^The callback address hooks\.example \(10\.0\.0\.1\) is loopback/,
    /^回调地址 hooks\.example \(10\.0\.0\.1\) 为本机/,
  ],
  [
    { code: 'never', host: '169.254.169.254', address: '169.254.169.254' },
    /^The callback address 169\.254\.169\.254 is link-local/,
    /^回调地址 169\.254\.169\.254 为链路本地/,
  ],
  [
    { code: 'noUrl', url: 'nowhere' },
    'callBackUrl is not a valid URL: nowhere',
    'callBackUrl 不是有效的 URL：nowhere',
  ],
  [
    { code: 'connectionRefused', address: '127.0.0.1:9' },
    '127.0.0.1:9 refused the connection',
    '127.0.0.1:9 拒绝连接',
  ],
  [
    { code: 'hostUnknown', host: 'nowhere.example' },
    'The host nowhere.example was not found',
    '找不到主机 nowhere.example',
  ],
  [{ code: 'connectionLost' }, 'The receiver closed the connection', '接收方中断了连接'],
  [{ code: 'timeout' }, 'The receiver did not answer in time', '接收方未在规定时间内响应'],
  [{ code: 'other', text: 'self-signed certificate' }, 'self-signed certificate', 'self-signed certificate'],
])('%o', (failure, english, chinese) => {
  const { en_US, zh_CN } = pushFailureText(failure);
  expect(en_US).toMatch(english);
  expect(zh_CN).toMatch(chinese);
});
