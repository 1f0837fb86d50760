// The numbers of a campaign as a supervisor looks through them, page by page. They are written straight
// into the database, in every state; a large campaign shows that no page walks through all of it.
import { beforeAll, describe, expect, test } from 'vitest';
import { addSeconds } from '../../../../src/core/units.ts';
import { openWorld } from '../world.ts';

const world = await openWorld();
const supervisor = await world.signIn(1, 'supervisor');
const { database } = world;
const now = world.clock.at;
const { id } = await world.addOneCampaign(1, 'looked at');
const path = `/vdns/1/campaigns/${id}/numbers`;

interface Page {
  readonly items: readonly { readonly called: string }[];
  readonly next: string | null;
}

const ask = (query = '', from = path) => world.ask(supervisor, 'GET', `${from}${query}`);
const calledOf = async (query: string) => {
  const answer = await ask(query);
  expect(answer.statusCode, answer.body).toBe(200);
  const page: Page = answer.json();
  return page.items.map(({ called }) => called);
};

/** Every page with this query, as lists of called numbers. */
async function pagesOf(query: string, from = path): Promise<string[][]> {
  const pages: string[][] = [];
  for (let next: string | null = ''; next !== null; ) {
    const after: string = next === '' ? '' : `&after=${encodeURIComponent(next)}`;
    const page: Page = (await ask(`${query}${after}`, from)).json();
    pages.push(page.items.map(({ called }) => called));
    next = page.next;
  }
  return pages;
}

beforeAll(async () => {
  const rows = [
    { called: '13900000001', state: 'waiting', priority: 3, dueIn: 0 },
    { called: '13900000002', state: 'done', priority: 3, dueIn: 0 },
    { called: '13800000003', state: 'calling', priority: 3, dueIn: 0 },
    { called: '*139#', state: 'waiting', priority: 3, dueIn: 60 },
    { called: '13900000005', state: 'waiting', priority: 1, dueIn: 0 },
    { called: '13900000001', state: 'done', priority: 3, dueIn: 0 },
  ];
  for (const { called, state, priority, dueIn } of rows) {
    await database`
      insert into contacts (vdn_id, campaign_id, called, state, priority, due_at, created_at)
      values (1, ${id}, ${called}, ${state}, ${priority}, ${addSeconds(now, dueIn)}, ${now})`;
  }
  const other = await world.addOneCampaign(1, 'beside it');
  await database`
    insert into contacts (vdn_id, campaign_id, called, due_at, created_at)
    values (1, ${other.id}, '13900000009', ${now}, ${now})`;
});

describe('refuses', () => {
  test.each([
    ['?called=abc', 'called must be 1 to 24 of 0-9 * #.'],
    ['?prefix=', 'prefix must be 1 to 24 of 0-9 * #.'],
    ['?prefix=%25', 'prefix must be 1 to 24 of 0-9 * #.'],
    ['?called=1&prefix=1', 'Give called or prefix, not both.'],
    ['?state=lost', 'state must be one of waiting, calling, done.'],
    ['?after=5', 'after must be the `next` of a page.'],
    ['?after=9999999999999999999-3-0-1', 'after must be the `next` of a page.'],
    ['?after=1-9-0-1', 'after must be the `next` of a page.'],
    ['?limit=0', 'limit must be a number from 1 to 500.'],
    ['?color=red', 'color is not known here.'],
  ])('%s', async (query, sentence) => {
    const answer = await ask(query);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain(sentence);
  });

  test('an agent, a stranger, and what belongs to another VDN', async () => {
    const agent = await world.signIn(1, 'agent');
    expect((await world.ask(agent, 'GET', path)).statusCode).toBe(403);
    const stranger = await world.signIn(2, 'supervisor');
    expect((await world.ask(stranger, 'GET', path)).statusCode).toBe(403);
    expect((await world.ask(stranger, 'GET', `/vdns/2/campaigns/${id}/numbers`)).statusCode).toBe(404);
    expect((await ask('', '/vdns/1/campaigns/999999/numbers')).statusCode).toBe(404);
  });
});

test('one number tells all that is known of it', async () => {
  await database`
    update contacts set caller = '4008', session_id = 'u1', custom_field = '=1+1', call_data = '{"a":1}',
      recycle_at = ${addSeconds(now, 3600)}, attempts = 2, cause = '00537', claimed_at = ${addSeconds(now, -60)},
      import_id = 7
    where vdn_id = 1 and campaign_id = ${id} and called = '*139#'`;
  expect((await ask('?called=*139%23')).json()).toEqual({
    items: [
      {
        contactId: expect.stringMatching(/^1\d{18}$/),
        called: '*139#',
        caller: '4008',
        state: 'waiting',
        priority: 3,
        attempts: 2,
        dueAt: '2030-03-05T09:01:00.000Z',
        attemptedAt: '2030-03-05T08:59:00.000Z',
        cause: '00537',
        sessionId: 'u1',
        customField: '=1+1',
        callData: '{"a":1}',
        recycleAt: '2030-03-05T10:00:00.000Z',
        importId: '7',
        createdAt: '2030-03-05T09:00:00.000Z',
      },
    ],
    next: null,
  });
});

test('a number that is not waiting is due at no time', async () => {
  expect((await ask('?state=done&limit=1')).json().items).toMatchObject([{ state: 'done', dueAt: null }]);
});

describe('finds', () => {
  test.each([
    ['', ['13900000001', '13900000002', '13800000003', '*139#', '13900000005', '13900000001']],
    ['?state=waiting', ['13900000005', '13900000001', '*139#']],
    ['?state=calling', ['13800000003']],
    ['?state=done', ['13900000002', '13900000001']],
    ['?called=13900000001', ['13900000001', '13900000001']],
    ['?called=1390000000', []],
    ['?called=13900000009', []],
    ['?prefix=139', ['13900000001', '13900000001', '13900000002', '13900000005']],
    ['?prefix=*', ['*139#']],
    ['?prefix=13900000001&state=done', ['13900000001']],
    ['?prefix=139&state=calling', []],
  ])('%s', async (query, expected) => {
    expect(await calledOf(query)).toEqual(expected);
  });

  test.each([
    ['?limit=4', [4, 2]],
    ['?limit=2&state=waiting', [2, 1]],
    ['?limit=1&state=calling', [1, 0]],
    ['?limit=2&state=done', [2, 0]],
    ['?limit=1&prefix=139', [1, 1, 1, 1, 0]],
    ['?limit=1&called=13900000001', [1, 1, 0]],
  ])('each once, page by page: %s', async (query, sizes) => {
    const pages = await pagesOf(query);
    expect(pages.map((page) => page.length)).toEqual(sizes);
    expect(pages.flat()).toEqual(await calledOf(query.replace(/limit=\d&?/, '')));
  });
});

describe('in a campaign of 120,000 numbers', () => {
  let large = '';
  beforeAll(async () => {
    const added = await world.addOneCampaign(1, 'large');
    large = `/vdns/1/campaigns/${added.id}/numbers`;
    await database`
      insert into contacts (vdn_id, campaign_id, called, state, due_at, created_at)
      select 1, ${added.id}, '77' || lpad(n::text, 9, '0'),
        (case when n = 119000 then 'done' else 'waiting' end)::contact_state, ${now}, ${now}
      from generate_series(1, 120000) n`;
  });

  test('a state that is rare comes with the third page, after two that say to go on', async () => {
    expect(await pagesOf('?state=done', large)).toEqual([[], [], ['77000119000']]);
  });

  test('so does a number of a campaign whose fellows hold the same numbers', async () => {
    const small = await world.addOneCampaign(1, 'small');
    await database`
      insert into contacts (vdn_id, campaign_id, called, due_at, created_at)
      values (1, ${small.id}, '77000100001', ${now}, ${now})`;
    expect(await pagesOf('?prefix=77', `/vdns/1/campaigns/${small.id}/numbers`)).toEqual([
      [],
      [],
      ['77000100001'],
    ]);
  });
});
