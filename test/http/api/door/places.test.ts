// Places for long work, shared out among tenants.
import { expect, test } from 'vitest';
import { toVdnId } from '../../../../src/core/units.ts';
import { openPlaces } from '../../../../src/http/api/door/places.ts';

const [one, two, three] = [toVdnId(1), toVdnId(2), toVdnId(3)];

test('no tenant can take all places, and each finds one', () => {
  const take = openPlaces(4, 2);
  expect([take(one), take(one)].every((leave) => leave !== null)).toBe(true);
  expect(take(one)).toBeNull();
  expect(take(two)).not.toBeNull();
  expect(take(two)).toBeNull();
  expect(take(three)).not.toBeNull();
});

test('who leaves makes room, and leaving twice makes room for one', () => {
  const take = openPlaces(2, 1);
  const leave = take(one);
  expect(take(one)).toBeNull();
  leave?.();
  leave?.();
  expect(take(one)).not.toBeNull();
  expect(take(two)).not.toBeNull();
  expect(take(three)).toBeNull();
});
