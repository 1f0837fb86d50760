// What an answer says: equal codes, equal descriptions, a sentence for each violation with path, rule
// and received value, in the language asked for, and never more of the value than is safe (R2, R3).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failure, httpFailure, problemAnswer, readLocale, success } from '../../src/contract/envelope.ts';
import { quote } from '../../src/contract/quote.ts';
import { readModifyCampaign } from '../../src/contract/read/readCampaign.ts';
import { toMillis } from '../../src/core/units.ts';
import { campaignBases } from './bases.ts';
import { withValue } from './withValue.ts';

const now = toMillis(Date.parse('2029-11-22T10:30:00Z'));
const context = { now, timeZone: 'UTC', apiTimes: 'local' as const };
const base = campaignBases(now)[3] ?? {};

function answer(body: unknown, locale: 'en_US' | 'zh_CN' = 'en_US') {
  const reading = readModifyCampaign(body, context);
  return reading.ok ? success() : failure(reading.violations, locale);
}

test('success has empty descriptions', () => {
  expect(success()).toEqual({ resultCode: '0200000', resultDesc: '', returnCode: '0200000', returnDesc: '' });
  expect(success({ returnObject: { id: 46 } })).toMatchObject({
    resultCode: '0200000',
    returnObject: { id: 46 },
  });
});

test('a failure has a sentence for each violation, in both languages', () => {
  const path = 'skillParam.predictParam.offhookPredictParam.offHookRate';
  const body = withValue(withValue(base, path, 201), 'callBackUrl', undefined);
  const description = `${path}: must be an Integer from 50 to 200; received 201. callBackUrl: must be given and not be blank; received nothing.`;
  expect(answer(body)).toEqual({
    resultCode: '02000007',
    resultDesc: description,
    returnCode: '02000007',
    returnDesc: description,
  });
  expect(answer(body, 'zh_CN').resultDesc).toBe(
    `${path}：必须是50到200之间的整数；收到201。callBackUrl：不能为空；收到空。`,
  );
});

test('an answer has ten sentences at most', () => {
  const { resultDesc } = answer({
    scheduleParam: Object.fromEntries(
      [1, 2, 3].flatMap((n) =>
        ['workdayBegin', 'workdayEnd', 'holidayBegin', 'holidayEnd'].map((name) => [`${name}Time${n}`, 'x']),
      ),
    ),
  });
  expect(resultDesc.match(/received/g)).toHaveLength(10);
});

test('a problem of the stored state has its code and names its field', () => {
  expect(problemAnswer({ problem: 'noSuchCampaign' }, 'en_US')).toMatchObject({
    resultCode: '0200007',
    resultDesc: 'The outbound campaign does not exist.',
  });
  expect(problemAnswer({ problem: 'nameTaken', path: 'name', received: 'A' }, 'en_US').resultDesc).toBe(
    'name: The outbound campaign name must be unique; received "A".',
  );
  expect(
    problemAnswer({ problem: 'deviceTypeFixed', path: 'deviceType', received: 3 }, 'zh_CN').resultDesc,
  ).toBe('deviceType：外呼任务创建后不能修改设备类型；收到3。');
  expect(problemAnswer({ problem: 'noSuchNumber' }, 'en_US')).toMatchObject({ resultCode: '0200001' });
});

test('an HTTP failure carries its status as the code', () => {
  for (const status of [401, 403, 404, 413, 415, 429, 500] as const) {
    expect(httpFailure(status, 'en_US')).toMatchObject({
      resultCode: String(status),
      returnCode: String(status),
    });
    expect(httpFailure(status, 'zh_CN').resultDesc).not.toBe('');
  }
});

test('the locale header chooses the language; en_US without it', () => {
  expect([undefined, '', 'fr', 'en_US', 'zh_CN', 'zh-CN', 'ZH_cn', 'zhx'].map(readLocale)).toEqual([
    'en_US',
    'en_US',
    'en_US',
    'en_US',
    'zh_CN',
    'zh_CN',
    'zh_CN',
    'en_US',
  ]);
});

test('a received value is shortened and made safe', () => {
  expect(quote('a'.repeat(200))).toBe(`"${'a'.repeat(60)}..."`);
  expect(quote('line\nbreak\u202e\ud800"')).toBe('"line\\u{a}break\\u{202e}\\u{d800}\\""');
  expect([quote([1, 2]), quote({ a: 1 }), quote(null), quote(undefined), quote(1e300)]).toEqual([
    '[2]',
    '{...}',
    'null',
    'nothing',
    '1e+300',
  ]);
});

test('whatever is sent, the answer is one line of well-formed text of bounded length', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...Object.keys(base), '__proto__', 'constructor'), fc.anything()),
      (body) => {
        const { resultDesc } = answer(body);
        expect(resultDesc.isWellFormed()).toBe(true);
        expect(/\p{Cc}/u.test(resultDesc)).toBe(false);
        expect(resultDesc.length).toBeLessThan(6000);
      },
    ),
  );
});
