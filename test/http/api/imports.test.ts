// Files of numbers as people have them: with and without a header, with marks, quotes and line breaks,
// in the wrong encoding, too long, sent twice, broken off. What is right comes in, what is wrong is
// told, and what fails leaves nothing.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { toCampaignId, toMillis, toVdnId } from '../../../src/core/units.ts';
import { createAccessKey } from '../../../src/store/accessKeys.ts';
import { failAbandonedImports, registerImport } from '../../../src/store/imports.ts';
import { openWorld } from './world.ts';

const world = await openWorld();
const { database } = world;
const supervisor = await world.signIn(1, 'supervisor');
afterAll(() => world.app.close());

const path = (id: number, rest = '') => `/vdns/1/campaigns/${id}/imports${rest}`;

async function upload(id: number, file: string | Buffer, query = '', headers: Record<string, string> = {}) {
  const answer = await world.app.inject({
    method: 'POST',
    url: `/api/v1${path(id)}${query}`,
    headers: {
      cookie: supervisor.cookie,
      'x-csrf-token': supervisor.csrfToken,
      'content-type': 'text/csv; charset=utf-8',
      ...headers,
    },
    payload: file,
  });
  return { status: answer.statusCode, body: answer.json() };
}

const numbersOf = (id: number) => database`
  select called, caller, session_id, custom_field, call_data, recycle_at, priority, state, due_at
  from contacts where vdn_id = 1 and campaign_id = ${id} order by contact_id`;
const waitingOf = async (id: number) =>
  (await database`select waiting from campaign_progress where vdn_id = 1 and campaign_id = ${id}`)[0]
    ?.waiting;
const errorsOf = async (id: number, importId: string) =>
  (await world.ask(supervisor, 'GET', path(id, `/${importId}/errors`))).body;

let names = 0;
const campaign = async () => {
  names += 1;
  return (await world.addOneCampaign(1, `imports ${names}`)).id;
};

describe('a good file', () => {
  test('brings every field by the names of the contract, in the order of the file', async () => {
    const id = await campaign();
    const file =
      'called,caller,sessionId,customField,callData,recycleTime,priority\n' +
      '13900000002,4008,u1,"Müller, ""Jo""","{""a"":1}",2030-04-01 08:00:00,1\n' +
      '13900000001,,,"two\nlines",,,\n';
    const { status, body } = await upload(id, file, '?fileName=customers.csv');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'finished',
      fileName: 'customers.csv',
      actor: 'user:supervisor',
      rowsRead: 2,
      added: 2,
      duplicates: 0,
      rejected: 0,
      remaining: 2,
      finishedAt: '2030-03-05T09:00:00.000Z',
    });
    expect(await numbersOf(id)).toMatchObject([
      {
        called: '13900000002',
        caller: '4008',
        session_id: 'u1',
        custom_field: 'Müller, "Jo"',
        call_data: '{"a":1}',
        recycle_at: Date.parse('2030-04-01T08:00:00Z'),
        priority: 1,
        state: 'waiting',
        due_at: world.clock.at,
      },
      { called: '13900000001', caller: null, custom_field: 'two\nlines', recycle_at: null, priority: 3 },
    ]);
    expect(await waitingOf(id)).toBe(2);
  });

  test('may call its columns as it likes, begin with a mark and end its lines with CR LF', async () => {
    const id = await campaign();
    const file = '\ufeffNummer;Kunde;Rest\r\n13900000001;ä1;x\r\n13900000002;ä2;y\r\n\r\n';
    const { body } = await upload(id, file, '?called=Nummer&customField=Kunde&delimiter=semicolon');
    expect(body).toMatchObject({ rowsRead: 2, added: 2 });
    expect((await numbersOf(id)).map((row) => row.custom_field)).toEqual(['ä1', 'ä2']);
  });

  test('may have no header', async () => {
    const id = await campaign();
    const { body } = await upload(
      id,
      'a\t13900000001\nb\t13900000002',
      '?header=no&called=2&sessionId=1&delimiter=tab',
    );
    expect(body).toMatchObject({ rowsRead: 2, added: 2 });
    expect(await numbersOf(id)).toMatchObject([{ session_id: 'a' }, { session_id: 'b' }]);
  });

  test('may be empty but for its header', async () => {
    const id = await campaign();
    expect((await upload(id, 'called\n')).body).toMatchObject({ state: 'finished', rowsRead: 0, added: 0 });
  });

  test('keeps what looks like a formula or an escape as the text that it is', async () => {
    const id = await campaign();
    const texts = ['=HYPERLINK(A1)', '+1', '\\N', '\\.', 'a\tb', '\\', "'; drop table contacts; --"];
    const file = `called,customField\n${texts.map((text, at) => `139${at},"${text}"`).join('\n')}\n`;
    expect((await upload(id, file)).body).toMatchObject({ added: texts.length, rejected: 0 });
    expect((await numbersOf(id)).map((row) => row.custom_field)).toEqual(texts);
  });
});

describe('a row that breaks a rule', () => {
  test('is left out and told with the reason; the others come in', async () => {
    const id = await campaign();
    const file = Buffer.concat([
      Buffer.from('called,customField\n13900000001,ok\n139-0000,ok\n,nobody\n13900000002,'),
      Buffer.from([0xd6, 0xd0, 0xce, 0xc4]),
      Buffer.from(`\n13900000003,${'x'.repeat(201)}\n13900000004\n13900000005,a"b\n13900000006,ok\n`),
      Buffer.from('=1+1,ok\n'),
    ]);
    const { status, body } = await upload(id, file, '?duplicates=request');
    expect(status).toBe(201);
    expect(body).toMatchObject({ rowsRead: 9, added: 2, rejected: 7 });
    expect((await numbersOf(id)).map((row) => row.called)).toEqual(['13900000001', '13900000006']);
    expect((await errorsOf(id, body.id)).trim().split('\r\n')).toEqual([
      'row,field,reason,received',
      '3,called,"may contain only digits, asterisks (*) and number signs (#)",139-0000',
      '4,called,must be given and not be blank,',
      '5,customField,is not valid UTF-8,',
      expect.stringMatching(/^6,customField,must not be longer than 200 characters,x{100}$/),
      '7,row,"has 1 columns, the header has 2",',
      expect.stringMatching(/^8,row,"?a quotation mark/),
      '10,called,"may contain only digits, asterisks (*) and number signs (#)",\'=1+1',
    ]);
  });

  test('is kept up to ten thousand, and counted beyond', async () => {
    const id = await campaign();
    const { body } = await upload(id, `called\n${'x\n'.repeat(10_050)}`);
    expect(body).toMatchObject({ rejected: 10_050, added: 0 });
    expect((await errorsOf(id, body.id)).trim().split('\r\n')).toHaveLength(10_001);
  });
});

describe('a number that is there already', () => {
  test('is taken once per file, the first one', async () => {
    const id = await campaign();
    const { body } = await upload(id, 'called,customField\n1,a\n2,b\n1,c\n', '?duplicates=request');
    expect(body).toMatchObject({ rowsRead: 3, added: 2, duplicates: 1 });
    expect((await numbersOf(id)).map((row) => row.custom_field)).toEqual(['a', 'b']);
    expect((await upload(id, 'called\n1\n', '?duplicates=request')).body).toMatchObject({ added: 1 });
  });

  test('is not taken again in its campaign, and is in another', async () => {
    const [one, other] = [await campaign(), await campaign()];
    await upload(one, 'called\n5550001\n');
    expect((await upload(one, 'called\n5550001\n5550002\n')).body).toMatchObject({ added: 1, duplicates: 1 });
    expect((await upload(other, 'called\n5550001\n')).body).toMatchObject({ added: 1, duplicates: 0 });
  });

  test('is not taken again in its VDN when that is asked', async () => {
    const [one, other] = [await campaign(), await campaign()];
    await upload(one, 'called\n5560001\n');
    expect((await upload(other, 'called\n5560001\n5560002\n', '?duplicates=vdn')).body).toMatchObject({
      added: 1,
      duplicates: 1,
    });
    await database`update campaigns set deleted_at = ${world.clock.at} where campaign_id = ${one}`;
    expect((await upload(other, 'called\n5560001\n', '?duplicates=vdn')).body).toMatchObject({ added: 1 });
  });
});

describe('a file that cannot be understood', () => {
  test.each([
    [
      'no such column',
      'phone\n1\n',
      '?called=nummer',
      'The file has no column nummer for called. It has: phone.',
    ],
    ['no column called', 'phone\n1\n', '', 'The file has no column called for called. It has: phone.'],
    ['a column twice', 'called,called\n1,2\n', '', 'The header has the column called twice.'],
    ['nothing at all', '', '', 'The file is empty: not even a header is there.'],
    [
      'a position that is none',
      '1\n',
      '?header=no&called=phone',
      "Without a header, called must be a column's position, 1 to 999, and is phone.",
    ],
    ['UTF-16', Buffer.from('\ufeffcalled\n1\n', 'utf16le'), '', 'The file is UTF-16. Save it as CSV UTF-8.'],
    [
      'a quote that never closes',
      `called,customField\n1,"${'x'.repeat(70_000)}`,
      '',
      'The record after row 1 is longer than 65536 bytes: a quotation mark may not be closed.',
    ],
  ])('with %s ends the import and leaves nothing', async (_name, file, query, sentence) => {
    const id = await campaign();
    const { status, body } = await upload(id, file, query);
    expect(status).toBe(422);
    expect(body).toMatchObject({ type: 'urn:campana:problem:importRefused', detail: sentence });
    expect(await numbersOf(id)).toHaveLength(0);
    const list = (await world.ask(supervisor, 'GET', path(id))).json().items;
    expect(list).toMatchObject([{ state: 'failed', failure: sentence, added: 0 }]);
  });

  test('or is no CSV by its type is refused', async () => {
    const id = await campaign();
    expect((await upload(id, '{}', '', { 'content-type': 'application/json' })).status).toBe(415);
    expect((await world.ask(supervisor, 'GET', path(id))).json().items).toEqual([]);
  });
});

describe('the limit of unfinished numbers', () => {
  test('refuses a whole file and says by how much', async () => {
    const administrator = await world.signIn(1, 'administrator');
    await world.ask(administrator, 'PATCH', '/vdns/1', { settings: { unfinishedNumbersMax: 3 } });
    const id = await campaign();
    expect((await upload(id, 'called\n1\n2\n')).status).toBe(201);
    const { status, body } = await upload(id, 'called\n2\n3\n4\n');
    expect(status).toBe(422);
    expect(body.detail).toContain('has 2 unfinished numbers and the file 2 new ones');
    expect(await waitingOf(id)).toBe(2);
    expect(await numbersOf(id)).toHaveLength(2);
    expect((await upload(id, 'called\n2\n3\n')).body).toMatchObject({ added: 1, duplicates: 1 });
    await world.ask(administrator, 'PATCH', '/vdns/1', { settings: { unfinishedNumbersMax: 200_000 } });
  });
});

describe('the same Idempotency-Key', () => {
  const monday = { 'idempotency-key': 'monday' };

  test('answers the first result and adds nothing', async () => {
    const id = await campaign();
    const first = await upload(id, 'called\n1\n2\n', '?duplicates=request', monday);
    const second = await upload(id, 'called\n1\n2\n', '?duplicates=request', monday);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
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

describe('undo', () => {
  test('takes away what was never dialled and tells how many remain', async () => {
    const id = await campaign();
    await upload(id, 'called\n9\n');
    const { body } = await upload(id, 'called\n1\n2\n3\n');
    await database`
      update contacts set attempts = 1, state = 'done' where campaign_id = ${id} and called = '1'`;
    await database`
      update campaign_progress set waiting = waiting - 1, done = 1 where campaign_id = ${id}`;
    const undone = await world.ask(supervisor, 'DELETE', path(id, `/${body.id}`));
    expect(undone.json()).toMatchObject({ state: 'undone', added: 3, removed: 2, remaining: 1 });
    expect((await numbersOf(id)).map((row) => row.called).sort()).toEqual(['1', '9']);
    expect(await waitingOf(id)).toBe(1);
    const again = await world.ask(supervisor, 'DELETE', path(id, `/${body.id}`));
    expect(again.json()).toMatchObject({ state: 'undone', removed: 2 });
    expect(await waitingOf(id)).toBe(1);
  });

  test('reaches no import of another campaign or VDN', async () => {
    const [one, other] = [await campaign(), await campaign()];
    const { body } = await upload(one, 'called\n1\n');
    expect((await world.ask(supervisor, 'DELETE', path(other, `/${body.id}`))).statusCode).toBe(404);
    const foreign = await world.addOneCampaign(2, 'foreign');
    expect((await upload(foreign.id, 'called\n1\n')).status).toBe(404);
    expect((await world.ask(supervisor, 'GET', path(foreign.id))).statusCode).toBe(404);
  });
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
    expect(altered.json().detail).toBe('The file does not hash to x-content-sha256.');
    expect((await send(id, {}, file)).statusCode).toBe(401);
    expect((await send(id, { 'x-content-sha256': 'abc' }, file)).statusCode).toBe(400);
    expect(await numbersOf(id)).toHaveLength(0);
  });
});

test('twenty thousand rows come in, all or none, while the counters stay free', async () => {
  const id = await campaign();
  const rows = Array.from({ length: 20_000 }, (_, at) => `139${String(at).padStart(8, '0')},c${at}`);
  const { body } = await upload(id, `called,customField\n${rows.join('\n')}\n`);
  expect(body).toMatchObject({ rowsRead: 20_000, added: 20_000 });
  expect(await waitingOf(id)).toBe(20_000);
});

/** A real connection, so that it can be broken. */
async function openUpload(id: number, headers: Record<string, string>) {
  if (!world.app.server.listening) await world.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = world.app.server.address() as AddressInfo;
  const sending = httpRequest({
    port,
    method: 'POST',
    path: `/api/v1${path(id)}`,
    headers: {
      cookie: supervisor.cookie,
      'x-csrf-token': supervisor.csrfToken,
      'content-type': 'text/csv',
      'transfer-encoding': 'chunked',
      ...headers,
    },
  });
  sending.on('error', () => undefined);
  sending.flushHeaders();
  await once(sending, 'socket');
  return sending;
}

/** Until so many uploads are copying rows, for which each holds its import. */
const untilCopying = (count: number) =>
  expect
    .poll(async () => {
      const rows = await database`
        select from pg_stat_activity
        where datname = current_database() and state = 'active' and query like 'copy import_rows%'`;
      return rows.length;
    })
    .toBe(count);

const untilState = (id: number, state: string) =>
  expect
    .poll(async () => (await database`select state from imports where campaign_id = ${id}`)[0]?.state)
    .toBe(state);
