// `campana campaign handling`: what it sends for what a person writes, and what it shows.
import { afterAll, expect, test } from 'vitest';
import { openFakeServer, run } from '../terminal.ts';

const handling = {
  weight: 30,
  abandonmentFlowCode: null,
  machineDetection: { machine: 'leaveMessage', unsure: 'passOn', messageFlowCode: '1004' },
  recording: true,
};
const server = await openFakeServer(({ url }) =>
  url.endsWith('/dry-run')
    ? [
        200,
        {
          accepted: true,
          changes: [{ path: 'handling.weight', before: 10, after: 30 }],
          revisionNow: 4,
        },
      ]
    : [200, { id: 46, handling }],
);
afterAll(() => server.close());
const keys = { CAMPANA_AK: 'AK0001AAAAAAAAAAAAAAAA', CAMPANA_SK: 'secret', CAMPANA_URL: server.url };

test('without options it shows', async () => {
  const { code, printed } = await run(keys, 'campaign', 'handling', '46');
  expect(code).toBe(0);
  expect(printed).toBe(
    [
      'weight        30',
      'announcement  the tenant’s',
      'a machine     leaveMessage',
      'unsure        passOn',
      'message       1004',
      'recording     on',
    ].join('\n'),
  );
  expect(server.asked.at(-1)).toMatchObject({ method: 'GET', url: '/api/v1/vdns/1/campaigns/46' });
});

test.each([
  [['--weight', '30'], { weight: 30 }],
  [['--announcement', '1003'], { abandonmentFlowCode: '1003' }],
  [['--announcement', 'none'], { abandonmentFlowCode: null }],
  [['--detect', 'off'], { machineDetection: null }],
  [['--detect', 'hangUp'], { machineDetection: { machine: 'hangUp' } }],
  [
    ['--unsure', 'leaveMessage', '--message', '1004'],
    { machineDetection: { unsure: 'leaveMessage', messageFlowCode: '1004' } },
  ],
  [['--record', 'on', '--weight', '5'], { weight: 5, recording: true }],
  [['--record', 'off'], { recording: false }],
])('%j changes that and nothing else', async (options, body) => {
  const { code } = await run(keys, 'campaign', 'handling', '46', ...options);
  expect(code).toBe(0);
  const asked = server.asked.at(-1);
  expect(asked).toMatchObject({ method: 'PATCH', url: '/api/v1/vdns/1/campaigns/46/handling' });
  expect(JSON.parse(asked?.body ?? '')).toEqual(body);
});

test('a dry run shows what would change', async () => {
  const { printed } = await run(keys, 'campaign', 'handling', '46', '--weight', '30', '--dry-run');
  expect(server.asked.at(-1)?.url).toBe('/api/v1/vdns/1/campaigns/46/handling/dry-run');
  expect(printed).toMatch(/handling\.weight +10 +30/);
});
