// The first name that nobody has may come while all places for hashing are taken. In a file of its own, since
// the hash of nobody is made once in a process.
import { expect, test } from 'vitest';
import { inHashingPlace } from '../../../../src/http/api/tenants/hashingPlaces.ts';
import { checkPassword } from '../../../../src/http/api/tenants/password.ts';

test('a crowd at the first sign-in of an unknown name does not close the door to unknown names for good', async () => {
  let leave = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const crowd = Array.from({ length: 64 }, (_, at) => inHashingPlace(`caller ${at}`, () => over));
  await expect(checkPassword('wrong', null, 'somebody')).rejects.toMatchObject({ statusCode: 429 });
  leave();
  await Promise.all(crowd);
  await expect(checkPassword('wrong', null, 'somebody')).resolves.toBe(false);
});
