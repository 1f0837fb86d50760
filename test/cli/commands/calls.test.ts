// `campana campaign calls`: what it asks for, and that it goes on over short pages.
import { afterAll, expect, test } from 'vitest';
import { openFakeServer, run } from '../terminal.ts';

const callOf = (number: number) => ({
  callId: `1900000000-${number}`,
  called: '13900000001',
  attempt: 1,
  state: number === 3 ? 'ringing' : 'ended',
  claimedAt: '2030-03-05T09:00:00.000Z',
  endedAt: number === 3 ? null : '2030-03-05T09:01:00.000Z',
  outcome: number === 3 ? null : 'succeeded',
  cause: number === 3 ? null : '00000',
  agentId: 'anna',
  businessResult: 'sold',
});
const server = await openFakeServer(({ url }) => {
  if (!url.includes('/calls')) return [200, { settings: { timeZone: 'Asia/Shanghai' } }];
  if (url.includes('before=2-2')) return [200, { items: [callOf(1)], next: null }];
  if (url.includes('before=3-3')) return [200, { items: [], next: '2-2' }];
  return [200, { items: [callOf(3)], next: '3-3' }];
});
afterAll(() => server.close());
const keys = { CAMPANA_AK: 'AK0001AAAAAAAAAAAAAAAA', CAMPANA_SK: 'secret', CAMPANA_URL: server.url };

test('one in flight shows its state, and a short page is not the end', async () => {
  const { code, printed } = await run(keys, 'campaign', 'calls', '46', '--agent', 'anna');
  expect(code).toBe(0);
  const [, first, second] = printed.split('\n');
  expect(first).toMatch(/13900000001 +1 +\(ringing\) +- +anna +- +sold +1900000000-3$/);
  expect(second).toMatch(/succeeded +00000 +anna .*1900000000-1$/);
  expect(server.asked.map(({ url }) => url)).toEqual([
    '/api/v1/vdns/1/campaigns/46/calls?agentId=anna&limit=50',
    '/api/v1/vdns/1/campaigns/46/calls?agentId=anna&limit=49&before=3-3',
    '/api/v1/vdns/1/campaigns/46/calls?agentId=anna&limit=49&before=2-2',
  ]);
});

test('times are those of the tenant’s wall, and no more are asked for than wanted', async () => {
  server.asked.length = 0;
  const from = ['--from', '2030-03-05 17:00:00', '--to', '2030-03-05 18:00:00'];
  await run(
    keys,
    'campaign',
    'calls',
    '46',
    ...from,
    '--called',
    '139*',
    '--outcome',
    'busy',
    '--limit',
    '1',
  );
  expect(server.asked.filter(({ url }) => url.includes('/calls')).map(({ url }) => url)).toEqual([
    '/api/v1/vdns/1/campaigns/46/calls?called=139*&outcome=busy&from=2030-03-05T09%3A00%3A00.000Z&' +
      'to=2030-03-05T10%3A00%3A00.000Z&limit=1',
  ]);
});
