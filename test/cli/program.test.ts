// The command line as a person meets it: what it understands, what it sends, and how it says no.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openFakeServer, run } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'campana-cli-'));
const envelope = (code: string, description = '') => ({
  resultCode: code,
  resultDesc: description,
  returnCode: code,
  returnDesc: description,
});

const server = await openFakeServer(({ method, url }) => {
  if (url.endsWith('/skill-queues'))
    return [
      200,
      {
        items: [
          { id: 5, name: '语音技能队列' },
          { id: 12, name: 'B' },
        ],
      },
    ];
  if (method === 'PUT' && url.endsWith('/pause'))
    return [200, envelope('0200011', 'The campaign is paused.')];
  if (method === 'POST' && url.includes('/imports?'))
    return [
      201,
      {
        id: '7',
        state: 'finished',
        rowsRead: 3,
        added: 2,
        duplicates: 0,
        rejected: 1,
        repeated: url.includes('delimiter=tab'),
      },
    ];
  if (url.endsWith('/imports/7/errors')) return [200, 'row,field,reason,received\r\n'];
  if (url.endsWith('/campaigns/7/explain'))
    return [
      200,
      {
        dialing: true,
        because: 'pacing',
        nextAt: null,
        callsThisBeat: 0,
        beatSeconds: 1,
        gates: [{ gate: 'pacing', passed: false, value: { reason: 'enough are in flight' }, nextAt: null }],
      },
    ];
  if (url.endsWith('/campaigns/8/explain'))
    return [
      200,
      {
        dialing: true,
        because: 'carrierBudget',
        nextAt: '2026-11-23T09:00:03.000Z',
        callsThisBeat: 0,
        beatSeconds: 1,
        gates: [
          {
            gate: 'carrierBudget',
            passed: false,
            value: { callsMax: 0 },
            nextAt: '2026-11-23T09:00:03.000Z',
          },
        ],
      },
    ];
  if (url.endsWith('/explain'))
    return [404, { title: 'Not found', status: 404, detail: 'No such campaign.' }];
  if (url === '/health/live') return [200, { status: 'live', at: '2040-01-01T00:00:00.000Z' }];
  if (method === 'PATCH' && url === '/api/v1/vdns/1') return [200, { id: 1, name: 'one', settings: {} }];
  if (url.endsWith('/system/gateways'))
    return [
      200,
      {
        items: [
          {
            name: 'north',
            isUp: true,
            channels: 12,
            channelsMax: 240,
            callsPerSecondMax: 30,
            servesAgents: true,
          },
          {
            name: 'south',
            isUp: false,
            trouble: { sentence: 'The gateway "south" is held.' },
            channels: 0,
            channelsMax: 60,
            callsPerSecondMax: 10,
            servesAgents: false,
          },
        ],
      },
    ];
  if (url.endsWith('/flows')) return [200, { items: [] }];
  return [500, '<html>'];
});
afterAll(() => server.close());
const keys = { CAMPANA_AK: 'AK0001AAAAAAAAAAAAAAAA', CAMPANA_SK: 'secret', CAMPANA_URL: server.url };

test('help is no failure, and names every command', async () => {
  const { code, printed } = await run({}, '--help');
  expect(code).toBe(0);
  for (const name of [
    'vdn',
    'key',
    'skill',
    'agent',
    'flow',
    'campaign',
    'import',
    'sign',
    'simulate',
    'explain',
    'notices',
    'gateways',
  ])
    expect(printed).toMatch(new RegExp(`^ {2}${name} `, 'm'));
});

test.each([
  [['dial'], /unknown command 'dial'/],
  [['skill', 'set', '0', 'x'], /id: expected a whole number from 1 to 1000, received "0"/],
  [['skill', 'set', '5'], /missing required argument 'name'/],
  [['agent', 'set', '1', 'x', '--skill', '5:200'], /--skill, priority: expected .* 1 to 100, received "200"/],
  [['flow', 'set', '1', 'x'], /required option '--play-seconds <seconds>'/],
  [['vdn', 'set', 'timeZone'], /Expected setting=value, received "timeZone"/],
  [['campaign', 'show', 'x'], /campaign: expected a whole number/],
  [['campaign', 'add', join(folder, 'nowhere.json')], /nowhere\.json cannot be read/],
  [
    ['campaign', 'calls', '7', '--outcome', 'lost'],
    /--outcome: expected one of succeeded, .*received "lost"/,
  ],
  [['campaign', 'calls', '7', '--limit', '0'], /--limit: expected a whole number from 1 to 100000/],
  [['campaign', 'handling', '7', '--weight', '101'], /--weight: expected a whole number from 1 to 100/],
  [
    ['campaign', 'handling', '7', '--detect', 'maybe'],
    /--detect: expected hangUp, leaveMessage, passOn, off/,
  ],
  [['campaign', 'handling', '7', '--detect', 'off', '--message', '1004'], /--detect off: --unsure and/],
  [['campaign', 'handling', '7', '--record', 'yes'], /--record: expected on, off, received "yes"/],
  [['import', '1', 'x.csv', '--map', 'phone=called'], /--map: expected field=column/],
  [['import', '1', 'x.csv', '--duplicates', 'never'], /--duplicates: expected request, campaign, vdn/],
  [['explain', '1', 'me'], /number: expected up to 24 of 0-9/],
  [['simulate', '--with', 'x.json'], /--with belongs to a replay: give --replay CAMPAIGN or --day-file FILE/],
  [['sign', 'FETCH', '/'], /method: expected GET, POST/],
  [['sign', 'GET', 'x'], /path: expected a text that begins with one \//],
  [['skill', 'list', '--url', 'ftp://x'], /--url: expected an address/],
  [['skill', 'list', '--vdn', '10000'], /--vdn: expected a number from 1 to 9999/],
  [['skill', 'list', '--ak', 'x'], /An access key is two texts|--vdn/],
])('%j is not understood, and a sentence says why', async (args, sentence) => {
  const { code, printed, noted } = await run(keys, ...args);
  expect({ code, printed }).toEqual({ code: 2, printed: '' });
  expect(noted).toMatch(sentence);
});

test('without a key it says where one can come from', async () => {
  const { code, noted } = await run({ CAMPANA_DATA_DIR: folder }, 'skill', 'list');
  expect(code).toBe(2);
  expect(noted).toMatch(/No access key is given, and .*bootstrap\.json cannot be read/);
});

test('the key that the first start left is found', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'campana-cli-'));
  writeFileSync(
    join(directory, 'bootstrap.json'),
    JSON.stringify({ vdnId: 3, ak: 'AK0003BBBBBBBBBBBBBBBB', sk: 's', user: 'admin', password: 'p' }),
  );
  const { code } = await run({ CAMPANA_DATA_DIR: directory, CAMPANA_URL: server.url }, 'skill', 'list');
  expect(code).toBe(0);
  expect(server.asked.at(-1)).toMatchObject({
    url: '/api/v1/vdns/3/skill-queues',
    headers: { authorization: expect.stringContaining('auth-v2/AK0003BBBBBBBBBBBBBBBB/') },
  });
});

test('tables are aligned, numbers to the right, and JSON is for machines', async () => {
  expect((await run(keys, 'skill', 'list')).printed).toBe('ID  NAME\n 5  语音技能队列\n12  B');
  expect((await run(keys, 'flow', 'list')).printed).toBe('There are none.');
  expect(JSON.parse((await run(keys, 'skill', 'list', '--json')).printed)).toHaveProperty('items.1.id', 12);
});

test('a beat with agents that places no call is explained without denying that the campaign dials', async () => {
  const { printed } = await run(keys, 'explain', '7');
  expect(printed.split('\n')[0]).toBe(
    'The campaign dials; a beat at this moment places no call: enough are in flight.',
  );
});

test('a share of the carrier that grows to a call is no reason to deny it either', async () => {
  const { printed } = await run(keys, 'explain', '8');
  expect(printed.split('\n')[0]).toBe(
    'The campaign dials; a beat at this moment places no call: its share of the carrier does not reach a whole call yet.',
  );
});

test.each([
  ['allowedPrefixes=49,0049', ['49', '0049']],
  ['allowedPrefixes=', []],
])('%s sets the list', async (text, allowedPrefixes) => {
  expect((await run(keys, 'vdn', 'set', text)).code).toBe(0);
  expect(JSON.parse(server.asked.at(-1)?.body ?? '')).toEqual({ settings: { allowedPrefixes } });
});

test('gateways are shown as they stand', async () => {
  expect((await run(keys, 'gateways')).printed).toBe(
    [
      'GATEWAY  UP   CHANNELS   OF  CALLS A SECOND  AGENTS  WHY NOT',
      'north    yes        12  240              30  yes',
      'south    no          0   60              10  no      The gateway "south" is held.',
    ].join('\n'),
  );
});

test('what the server refuses is a sentence and exit code 1', async () => {
  expect(await run(keys, 'campaign', 'pause', '4')).toEqual({
    code: 1,
    printed: '',
    noted: 'The server refused with code 0200011: The campaign is paused.',
  });
  expect((await run(keys, 'explain', '4')).noted).toBe('No such campaign. (HTTP 404)');
  expect((await run(keys, 'key', 'list')).noted).toBe('The server answered HTTP 500: <html>');
  const nobody = await run({ ...keys, CAMPANA_URL: 'http://127.0.0.1:9' }, 'skill', 'list');
  expect(nobody).toMatchObject({
    code: 1,
    noted: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9 does not answer: /),
  });
});

test('an import is streamed with a signed hash, and the same file has the same key', async () => {
  const file = join(folder, 'numbers.csv');
  writeFileSync(file, 'phone\n1\n2\nx\n');
  const errors = join(folder, 'errors.csv');
  const first = await run(keys, 'import', '1', file, '--map', 'called=phone', '--errors', errors);
  expect(first.printed).toMatch(/added +2\n/);
  expect(readFileSync(errors, 'utf8')).toBe('row,field,reason,received\r\n');
  const [upload] = server.asked.filter(({ url }) => url.includes('/imports?'));
  expect(upload).toMatchObject({
    method: 'POST',
    url: '/api/v1/vdns/1/campaigns/1/imports?called=phone&delimiter=comma&duplicates=campaign&fileName=numbers.csv',
    body: 'phone\n1\n2\nx\n',
    headers: {
      authorization: expect.stringContaining('/content-type;host;idempotency-key;x-content-sha256/'),
    },
  });
  expect(first.noted).not.toContain('made before');
  await run(keys, 'import', '1', file, '--map', 'called=phone');
  await run(keys, 'import', '1', file, '--map', 'called=phone', '--duplicates', 'vdn');
  const sent = server.asked
    .filter(({ url }) => url.includes('/imports?'))
    .map(({ headers }) => headers['idempotency-key']);
  expect(sent[1]).toBe(sent[0]);
  expect(sent[2]).not.toBe(sent[0]);
  expect((await run(keys, 'import', '1', file, '--delimiter', 'tab')).noted).toContain(
    'This is the import that was made before (finished); nothing was added now.',
  );
  expect((await run(keys, 'import', '1', join(folder, 'none.csv'))).noted).toMatch(
    /none\.csv cannot be read/,
  );
});

test('a curl command is quoted for the shell', async () => {
  const { printed } = await run(keys, 'sign', 'put', '/rest/x', `{"name":"it's"}`);
  expect(printed).toContain('curl --request PUT');
  expect(printed).toContain(`--data-binary '{"name":"it'\\''s"}'`);
  expect(printed).toContain(`'${server.url}/rest/x'`);
  expect(printed).not.toContain('secret');
  const elsewhere = await run(keys, 'sign', 'get', '//evil.example/x');
  expect(elsewhere).toMatchObject({ code: 2, noted: expect.stringContaining('begins with one /') });
});

test('a world that runs faster than real time has its own clock, and the client follows it', async () => {
  const stamps: string[] = [];
  const fast = await openFakeServer(({ url, headers }) => {
    if (url === '/health/live') return [200, { status: 'live', at: '2040-01-01T00:00:00.000Z' }];
    const stamp = headers.authorization?.split('/')[2] ?? '';
    stamps.push(stamp);
    return stamp.startsWith('2040') ? [200, { items: [] }] : [401, envelope('401', 'the timestamp is off')];
  });
  expect((await run({ ...keys, CAMPANA_URL: fast.url }, 'skill', 'list')).code).toBe(0);
  expect(stamps).toHaveLength(2);
  await fast.close();
});
