// "Dial the failed again": which numbers it reopens, which it leaves alone, and what remains. The numbers
// are written straight into the database, each with the call that was its last.
import { beforeEach, describe, expect, test } from 'vitest';
import { addSeconds, type CampaignId, toMillis } from '../../../../src/core/units.ts';
import { ensurePartitions } from '../../../../src/store/database/partitions.ts';
import { openWorld } from '../world.ts';

const world = await openWorld();
const supervisor = await world.signIn(1, 'supervisor');
const { database } = world;
const now = world.clock.at;
const hourAgo = addSeconds(now, -3600);
await ensurePartitions(database, now);

let id: CampaignId;
let names = 0;
beforeEach(async () => {
  names += 1;
  ({ id } = await world.addOneCampaign(1, `failed ${names}`));
});

interface Failed {
  readonly called: string;
  readonly cause: string | null;
  readonly at?: number;
  /** False: it was archived while it waited for a further attempt. */
  readonly final?: boolean;
}

/** Numbers that are done, each after one call. */
async function addDone(numbers: readonly Failed[]): Promise<void> {
  await database`
    with given as (
      select nextval('call_ids') as call_id, g.* from unnest(
        ${numbers.map(({ called }) => called)}::text[], ${numbers.map(({ cause }) => cause)}::text[],
        ${numbers.map(({ at }) => at ?? hourAgo)}::timestamptz[],
        ${numbers.map(({ final }) => String(final ?? true))}::text[]::boolean[]) as g (called, cause, at, final)
    ), added as (
      insert into contacts (vdn_id, campaign_id, called, state, attempts, day_attempts, days_tried, due_at, created_at,
        call_id, claimed_at, cause)
      select 1, ${id}, called, 'done', 1, 1, 1, at, at, call_id, at, cause from given
      returning contact_id, call_id, claimed_at, called, cause
    ), counted as (
      update campaign_progress set done = done + (select count(*) from given)
      where vdn_id = 1 and campaign_id = ${id}
    )
    insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called, caller,
      ended_at, outcome, cause, final)
    select 1, ${id}, a.claimed_at, a.call_id, a.contact_id, 1, 1, 1, a.called, '1', a.claimed_at, 'busy', a.cause, g.final
    from added a join given g using (call_id)`;
}

const path = () => `/vdns/1/campaigns/${id}/numbers/redial`;
const redial = async (body: object = {}) => {
  const answer = await world.ask(supervisor, 'POST', path(), body);
  return { status: answer.statusCode, body: answer.json() };
};
const waiting = async (): Promise<string[]> =>
  (
    await database<{ called: string }[]>`
      select called from contacts where vdn_id = 1 and campaign_id = ${id} and state = 'waiting' order by contact_id`
  ).map(({ called }) => called);
const counters = async () =>
  (
    await database`
    select waiting, calling, done from campaign_progress where vdn_id = 1 and campaign_id = ${id}`
  )[0];
const auditEntries = () =>
  database<{ actor: string; detail: { numbers: number } }[]>`
    select actor, detail from audit_entries
    where action = 'number.redial' and subject = ${`campaign ${id}`} order by audit_id`;

describe('opens', () => {
  test('what lies on our side when no cause is named, with the attempts they have, due at once', async () => {
    await addDone([
      { called: '1', cause: '34606' },
      { called: '2', cause: '34608' },
      { called: '3', cause: '34611' },
      { called: '4', cause: '00605' },
      { called: '5', cause: '00537' },
      { called: '6', cause: '00000' },
    ]);
    const { status, body } = await redial();
    expect({ status, body }).toMatchObject({ status: 200, body: { dryRun: false, numbers: 4, next: null } });
    expect(await waiting()).toEqual(['1', '2', '3', '4']);
    expect(await counters()).toEqual({ waiting: 4, calling: 0, done: 2 });
    const [row] = await database`
      select attempts, due_at, cause from contacts where campaign_id = ${id} and called = '1'`;
    expect(row).toEqual({ attempts: 1, due_at: now, cause: '34606' });
    const [call] = await database`select final from calls where campaign_id = ${id} and called = '1'`;
    expect(call).toEqual({ final: false });
  });

  test('the causes that are named, and only attempts within the time', async () => {
    await addDone([
      { called: '1', cause: '00537', at: addSeconds(now, -7200) },
      { called: '2', cause: '00537', at: hourAgo },
      { called: '3', cause: '00537', at: addSeconds(now, -60) },
      { called: '4', cause: '34606' },
    ]);
    const [attemptedFrom, attemptedBefore] = [hourAgo, addSeconds(now, -60)].map((at) =>
      new Date(at).toISOString(),
    );
    const { body } = await redial({ causes: ['00537'], attemptedFrom, attemptedBefore });
    expect(body).toMatchObject({ numbers: 1, attemptedBefore });
    expect(await waiting()).toEqual(['2']);
  });

  test('a hundred thousand numbers in requests that go on where the last one ended, with a line of audit each slice', async () => {
    const some = Array.from({ length: 100_000 }, (_, n) => ({ called: String(n), cause: '34606' }));
    await addDone(some);
    const first = (await redial()).body;
    expect(first).toMatchObject({ numbers: 50_000, next: expect.any(String) });
    let { next } = first;
    let numbers: number = first.numbers;
    while (next !== null) {
      const { body } = await redial({ after: next, attemptedBefore: first.attemptedBefore });
      numbers += body.numbers;
      next = body.next;
    }
    expect(numbers).toBe(100_000);
    expect(await counters()).toEqual({ waiting: 100_000, calling: 0, done: 0 });
    const entries = await auditEntries();
    expect(entries.reduce((sum, entry) => sum + entry.detail.numbers, 0)).toBe(100_000);
    expect(entries[0]).toMatchObject({
      actor: 'user:supervisor',
      detail: { causes: expect.arrayContaining(['34606']) },
    });
  }, 60_000);
});

describe('leaves alone', () => {
  test('whom it has opened already: two presses at once, and a third, open each number once', async () => {
    await addDone(Array.from({ length: 500 }, (_, n) => ({ called: String(n), cause: '34606' })));
    const presses = await Promise.all([redial(), redial()]);
    expect(presses.reduce((sum, { body }) => sum + body.numbers, 0)).toBe(500);
    expect((await redial()).body.numbers).toBe(0);
    expect(await counters()).toEqual({ waiting: 500, calling: 0, done: 0 });
    expect((await auditEntries()).reduce((sum, entry) => sum + entry.detail.numbers, 0)).toBe(500);
  });

  test('a number under which the person was reached, archived numbers, and those that were never called', async () => {
    await addDone([
      { called: '1', cause: '34606' },
      { called: '1', cause: '00000' },
      { called: '2', cause: '34606', final: false },
    ]);
    await database`
      insert into contacts (vdn_id, campaign_id, called, state, due_at, created_at)
      values (1, ${id}, '3', 'done', ${now}, ${now})`;
    expect((await redial()).body.numbers).toBe(0);
  });

  test('what failed again after it was opened, while a request goes on', async () => {
    await addDone([{ called: '1', cause: '34606' }]);
    const { body } = await redial();
    await database`
      update calls set final = true where campaign_id = ${id}`;
    await database`update contacts set state = 'done', claimed_at = ${now} where campaign_id = ${id}`;
    expect((await redial({ attemptedBefore: body.attemptedBefore })).body.numbers).toBe(0);
  });

  test('the numbers of other campaigns and VDNs', async () => {
    await addDone([{ called: '1', cause: '34606' }]);
    const first = id;
    ({ id } = await world.addOneCampaign(1, `beside ${names}`));
    expect((await redial()).body.numbers).toBe(0);
    const foreign = await world.signIn(2, 'supervisor');
    const answer = await world.ask(foreign, 'POST', `/vdns/1/campaigns/${first}/numbers/redial`, {});
    expect(answer.statusCode).toBe(403);
  });
});

test('a dry run counts every failure and changes nothing', async () => {
  await addDone([
    { called: '1', cause: '34606' },
    { called: '2', cause: '00537' },
    { called: '3', cause: '00537' },
    { called: '4', cause: '00000' },
  ]);
  const byCause = [
    { cause: '00537', numbers: 2 },
    { cause: '34606', numbers: 1 },
  ];
  expect((await redial({ dryRun: true })).body).toMatchObject({
    dryRun: true,
    numbers: 1,
    byCause,
    next: null,
  });
  expect((await redial({ dryRun: true, causes: ['00537', '34606'] })).body.numbers).toBe(3);
  expect(await waiting()).toEqual([]);
  expect(await auditEntries()).toEqual([]);
});

describe('refuses', () => {
  test('more unfinished numbers than the VDN allows, and says what was opened', async () => {
    await addDone(['1', '2', '3'].map((called) => ({ called, cause: '34606' })));
    await database`update vdns set settings = settings || '{"unfinishedNumbersMax": 2}' where vdn_id = 1`;
    const { status, body } = await redial();
    await database`update vdns set settings = settings - 'unfinishedNumbersMax' where vdn_id = 1`;
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { numbers: 0, detail: expect.stringMatching(/unfinished numbers. 0 numbers wait again/) },
    });
    expect(await counters()).toEqual({ waiting: 0, calling: 0, done: 3 });
  });

  test('an ended campaign, a deleted one, and an auditor', async () => {
    await addDone([{ called: '1', cause: '34606' }]);
    const auditor = await world.signIn(1, 'auditor');
    expect((await world.ask(auditor, 'POST', path(), {})).statusCode).toBe(403);
    await database`update campaigns set end_at = ${toMillis(now - 1)} where campaign_id = ${id}`;
    expect(await redial()).toMatchObject({ status: 409, body: { detail: 'The campaign has ended.' } });
    await database`update campaigns set deleted_at = ${now} where campaign_id = ${id}`;
    expect((await redial()).status).toBe(404);
    expect(await waiting()).toEqual([]);
  });

  test.each([
    [{ causes: ['00000'] }, /causes.0 must be a failCode of a failure/],
    [{ causes: [] }, /causes/],
    [{ attemptedFrom: '2030-02-31T25:00:00Z' }, 'attemptedFrom must be a real date and time.'],
    [{ attemptedBefore: 'yesterday' }, /attemptedBefore must be an instant/],
    [{ after: '0' }, /after must be/],
    [{ color: 'red' }, /color/],
  ])('%j', async (body, detail) => {
    const answer = await redial(body);
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toMatch(detail);
  });
});
