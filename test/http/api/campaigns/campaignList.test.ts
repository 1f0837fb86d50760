// The list of campaigns as the console asks for it: sorted, filtered, found by a part of the name however
// it is written. The contract's own list keeps to its words (its name is found as it is written).
import { describe, expect, test } from 'vitest';
import type { DeviceType } from '../../../../src/core/campaign.ts';
import { toMillis, toVdnId } from '../../../../src/core/units.ts';
import { createAccessKey } from '../../../../src/store/tenants/accessKeys.ts';
import { ivrSettings, openWorld } from '../world.ts';

const world = await openWorld();
const auditor = await world.signIn(1, 'auditor');
const { database, clock } = world;

/** In the order in which they are added; hours from now. */
const campaigns: [name: string, begin: number | null, end: number | null, deviceType: DeviceType][] = [
  ['beta', 2, 9, 3],
  ['Alpha', null, null, 1],
  ['ÄRZTE 2030', 1, 8, 2],
  ['春季回访', -3, -1, 3],
  ['100% of_it\\', 3, 7, 5],
  ['alpha two', 1, 10, 6],
];
for (const [name, begin, end, deviceType] of campaigns) {
  const at = (hours: number | null) => (hours === null ? null : toMillis(clock.at + hours * 3_600_000));
  const settings = { ...ivrSettings(name), beginAt: at(begin), endAt: at(end), deviceType };
  await database`
    insert into campaigns (vdn_id, name, state, device_type, begin_at, end_at, settings, handling, revision, created_at,
      updated_at)
    values (1, ${name}, 'started', ${deviceType}, ${at(begin)}, ${at(end)}, ${JSON.stringify(settings)}::text::jsonb, '{}',
      1, ${clock.at}, ${clock.at})`;
}

const ask = (query = '') => world.ask(auditor, 'GET', `/vdns/1/campaigns${query}`);
const namesOf = async (query = ''): Promise<string[]> =>
  (await ask(query)).json().items.map((one: { settings: { name: string } }) => one.settings.name);

const added = campaigns.map(([name]) => name);

test.each([
  ['', added.toReversed()],
  ['?sort=-id', added.toReversed()],
  ['?sort=id', added],
  ['?sort=name', ['100% of_it\\', 'Alpha', 'alpha two', 'beta', 'ÄRZTE 2030', '春季回访']],
  ['?sort=-name', ['春季回访', 'ÄRZTE 2030', 'beta', 'alpha two', 'Alpha', '100% of_it\\']],
  // Of two that begin together the newest is first, and one without a begin is last either way.
  ['?sort=begin', ['春季回访', 'alpha two', 'ÄRZTE 2030', 'beta', '100% of_it\\', 'Alpha']],
  ['?sort=-begin', ['100% of_it\\', 'beta', 'alpha two', 'ÄRZTE 2030', '春季回访', 'Alpha']],
  ['?sort=end', ['春季回访', '100% of_it\\', 'ÄRZTE 2030', 'beta', 'alpha two', 'Alpha']],
  ['?sort=-end', ['alpha two', 'beta', 'ÄRZTE 2030', '100% of_it\\', '春季回访', 'Alpha']],
])('%s', async (query, names) => {
  expect(await namesOf(query)).toEqual(names);
});

test('pages of a sorted list show each campaign once', async () => {
  const pages = await Promise.all([1, 2, 3, 4].map((page) => namesOf(`?sort=begin&limit=2&page=${page}`)));
  expect(pages.map((names) => names.length)).toEqual([2, 2, 2, 0]);
  expect(pages.flat()).toEqual(await namesOf('?sort=begin'));
});

describe('finds', () => {
  test.each([
    ['name=ALPHA', ['alpha two', 'Alpha']],
    ['name=lph', ['alpha two', 'Alpha']],
    [`name=${encodeURIComponent('ärzte')}`, ['ÄRZTE 2030']],
    [`name=${encodeURIComponent('回访')}`, ['春季回访']],
    [`name=${encodeURIComponent('% OF_')}`, ['100% of_it\\']],
    [`name=${encodeURIComponent('%')}`, ['100% of_it\\']],
    ['name=_', ['100% of_it\\']],
    [`name=${encodeURIComponent('t\\')}`, ['100% of_it\\']],
    ['name=nobody', []],
    ['deviceType=3', ['春季回访', 'beta']],
    ['deviceType=3&state=ended', ['春季回访']],
    ['deviceType=6&name=Two', ['alpha two']],
  ])('%s', async (query, names) => {
    const answer = (await ask(`?${query}`)).json();
    expect(answer.items.map((one: { settings: { name: string } }) => one.settings.name)).toEqual(names);
    expect(answer.total).toBe(names.length);
  });
});

test.each([
  ['?sort=state', 'sort must be one of id, name, begin, end, with - before it for the reverse order.'],
  ['?sort=name;drop', 'sort must be one of'],
  ['?sort=--name', 'sort must be one of'],
  ['?deviceType=4', 'deviceType must be one of 1, 2, 3, 5, 6.'],
  ['?deviceType=', 'deviceType must be one of'],
  ['?name=', 'name must'],
  ['?page=0', 'page must be a number from 1 to 999999.'],
])('refuses %s', async (query, sentence) => {
  const answer = await ask(query);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().detail).toContain(sentence);
});

test('the contract’s list finds a name as it is written, the newest first', async () => {
  const key = await createAccessKey(database, toVdnId(1), 'test', world.masterKey, clock.at);
  const list = async (name: string): Promise<string[]> => {
    const url = `/rest/isales/v1/openapi/campaigns/1?status=0&deviceType=0&curPage=1&rowsPerPage=10&name=${name}`;
    const answer = await world.app.inject({ method: 'GET', url, headers: world.signed(key, 'GET', url) });
    return answer.json().data.map((one: { name: string }) => one.name);
  };
  expect(await list('lpha')).toEqual(['alpha two', 'Alpha']);
  expect(await list('ALPHA')).toEqual([]);
  expect(await list('Alpha')).toEqual(['Alpha']);
});
