// The calls of a campaign as a supervisor looks through them. They are written straight into the
// database: ended ones as settled rows, one in flight as a claim with the events that were heard of it.
import { beforeAll, describe, expect, test } from 'vitest';
import { addSeconds } from '../../../../src/core/units.ts';
import { ensurePartitions } from '../../../../src/store/database/partitions.ts';
import { openWorld } from '../world.ts';

const world = await openWorld();
const supervisor = await world.signIn(1, 'supervisor');
const { database } = world;
const now = world.clock.at;
await ensurePartitions(database, now);
const { id } = await world.addOneCampaign(1, 'looked at');
const path = `/vdns/1/campaigns/${id}/calls`;

interface Row {
  readonly call: number;
  readonly secondsAgo: number;
  readonly called?: string;
  readonly outcome?: string | null;
  readonly agentId?: string | null;
}

async function addCall({ call, secondsAgo, called = '13900000001', outcome = 'busy', agentId = null }: Row) {
  const claimedAt = addSeconds(now, -secondsAgo);
  const [contact] = await database<{ contact_id: string }[]>`
    select contact_id from contacts where vdn_id = 1 and campaign_id = ${id} and called = ${called}`;
  await database`
    insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called, caller,
      ended_at, outcome, cause, final, agent_id)
    values (1, ${id}, ${claimedAt}, ${call}, ${contact?.contact_id ?? '1'}, 1, 1, 1, ${called}, '10085',
      ${outcome === null ? null : addSeconds(claimedAt, 5)}, ${outcome}, ${outcome === null ? null : '00537'},
      ${outcome === null ? null : true}, ${agentId})`;
}

const ask = (query = '') => world.ask(supervisor, 'GET', `${path}${query}`);
const numbersIn = (body: { items: { callId: string }[] }) =>
  body.items.map(({ callId }) => Number(callId.split('-')[1]));
const numbersOf = async (query = '') => numbersIn((await ask(query)).json());

beforeAll(async () => {
  await database`insert into skill_queues (vdn_id, skill_id, name) values (1, 5, 'voice')`;
  await database`insert into agents (vdn_id, agent_id, name) values (1, 'anna', 'Anna'), (1, 'bert', 'Bert')`;
  await database`
    insert into contacts (vdn_id, campaign_id, due_at, called, created_at)
    select 1, ${id}, ${now}, '1390000000' || n, ${now} from generate_series(1, 2) n`;
  // Three of one beat, and one of the day before.
  await addCall({ call: 1, secondsAgo: 86_400 });
  await addCall({ call: 2, secondsAgo: 60, outcome: 'succeeded', agentId: 'anna' });
  await addCall({ call: 3, secondsAgo: 60, called: '13900000002' });
  await addCall({ call: 4, secondsAgo: 60 });
  await addCall({ call: 5, secondsAgo: 10, called: '13900000002', outcome: null });
  const heard = (kind: string, secondsAgo: number) => database`
    insert into call_events (vdn_id, at, call_id, kind) values (1, ${addSeconds(now, -secondsAgo)}, 5, ${kind})`;
  for (const [kind, secondsAgo] of [
    ['ringing', 8],
    ['answered', 3],
    ['connected', 2],
  ] as const)
    await heard(kind, secondsAgo);
  await database`
    insert into agent_states (vdn_id, agent_id, status, state, since, campaign_id, call_id, claimed_at, signed_in_at,
      seen_at)
    values (1, 'bert', 'ready', 'talking', ${now}, ${id}, 5, ${addSeconds(now, -10)}, ${now}, ${now})`;
});

test('one call tells all that is known of it', async () => {
  await database`
    update calls set dialed_at = ${addSeconds(now, -59)}, answered_at = ${addSeconds(now, -57)}, abandoned = false,
      answered_by = 'person', record_path = '1/1/20300305/x.wav', flow_variables = '{"menu": "3"}',
      wrapped_up_at = ${now}, business_result = 'sold', note = 'ring in May'
    where vdn_id = 1 and call_id = 2`;
  const { items } = (await ask('?outcome=succeeded')).json();
  expect(items).toEqual([
    {
      callId: expect.stringMatching(/-2$/),
      contactId: expect.stringMatching(/^1\d{18}$/),
      called: '13900000001',
      callerNumber: '10085',
      sessionId: null,
      customField: null,
      attempt: 1,
      state: 'ended',
      claimedAt: '2030-03-05T08:59:00.000Z',
      dialedAt: '2030-03-05T08:59:01.000Z',
      ringingAt: null,
      answeredAt: '2030-03-05T08:59:03.000Z',
      waitingAt: null,
      connectedAt: null,
      endedAt: '2030-03-05T08:59:05.000Z',
      outcome: 'succeeded',
      cause: '00537',
      final: true,
      agentId: 'anna',
      abandoned: false,
      answeredBy: 'person',
      recordPath: '1/1/20300305/x.wav',
      flowVariables: { menu: '3' },
      wrappedUpAt: '2030-03-05T09:00:00.000Z',
      businessResult: 'sold',
      note: 'ring in May',
    },
  ]);
});

test('one in flight is read off its events, and its agent from who talks', async () => {
  const { items } = (await ask('?limit=1')).json();
  expect(items[0]).toMatchObject({
    callId: expect.stringMatching(/-5$/),
    state: 'connected',
    ringingAt: '2030-03-05T08:59:52.000Z',
    answeredAt: '2030-03-05T08:59:57.000Z',
    connectedAt: '2030-03-05T08:59:58.000Z',
    endedAt: null,
    outcome: null,
    final: null,
    agentId: 'bert',
    flowVariables: {},
  });
});

test('pages go back in time and show each call once, also those of one beat', async () => {
  const pages: number[][] = [];
  for (let next: string | null = ''; next !== null; ) {
    const page: { items: { callId: string }[]; next: string | null } = (
      await ask(`?limit=2${next === '' ? '' : `&before=${next}`}`)
    ).json();
    pages.push(numbersIn(page));
    next = page.next;
  }
  expect(pages).toEqual([[5, 4], [3, 2], [1]]);
});

describe('filters', () => {
  test.each([
    ['?called=13900000002', [5, 3]],
    ['?called=13900000002&limit=1', [5]],
    ['?called=999', []],
    ['?outcome=busy', [4, 3, 1]],
    ['?agentId=anna', [2]],
    ['?agentId=bert', [5]],
    ['?agentId=nobody', []],
    ['?from=2030-03-05T08:59:00Z', [5, 4, 3, 2]],
    ['?from=2030-03-05T08:59:00.001Z', [5]],
    ['?to=2030-03-05T08:59:00Z', [1]],
    ['?to=9999-12-31T00:00:00Z&from=0000-01-01T00:00:00Z', [5, 4, 3, 2, 1]],
    ['?to=0000-01-01T00:00:00Z', []],
    ['?outcome=busy&called=13900000001&to=2030-03-05T00:00:00Z', [1]],
  ])('%s', async (query, expected) => {
    const answer = await ask(query);
    expect(answer.statusCode).toBe(200);
    expect(numbersIn(answer.json())).toEqual(expected);
  });

  test.each([
    ['?called=abc', 'called must be 1 to 24 of 0-9 * #.'],
    ['?outcome=lost', 'outcome must be one of succeeded, '],
    ['?agentId=a-b', 'agentId must be 1 to 32 letters and digits'],
    ['?from=2030-02-31T25:00:00Z', 'from must be a real date and time.'],
    ['?to=yesterday', 'to must be an instant such as'],
    ['?before=5', 'before must be the `next` of a page.'],
    ['?before=5-9999999999999999999', 'before must be the `next` of a page.'],
    ['?limit=501', 'limit must be a number from 1 to 500.'],
    ['?color=red', 'color is not known here.'],
  ])('refuses %s', async (query, sentence) => {
    const answer = await ask(query);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain(sentence);
  });
});

test('a rare outcome behind 50,000 others is found by going on', async () => {
  const { id: large } = await world.addOneCampaign(1, 'large');
  await database`
    insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called, caller,
      ended_at, outcome, cause, final)
    select 1, ${large}, ${now}::timestamptz - n * interval '1 second', 100000 + n, n, 1, 1, 1, '139', '10085',
      ${now}::timestamptz, case when n = 50_001 then 'rejected' else 'busy' end, '00537', true
    from generate_series(1, 50_001) n`;
  const look = async (before: string) =>
    (await world.ask(supervisor, 'GET', `/vdns/1/campaigns/${large}/calls?outcome=rejected${before}`)).json();
  const first = await look('');
  expect(first.items).toEqual([]);
  const second = await look(`&before=${first.next}`);
  expect(second).toMatchObject({ items: [{ callId: expect.stringMatching(/-150001$/) }], next: null });
});

test('calls of other campaigns and of other VDNs are not to be seen, nor by an agent', async () => {
  const other = await world.addOneCampaign(1, 'other');
  expect((await world.ask(supervisor, 'GET', `/vdns/1/campaigns/${other.id}/calls`)).json()).toEqual({
    items: [],
    next: null,
  });
  const foreign = await world.addOneCampaign(2, 'foreign');
  expect((await world.ask(supervisor, 'GET', `/vdns/1/campaigns/${foreign.id}/calls`)).statusCode).toBe(404);
  const stranger = await world.signIn(2, 'supervisor');
  expect((await world.ask(stranger, 'GET', `/vdns/2/campaigns/${id}/calls`)).statusCode).toBe(404);
  const agent = await world.signIn(1, 'agent');
  expect((await world.ask(agent, 'GET', path)).statusCode).toBe(403);
  expect(await numbersOf('?limit=500')).toHaveLength(5);
});
