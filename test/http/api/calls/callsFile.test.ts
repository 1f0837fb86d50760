// The calls of a campaign as a file: what stands in it, what a spreadsheet must not run, and that a file
// that could not be finished is a broken download. Calls are written straight into the database.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addSeconds } from '../../../../src/core/units.ts';
import { ensurePartitions } from '../../../../src/store/database/partitions.ts';
import { openWorld } from '../world.ts';

const world = await openWorld();
const supervisor = await world.signIn(1, 'supervisor');
const { database } = world;
const now = world.clock.at;
await ensurePartitions(database, now);
await database`
  update vdns set settings = settings || '{"timeZone": "Asia/Kathmandu"}'::jsonb where vdn_id = 1`;
const origin = await world.app.listen({ host: '127.0.0.1', port: 0 });
afterAll(() => world.app.close());

const pathOf = (id: number, query = '') => `/vdns/1/campaigns/${id}/calls.csv${query}`;
const ask = (id: number, query = '') => world.ask(supervisor, 'GET', pathOf(id, query));
const rowsOf = (text: string): Record<string, string>[] =>
  parse(text, { bom: true, columns: true, record_delimiter: '\r\n' });

/** `count` calls of one campaign, a second apart, the first one the newest; each fiftieth succeeded. */
const addCalls = (id: number, count: number) => database`
  insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called, caller,
    ended_at, outcome, cause, final, note)
  select 1, ${id}, ${now}::timestamptz - n * interval '1 second', ${id} * 1000000 + n, n, 1, 1, 1, '139' || n, '10085',
    ${now}::timestamptz, case when n % 50 = 0 then 'succeeded' else 'busy' end, '00537', true, repeat('x', 200)
  from generate_series(1, ${count}::integer) n`;

const { id } = await world.addOneCampaign(1, 'Spring: "survey" 春季/回访');

beforeAll(async () => {
  const at = (call: number, seconds: number) => new Date(addSeconds(now, seconds - call * 60)).toISOString();
  const add = (call: number, fields: object) => {
    const row = {
      vdn_id: 1,
      campaign_id: id,
      claimed_at: at(call, 0),
      call_id: call,
      contact_id: call,
      attempt: 1,
      revision: 1,
      epoch: 1,
      called: `1390000000${call}`,
      caller: '10085',
      ended_at: at(call, 9),
      outcome: 'succeeded',
      cause: '00000',
      final: true,
      ...fields,
    };
    const columns = database.unsafe(Object.keys(row).join(', '));
    return database`
      insert into calls (${columns}) select ${columns} from jsonb_populate_record(null::calls, ${row}::jsonb)`;
  };
  await add(1, { ended_at: null, outcome: null, cause: null, final: null });
  await add(2, {
    agent_id: 'anna',
    session_id: 'u-17',
    custom_field: '=order 4711, "gold"',
    note: '=HYPERLINK("http://evil.example")',
    business_result: '他说："好，\n再见"',
  });
  await add(3, {
    note: '+44 20 7946 0000',
    business_result: '-1',
    flow_variables: { menu: '3', said: '@SUM(A1)' },
  });
  await add(4, { note: '＝1+1', business_result: '\t=1', called: '*1#', agent_id: 'anna' });
  await add(5, { note: 'plain, with a comma', business_result: '5-1 = 4', outcome: 'busy', cause: '00537' });
});

describe('what cannot be read is refused before a byte is sent', () => {
  test.each([
    ['?called=abc', 400, 'called must be 1 to 24 of 0-9 * #.'],
    ['?outcome=lost', 400, 'outcome must be one of succeeded, '],
    ['?from=2030-02-31T25:00:00Z', 400, 'from must be a real date and time.'],
    ['?limit=5', 400, 'limit is not known here.'],
    ['?before=5-5', 400, 'before is not known here.'],
  ])('%s', async (query, status, sentence) => {
    const answer = await ask(id, query);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().detail).toContain(sentence);
  });

  test('a campaign that is not there, or of another VDN', async () => {
    const foreign = await world.addOneCampaign(2, 'foreign');
    expect((await ask(999_999)).statusCode).toBe(404);
    expect((await ask(foreign.id)).statusCode).toBe(404);
  });
});

test('is a file of the campaign’s name with the day, which a spreadsheet reads as UTF-8', async () => {
  const answer = await ask(id);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'cache-control': 'no-store',
    'content-disposition':
      'attachment; filename="calls-Spring-survey-_-_-2030-03-05.csv"; ' +
      `filename*=UTF-8''${encodeURIComponent('calls-Spring-survey-春季-回访-2030-03-05.csv')}`,
  });
  expect(answer.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(answer.body.endsWith('\r\n')).toBe(true);
});

test('has a row for each call that has ended, with the fields and names of the list', async () => {
  const rows = rowsOf((await ask(id)).body);
  const listed = (await world.ask(supervisor, 'GET', `/vdns/1/campaigns/${id}/calls`)).json().items;
  expect(Object.keys(rows[0] ?? {})).toEqual(Object.keys(listed[0]));
  expect(rows.map(({ callId }) => callId)).toEqual(
    listed
      .filter(({ endedAt }: { endedAt: string | null }) => endedAt !== null)
      .map((one: { callId: string }) => one.callId),
  );
  expect(rows[0]).toMatchObject({
    called: '13900000002',
    sessionId: 'u-17',
    customField: '\'=order 4711, "gold"',
    claimedAt: '2030-03-05T14:43:00.000+05:45',
    endedAt: '2030-03-05T14:43:09.000+05:45',
    ringingAt: '',
    final: 'true',
    agentId: 'anna',
    flowVariables: '{}',
  });
});

test('keeps quotes and line breaks, and makes texts of formulas', async () => {
  const told = rowsOf((await ask(id)).body).map(({ note, businessResult }) => [note, businessResult]);
  expect(told).toEqual([
    ['\'=HYPERLINK("http://evil.example")', '他说："好，\n再见"'],
    ["'+44 20 7946 0000", "'-1"],
    ["'＝1+1", "'\t=1"],
    ['plain, with a comma', '5-1 = 4'],
  ]);
  const [, second] = rowsOf((await ask(id)).body);
  expect(JSON.parse(second?.flowVariables ?? '')).toEqual({ menu: '3', said: '@SUM(A1)' });
});

test.each([
  ['?outcome=busy', ['plain, with a comma']],
  ['?agentId=anna&outcome=succeeded&to=2030-03-05T08:57:00Z', ["'＝1+1"]],
  ['?from=2030-03-05T08:58:00Z', ['\'=HYPERLINK("http://evil.example")']],
  ['?called=999', []],
])('keeps to the filter %s', async (query, notes) => {
  expect(rowsOf((await ask(id, query)).body).map(({ note }) => note)).toEqual(notes);
});

test('an empty file has its head', async () => {
  const { id: empty } = await world.addOneCampaign(1, 'empty');
  expect((await ask(empty)).body).toMatch(/^\uFEFFcallId,contactId,called,[A-Za-z,]+\r\n$/);
});

test('holds every call once over many pages, also with a filter that leaves most of them out', async () => {
  const { id: long } = await world.addOneCampaign(1, 'long');
  await addCalls(long, 9_001);
  const numbers = rowsOf((await ask(long)).body).map(({ called }) => Number(called?.slice(3)));
  expect(numbers).toEqual(Array.from({ length: 9_001 }, (_, index) => index + 1));
  expect(rowsOf((await ask(long, '?outcome=succeeded')).body)).toHaveLength(180);
});

test('is noted in the audit log', async () => {
  await ask(id, '?outcome=busy');
  const administrator = await world.signIn(1, 'administrator');
  const { items } = (
    await world.ask(administrator, 'GET', '/vdns/1/audit?action=call.download&limit=1')
  ).json();
  expect(items[0]).toMatchObject({
    actor: 'user:supervisor',
    action: 'call.download',
    subject: `campaign ${id}`,
    detail: { outcome: 'busy' },
  });
});

describe('over a real connection', () => {
  let large = 0;
  beforeAll(async () => {
    ({ id: large } = await world.addOneCampaign(1, 'large'));
    await addCalls(large, 60_000);
  });

  const open = async (): Promise<IncomingMessage> => {
    const asked = request(`${origin}/api/v1${pathOf(large)}`, { headers: { cookie: supervisor.cookie } });
    asked.end();
    const [response] = await once(asked, 'response');
    return response;
  };

  test('a file that cannot be finished is a broken download', async () => {
    const response = await open();
    expect(response.statusCode).toBe(200);
    await once(response, 'readable');
    await database`alter table calls rename to calls_away`;
    try {
      await expect(
        (async () => {
          for await (const _chunk of response);
        })(),
      ).rejects.toThrow('aborted');
    } finally {
      await database`alter table calls_away rename to calls`;
    }
    expect(response.complete).toBe(false);
  });

  test('four are written at once; who leaves makes room', async () => {
    const responses = await Promise.all([open(), open(), open(), open()]);
    expect(responses.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    const refused = await ask(id);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('5');
    for (const response of responses) response.destroy();
    await expect.poll(async () => (await ask(id)).statusCode).toBe(200);
    const whole = await open();
    let rows = 0;
    for await (const chunk of whole) rows += String(chunk).split('\r\n').length - 1;
    expect(rows).toBe(60_001);
  });
});
