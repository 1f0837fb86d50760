// The conditions between fields, one broken at a time: pairs, orders, and ranges that depend on
// another field. What each breaks is read from the schema; which code answers stands in ruling R3.
import type { ObjectRule } from '../../src/contract/rules/rule.ts';
import { withValue } from './withValue.ts';

interface Broken {
  readonly what: string;
  readonly input: object;
  readonly code: string | null;
  readonly path: string;
}

/** Every pair of the object that the base gives, and of the objects inside. */
export function pairCases(rule: ObjectRule, base: object, owner = rule, at = ''): Broken[] {
  const own = valueAt(base, at);
  return Object.entries(owner.properties).flatMap(([name, field]) => {
    const path = at === '' ? name : `${at}.${name}`;
    const value = own[name];
    if (field.type === 'object') {
      return value === undefined ? [] : pairCases(rule, base, field, path);
    }
    const pair = field['x-pair'];
    const end = pair && own[pair.end];
    if (pair === undefined || typeof value !== 'string' || value === '' || typeof end !== 'string') return [];
    const isOrdered =
      pair.orderedWhen === undefined || pair.orderedWhen.in.includes(Number(own[pair.orderedWhen.field]));
    const endPath = at === '' ? pair.end : `${at}.${pair.end}`;
    const swapped = withValue(withValue(base, path, end), endPath, value);
    const equal = withValue(base, path, end);
    const far = pair.daysApartMax !== undefined && withValue(base, path, '2029-12-31');
    return [
      { what: `${path} after ${pair.end}`, input: swapped, code: isOrdered ? '02000009' : null, path },
      {
        what: `${path} equal to ${pair.end}`,
        input: equal,
        code: pair.order === 'before' ? '02000009' : null,
        path,
      },
      ...(far ? [{ what: `${path} 31 days before`, input: far, code: '02000007', path }] : []),
    ];
  });
}

function valueAt(base: object, path: string): Record<string, unknown> {
  let owner = base as Record<string, unknown>;
  for (const step of path.split('.').filter((name) => name !== ''))
    owner = owner[step] as Record<string, unknown>;
  return owner;
}
