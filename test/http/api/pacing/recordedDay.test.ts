// A recorded day as the interface gives it: calls without numbers, agents by the minute, the settings
// that ruled, portion after portion.
import { expect, test } from 'vitest';
import { addSeconds, type Millis, toCampaignId, toVdnId } from '../../../../src/core/units.ts';
import { addAgentIntervals } from '../../../../src/store/agents/agentIntervals.ts';
import { ensurePartitions } from '../../../../src/store/database/partitions.ts';
import { openFakeDesk } from '../fakeDesk.ts';
import { ivrSettings, openWorld } from '../world.ts';

const world = await openWorld({ desk: openFakeDesk() });
const { database } = world;
const now = world.clock.at;
const vdnId = toVdnId(1);
await ensurePartitions(database, now);
const administrator = await world.signIn(1, 'administrator');
const supervisor = await world.signIn(1, 'supervisor');
await world.ask(administrator, 'PUT', '/vdns/1/skill-queues/5', { name: 'Voice' });
for (const id of ['a1', 'a2'])
  await world.ask(administrator, 'PUT', `/vdns/1/agents/${id}`, { name: id, skills: [{ skillId: 5 }] });
const campaign = await world.addOneCampaign(1, 'predicted', {
  ...ivrSettings('predicted'),
  deviceType: 2,
  ivr: null,
  skill: {
    skillId: 5,
    skillName: 'Voice',
    predict: { method: 'offHook', offHookRatePercent: 100 },
    preview: null,
  },
});
const path = `/vdns/1/campaigns/${campaign.id}/days`;
const text = (at: Millis) => new Date(at).toISOString();

/** Offsets in seconds from the claim. */
async function addCall(
  at: number,
  outcome: string,
  {
    dialed = 0,
    answered = null,
    connected = null,
    ended = 20,
    wrapped = null,
    abandoned = null,
  }: {
    dialed?: number;
    answered?: number | null;
    connected?: number | null;
    ended?: number;
    wrapped?: number | null;
    abandoned?: boolean | null;
  },
): Promise<void> {
  const claimedAt = addSeconds(now, at);
  const instant = (seconds: number | null) =>
    seconds === null ? null : text(addSeconds(claimedAt, seconds));
  await database`
    insert into calls (vdn_id, campaign_id, claimed_at, dialed_at, contact_id, attempt, revision, epoch, called, caller,
      answered_at, connected_at, ended_at, outcome, wrapped_up_at, abandoned)
    values (1, ${campaign.id}, ${text(claimedAt)}, ${instant(dialed)}, 1, 1, 1, 1, '13900000001', '1', ${instant(answered)},
      ${instant(connected)}, ${instant(ended)}, ${outcome}, ${instant(wrapped)}, ${abandoned})`;
}

test('a day comes in portions, and tells of nobody', async () => {
  await addCall(0, 'succeeded', { answered: 9, connected: 10, ended: 100, wrapped: 115, abandoned: false });
  await addCall(0, 'abandoned', { dialed: 0.5, answered: 9, ended: 12, abandoned: true });
  await addCall(1, 'machine', { answered: 15, ended: 16 });
  await addCall(2, 'busy', { ended: 3 });
  await addCall(1000, 'ringTimeout', { ended: 25 });
  await addAgentIntervals(database, vdnId, [
    {
      agentId: 'a1',
      beganAt: now,
      endedAt: addSeconds(now, 90),
      status: 'ready',
      state: 'idle',
      reason: null,
      campaignId: null,
    },
    {
      agentId: 'a2',
      beganAt: addSeconds(now, 30),
      endedAt: addSeconds(now, 60),
      status: 'ready',
      state: 'talking',
      reason: null,
      campaignId: campaign.id,
    },
    // With a call of another campaign, and on a break.
    {
      agentId: 'a2',
      beganAt: addSeconds(now, 60),
      endedAt: addSeconds(now, 90),
      status: 'ready',
      state: 'talking',
      reason: null,
      campaignId: toCampaignId(999),
    },
    {
      agentId: 'a1',
      beganAt: addSeconds(now, 90),
      endedAt: addSeconds(now, 200),
      status: 'onBreak',
      state: 'idle',
      reason: 'tea',
      campaignId: null,
    },
  ]);
  const answer = await world.ask(supervisor, 'GET', `${path}/2030-03-05`);
  expect(answer.statusCode).toBe(200);
  expect(answer.body).not.toContain('1390000');
  const first = answer.json();
  expect(first.day).toMatchObject({
    version: 1,
    day: '2030-03-05',
    timeZone: 'UTC',
    from: Date.parse('2030-03-05T00:00:00Z'),
    seconds: 86_400,
    abandonRatePercentMax: 3,
    before: { hours: [], block: { answered: 0, abandoned: 0 } },
    rules: [{ revision: 1, rule: { method: 'offHook', offHookRatePercent: 100 }, ringLimitSeconds: 30 }],
  });
  expect(first.day.staffing).toHaveLength(1440);
  expect(first.day.staffing.slice(540, 543)).toEqual([1.5, 0.5, 0]);
  expect(first.calls).toEqual({
    dialedAt: [32_400, 32_400.5, 32_401, 32_402],
    met: ['person', 'person', 'machine', 'refused'],
    ringSeconds: [9, 8.5, 15, 3],
    waitSeconds: [1, 3, null, null],
    talkSeconds: [90, null, null, null],
    wrapUpSeconds: [15, null, null, null],
    abandoned: [false, true, false, false],
  });
  const second = (await world.ask(supervisor, 'GET', `${path}/2030-03-05?after=${first.next}`)).json();
  expect(second).toMatchObject({ day: null, calls: { met: ['noAnswer'] } });
  const third = (await world.ask(supervisor, 'GET', `${path}/2030-03-05?after=${second.next}`)).json();
  expect(third).toMatchObject({ calls: { met: [] }, next: null });
});

test('a day before is another day, and a text that is not a day is refused', async () => {
  const before = (await world.ask(supervisor, 'GET', `${path}/2030-03-04`)).json();
  expect(before).toMatchObject({ day: { rules: [] }, calls: { met: [] }, next: null });
  for (const [query, status] of [
    ['2030-02-30', 400],
    ['today', 400],
    [`2030-03-05?after=${text(addSeconds(now, -86_400))}`, 400],
    ['2030-03-05?after=2030-03-05T99:00:00Z', 400],
  ] as const)
    expect((await world.ask(supervisor, 'GET', `${path}/${query}`)).statusCode).toBe(status);
  const ivr = await world.addOneCampaign(1, 'ivr');
  expect((await world.ask(supervisor, 'GET', `/vdns/1/campaigns/${ivr.id}/days/2030-03-05`)).statusCode).toBe(
    409,
  );
});
