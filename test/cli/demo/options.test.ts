// The options of the demo, and that it never dials over a real PBX.
import { expect, test } from 'vitest';
import { readDemoOptions } from '../../../src/cli/demo/options.ts';

const faultOf = (args: string[], environment: Record<string, string> = {}): string => {
  const reading = readDemoOptions(args, environment);
  return reading.ok ? '' : reading.fault;
};

test('it dials in the simulated world unless it is told otherwise, by option before environment', () => {
  const telephonyOf = (args: string[], environment: Record<string, string> = {}) => {
    const reading = readDemoOptions(args, environment);
    return reading.ok ? reading.options.telephony : reading.fault;
  };
  expect(telephonyOf([])).toBe('simulator');
  expect(telephonyOf(['--telephony', 'asterisk'])).toBe('asterisk');
  expect(telephonyOf(['--telephony=asterisk'])).toBe('asterisk');
  expect(telephonyOf([], { CAMPANA_TELEPHONY: 'asterisk' })).toBe('asterisk');
  expect(telephonyOf(['--telephony', 'simulator'], { CAMPANA_TELEPHONY: 'asterisk' })).toBe('simulator');
});

test('what is not its own is left to the server', () => {
  const reading = readDemoOptions(['--speed', '3', '--once', '--sped=2'], {});
  expect(reading).toEqual({
    ok: true,
    options: { isOnce: true, telephony: 'simulator', rest: ['--speed', '3', '--sped=2'] },
  });
});

test('another telephony than the two is refused, and so is a faster world with real calls', () => {
  expect(faultOf(['--telephony', 'freeswitch'])).toContain('simulator or asterisk, received "freeswitch"');
  expect(faultOf(['--telephony'])).toContain('received ""');
  expect(faultOf(['--telephony', 'asterisk', '--speed', '10'])).toContain('run in real time');
  expect(faultOf(['--telephony', 'asterisk', '--speed=10'])).toContain('run in real time');
});

test('a PBX of one’s own is never dialed over: the refusal says how to run the server, and no password', () => {
  const url = 'http://campana:hunter2@127.0.0.1:8088/ari';
  const isAsterisk = { CAMPANA_TELEPHONY: 'asterisk' };
  for (const fault of [
    faultOf([], { ...isAsterisk, CAMPANA_ARI_URL: url }),
    faultOf(['--telephony', 'asterisk'], { CAMPANA_ARI_URL: url }),
  ]) {
    expect(fault).toContain('real telephones would ring');
    expect(fault).toContain('CAMPANA_TELEPHONY=asterisk CAMPANA_ARI_URL=… npm start');
    expect(fault).not.toContain('hunter2');
  }
  expect(faultOf([], { ...isAsterisk, CAMPANA_GATEWAYS: 'gateways.json' })).toContain('CAMPANA_GATEWAYS');
  // With the simulated carrier it is not used, and does no harm.
  expect(faultOf([], { CAMPANA_ARI_URL: url })).toBe('');
});
