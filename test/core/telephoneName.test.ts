// To which VDN a telephone belongs by the beginning of its name.
import { expect, test } from 'vitest';
import { mayNameTelephone, overlapping } from '../../src/core/telephoneName.ts';
import { toVdnId } from '../../src/core/units.ts';

const none: [] = [];
const two = [{ vdnId: toVdnId(2), prefix: 'north-' }];

test.each([
  ['anything, while nobody has said anything', 1, '1001', none, true],
  ['one that is called after the VDN itself', 2, 'vdn2-1001', none, true],
  ['one that is called after another VDN', 2, 'vdn1-1001', none, false],
  ['the same in other letters and with zeros', 2, 'VDN0001-1001', none, false],
  ['a name that only looks like it', 2, 'vdn1', none, true],
  ['a name with the VDN’s own prefix', 2, 'north-7', two, true],
  ['the same in other letters', 2, 'NORTH-7', two, true],
  ['another name than with its prefix', 2, '1001', two, false],
  ['a name with the prefix of another VDN', 1, 'north-7', two, false],
  ['any other name', 1, 'south-7', two, true],
])('%s', (_what, vdnId, name, prefixes, may) => {
  expect(mayNameTelephone(toVdnId(vdnId), name, prefixes)).toBe(may);
});

test('prefixes that begin alike cannot both be given', () => {
  for (const prefix of ['north-', 'NORTH-', 'nor', 'north-west-'])
    expect(overlapping(toVdnId(3), prefix, two)?.vdnId).toBe(2);
  expect(overlapping(toVdnId(3), 'south-', two)).toBeNull();
  expect(overlapping(toVdnId(2), 'north-', two)).toBeNull();
});
