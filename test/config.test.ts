// The environment is read once: good values come out typed, bad ones as sentences that help.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const faultsOf = (environment: Record<string, string>, args: string[] = []): readonly string[] => {
  const reading = readConfig(environment, args);
  return reading.ok ? [] : reading.faults;
};

test('an empty environment is a server for this machine with an embedded database', () => {
  const reading = readConfig({}, []);
  expect(reading).toMatchObject({
    ok: true,
    config: {
      listen: { host: '127.0.0.1', port: 8080 },
      tls: null,
      databaseUrl: null,
      telephony: 'simulator',
      speed: 1,
      world: 'empty',
    },
  });
  expect(reading.ok && Object.isFrozen(reading.config)).toBe(true);
});

test('each bad value is named with what is expected and what came, all at once', () => {
  const faults = faultsOf({
    CAMPANA_LISTEN: '8080',
    CAMPANA_TELEPHONY: 'freeswitch',
    CAMPANA_LOG_LEVEL: 'loud',
    CAMPANA_DATABASE_URL: 'mysql://x:secret@y/z',
    CAMPANA_BEHIND_PROXY: 'yes',
  });
  expect(faults).toHaveLength(5);
  for (const name of ['LISTEN', 'TELEPHONY', 'LOG_LEVEL', 'DATABASE_URL', 'BEHIND_PROXY'])
    expect(faults.join('\n')).toMatch(new RegExp(`CAMPANA_${name}: expected .*received`));
  expect(faults.join('\n')).not.toContain('secret');
});

test.each([
  ['0.0.0.0:8080', true],
  ['[::]:8080', true],
  ['192.168.1.4:8080', true],
  ['localhost:8080', false],
  ['127.0.0.9:1', false],
  ['[::1]:8080', false],
])('listening on %s without TLS is refused: %s', (listen, isRefused) => {
  expect(faultsOf({ CAMPANA_LISTEN: listen }).length > 0).toBe(isRefused);
  expect(faultsOf({ CAMPANA_LISTEN: listen, CAMPANA_BEHIND_PROXY: '1' })).toEqual([]);
});

test('TLS takes two PEM files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'campana-config-'));
  const pem = join(folder, 'cert.pem');
  const empty = join(folder, 'empty.pem');
  writeFileSync(pem, '-----BEGIN CERTIFICATE-----\n');
  writeFileSync(empty, '');
  expect(faultsOf({ CAMPANA_LISTEN: '0.0.0.0:443', CAMPANA_TLS_CERT: pem, CAMPANA_TLS_KEY: pem })).toEqual(
    [],
  );
  expect(faultsOf({ CAMPANA_TLS_CERT: pem })).toEqual([expect.stringContaining('CAMPANA_TLS_KEY')]);
  expect(faultsOf({ CAMPANA_TLS_CERT: pem, CAMPANA_TLS_KEY: empty })).toEqual([
    expect.stringContaining('no -----BEGIN line'),
  ]);
  expect(faultsOf({ CAMPANA_TLS_CERT: pem, CAMPANA_TLS_KEY: '/nowhere' })).toEqual([
    expect.stringContaining('expected a readable file'),
  ]);
});

test.each([
  [['--speed', '0']],
  [['--speed', '1001']],
  [['--speed=fast']],
  [['--world', 'mars']],
  [['--fast']],
])('the options %j are refused', (args) => {
  expect(faultsOf({}, args)).toHaveLength(1);
});

test('the world may run faster, with the simulator only', () => {
  expect(readConfig({}, ['--speed', '60', '--world=demo'])).toMatchObject({
    config: { speed: 60, world: 'demo' },
  });
  expect(
    faultsOf({ CAMPANA_TELEPHONY: 'asterisk', CAMPANA_ARI_URL: 'http://campana:secret@127.0.0.1:8088/ari' }, [
      '--speed',
      '2',
    ]),
  ).toEqual([expect.stringContaining('--speed')]);
});

describe('the demo world', () => {
  const over = (ariUrl: string) => ({ CAMPANA_TELEPHONY: 'asterisk', CAMPANA_ARI_URL: ariUrl });
  const [here, away] = [
    'http://campana:secret@127.0.0.1:8088/ari',
    'https://campana:secret@pbx.example:8089/ari',
  ] as const;

  test.each([here, away])('is refused over a PBX, as its telephones are somebody’s there: %s', (ariUrl) => {
    expect(faultsOf(over(ariUrl), ['--world', 'demo'])).toEqual([expect.stringContaining('1001 to 1020')]);
  });

  test('is there for the laboratory of this machine, under a name of its own', () => {
    expect(readConfig(over(here), ['--world', 'lab'])).toMatchObject({ config: { world: 'demo' } });
    expect(faultsOf(over(away), ['--world', 'lab'])).toEqual([expect.stringContaining('npm run lab')]);
    expect(faultsOf({}, ['--world', 'lab'])).toEqual([expect.stringContaining('npm run lab')]);
  });
});
