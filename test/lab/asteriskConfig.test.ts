// What docs/OPERATING.md tells people to write into their PBX is what the laboratory's PBX has, so the
// tests with real calls are a test of the page too.
import { expect, test } from 'vitest';
import { asteriskConfig } from '../../src/lab/asteriskConfig.ts';
import { readProjectFile } from '../sources.ts';

const files = asteriskConfig({
  directory: '/tmp/lab',
  password: 'secret',
  httpPort: 1,
  tlsPort: 2,
  sipPort: 3,
  trunks: [{ name: 'carrier', port: 4 }],
  telephones: ['1001'],
  telephonesPort: 5,
  silentTelephoneSeconds: 3,
  channelVariables: [],
});

/** The blocks of a page between lines of three backticks. */
const blocks = readProjectFile('docs/OPERATING.md')
  .split(/^```.*$/m)
  .filter((_, index) => index % 2 === 1);

const blockWith = (text: string): string => blocks.find((block) => block.includes(text)) ?? '';

test('the dialplan of the manual is the one that is tested', () => {
  const told = blockWith('[campana-flows]').split('\n[campana-flows]')[0]?.trim() ?? '';
  expect(told).toMatch(/^\[campana\]\nexten => call,1,/);
  expect(files['extensions.conf']).toContain(told);
});

test('the variables of the manual are those of the tested ari.conf', () => {
  const told = /^channelvars = .*$/m.exec(blockWith('channelvars'))?.[0] ?? '';
  expect(told).not.toBe('');
  expect(files['ari.conf']).toContain(told);
});

test('the limits of HTTP in the manual are those that are tested', () => {
  const told = blockWith('sessionlimit').match(/^session.*$/gm) ?? [];
  expect(told).toHaveLength(2);
  for (const line of told) expect(files['http.conf']).toContain(line);
});
