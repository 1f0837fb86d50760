// Files of numbers as people have them: with and without a header, with marks, quotes and line breaks,
// in the wrong encoding, too long. What is right comes in, what is wrong is told, and what fails
// leaves nothing.
import { describe, expect, test } from 'vitest';
import { openUploads } from '../uploads.ts';

const { campaign, database, errorsOf, numbersOf, path, supervisor, upload, waitingOf, world } =
  await openUploads();

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
      'The file has no column “nummer” for called. It has: phone.',
    ],
    ['no column called', 'phone\n1\n', '', 'The file has no column “called”. It has: phone.'],
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
      'Row 2 is longer than 65536 bytes; perhaps a quotation mark is not closed.',
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

describe('undo', () => {
  test('takes away what was never dialed and tells how many remain', async () => {
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

test('twenty thousand rows come in, all or none, while the counters stay free', async () => {
  const id = await campaign();
  const rows = Array.from({ length: 20_000 }, (_, at) => `139${String(at).padStart(8, '0')},c${at}`);
  const { body } = await upload(id, `called,customField\n${rows.join('\n')}\n`);
  expect(body).toMatchObject({ rowsRead: 20_000, added: 20_000 });
  expect(await waitingOf(id)).toBe(20_000);
});
