// A dialplan may set any text; only text that the database takes is kept.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noFacts } from '../../src/core/call.ts';
import { storableFacts } from '../../src/core/callFacts.ts';

test('ordinary facts are kept as they are', () => {
  const facts = {
    answeredBy: 'machine',
    recordPath: '1/46/20261124/1700000000-1001.wav',
    flowVariables: { menu: '3', 客户: '是 😀' },
  } as const;
  expect(storableFacts(facts)).toEqual(facts);
  expect(storableFacts(noFacts)).toEqual(noFacts);
});

test('a recording without a name is none, and a variable without one is left out', () => {
  expect(storableFacts({ answeredBy: null, recordPath: '', flowVariables: { '': 'x', '\0': 'y' } })).toEqual(
    noFacts,
  );
});

test('too many variables and too long texts are cut', () => {
  const flowVariables = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`v${index}`, 'x'.repeat(5_000)]),
  );
  const kept = storableFacts({ ...noFacts, flowVariables }).flowVariables;
  expect(Object.keys(kept)).toHaveLength(32);
  expect(kept.v0).toHaveLength(1_000);
});

test('whatever the texts are, no NUL and no half character is left', () => {
  const text = fc.string({ unit: 'binary', maxLength: 2_000 });
  const hostile = fc.oneof(
    text,
    fc.constantFrom('\0', 'a\ud800', '\udc00b', `${'x'.repeat(999)}😀`, '__proto__'),
  );
  fc.assert(
    fc.property(hostile, fc.dictionary(hostile, hostile), (recordPath, flowVariables) => {
      const kept = storableFacts({ answeredBy: null, recordPath, flowVariables });
      const texts = [kept.recordPath ?? '', ...Object.entries(kept.flowVariables).flat()];
      expect(texts.every((one) => one.isWellFormed() && !one.includes('\0') && one.length <= 1_000)).toBe(
        true,
      );
    }),
  );
});
