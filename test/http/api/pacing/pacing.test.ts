// What a supervisor sees of a campaign with agents: live figures, and why a beat of the past placed seven
// calls and not nine.
import { describe, expect, test } from 'vitest';
import type { PacingRecord } from '../../../../src/core/pacing/record.ts';
import { horizonsSeconds } from '../../../../src/core/pacing/seen.ts';
import { addSeconds, toMillis, toVdnId } from '../../../../src/core/units.ts';
import { addAgentIntervals } from '../../../../src/store/agents/agentIntervals.ts';
import { ensurePartitions } from '../../../../src/store/database/partitions.ts';
import { writePacingBeats } from '../../../../src/store/pacing/pacingLog.ts';
import { openFakeDesk } from '../fakeDesk.ts';
import { ivrSettings, openWorld } from '../world.ts';

const desk = openFakeDesk();
const world = await openWorld({ desk });
const { database } = world;
const now = world.clock.at;
const vdnId = toVdnId(1);
await ensurePartitions(database, now);
const [administrator, supervisor] = await Promise.all([
  world.signIn(1, 'administrator'),
  world.signIn(1, 'supervisor'),
]);
for (const id of [5, 6])
  await world.ask(administrator, 'PUT', `/vdns/1/skill-queues/${id}`, { name: `Voice ${id}` });
for (const id of ['a1', 'a2', 'a3'])
  await world.ask(administrator, 'PUT', `/vdns/1/agents/${id}`, { name: id, skills: [{ skillId: 5 }] });
const addPredicted = (name: string, skillId: number) =>
  world.addOneCampaign(1, name, {
    ...ivrSettings(name),
    deviceType: 2,
    ivr: null,
    skill: {
      skillId,
      skillName: 'Voice',
      predict: { method: 'offHook', offHookRatePercent: 100 },
      preview: null,
    },
  });
const campaign = await addPredicted('predicted', 5);
const path = `/vdns/1/campaigns/${campaign.id}`;

const curve = (value: number) => horizonsSeconds.map(() => value);
const record: PacingRecord = {
  method: 'own',
  reason: 'riskLimit',
  place: 7,
  idle: 4,
  staffed: 20,
  talking: 12,
  wrapUp: 4,
  ringing: 9,
  foreignRinging: 0,
  waiting: 0,
  dialsMax: 100,
  talkSecondsMean: 91.23,
  wrapUpSecondsMean: 15,
  ringSecondsMean: 10,
  answered: 400,
  abandoned: 9,
  riskMax: 0.031,
  riskAtPlace: 0.03,
  riskAtNext: 0.034,
  usagePercent: 82.04,
  outlook: {
    freeMean: curve(6),
    freeVariance: curve(1),
    answersMean: curve(2),
    answersVariance: curve(1),
    reach: horizonsSeconds.map((seconds) => Math.min(0.25, seconds / 60)),
    answerRate: 0.25,
    answerRateCalls: 400,
  },
};

test('before the first beat there are no figures, and no agents', async () => {
  const { id } = await addPredicted('new', 6);
  const answer = (await world.ask(supervisor, 'GET', `/vdns/1/campaigns/${id}/pacing`)).json();
  expect(answer).toMatchObject({
    at: null,
    sentence: null,
    agents: { staffed: 0, onBreak: 0 },
    occupancyPercent: { last15Minutes: null, today: null },
    abandonPercent: { last24Hours: { answered: 0, percent: null }, limit: 3 },
  });
});

describe('once it dials', () => {
  test('the figures are those of the last beat, the agents of now, and the day', async () => {
    const beatAt = addSeconds(now, -1);
    await writePacingBeats(database, [
      {
        vdnId,
        campaignId: campaign.id,
        at: beatAt,
        revision: 1,
        placed: 7,
        gate: 'pacing',
        because: 'riskLimit',
        record,
      },
    ]);
    const stretch = { reason: null, campaignId: campaign.id, status: 'ready' as const };
    await addAgentIntervals(database, vdnId, [
      // Of the hour before only the last five minutes lie in the last quarter of an hour.
      {
        ...stretch,
        agentId: 'a1',
        state: 'talking',
        beganAt: addSeconds(now, -3600),
        endedAt: addSeconds(now, -600),
      },
      {
        ...stretch,
        agentId: 'a2',
        state: 'idle',
        beganAt: addSeconds(now, -900),
        endedAt: addSeconds(now, -300),
      },
      { ...stretch, agentId: 'elsewhere', state: 'idle', beganAt: addSeconds(now, -900), endedAt: now },
      {
        ...stretch,
        agentId: 'a3',
        status: 'onBreak',
        state: 'idle',
        beganAt: addSeconds(now, -900),
        endedAt: now,
      },
    ]);
    desk.put({ id: 'a1', state: 'idle', since: addSeconds(now, -600) });
    desk.put({ id: 'a2', state: 'wrapUp', since: addSeconds(now, -300) });
    desk.put({ id: 'a3', status: 'onBreak', state: 'idle', since: now });
    desk.put({ id: 'other', skills: [{ skillId: 6, priority: 1 }] });
    const hour = toMillis(Math.floor(now / 3_600_000) * 3_600_000);
    await database`insert into live_answers values
      (1, ${campaign.id}, ${new Date(hour).toISOString()}, 400, 9),
      (1, ${campaign.id}, ${new Date(hour - 5 * 86_400_000).toISOString()}, 600, 21)`;
    const answer = (await world.ask(supervisor, 'GET', `${path}/pacing`)).json();
    expect(answer).toEqual({
      at: '2030-03-05T08:59:59.000Z',
      method: 'own',
      reason: 'riskLimit',
      sentence:
        '7 calls, because an 8th would find no agent with a probability of 3.4 %, where 3.1 % is allowed. Of 20 agents 4 are idle, ' +
        '12 talk and 4 wrap up; 9 calls in flight, nobody waiting; 25.0 % of calls are answered.',
      agents: { staffed: 2, idle: 1, reserved: 0, previewing: 0, talking: 0, wrapUp: 1, onBreak: 1 },
      ringing: 9,
      waiting: 0,
      answerRatePercent: 25,
      // Busy 300 + 300 s, ready 600 + 600 s; of the day 3000 + 300 s and 1200 s.
      occupancyPercent: { last15Minutes: 33.3, today: 73.3 },
      abandonPercent: {
        last24Hours: { answered: 400, abandoned: 9, machines: 0, falseMachines: 0, percent: 2.3 },
        block30Days: { answered: 1000, abandoned: 30, machines: 0, falseMachines: 0, percent: 3 },
        limit: 3,
      },
      riskMaxPercent: 3.1,
      callsThisBeat: 7,
      talkSecondsMean: 91.2,
      usagePercent: 82,
    });
  });

  test('people whom detection takes for machines count as abandoned, by the VDN’s estimate', async () => {
    await database`update live_answers set machines = 200 where vdn_id = 1 and answered = 400`;
    const account = async () =>
      (await world.ask(supervisor, 'GET', `${path}/pacing`)).json().abandonPercent.last24Hours;
    const settings = { falseMachinePercent: 2 };
    await world.ask(administrator, 'PATCH', '/vdns/1', { settings });
    expect(await account()).toMatchObject({ machines: 200, falseMachines: 0, percent: 2.3 });
    const patch = { machineDetection: {} };
    expect((await world.ask(supervisor, 'PATCH', `${path}/handling`, patch)).statusCode).toBe(200);
    // (9 + 4) / (400 + 4)
    expect(await account()).toMatchObject({ machines: 200, falseMachines: 4, percent: 3.2 });
    const passOn = { machineDetection: { machine: 'passOn' } };
    await world.ask(supervisor, 'PATCH', `${path}/handling`, passOn);
    expect(await account()).toMatchObject({ falseMachines: 0, percent: 2.3 });
  });

  test('a beat of the past tells why seven, and why not nine', async () => {
    const ask = async (query: string, locale = 'en_US') =>
      world.ask(supervisor, 'GET', `${path}/explain?${query}`, undefined, { locale });
    const answer = (await ask('at=2030-03-05T09:00:10Z&dials=9')).json();
    expect(answer).toMatchObject({ placed: 7, wanted: 7, gate: 'pacing', record: { staffed: 20 } });
    expect(answer.sentence).toMatch(
      /^7 calls, because an 8th would find no agent with a probability of 3\.4 %,/,
    );
    expect(answer.dials.sentence).toMatch(
      /^Not 9: a 9th call would find no agent with a probability of \d+\.\d %,/,
    );
    const chinese = (await ask('at=2030-03-05T09:00:10Z', 'zh_CN')).json();
    expect(chinese.sentence).toMatch(
      /^外呼 7 个，原因：第 8 个呼叫找不到座席的概率为 3\.4 %，上限为 3\.1 %。/,
    );
    expect((await ask('at=2030-03-05T08:00:00Z')).statusCode).toBe(404);
    expect((await ask('at=yesterday')).statusCode).toBe(400);
    expect((await ask('dials=9')).json().detail).toBe('dials needs at as well.');
    expect((await ask('at=2030-99-05T08:00:00Z')).statusCode).toBe(400);
  });
});

test('a campaign for an IVR has no such figures', async () => {
  const ivr = await world.addOneCampaign(1, 'ivr');
  const answer = await world.ask(supervisor, 'GET', `/vdns/1/campaigns/${ivr.id}/pacing`);
  expect(answer.statusCode).toBe(409);
});
