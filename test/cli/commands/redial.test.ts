// `campana campaign redial`: what it asks for, and that it goes on until the last number has been looked at.
import { afterAll, beforeEach, expect, test } from 'vitest';
import { openFakeServer, run } from '../terminal.ts';

const attemptedBefore = '2030-03-05T09:00:00.000Z';
const server = await openFakeServer(({ url, body }) => {
  if (!url.includes('/redial')) return [200, { settings: { timeZone: 'Asia/Shanghai' } }];
  const { dryRun, after } = JSON.parse(body);
  const byCause = [
    { cause: '00537', numbers: 7 },
    { cause: '34606', numbers: 2 },
  ];
  if (dryRun) return [200, { numbers: 2, byCause, attemptedBefore, next: null }];
  return after === undefined
    ? [200, { numbers: 50_000, byCause: [], attemptedBefore, next: '70000' }]
    : [200, { numbers: 1, byCause: [], attemptedBefore, next: null }];
});
afterAll(() => server.close());
beforeEach(() => void server.asked.splice(0));
const keys = { CAMPANA_AK: 'AK0001AAAAAAAAAAAAAAAA', CAMPANA_SK: 'secret', CAMPANA_URL: server.url };
const bodies = () => server.asked.filter(({ body }) => body !== '').map(({ body }) => JSON.parse(body));

test('goes on where the first request ended, at the same instant, and says how many wait', async () => {
  const { code, printed } = await run(keys, 'campaign', 'redial', '46');
  expect(code).toBe(0);
  expect(printed).toBe('50001 numbers wait to be dialed again.');
  expect(server.asked[0]).toMatchObject({
    method: 'POST',
    url: '/api/v1/vdns/1/campaigns/46/numbers/redial',
  });
  expect(bodies()).toEqual([{}, { after: '70000', attemptedBefore }]);
});

test('a dry run counts by cause; causes and times are handed on', async () => {
  const times = ['--from', '2030-03-05 17:00:00', '--before', '2030-03-05 18:00:00'];
  const { printed } = await run(
    keys,
    'campaign',
    'redial',
    '46',
    '--dry-run',
    '--cause',
    '34606,00537',
    ...times,
  );
  expect(printed).toMatch(/00537 +7/);
  expect(printed).toContain('2 numbers would be dialed again.');
  expect(bodies()).toEqual([
    {
      causes: ['34606', '00537'],
      attemptedFrom: '2030-03-05T09:00:00.000Z',
      attemptedBefore: '2030-03-05T10:00:00.000Z',
      dryRun: true,
    },
  ]);
});

test('a cause that is none, or success, is refused before anything is asked', async () => {
  for (const cause of ['00000', 'busy', '']) {
    const { code, noted } = await run(keys, 'campaign', 'redial', '46', '--cause', cause);
    expect(code).toBe(2);
    expect(noted).toContain('--cause: expected some of');
  }
  expect(server.asked).toEqual([]);
});
