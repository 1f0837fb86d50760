// Gateways as an operator writes them: one address, or a file with several; what is wrong is told in
// sentences that repeat no password.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'campana-gateways-'));
const pem = '-----BEGIN CERTIFICATE-----\n';
writeFileSync(join(folder, 'pbx.pem'), pem);
writeFileSync(join(folder, 'password'), 'fromFile\n');
let files = 0;

const read = (environment: Record<string, string>) =>
  readConfig({ CAMPANA_TELEPHONY: 'asterisk', ...environment }, []);

function readFile(content: unknown) {
  files += 1;
  const file = join(folder, `${files}.json`);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return read({ CAMPANA_GATEWAYS: file });
}

const faultsOf = (reading: ReturnType<typeof readConfig>): readonly string[] =>
  reading.ok ? [] : reading.faults;

const one = {
  name: 'north',
  ariUrl: 'https://pbx1.example:8089/ari',
  user: 'campana',
  password: 'geheim',
  trunk: 'carrier-1',
};

test('an address is one PBX with one gateway, which serves the agents', () => {
  expect(read({ CAMPANA_ARI_URL: 'http://campana:ge%24heim@127.0.0.1:8088/ari' })).toMatchObject({
    config: {
      gateways: [
        {
          name: 'carrier',
          ariUrl: 'http://127.0.0.1:8088/ari',
          user: 'campana',
          password: 'ge$heim',
          trunk: 'carrier',
          callsPerSecondMax: 50,
          channelsMax: 500,
          servesAgents: true,
          certificate: null,
        },
      ],
    },
  });
});

test('the address may name trunk and limits', () => {
  const url = 'https://campana:geheim@pbx.example/ari/?trunk=sip-1&callsPerSecond=20&channels=60';
  expect(read({ CAMPANA_ARI_URL: url })).toMatchObject({
    config: {
      gateways: [
        { ariUrl: 'https://pbx.example/ari', trunk: 'sip-1', callsPerSecondMax: 20, channelsMax: 60 },
      ],
    },
  });
});

test.each([
  ['no address', 'geheim'],
  ['a protocol that is none', 'campana:geheim@10.0.0.1:8088'],
  ['no password', 'https://campana@pbx.example/ari'],
  ['plain http to another machine', 'http://campana:geheim@10.0.0.1:8088/ari'],
  ['a path that is not that of ARI', 'https://campana:geheim@pbx.example/'],
  ['a trunk that could end a dial string', 'https://campana:geheim@pbx.example/ari?trunk=a/b'],
  ['no calls a second', 'https://campana:geheim@pbx.example/ari?callsPerSecond=0'],
  ['channels in words', 'https://campana:geheim@pbx.example/ari?channels=many'],
  ['a query that nobody knows', 'https://campana:geheim@pbx.example/ari?api_key=geheim'],
])('the address is refused with %s', (_what, url) => {
  const faults = faultsOf(read({ CAMPANA_ARI_URL: url }));
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.every((fault) => fault.startsWith('CAMPANA_ARI_URL: '))).toBe(true);
  expect(faults.join('\n')).not.toContain('geheim');
});

test('Asterisk without a gateway, or with two sources of them, is refused', () => {
  expect(faultsOf(read({}))).toEqual([expect.stringContaining('received neither')]);
  const both = { CAMPANA_ARI_URL: 'http://a:b@127.0.0.1/ari', CAMPANA_GATEWAYS: 'file.json' };
  expect(faultsOf(read(both))).toEqual([expect.stringContaining('received both')]);
});

test('the simulator has no gateways', () => {
  const url = { CAMPANA_ARI_URL: 'http://campana:geheim@127.0.0.1:8088/ari' };
  expect(readConfig(url, [])).toMatchObject({ config: { gateways: [] } });
});

test('a file has several gateways; files beside it hold passwords and certificates', () => {
  const { password: _, ...rest } = one;
  const reading = readFile({
    gateways: [
      {
        ...rest,
        passwordFile: 'password',
        certificateFile: 'pbx.pem',
        callsPerSecondMax: 30,
        channelsMax: 90,
      },
      { ...rest, passwordFile: 'password', certificateFile: 'pbx.pem', name: 'north-2', trunk: 'carrier-2' },
      { ...one, name: 'south', ariUrl: 'https://pbx2.example:8089/ari' },
    ],
  });
  expect(reading).toMatchObject({
    config: {
      gateways: [
        { name: 'north', password: 'fromFile', certificate: pem, callsPerSecondMax: 30, servesAgents: true },
        { name: 'north-2', channelsMax: 500, servesAgents: true },
        { name: 'south', password: 'geheim', certificate: null, servesAgents: false },
      ],
    },
  });
});

test('the agents are at the PBX that says so', () => {
  const gateways = [one, { ...one, name: 'south', ariUrl: 'https://pbx2.example/ari', servesAgents: true }];
  expect(readFile({ gateways })).toMatchObject({
    config: { gateways: [{ servesAgents: false }, { servesAgents: true }] },
  });
});

test('each fault of the file is told, all at once, and no password', () => {
  const faults = faultsOf(
    readFile({
      gateways: [
        { ...one, name: 'no rth', trunk: '', servesAgents: 'yes', callsPerSecondMax: 1.5, color: 'red' },
        { ...one, ariUrl: 'http://10.0.0.1/ari', certificateFile: 'nowhere.pem', passwordFile: 'password' },
        { ...one, ariUrl: 'https://a:geheim@pbx/ari', user: 'a:b', channelsMax: '90' },
        'north',
      ],
    }),
  );
  for (const place of [
    '[0].name',
    '[0].trunk',
    '[0].servesAgents',
    '[0].callsPerSecondMax',
    '[0]: "color"',
    '[1].ariUrl',
    '[1].certificateFile',
    '[1]: expected password, or passwordFile',
    '[2].ariUrl',
    '[2].user',
    '[2].channelsMax',
    '[3]: expected an object',
  ])
    expect(faults.filter((fault) => fault.includes(`gateways${place}`)).length).toBeGreaterThan(0);
  expect(faults.join('\n')).not.toContain('geheim');
});

test.each([
  ['is not there', null],
  ['is no JSON', '{ "gateways": [ { "password": "geheim" ]'],
  ['is a list', [one]],
  ['has none', { gateways: [] }],
  ['has more than gateways', { gateways: [one], limits: {} }],
])('a file that %s is refused', (_what, content) => {
  const reading =
    content === null ? read({ CAMPANA_GATEWAYS: join(folder, 'absent.json') }) : readFile(content);
  expect(faultsOf(reading)).toEqual([expect.stringMatching(/^CAMPANA_GATEWAYS: expected .*received/)]);
  expect(faultsOf(reading).join()).not.toContain('geheim');
});

test.each([
  ['one name twice', [one, { ...one, trunk: 'carrier-2' }], 'another name'],
  ['one trunk of a PBX twice', [one, { ...one, name: 'south' }], 'another trunk'],
  [
    'two users at one PBX',
    [one, { ...one, name: 'south', trunk: 'b', user: 'other' }],
    'expected the same user',
  ],
  [
    'two PBXs for agents',
    [
      { ...one, servesAgents: true },
      { ...one, name: 'b', ariUrl: 'https://b/ari', servesAgents: true },
    ],
    'at one PBX',
  ],
  ['no PBX for agents', [{ ...one, servesAgents: false }], 'one PBX that serves agents'],
])('gateways are refused with %s', (_what, gateways, sentence) => {
  expect(faultsOf(readFile({ gateways }))).toEqual([expect.stringContaining(sentence)]);
});
