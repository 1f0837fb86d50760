// Input that no honest client sends: a clear answer, nothing changed, and the server lives.
import { afterEach, describe, expect, test } from 'vitest';
import { base, ivrCampaign, openDoor } from './door.ts';

const door = await openDoor();
const { call, database } = door;
const id = await door.addCampaign();
const [before] = await database`select * from campaigns`;

afterEach(async () => {
  expect((await database`select * from campaigns`)[0]).toEqual(before);
  expect((await call('GET', `/${id}`)).code).toBe('0200000');
});

const text = (change: (json: string) => string) => Buffer.from(change(JSON.stringify(ivrCampaign)));
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a body that is no JSON is 02000008', () => {
  test.each([
    ['broken', text((json) => json.slice(0, -1))],
    ['empty', Buffer.from(' ')],
    ['a comment', text((json) => `${json} // why`)],
    [
      'nested a hundred thousand times',
      text((json) => json.replace('}', `},"x":${nested(100_000)}`).slice(0, 900_000)),
    ],
    ['nested 65 levels', text((json) => json.replace(/}$/, `,"x":${nested(64)}}`))],
    ['a key twice', text((json) => json.replace(/}$/, ',"name":"Other"}'))],
    ['a key twice, once escaped', text((json) => json.replace(/}$/, ',"n\\u0061me":"Other"}'))],
    [
      'bytes that are no UTF-8',
      Buffer.concat([text((json) => json.slice(0, -2)), Buffer.from([0xff, 0x22, 0x7d])]),
    ],
    ['a list', Buffer.from('[]')],
    ['a text', Buffer.from('"x"')],
    ['null', Buffer.from('null')],
    ['a number', Buffer.from('1e999')],
  ])('%s', async (_what, body) => {
    const answer = await call('PUT', `/${id}`, body);
    expect(answer).toMatchObject({ status: 200, code: '02000008' });
    expect(answer.body.resultDesc).not.toBe('');
  });
});

describe('the answer tells what is wrong with a body that cannot be read, and how it begins', () => {
  test.each([
    ['{"a":', 'body: must be well-formed JSON; received "{\\"a\\":".'],
    ['{"a":1,"a":2}', 'body: must not give a key twice in one object; received "{\\"a\\":1,\\"a\\":2}".'],
    [nested(65), `body: must not be nested more than 64 levels deep; received "${'['.repeat(60)}...".`],
  ])('%s', async (sent, sentence) => {
    expect((await call('PUT', `/${id}`, Buffer.from(sent))).body.resultDesc).toBe(sentence);
  });

  test('bytes that are no UTF-8', async () => {
    const { body } = await call('PUT', `/${id}`, Buffer.from([0x7b, 0xff]));
    expect(body.resultDesc).toMatch(/^body: must be valid UTF-8; received "\{/);
  });
});

describe('values that break things elsewhere', () => {
  test.each([
    ['NUL in a name', { name: 'a\0b' }, '02000002', 'name'],
    ['a lone surrogate', { name: 'a\ud800' }, '02000002', 'name'],
    [
      'NUL in a flow code',
      { ivrParam: { ...ivrCampaign.ivrParam, deviceSign: '\0' } },
      '02000002',
      'ivrParam.deviceSign',
    ],
    ['a number as text', { maxAlertingTime: '20' }, '02000006', 'maxAlertingTime'],
    ['a fraction', { maxAlertingTime: 20.5 }, '02000006', 'maxAlertingTime'],
    ['a number over all bounds', { maxAlertingTime: 1e300 }, '02000007', 'maxAlertingTime'],
    ['a text over its length', { name: 'x'.repeat(500_000) }, '02000003', 'name'],
    ['a list for an object', { scheduleParam: [] }, '02000006', 'scheduleParam'],
  ])('%s', async (_what, change, code, path) => {
    const answer = await call('PUT', `/${id}`, { ...ivrCampaign, ...change });
    expect(answer).toMatchObject({ status: 200, code });
    expect(answer.body.resultDesc.startsWith(`${path}: `)).toBe(true);
    expect(answer.body.resultDesc.length).toBeLessThan(500);
  });

  test('an infinite number', async () => {
    const body = text((json) => json.replace('"maxAlertingTime":20', '"maxAlertingTime":1e999'));
    expect((await call('PUT', `/${id}`, body)).code).toMatch(/^0200000[67]$/);
  });

  test('__proto__ and constructor are unknown fields like others', async () => {
    const body = text((json) => json.replace(/}$/, ',"__proto__":{"callerNo":"1"},"constructor":{"x":1}}'));
    expect((await call('PUT', `/${id}`, body)).code).toBe('0200000');
    expect(({} as Record<string, unknown>).callerNo).toBeUndefined();
  });

  test('mandatory fields only in __proto__ are absent', async () => {
    const body = Buffer.from(`{"__proto__":${JSON.stringify(ivrCampaign)}}`);
    expect((await call('PUT', `/${id}`, body)).code).toBe('02000001');
  });
});

describe('what is not a business answer has the status as its code', () => {
  test('a body of 2 MiB: 413', async () => {
    const body = Buffer.from(JSON.stringify({ ...ivrCampaign, x: 'x'.repeat(2_097_152) }));
    expect(await call('PUT', `/${id}`, body)).toMatchObject({ status: 413, code: '413' });
  });

  test.each(['text/plain', 'application/xml', 'application/json; charset=GBK', 'application/jsonx', ''])(
    'the content type %j: 415',
    async (contentType) => {
      expect(await call('PUT', `/${id}`, ivrCampaign, { contentType })).toMatchObject({
        status: 415,
        code: '415',
      });
    },
  );

  test.each(['application/json', 'application/json;charset=utf-8', 'Application/JSON; Charset="UTF-8"'])(
    'the content type %j is right',
    async (contentType) => {
      expect((await call('PUT', `/${id}`, ivrCampaign, { contentType })).code).toBe('0200000');
    },
  );

  test.each([
    ['GET', '/rest/isales/v1/openapi/nothing'],
    ['PATCH', `${base}/1/${id}`],
    ['HEAD', `${base}/1/${id}`],
    ['GET', `${base}/1/%zz`],
    ['GET', `${base}/1/${'1'.repeat(200)}`],
    ['PUT', `${base}/1/${id}/`],
  ])('%s %s: 404', async (method, path) => {
    const answer = await door.app.inject({ method: method as 'GET', url: path });
    expect(answer.statusCode).toBe(404);
    if (method !== 'HEAD') expect(answer.json().resultCode).toBe('404');
  });
});

describe('paths and queries', () => {
  test.each([
    ['GET', '/abc', '02000008'],
    ['GET', '/1.5', '02000008'],
    ['GET', '/%00', '02000008'],
    ['GET', '/99999999999999999999', '0200007'],
    ['GET', `/calldata/${id}/x`, '02000008'],
    ['GET', `/calldata/${id}/99999999999999999999`, '0200001'],
    ['GET', `/calldata/${id}/-9999999999999999999`, '0200001'],
    ['DELETE', `/holiday/${id}/x`, '02000008'],
    ['GET', '?deviceType=0&curPage=1&rowsPerPage=10', '02000001'],
    ['GET', '?status=9&deviceType=0&curPage=1&rowsPerPage=10', '02000007'],
    ['GET', '?status=0&deviceType=0&curPage=1&rowsPerPage=101', '02000007'],
    ['GET', '?status=0&deviceType=0&curPage=x&rowsPerPage=10', '02000008'],
    ['GET', '?status=0&status=2&deviceType=0&curPage=1&rowsPerPage=10', '02000011'],
    ['GET', '?status=0&deviceType=0&curPage=1&rowsPerPage=10&name=%00', '02000002'],
  ])('%s %s is %s', async (method, path, code) => {
    expect(await call(method, path)).toMatchObject({ status: 200, code });
  });
});

test('an id too big for any number is told as it was sent', async () => {
  const { body } = await call('GET', `/calldata/${id}/99999999999999999999`);
  expect(body.resultDesc).toBe('dataId: no such number in this campaign; received "99999999999999999999".');
});

test('what the stored state does not allow is told with the parameter of the path (R2)', async () => {
  for (const [method, path, sentence] of [
    ['GET', '/4711', 'campaignId: The outbound campaign does not exist; received "4711".'],
    ['DELETE', `/${id}`, `campaignId: The outbound campaign is still started; received "${id}".`],
    ['DELETE', `/holiday/${id}/12`, 'holidayId: The special date does not exist; received "12".'],
    [
      'GET',
      '/failcategorystatistics?campaignId=4711',
      'campaignId: The outbound campaign does not exist; received 4711.',
    ],
  ] as const) {
    expect((await call(method, path)).body.resultDesc).toBe(sentence);
  }
});

test('descriptions come in Chinese for who asks for it', async () => {
  const answer = await call('PUT', `/${id}`, { ...ivrCampaign, name: '' }, { headers: { locale: 'zh_CN' } });
  expect(answer.body.resultDesc).toMatch(/^name：.*[\u4e00-\u9fff]/);
  expect(answer.body.returnDesc).toBe(answer.body.resultDesc);
});

test('too many requests in a second: 429, in the four fields', async () => {
  const answers = await Promise.all(
    Array.from({ length: 2100 }, () =>
      door.app.inject({ method: 'GET', url: `${base}/1/1`, remoteAddress: '192.0.2.7' }),
    ),
  );
  const refused = answers.filter((answer) => answer.statusCode === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.json()).toMatchObject({ resultCode: '429', returnCode: '429' });
});
