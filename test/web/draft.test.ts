// Where two drafts of a campaign differ: what somebody has changed, and what collides with a colleague's change.
import { expect, test } from 'vitest';
import { pathsBetween } from '../../web/src/pages/campaign/form/draft.ts';

const draft = {
  name: 'Renewals',
  description: 'Until May',
  handling: { weight: 10, machineDetection: { machine: 'hangUp', unsure: 'passOn' } },
};

test('equal drafts differ nowhere', () => {
  expect(pathsBetween(draft, structuredClone(draft))).toEqual([]);
});

test('a field that is cleared is one that is not there', () => {
  const { description: _description, ...without } = draft;
  expect(pathsBetween({ ...draft, description: '' }, without)).toEqual([]);
  expect(pathsBetween(draft, without)).toEqual(['description']);
});

test('an object that only one draft has differs in each of its fields', () => {
  const off = { ...draft, handling: { weight: 10 } };
  const fields = ['handling.machineDetection.machine', 'handling.machineDetection.unsure'];
  expect(pathsBetween(draft, off)).toEqual(fields);
  expect(pathsBetween(off, draft)).toEqual(fields);
  expect(pathsBetween({ ...draft, skillParam: {} }, draft)).toEqual([]);
});
