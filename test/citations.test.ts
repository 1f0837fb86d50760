// The reader of citations finds each form of them, also over two lines, and says where one names nothing.
import { expect, test } from 'vitest';
import { citationFaults } from './citations.ts';

test.each([
  ['a section', '// contract.md 3.99', 'contract.md 3.99'],
  ['one of several sections', '// contract.md 10.1, 10.9 and 4.2', 'contract.md 10.9'],
  ['the end of a range', '// contract.md 3.2 to 3.10', 'contract.md 3.10'],
  ['a page', '// design.md 6', 'design.md 6'],
  ['a ruling', '// (R13, R99)', 'R99'],
  ['a rule', '// ARCHITECTURE, rules 1 and 99', 'ARCHITECTURE, rule 99'],
  ['a rule of a document that is not here', '// design rule 2', 'design rule 2'],
  ['a title', '// OPERATING, "Magic"', 'OPERATING, "Magic"'],
  ['a table', '// seed, Table 15', 'Table 15'],
  ['a row', '// seed, Table 3 row 12', 'Table 3 row 12'],
])('%s that does not exist is found', (_, comment, key) => {
  expect(citationFaults('x.ts', `\n${comment}\n`)).toEqual([`x.ts:2: there is no ${key}`]);
});

test('a citation may be broken over two lines of any comment', () => {
  expect(citationFaults('x.ts', '// see contract.md\n// 99')).toEqual(['x.ts:1: there is no contract.md 99']);
  expect(citationFaults('x.ts', '/**\n * seed, Table\n * 99 */')).toEqual(['x.ts:2: there is no Table 99']);
  expect(citationFaults('x.sql', '-- pacing.md\n-- 99')).toEqual(['x.sql:1: there is no pacing.md 99']);
});

test('what exists passes', () => {
  const text = `// contract.md 9a, 10.1 and 10.2; pacing.md 8.4 (R1, R45); ARCHITECTURE, rules 1 and 2;
    // OPERATING, "Simulated
    // agents"; seed, Table 3 row 11 and Tables 9, 10 and 11`;
  expect(citationFaults('x.ts', text)).toEqual([]);
});
