// Uploads that are sent twice, side by side, by a key, or broken off: a file comes in once and whole,
// or not at all.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { toCampaignId, toMillis, toVdnId } from '../../../../src/core/units.ts';
import { failAbandonedImports, registerImport } from '../../../../src/store/numbers/imports.ts';
import { createAccessKey } from '../../../../src/store/tenants/accessKeys.ts';
import { openUploads } from '../uploads.ts';

const {
  campaign,
  database,
  numbersOf,
  openUpload,
  path,
  supervisor,
  untilCopying,
  untilState,
  upload,
  waitingOf,
  world,
} = await openUploads();

describe('the same Idempotency-Key', () => {
  const monday = { 'idempotency-key': 'monday' };

  test('answers the first result and adds nothing', async () => {
    const id = await campaign();
    const first = await upload(id, 'called\n1\n2\n', '?duplicates=request', monday);
    const second = await upload(id, 'called\n1\n2\n', '?duplicates=request', monday);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(first.body.repeated).toBe(false);
    expect(second.body).toEqual({ ...first.body, repeated: true });
    expect(await numbersOf(id)).toHaveLength(2);
    expect((await upload(await campaign(), 'called\n1\n', '', monday)).status).toBe(201);
  });

  test('tries again after a failure', async () => {
    const id = await campaign();
    expect((await upload(id, 'phone\n1\n', '', monday)).status).toBe(422);
    expect((await upload(id, 'called\n1\n', '', monday)).body).toMatchObject({
      state: 'finished',
      added: 1,
      failure: null,
    });
  });

  test('is refused while the first is running, and works when that one was broken off', async () => {
    const id = await campaign();
    const first = await openUpload(id, monday);
    first.write('called\n1\n2\n');
    await untilCopying(1);
    const second = await upload(id, 'called\n1\n', '', monday);
    expect(second.status).toBe(409);
    expect(second.body.type).toBe('urn:campana:problem:importRunning');
    first.destroy();
    await untilState(id, 'failed');
    expect(await numbersOf(id)).toHaveLength(0);
    expect(await waitingOf(id)).toBe(0);
    expect((await upload(id, 'called\n1\n', '', monday)).body).toMatchObject({ state: 'finished', added: 1 });
  });
});

test('a third import at once is asked to come again', async () => {
  const ids = [await campaign(), await campaign()];
  const open = await Promise.all(ids.map((id) => openUpload(id, {})));
  for (const sending of open) sending.write('called\n1\n');
  await untilCopying(2);
  const third = await world.app.inject({
    method: 'POST',
    url: `/api/v1${path(await campaign())}`,
    headers: { cookie: supervisor.cookie, 'x-csrf-token': supervisor.csrfToken, 'content-type': 'text/csv' },
    payload: 'called\n1\n',
  });
  expect(third.statusCode).toBe(429);
  expect(third.headers['retry-after']).toBe('5');
  for (const sending of open) sending.end();
  await Promise.all(ids.map((id) => untilState(id, 'finished')));
});

test('an import whose process was killed is told as failed by the next start, a living one is not', async () => {
  const [dead, living] = [await campaign(), await campaign()];
  const sending = await openUpload(living, {});
  sending.write('called\n1\n');
  await untilCopying(1);
  const request = {
    vdnId: toVdnId(1),
    campaignId: toCampaignId(dead),
    idempotencyKey: 'k',
    actor: 'x',
    fileName: '',
  };
  await registerImport(database, request, world.clock.at);
  const later = toMillis(world.clock.at + 60_000);
  expect(await failAbandonedImports(database, later, later)).toBe(1);
  expect((await world.ask(supervisor, 'GET', path(dead))).json().items).toMatchObject([
    { state: 'failed', failure: 'The server stopped.' },
  ]);
  sending.end();
  await untilState(living, 'finished');
});

test('an upload whose database connection breaks is answered as failed and leaves nothing', async () => {
  const id = await campaign();
  const sending = await openUpload(id, {});
  const answered = once(sending, 'response');
  sending.write('called\n1\n');
  await untilCopying(1);
  await database`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like 'copy import_rows%'`;
  for (let row = 0; row < 5000; row += 1) sending.write(`139${row}\n`);
  sending.end();
  const [answer] = await answered;
  expect(answer.statusCode).toBe(500);
  await untilState(id, 'failed');
  expect(await numbersOf(id)).toHaveLength(0);
  expect((await upload(id, 'called\n1\n')).status).toBe(201);
});

const key = await createAccessKey(database, toVdnId(1), 'test', world.masterKey, world.clock.at);

describe('an upload with a key', () => {
  const file = 'called\n1\n2\n';
  const hash = createHash('sha256').update(file).digest('hex');
  const send = (id: number, headers: Record<string, string>, payload: string) => {
    const url = `/api/v1${path(id)}?fileName=a.csv`;
    const all = world.signed(key, 'POST', url, '', { 'content-type': 'text/csv', ...headers });
    return world.app.inject({ method: 'POST', url, headers: all, payload });
  };

  test('is signed over its hash instead of its bytes', async () => {
    const id = await campaign();
    const answer = await send(id, { 'x-content-sha256': hash }, file);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ added: 2, actor: `key:${key.ak}` });
  });

  test('adds nothing when other bytes arrive, or no hash is signed', async () => {
    const id = await campaign();
    const altered = await send(id, { 'x-content-sha256': hash }, 'called\n1\n3\n');
    expect(altered.statusCode).toBe(400);
    expect(altered.json().detail).toBe('The hash of the file is not x-content-sha256.');
    expect((await send(id, {}, file)).statusCode).toBe(401);
    expect((await send(id, { 'x-content-sha256': 'abc' }, file)).statusCode).toBe(400);
    expect(await numbersOf(id)).toHaveLength(0);
  });
});
