// Files as an enemy or an unlucky program sends them: line ends of every kind, invisible characters, the
// same file twice, a database that fails in the middle. Each import says at once how it ended, and no other
// work waits for it.
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { openUploads } from '../uploads.ts';

const { campaign, database, errorsOf, numbersOf, openUpload, path, supervisor, untilState, upload, world } =
  await openUploads();

const listed = async (id: number) => (await world.ask(supervisor, 'GET', path(id))).json().items;

describe('line ends', () => {
  test.each([
    ['CRLF, then LF', 'called,customField\r\n13900000001,a\n13900000002,b\n'],
    ['LF, then CRLF', 'called,customField\n13900000001,a\r\n13900000002,b\r\n'],
    ['CR alone', 'called,customField\r13900000001,a\r13900000002,b'],
  ])('%s: both numbers come in, and nothing of a line end is in their data', async (_ends, file) => {
    const id = await campaign();
    expect((await upload(id, file)).body).toMatchObject({ rowsRead: 2, added: 2, rejected: 0 });
    expect((await numbersOf(id)).map(({ custom_field }) => custom_field)).toEqual(['a', 'b']);
  });
});

describe('rows', () => {
  test('are numbered as a spreadsheet numbers them; blank ones are no rows', async () => {
    const id = await campaign();
    const file = 'called,customField\n\n13900000001,"two\nlines"\n,\n \t, \nx,\n';
    const { body } = await upload(id, file);
    expect(body).toMatchObject({ rowsRead: 2, added: 1, rejected: 1 });
    expect((await errorsOf(id, body.id)).split('\r\n')[1]).toMatch(/^6,called,/);
  });

  test('with too many columns are left out, a header with too many is told', async () => {
    const id = await campaign();
    const many = ','.repeat(1000);
    expect((await upload(id, `called\n1${many}\n2\n`)).body).toMatchObject({ added: 1, rejected: 1 });
    const { status, body } = await upload(id, `called${many}\n1\n`);
    expect([status, body.detail]).toEqual([422, 'A file may have 1000 columns at most.']);
  });
});

describe('characters that nobody sees', () => {
  test.each([
    ['NUL', 'called\0', 'called\\u{0}'],
    ['a zero width space', 'cal\u200bled', 'cal\\u{200b}led'],
    ['a mark of direction', '\u202ecalled', '\\u{202e}called'],
    ['a second byte order mark', 'cal\ufeffled', 'cal\\u{feff}led'],
    ['a blank that does not break', 'cal\u00a0led', 'cal\\u{a0}led'],
  ])('%s in a header is shown in the sentence', async (_what, name, shown) => {
    const id = await campaign();
    const { status, body } = await upload(id, `${name}\n1\n`);
    const sentence = `The file has no column “called”. It has: ${shown}.`;
    expect([status, body.detail]).toEqual([422, sentence]);
    expect(await listed(id)).toMatchObject([{ state: 'failed', failure: sentence }]);
  });

  test('in the name of a column that is asked for, too', async () => {
    const { status, body } = await upload(await campaign(), 'called\n1\n', '?called=a%00b');
    expect([status, body.detail]).toEqual([
      422,
      'The file has no column “a\\u{0}b” for called. It has: called.',
    ]);
  });

  test('in a row are shown in the file of errors, and a formula stays a text', async () => {
    const id = await campaign();
    const { body } = await upload(id, 'called\n1\0\n1\u200b\n\u202e1\n"1\n"\n+1\n\u00001=1\n');
    expect(body).toMatchObject({ added: 0, rejected: 6 });
    const received = (await errorsOf(id, body.id))
      .split('\r\n')
      .map((line) => line.slice(line.lastIndexOf(',') + 1));
    expect(received.slice(1)).toEqual([
      '1\\u{0}',
      '1\\u{200b}',
      '\\u{202e}1',
      '1\\u{a}',
      "'+1",
      '\\u{0}1=1',
      '',
    ]);
  });
});

describe('a failure in the middle', () => {
  /** A database that fails with that code when a number comes in. */
  async function failing(code: string, work: () => Promise<void>): Promise<void> {
    await database.unsafe(`
      create function fail_now() returns trigger language plpgsql as
        $$ begin raise exception 'no more' using errcode = '${code}'; end $$;
      create trigger fail_now before insert on contacts for each row execute function fail_now()`);
    try {
      await work();
    } finally {
      await database`drop function fail_now cascade`;
    }
  }

  test.each([
    [
      'a full disk',
      '53100',
      507,
      'The disk of the database is full. Nothing can be saved until there is room again.',
    ],
    ['what nobody foresaw', 'XX000', 500, 'The server failed. Nothing was added.'],
  ])(
    'of %s is answered with its sentence, and the import has failed',
    async (_what, code, answered, sentence) => {
      const id = await campaign();
      await failing(code, async () => {
        const { status, body } = await upload(id, 'called\n1\n', '', { 'idempotency-key': 'k' });
        expect([status, body.detail]).toEqual([answered, sentence]);
        expect(await listed(id)).toMatchObject([{ state: 'failed', failure: sentence }]);
      });
      expect((await upload(id, 'called\n1\n', '', { 'idempotency-key': 'k' })).body).toMatchObject({
        added: 1,
      });
    },
  );

  test('is no failure any more while the same import runs again', async () => {
    const id = await campaign();
    const key = { 'idempotency-key': 'k' };
    await upload(id, 'phone\n1\n', '', key);
    const sending = await openUpload(id, key);
    sending.write('called\n1\n');
    await untilState(id, 'running');
    expect(await listed(id)).toMatchObject([{ state: 'running', failure: null }]);
    sending.destroy();
    await untilState(id, 'failed');
    expect(await listed(id)).toMatchObject([{ failure: 'The upload ended early.' }]);
  });

  test('reaches a client that is still sending', async () => {
    const sending = await openUpload(await campaign(), {});
    const answered = once(sending, 'response');
    sending.write(`phone\n${'1\n'.repeat(100_000)}`);
    const [answer] = await answered;
    expect(answer.statusCode).toBe(422);
    let text = '';
    for await (const chunk of answer) text += chunk;
    expect(JSON.parse(text).detail).toBe('The file has no column “called”. It has: phone.');
    sending.destroy();
  });
});

describe('the same file', () => {
  test('that brought nothing, for its columns were mapped wrongly, comes in when they are right', async () => {
    const id = await campaign();
    const file = 'name,phone\nada,1\nben,2\n';
    expect((await upload(id, file, '?called=name')).body).toMatchObject({ added: 0, rejected: 2 });
    expect((await upload(id, file, '?called=phone')).body).toMatchObject({ added: 2 });
  });

  test('under another key says when and by whom it was imported, and comes in when that is wanted', async () => {
    const id = await campaign();
    const { body: first } = await upload(id, 'called\n1\n2\n');
    const { status, body } = await upload(id, 'called\n1\n2\n', '?duplicates=request');
    expect([status, body]).toMatchObject([
      409,
      { type: 'urn:campana:problem:importedAlready', importId: first.id, detail: expect.any(String) },
    ]);
    expect(body.detail).toMatch(
      /^This file was imported already: by user supervisor on 2030-03-05.09:00.*, with 2 numbers/,
    );
    expect(await numbersOf(id)).toHaveLength(2);
    expect((await listed(id))[0]).toMatchObject({ state: 'failed', failure: body.detail });
    expect((await upload(id, 'called\n1\n2\n', '?duplicates=request&again=yes')).body).toMatchObject({
      added: 2,
    });
  });

  test('comes in where it was undone, and in another campaign', async () => {
    const [id, other] = [await campaign(), await campaign()];
    const { body } = await upload(id, 'called\n1\n');
    expect((await upload(other, 'called\n1\n')).status).toBe(201);
    await world.ask(supervisor, 'DELETE', path(id, `/${body.id}`));
    expect((await upload(id, 'called\n1\n')).body).toMatchObject({ added: 1 });
  });

  test('from two at once is imported by one of them', async () => {
    const id = await campaign();
    const both = await Promise.all([upload(id, 'called\n1\n2\n'), upload(id, 'called\n1\n2\n')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

test('another file under a key that was used is refused, and says which import has the key', async () => {
  const id = await campaign();
  const key = { 'idempotency-key': 'monday' };
  const { body: first } = await upload(id, 'called\n1\n', '', key);
  const { status, body } = await upload(id, 'called\n2\n', '', key);
  expect([status, body.type, body.importId]).toEqual([409, 'urn:campana:problem:otherFile', first.id]);
  expect(body.detail).toContain('belongs to another file, which user supervisor imported on 2030-03-05');
  expect(await numbersOf(id)).toHaveLength(1);
  expect((await upload(id, 'called\n1\n', '', key)).body).toMatchObject({ repeated: true });
});

describe('no file keeps the process from its other work', () => {
  const megabytes = (text: string, count: number): string => text.repeat((count * 1_000_000) / text.length);
  const rows = (count: number): string =>
    Array.from({ length: count }, (_, at) => `139${String(at).padStart(8, '0')},customer ${at}\n`).join('');

  test.each([
    ['commas alone', megabytes(',', 4)],
    ['rows of commas', megabytes(`${','.repeat(60_000)}\n`, 6)],
    ['quotation marks', megabytes('"', 4)],
    ['quotes within quotes', megabytes('"""a""",""""\n', 4)],
    ['one line without an end', megabytes('x', 4)],
    ['a million empty lines', '\n'.repeat(1_000_000)],
    ['tiny rows', `called\n${'1\n'.repeat(100_000)}`],
    ['rows that end with CR', `called\n${'12345\r'.repeat(50_000)}`],
    ['good rows', `called,customField\n${rows(100_000)}`],
    ['bad rows', `called,customField\n${rows(100_000).replaceAll('139', '139-')}`],
  ])('%s', { timeout: 60_000 }, async (_what, file) => {
    const id = await campaign();
    const turns = watchTurns();
    await upload(id, file);
    expect(turns.longestMilliseconds()).toBeLessThan(50);
  });

  /** What this thread worked at most between two turns of its loop, whatever else the machine does. */
  function watchTurns() {
    let [isOver, longest] = [false, 0];
    let before = process.threadCpuUsage();
    const look = (): void => {
      const { user, system } = process.threadCpuUsage(before);
      longest = Math.max(longest, (user + system) / 1000);
      before = process.threadCpuUsage();
      if (!isOver) setImmediate(look);
    };
    setImmediate(look);
    return {
      longestMilliseconds: (): number => {
        isOver = true;
        return longest;
      },
    };
  }
});
