// The laboratory's Asterisk is one of the series that Campana is tested with, or nothing is tested.
import { expect, test } from 'vitest';
import { faultOfVersion } from '../../src/lab/version.ts';

test.each(['Asterisk 22.10.1+dfsg+~cs6.17.60671434-1', 'Asterisk 22.0.0\n'])('%j will do', (said) => {
  expect(faultOfVersion(said, '/lab')).toBe(null);
});

test.each([
  ['Asterisk 23.1.0~dfsg-1', 'Asterisk 23.1.0~dfsg-1'],
  ['Asterisk 220.1', 'Asterisk 220.1'],
  ['Asterisk 2.2', 'Asterisk 2.2'],
  ['Asterisk', 'says "Asterisk"'],
  ['chroot: failed to run command', 'says "chroot: failed to run command"'],
  ['', 'says ""'],
])('%j is refused, with what was found and what to do', (said, found) => {
  const fault = faultOfVersion(said, '/lab');
  expect(fault).toContain(found);
  expect(fault).toContain('In /lab');
  expect(fault).toContain('CAMPANA_TEST_ASTERISK_DIR');
});
