// Holds the schema of modify V1 against the seed's tables: the same rows, in the same order, with
// the same type, duty and numbers. Then the order of answers, which follows from it (R1, R2).
import { expect, test } from 'vitest';
import { readModifyCampaign } from '../../src/contract/read/readCampaign.ts';
import { type ObjectRule, type Rule, ruleOf } from '../../src/contract/rules/rule.ts';
import type { ReadContext } from '../../src/contract/rules/violation.ts';
import { modifyCampaignBody } from '../../src/contract/schemas/campaign.ts';
import { toMillis } from '../../src/core/units.ts';
import { campaignBases } from './bases.ts';
import { type Row, seedRows } from './seedTables.ts';
import { withValue } from './withValue.ts';

const context: ReadContext = {
  now: toMillis(Date.parse('2029-11-22T10:30:00Z')),
  timeZone: 'UTC',
  apiTimes: 'local',
};

const typeNames = { string: 'String', integer: 'Integer', object: 'Object', array: 'List' };

function rowsOf(owner: ObjectRule, at: string, no: string): Row[] {
  return Object.entries(owner.properties).flatMap(([name, rule], index) => {
    const path = at === '' ? name : `${at}.${name}`;
    const number = no === '' ? String(index + 1) : `${no}.${index + 1}`;
    const facts = factsOf(rule);
    const own: Row = [
      number,
      path,
      typeNames[rule.type],
      dutyOf(owner, name, rule),
      ...(facts ? [facts] : []),
    ] as unknown as Row;
    return rule.type === 'object' ? [own, ...rowsOf(rule, path, number)] : [own];
  });
}

function dutyOf(owner: ObjectRule, name: string, rule: Rule): string {
  const when = rule['x-only-when'];
  if (when) return `when ${when.field} ${when.in.join(',')}`;
  return owner.required?.includes(name) ? 'Yes' : 'No';
}

function factsOf(rule: Rule): object | null {
  const names = ['maxLength', 'minLength', 'minimum', 'maximum', 'enum', 'default'];
  const facts = Object.entries(rule).filter(([name]) => names.includes(name));
  return facts.length === 0 ? null : Object.fromEntries(facts);
}

test('the schema has the rows of Tables 3 to 12, no more and no fewer, in their order', () => {
  const rows = rowsOf(ruleOf(modifyCampaignBody), '', '');
  expect(rows.map(([no, path]) => `${no} ${path}`)).toEqual(seedRows.map(([no, path]) => `${no} ${path}`));
  expect(rows).toEqual(seedRows);
});

test('of two fields that break a rule, the one that stands first in the tables gives the code', () => {
  for (const base of campaignBases(context.now)) {
    const given = seedRows.filter(([, path]) => valueAt(base, path) !== undefined);
    for (const [first, second] of pairsOf(given.map(([, path]) => path))) {
      if (second.startsWith(`${first}.`) || /deviceType|outBoundType|predictMethod/.test(first)) continue;
      const broken = withValue(withValue(base, first, [1]), second, [2]);
      const reading = readModifyCampaign(broken, context);
      expect(reading.ok === false && reading.violations.map(({ path }) => path)).toEqual([first, second]);
    }
  }
});

function pairsOf(paths: readonly string[]): [string, string][] {
  return paths.slice(1).map((path, index) => [paths[index] ?? '', path]);
}

function valueAt(base: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((owner, name) => (owner as Record<string, unknown> | undefined)?.[name], base);
}
