// What the console makes of a file of numbers before any of it is sent: how it is encoded, where its
// columns are, which rows would be left out. Files are as people have them, the bad ones first.
import { describe, expect, test } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import {
  columnsOf,
  guessMapping,
  hasHeaderRow,
  judgeRows,
  queryOf,
} from '../../web/src/pages/campaign/numbers/import/columns.ts';
import { type Delimiter, delimiterOf, readCsv } from '../../web/src/pages/campaign/numbers/import/csv.ts';
import { judgeFile, textOf } from '../../web/src/pages/campaign/numbers/import/encoding.ts';
import { inUtf8, readSample } from '../../web/src/pages/campaign/numbers/import/file.ts';

const bytes = (...text: string[]): Uint8Array => new TextEncoder().encode(text.join(''));
const judge = (head: Uint8Array, ...others: Uint8Array[]) => judgeFile({ head, others });
const whole = { isWhole: true, recordsMax: 200 };
const cellsOf = (text: string, delimiter: Delimiter = ',', reading = whole) =>
  readCsv(text, delimiter, reading).map(({ cells }) => cells);

/** One white pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);

/** 号码,姓名 and two lines, in GBK. */
const gbk = Buffer.from(
  'bac5c2eb2cd0d5c3fb0a31333930303030303030312ccdf5d0a1c3f70a31333930303030303030322cc0eec0d70a',
  'hex',
);

describe('a file is', () => {
  test.each([
    ['empty', bytes(), 'empty'],
    ['empty but for line ends', bytes('\r\n \n'), 'empty'],
    ['a new workbook', Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0x14, 0x00), 'workbook'],
    ['an old workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'workbook'],
    ['a PNG', png, 'binary'],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46), 'binary'],
    ['a PDF', bytes('%PDF-1.7\nsomething'), 'binary'],
  ])('%s', (_name, head, kind) => {
    expect(judge(head).kind).toBe(kind);
  });

  test.each([
    ['ASCII', bytes('called\n1\n'), 'utf-8'],
    ['UTF-8 with a mark', bytes('\ufeffcalled\n1\n'), 'utf-8'],
    ['UTF-8 that is cut in the middle of a character', bytes('电话,姓名').subarray(0, 11), 'utf-8'],
    ['GBK', gbk, 'gb18030'],
    ['UTF-16 with a mark', Buffer.from('\ufeffcalled\n1\n', 'utf16le'), 'utf-16le'],
    ['UTF-16 without one', Buffer.from('called\n13900000001\n', 'utf16le'), 'utf-16le'],
    ['UTF-16 the other way', Buffer.from('called\n13900000001\n', 'utf16le').swap16(), 'utf-16be'],
    ['of western accents', Buffer.from('Telefon;Müller;José\n1;Jürgen;Núñez\n', 'latin1'), 'windows-1252'],
  ])('text: %s', (_name, head, encoding) => {
    expect(judge(head)).toEqual({ kind: 'text', encoding });
  });

  test('what its places further on show, too', () => {
    const ascii = bytes('called,name\n1,a\n');
    expect(judge(ascii, gbk)).toEqual({ kind: 'text', encoding: 'gb18030' });
    // A place may begin and end within a character.
    expect(judge(ascii, bytes('电话,姓名').subarray(1, 11))).toEqual({ kind: 'text', encoding: 'utf-8' });
    expect(judge(ascii, Uint8Array.of(0, 1, 2))).toEqual({ kind: 'binary' });
  });
});

describe('records', () => {
  test.each([
    ['quotes, doubled ones and line breaks in them', 'a,"b ""c""\r\nd",\n', [['a', 'b "c"\r\nd', '']]],
    ['CR LF, LF and CR as ends', 'a\r\nb\nc\rd', [['a'], ['b'], ['c'], ['d']]],
    [
      'empty lines left out, empty fields kept',
      '\n\na,\n\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['markup and formulas as text', '<img src=x>,=1+1', [['<img src=x>', '=1+1']]],
  ])('%s', (_name, text, expected) => {
    expect(cellsOf(text)).toEqual(expected);
  });

  test('a quote that stands where none may, or never closes, is told', () => {
    const flaws = (text: string) => readCsv(text, ',', whole).map(({ flaw }) => flaw);
    expect(flaws('a,b"c\n"a"b,c\n"a",b\n')).toEqual(['strayQuote', 'strayQuote', null]);
    expect(flaws('a\n"b\nc\n')).toEqual([null, 'openQuote']);
    expect(cellsOf('"a"b,c')).toEqual([['ab', 'c']]);
  });

  test('of a beginning only, what it breaks off is left out; what is too long for the server is told', () => {
    const part = { isWhole: false, recordsMax: 200 };
    expect(cellsOf('a,b\nc,d\ne,', ',', part)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(cellsOf('a,b\n"c', ',', part)).toEqual([['a', 'b']]);
    expect(readCsv(`a\n"${'x'.repeat(70_000)}`, ',', part).at(-1)?.flaw).toBe('longRecord');
    expect(cellsOf('a\nb\nc\n', ',', { isWhole: true, recordsMax: 2 })).toEqual([['a'], ['b']]);
  });

  test.each<[string, Delimiter]>([
    ['called,name\n1,a\n', ','],
    ['called;name\n1;"a,b,c"\n', ';'],
    ['called\tname\n1\ta,b\n', '\t'],
    ['called\n1\n', ','],
    ['', ','],
  ])('the delimiter of %j is %j', (text, delimiter) => {
    expect(delimiterOf(text, true)).toBe(delimiter);
  });
});

describe('columns', () => {
  const records = (text: string) => readCsv(text, ',', whole);
  const guess = (text: string) => guessMapping(records(text), hasHeaderRow(records(text)));

  test.each([
    ['called,name\n13900000001,a\n', true],
    ['Telefonnr,Name\n13900000001,a\n', true],
    ['姓名,手机号码\n王,13900000001\n', true],
    ['13900000001,a\n13900000002,b\n', false],
    ['called\n', true],
    ['a,b\nc,d\n', false],
    ['', false],
  ])('%j begins with a header: %j', (text, expected) => {
    expect(hasHeaderRow(records(text))).toBe(expected);
  });

  test.each([
    ['姓名,手机号码,客户编号\n王,13900000001,7\n', { called: 1, sessionId: 2 }],
    ['Name,Phone Number,Priority\na,13900000001,1\n', { called: 1, priority: 2 }],
    ['mobile,called,caller\n1390000000,13900000001,4008\n', { called: 1, caller: 2 }],
    ['what,ever\na,13900000001\nb,13900000002\n', { called: 1 }],
    ['a,13900000001\nb,+86 139 0000 0002\n', { called: 1 }],
    ['first,second\na,b\n', {}],
    // Of two columns of one name the server takes neither.
    ['phone,phone\n13900000001,13900000002\n', {}],
  ])('of %j are guessed as %j', (text, expected) => {
    expect(guess(text)).toEqual(expected);
  });

  test('that cannot be asked for by name say why', () => {
    const flaws = columnsOf(records(`a, ,b,b,${'x'.repeat(101)}\n`), true).map(({ flaw }) => flaw);
    expect(flaws).toEqual([null, 'nameless', 'twice', 'twice', 'tooLong']);
  });

  test('are asked for by name, or by position where there is no header', () => {
    const text = ' Phone ,ref\n13900000001,7\n';
    const mapping = { called: 0, customField: 1 };
    expect(queryOf(mapping, columnsOf(records(text), true))).toEqual({ called: 'Phone', customField: 'ref' });
    expect(queryOf(mapping, columnsOf(records(text), false))).toEqual({ called: '1', customField: '2' });
  });
});

describe('rows that the server would leave out are told by its own rules', () => {
  const context = { now: toMillis(Date.UTC(2030, 2, 5)), timeZone: 'UTC', apiTimes: 'local' } as const;
  const rules = { context, deviceType: 1 } as const;
  const judgeAll = (text: string, hasHeader = true) =>
    judgeRows(readCsv(text, ',', whole), hasHeader, { called: 0, callData: 1 }, rules);

  test('a number that is none, data that is no JSON, columns that are missing, a stray quote', () => {
    const found = judgeAll('called,data\n139,\n139-1,\n,{}\n140,{\n141\n142,a"b\n143,{}\n');
    expect(found).toMatchObject([
      { row: 3, field: 'called', received: '139-1', why: { en_US: expect.stringContaining('digits') } },
      { row: 4, field: 'called', why: { zh_CN: expect.stringMatching(/\p{Script=Han}/u) } },
      { row: 5, field: 'callData', received: '{' },
      { row: 6, field: null, why: 'columns' },
      { row: 7, field: null, why: 'strayQuote' },
    ]);
  });

  test('without a header a row may be longer than the columns that are used', () => {
    expect(judgeAll('139,,more\n140\n', false)).toMatchObject([{ row: 2, why: 'columns' }]);
  });
});

describe('a file on its way', () => {
  const read = async (file: Blob, encoding: Parameters<typeof inUtf8>[1]) =>
    Buffer.from(await (await inUtf8(file, encoding, () => undefined, new AbortController().signal)).bytes());

  test('is looked at in some places only, and is whole when it is short', async () => {
    expect(await readSample(new Blob(['called\n1\n']))).toMatchObject({ isWhole: true, others: [] });
    const long = await readSample(new Blob(['x'.repeat(3_000_000)]));
    expect(long.isWhole).toBe(false);
    const looked = [long.head, ...long.others].reduce((sum, piece) => sum + piece.length, 0);
    expect(looked).toBeLessThan(1_000_000);
  });

  test('becomes UTF-8 without its mark, also where a piece ends within a character', async () => {
    // An odd number of bytes first, so that pieces of an even length cut characters in two.
    const long = `a${'号'.repeat(5_000_000)}`;
    const half = Buffer.alloc(1 + 10_000_000);
    half.write('a');
    for (let at = 1; at < half.length; at += 2) half.writeUInt16BE(0xbac5, at);
    expect((await read(new Blob([half]), 'gb18030')).equals(Buffer.from(long))).toBe(true);
    expect((await read(new Blob([Buffer.from('\ufeff号,1\n', 'utf16le')]), 'utf-16le')).toString()).toBe(
      '号,1\n',
    );
  });

  test('in UTF-8 is sent as it is', async () => {
    const file = new Blob([Uint8Array.of(0x31, 0xff)]);
    expect(await inUtf8(file, 'utf-8', () => undefined, new AbortController().signal)).toBe(file);
  });

  test('keeps what is not a character as a byte that the server refuses, row by row', async () => {
    const broken = Buffer.concat([gbk, Buffer.from([0x31, 0x2c, 0xff, 0x0a])]);
    const told = await read(new Blob([broken]), 'gb18030');
    expect(told.subarray(-4)).toEqual(Buffer.from([0x31, 0x2c, 0xff, 0x0a]));
    expect(textOf(told.subarray(0, 14), 'utf-8')).toBe('号码,姓名\n');
  });

  test('stops when it is told to', async () => {
    const stopped = inUtf8(new Blob([gbk]), 'gb18030', () => undefined, AbortSignal.abort());
    await expect(stopped).rejects.toThrow(/abort/i);
  });
});
