// Agents' telephones at the desk: an agent without a line is not joined, a telephone that is not taken
// sends its agent on a break and the person to the next one; and people whom a flow transfers.
import { beforeEach, describe, expect, test } from 'vitest';
import { toVdnId } from '../../../src/core/units.ts';
import type { LineEvent } from '../../../src/telephony/driver.ts';
import type { LiveCall } from '../../../src/workers/leases/driven.ts';
import { withDatabase } from '../../database.ts';
import { DeskWorld, makeDeskVdn } from '../deskWorld.ts';
import { vdnId } from '../world.ts';

const { database } = await withDatabase();
let world: DeskWorld;

beforeEach(async () => {
  await makeDeskVdn(database);
  await database`update vdns set settings = settings || '{"queueSecondsMax": 10}'`;
  world = new DeskWorld(database);
  await world.lease();
});

const line = (agentId: string, state: LineEvent['state']): void =>
  world.hearLine({ vdnId, agentId, state, at: world.now });

describe('an open line', () => {
  /** Telephones ring until a test takes them. */
  beforeEach(() => {
    world.onOpenLine = () => undefined;
  });

  test('who is ready is free only when the line is there', async () => {
    const campaign = world.campaign(1, 5);
    await world.ready('anna');
    const live = world.dial(campaign);
    world.answer(live);
    expect(world.joined).toEqual([]);
    line('anna', 'up');
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
  });

  test('is called at the sign-in, again at once when it is lost while ready, and hung up at the sign-out', async () => {
    await world.ready('anna');
    expect(world.opened).toContain('anna');
    line('anna', 'up');
    world.opened.splice(0);
    line('anna', 'down');
    expect(world.opened).toEqual(['anna']);
    await world.does('anna', { kind: 'signOut' });
    expect(world.closed).toEqual(['anna']);
  });

  test('who hangs up on a break is left alone until ready again', async () => {
    await world.ready('anna');
    line('anna', 'up');
    await world.does('anna', { kind: 'break', reason: 'coffee' });
    world.opened.splice(0);
    line('anna', 'down');
    expect(world.opened).toEqual([]);
    await world.does('anna', { kind: 'ready' });
    expect(world.opened).toEqual(['anna']);
  });

  test('a telephone that is not taken means a break, with the reason for all to see', async () => {
    await world.ready('anna');
    line('anna', 'refused');
    expect(world.state('anna')).toBe('onBreak idle');
    expect(world.desk.agent(vdnId, 'anna')?.breakReason).toBe('the telephone was not taken');
  });

  test('pacing counts nobody who cannot be joined', async () => {
    const campaign = world.campaign(1, 5);
    await world.ready('anna', 'bert');
    line('anna', 'up');
    expect(world.desk.see(campaign, 25, world.now)).toMatchObject({ idle: 1, staffed: 1 });
    line('anna', 'down');
    expect(world.desk.see(campaign, 25, world.now)).toMatchObject({ idle: 0, staffed: 0 });
  });

  test('what is told of strangers, twice or out of turn changes nothing', async () => {
    line('nobody', 'up');
    await world.ready('anna');
    line('anna', 'up');
    line('anna', 'up');
    expect(world.state('anna')).toBe('ready idle');
    world.hearLine({ vdnId: toVdnId(9), agentId: 'anna', state: 'refused', at: world.now });
    expect(world.state('anna')).toBe('ready idle');
  });
});

describe('a line that is just being called again when the person answers for whom its agent was dialed', () => {
  const dialFor = (agentId: string): LiveCall => {
    const live = world.dial(world.campaign(1, 5, { deviceType: 6, waitLimitSeconds: 2 }));
    world.desk.reserve(live.campaign, 1, world.now);
    world.desk.bind(live, agentId);
    world.onOpenLine = () => undefined;
    line(agentId, 'down');
    world.answer(live);
    return live;
  };

  test('the person waits for it, and is joined when it is there', async () => {
    await world.ready('anna');
    const live = dialFor('anna');
    expect([world.joined, live.stage, world.state('anna')]).toEqual([[], 'waiting', 'ready reserved']);
    await world.wait(1);
    line('anna', 'up');
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
    world.connect(live);
    expect(world.state('anna')).toBe('ready talking');
  });

  test('goes to the next agent who is free, and the first is no longer reserved', async () => {
    await world.ready('anna');
    const live = dialFor('anna');
    world.onOpenLine = ({ agentId }) => line(agentId, 'up');
    await world.ready('bert');
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'bert' }]);
    expect([world.state('anna'), world.state('bert')]).toEqual(['ready idle', 'ready reserved']);
    line('anna', 'up');
    expect(world.joined).toHaveLength(1);
  });

  test('is let go at the limit, and the agent stays ready', async () => {
    await world.ready('anna');
    const live = dialFor('anna');
    await world.wait(2.2);
    expect(world.letGo).toEqual([{ callId: live.call.id, flowCode: '1001' }]);
    expect(world.state('anna')).toBe('ready reserved');
    world.hear(live, { kind: 'ended', callId: live.call.id, at: world.now, reason: 'abandoned' });
    expect(world.state('anna')).toBe('ready idle');
  });

  test('waits for anybody when the telephone is not taken', async () => {
    await world.ready('anna');
    const live = dialFor('anna');
    line('anna', 'refused');
    expect([world.state('anna'), live.agentId]).toEqual(['onBreak idle', null]);
    world.onOpenLine = ({ agentId }) => line(agentId, 'up');
    await world.ready('bert');
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'bert' }]);
  });
});

describe('a telephone that is not taken when a person is there', () => {
  test('its agent is on a break, and the person goes to the next agent', async () => {
    await world.ready('anna', 'bert');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    expect(world.joined.at(-1)?.agentId).toBe('anna');
    line('anna', 'refused');
    expect(world.state('anna')).toBe('onBreak idle');
    expect(world.joined.at(-1)).toEqual({ callId: live.call.id, agentId: 'bert' });
    world.connect(live);
    expect(world.state('bert')).toBe('ready talking');
  });

  test('its agent is free again with the next ready, at once when the line was there all the time', async () => {
    const campaign = world.campaign(1, 5);
    await world.ready('anna');
    world.answer(world.dial(campaign));
    // The PBX did not bring the two together; nothing has happened to the line.
    line('anna', 'refused');
    await world.wait(3);
    world.joined.splice(0);
    await world.does('anna', { kind: 'ready' });
    expect(world.desk.agent(vdnId, 'anna')).toMatchObject({ status: 'ready', isReachable: true });
    const live = world.dial(campaign);
    world.answer(live);
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
  });

  test('without another agent the person waits, is let go at the limit, and counts as abandoned', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    line('anna', 'refused');
    expect([live.stage, live.agentId]).toEqual(['waiting', null]);
    await world.wait(3);
    expect(world.letGo).toEqual([{ callId: live.call.id, flowCode: '1001' }]);
    expect(live.abandoned).toBe(true);
  });

  test('a telephone on demand may ring for a while before the join counts as made', async () => {
    await database`update agents set telephone_line = 'onDemand' where agent_id = 'anna'`;
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    await world.wait(8);
    expect(world.state('anna')).toBe('ready reserved');
    line('anna', 'refused');
    expect(world.state('anna')).toBe('onBreak idle');
    expect(world.desk.agent(vdnId, 'anna')?.isReachable).toBe(true);
  });
});

describe('a person whom a flow transfers', () => {
  const transfer = (live: LiveCall, skillId: number): void =>
    world.hear(live, { kind: 'transferred', callId: live.call.id, at: world.now, skillId });

  function ivrCall(): LiveCall {
    const campaign = world.campaign(2, 5);
    campaign.hasAgents = false;
    campaign.agents = null;
    return world.dial(campaign);
  }

  test('is joined with a free agent of that queue, and pacing hears nothing of it', async () => {
    await world.ready('anna');
    const live = ivrCall();
    transfer(live, 5);
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
    world.connect(live);
    world.end(live);
    expect(world.state('anna')).toBe('ready wrapUp');
    expect(world.desk.takeHappenings(live.campaign)).toEqual([]);
  });

  test('waits for the next free agent, and told twice is transferred once', async () => {
    const live = ivrCall();
    transfer(live, 5);
    transfer(live, 6);
    expect(live.transferSkillId).toBe(5);
    await world.ready('bert');
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'bert' }]);
  });

  test('is let go when the queue has lasted too long, and is not abandoned in the law’s sense', async () => {
    const live = ivrCall();
    transfer(live, 5);
    await world.wait(9);
    expect(world.letGo).toEqual([]);
    await world.wait(2);
    expect(world.letGo).toHaveLength(1);
    expect(live.abandoned).toBe(false);
  });

  test('is let go at once where nobody seats the agents', () => {
    const elsewhere = new DeskWorld(database, 'two');
    const campaign = elsewhere.campaign(2, 5);
    campaign.hasAgents = false;
    const live = elsewhere.dial(campaign);
    elsewhere.hear(live, { kind: 'transferred', callId: live.call.id, at: elsewhere.now, skillId: 5 });
    expect(elsewhere.letGo).toEqual([{ callId: live.call.id, flowCode: null }]);
  });
});
