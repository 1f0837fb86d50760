// Who may come in, over the wire (R20, R1): the signature before everything, the key's VDN before the
// body, and the order of the checks in between.
import { describe, expect, test } from 'vitest';
import { toMillis } from '../../../src/core/units.ts';
import { createAccessKey, revokeAccessKey } from '../../../src/store/tenants/accessKeys.ts';
import { base, ivrCampaign, openDoor, startOfTest } from './door.ts';

const door = await openDoor();
const { call, database } = door;
const list = '?status=0&deviceType=0&curPage=1&rowsPerPage=10';
const refusal = {
  status: 401,
  body: {
    resultCode: '401',
    resultDesc: 'Authentication failed.',
    returnCode: '401',
    returnDesc: 'Authentication failed.',
  },
};

describe('a request is refused with 401 and nothing about why', () => {
  test.each([
    ['without a header', { headers: { authorization: undefined } }],
    ['with another scheme', { headers: { authorization: 'Basic YTpi' } }],
    ['with a broken signature', { signature: () => 'f'.repeat(64) }],
    ['with a signature in capitals', { signature: (text: string) => text.toUpperCase() }],
    ['with a signature cut short', { signature: (text: string) => text.slice(0, 63) }],
    ['with an unknown key', { key: { ak: 'AK0001AAAAAAAAAAAAAAAA', secret: 'x' } }],
    ['with a key that is none of ours', { key: { ak: 'x', secret: 'x' } }],
    ['with the secret of another', { key: { ak: door.key.ak, secret: 'not the secret' } }],
    ['with a timestamp too old', { timestamp: new Date(startOfTest - 15 * 60_000 - 1).toISOString() }],
    ['with a timestamp of the future', { timestamp: new Date(startOfTest + 15 * 60_000 + 1).toISOString() }],
    ['with a day that does not exist', { timestamp: '2030-13-45T00:00:00.000Z' }],
    ['with host unsigned', { signedHeaders: ['content-type'] }],
    ['with a signed header that is not sent', { signedHeaders: ['host', 'x-absent'] }],
    ['with another host than the signed one', { headers: { host: 'elsewhere:8080' } }],
    ['in reading B without the setting', { reading: 'B' as const }],
  ])('%s', async (_what, options) => {
    expect(await call('GET', list, undefined, options)).toMatchObject(refusal);
  });

  test('with another body than the signed one', async () => {
    const tampered = Buffer.from(JSON.stringify({ ...ivrCampaign, name: 'Forged' }));
    const answer = await call('POST', '', ivrCampaign);
    expect(answer.code).toBe('0200000');
    const wrong = await call('POST', '', tampered, {
      signature: (text) => text.replace(/^./, (c) => (c === '0' ? '1' : '0')),
    });
    expect(wrong).toMatchObject(refusal);
  });

  test('in Chinese for who asks for it', async () => {
    const answer = await call('GET', list, undefined, { signature: () => '0', headers: { locale: 'zh_CN' } });
    expect(answer.body.resultDesc).toBe('鉴权失败。');
  });
});

test('a timestamp at the edge of the window is accepted', async () => {
  for (const off of [-15, 15]) {
    const timestamp = new Date(startOfTest + off * 60_000).toISOString();
    expect((await call('GET', list, undefined, { timestamp })).code).toBe('0200000');
  }
});

test('a signature is good once, also when it is sent many times at once', async () => {
  const timestamp = new Date(startOfTest + 500_000).toISOString();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => call('GET', list, undefined, { timestamp })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401, 401, 401, 401]);
});

test('signatures that have expired are forgotten as others come', async () => {
  await database`delete from used_signatures`;
  await database`
    insert into used_signatures (vdn_id, signature, expires_at)
    select 1, 'old ' || n, ${startOfTest - 1} from generate_series(1, 3) as n`;
  await call('GET', list);
  await call('GET', list);
  const rows = await database`select signature from used_signatures where signature like 'old %'`;
  expect(rows).toHaveLength(0);
});

test('reading B is accepted where the VDN says so, reading A still is', async () => {
  const key = await door.addKey(2, { signatureReading: 'B' });
  const url = `${base}/2${list}`;
  for (const reading of ['A', 'B'] as const)
    expect((await call('GET', url, undefined, { key, reading })).code).toBe('0200000');
});

test('the skew is the setting of the VDN', async () => {
  const key = await door.addKey(3, { signatureSkewMinutes: 1 });
  const timestamp = new Date(startOfTest - 61_000).toISOString();
  expect((await call('GET', `${base}/3${list}`, undefined, { key, timestamp })).status).toBe(401);
});

test('a key that is revoked stops working within five seconds', async () => {
  const key = await createAccessKey(
    database,
    door.vdnId,
    'short-lived',
    door.deps.masterKey,
    toMillis(door.now()),
  );
  expect((await call('GET', list, undefined, { key })).status).toBe(200);
  await revokeAccessKey(database, door.vdnId, key.ak, toMillis(door.now()));
  door.pass(5000);
  expect((await call('GET', list, undefined, { key })).status).toBe(401);
});

test('a key works in its own VDN only: 403, for one that exists and one that does not', async () => {
  const key = await door.addKey(4);
  for (const vdn of [1, 9999]) {
    const answer = await call('GET', `${base}/${vdn}${list}`, undefined, { key });
    expect(answer).toMatchObject({ status: 403, body: { resultCode: '403', returnCode: '403' } });
  }
});

describe('the first failing check answers (R1)', () => {
  const broken = Buffer.from('{"name"');
  test.each([
    ['the signature before the path', 'PUT', '/x', broken, { signature: () => '0' }, 401, '401'],
    ['the path before the VDN', 'PUT', `${base}/2/x`, broken, {}, 200, '02000008'],
    ['the VDN in the path too', 'PUT', `${base}/10000/1`, broken, {}, 200, '02000007'],
    [
      'the VDN before the content type',
      'PUT',
      `${base}/2/1`,
      broken,
      { contentType: 'text/plain' },
      403,
      '403',
    ],
    ['the content type before JSON', 'PUT', '/1', broken, { contentType: 'text/plain' }, 415, '415'],
    ['JSON before the shape', 'PUT', '/1', broken, {}, 200, '02000008'],
    [
      'the shape before the meaning',
      'PUT',
      '/1',
      { ...ivrCampaign, strEndTime: '2029-01-01 00:00:00', callerNo: 5 },
      {},
      200,
      '02000006',
    ],
    [
      'the meaning before the stored state',
      'PUT',
      '/99',
      { ...ivrCampaign, strEndTime: null },
      {},
      200,
      '02000009',
    ],
    ['the stored state at last', 'PUT', '/99', ivrCampaign, {}, 200, '0200007'],
  ])('%s', async (_what, method, path, body, options, status, code) => {
    expect(await call(method, path, body, options)).toMatchObject({ status, code });
  });
});
