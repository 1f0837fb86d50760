// A request comes in once, and is never told that it was sent before because of its own doing.
import { expect, test } from 'vitest';
import { addSeconds } from '../../../src/core/units.ts';
import { Admission } from '../../../src/http/contract/admission.ts';
import { ConnectionLost } from '../../../src/store/database/connectionFailure.ts';
import { useSignature } from '../../../src/store/tenants/usedSignatures.ts';
import { openDoor } from './door.ts';

const { database, deps, vdnId } = await openDoor();
const now = deps.clock.now();
const useOf = (signature: string) => ({ vdnId, signature, expiresAt: addSeconds(now, 60) });

test('the second of two requests with one signature stays outside', async () => {
  const [first, second] = [new Admission(deps, useOf('one')), new Admission(deps, useOf('one'))];
  await first.enter();
  await first.enter();
  await expect(second.enter()).rejects.toMatchObject({ statusCode: 401 });
  const write = async () => ({ isFirstUse: false });
  await expect(new Admission(deps, useOf('one')).enterWith(write)).rejects.toMatchObject({ statusCode: 401 });
});

test('when its own write is lost on the way, that is what the request is told', async () => {
  const use = useOf('two');
  const admission = new Admission(deps, use);
  const lost = admission.enterWith(async () => {
    await useSignature(database, use, now);
    throw new ConnectionLost('broken after the commit');
  });
  await expect(lost).rejects.toThrow('broken after the commit');
  await admission.enter();
});

test('a write that was undone with its signature leaves the way open', async () => {
  const admission = new Admission(deps, useOf('three'));
  expect(await admission.enterWith(async () => ({ isFirstUse: null }))).toEqual({ isFirstUse: null });
  await admission.enter();
  await expect(new Admission(deps, useOf('three')).enter()).rejects.toMatchObject({ statusCode: 401 });
});
