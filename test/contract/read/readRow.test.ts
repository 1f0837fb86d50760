// A row of a file is judged by the very rules of the interface that adds numbers: the shortcut for
// rows that are plainly right never differs from the ordinary way.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNumbers } from '../../../src/contract/read/readNumber.ts';
import { type FileRow, readRow } from '../../../src/contract/read/readRow.ts';
import { toMillis } from '../../../src/core/units.ts';

const context = { now: toMillis(0), timeZone: 'Asia/Shanghai', apiTimes: 'local' } as const;

const digits = fc.string({ unit: fc.constantFrom(...'0123456789*#'), maxLength: 26 });
const anything = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ minLength: 195, maxLength: 205 }),
  fc.string({ minLength: 1020, maxLength: 1028 }),
  fc.constantFrom(
    '',
    ' ',
    '=1+1',
    '\u0000',
    '"',
    'a\nb',
    '2030-01-01 08:00:00',
    '2030-02-30 08:00:00',
    '0',
    '5',
    '6',
  ),
);
const rows: fc.Arbitrary<FileRow> = fc.record(
  {
    called: fc.oneof(digits, anything),
    caller: fc.oneof(digits, anything),
    sessionId: anything,
    customField: anything,
    callData: anything,
    recycleTime: anything,
    priority: fc.oneof(fc.constantFrom('1', '2', '3', '4', '5'), anything),
  },
  { requiredKeys: [] },
);

test('the shortcut answers what the interface answers', () => {
  fc.assert(
    fc.property(rows, (row) => {
      const ordinary = readNumbers({ callDataList: [row] }, context);
      const reading = readRow(row, context);
      expect(reading.ok ? { ok: true, value: [reading.value] } : reading).toEqual(ordinary);
    }),
    { numRuns: 2000 },
  );
});
