// The desk when things go wrong: events late, lost or doubled, applications that fall silent, a clock that
// jumps, a server that dies.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addSeconds, toMillis, toVdnId } from '../../../src/core/units.ts';
import { dropPartitions, ensurePartitions } from '../../../src/store/database/partitions.ts';
import type { LineEvent } from '../../../src/telephony/driver.ts';
import { withDatabase } from '../../database.ts';
import { DeskWorld, makeDeskVdn, startAt } from '../deskWorld.ts';
import { makeCampaign, makeVdn, vdnId } from '../world.ts';

const { database } = await withDatabase();
let world: DeskWorld;
let worlds: DeskWorld[];

async function openWorld(owner = 'one'): Promise<DeskWorld> {
  const opened = new DeskWorld(database, owner);
  worlds.push(opened);
  await opened.lease();
  return opened;
}

beforeEach(async () => {
  worlds = [];
  await makeDeskVdn(database);
  world = await openWorld();
});

afterEach(async () => {
  for (const each of worlds) await each.desk.close();
});

describe('events that do not come as they should', () => {
  test('doubled and disordered ones change nothing', async () => {
    await world.ready('anna', 'bert');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    world.answer(live);
    world.connect(live);
    world.connect(live);
    world.answer(live);
    expect(world.joined).toHaveLength(1);
    world.end(live);
    world.end(live, 'busy');
    world.connect(live);
    world.answer(live);
    expect([world.state('anna'), world.state('bert')]).toEqual(['ready wrapUp', 'ready idle']);
  });

  test('an end before its answer leaves nobody joined', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    world.end(live, 'hungUpAfterAnswer');
    world.answer(live);
    expect(world.joined).toEqual([]);
    expect(live.abandoned).toBe(true);
  });

  test('a lost `connected`: the agent talks after all', async () => {
    await world.ready('anna', 'bert');
    const campaign = world.campaign(1, 5);
    const [silent, released] = [world.dial(campaign), world.dial(campaign)];
    world.answer(silent);
    world.answer(released);
    await world.wait(5.2);
    expect(world.state('anna')).toBe('ready talking');
    world.end(released);
    expect(world.state('bert')).toBe('ready wrapUp');
  });

  test('a lost end: the carrier holds the call no longer, and the agent is freed', async () => {
    await world.ready('anna', 'bert');
    const campaign = world.campaign(1, 5);
    const [talk, join] = [world.dial(campaign), world.dial(campaign)];
    world.answer(talk);
    world.connect(talk);
    world.answer(join);
    world.desk.lose(talk);
    world.desk.lose(join);
    expect([world.state('anna'), world.state('bert')]).toEqual(['ready wrapUp', 'ready idle']);
  });

  test('of a call that is lost pacing is told nothing, so a crash does not look like a bad list', async () => {
    await world.ready('anna');
    const campaign = world.campaign(1, 5);
    const [ringing, talk] = [world.dial(campaign), world.dial(campaign)];
    world.answer(talk);
    world.connect(talk);
    world.desk.takeHappenings(campaign);
    world.desk.lose(ringing);
    world.desk.lose(talk);
    expect(world.desk.takeHappenings(campaign)).toEqual([]);
    expect(world.desk.see(campaign, 20, world.now).dialedAt).toEqual([]);
  });

  test('a call that never reached the network teaches pacing nothing, and frees its agent', async () => {
    await world.ready('anna');
    const campaign = world.campaign(1, 5, { deviceType: 6 });
    for (const reason of ['placeFailed', 'notAllowed', 'noResources', 'systemFault'] as const) {
      const live = world.dial(campaign);
      world.desk.reserve(campaign, 1, world.now);
      world.desk.bind(live, 'anna');
      expect(world.state('anna')).toBe('ready reserved');
      world.end(live, reason);
      expect(world.state('anna')).toBe('ready idle');
    }
    expect(world.desk.takeHappenings(campaign)).toEqual([]);
    world.end(world.dial(campaign), 'busy');
    expect(world.desk.takeHappenings(campaign)).toMatchObject([{ kind: 'notAnswered' }]);
  });

  test('a `connected` that was lost is made up for in the rows too', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    const joinedAt = world.now;
    await world.wait(6);
    expect(world.state('anna')).toBe('ready talking');
    expect(world.told).toEqual([{ kind: 'connected', callId: live.call.id, at: joinedAt }]);
  });

  test('a person who hangs up while being joined frees the agent at once', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    world.end(live, 'hungUpAfterAnswer');
    expect(world.state('anna')).toBe('ready idle');
    expect(live.abandoned).toBe(false);
  });

  test('a call that was dropped with its campaign does not keep its agent for ever', async () => {
    await world.ready('anna');
    const campaign = world.campaign(1, 5);
    const live = world.dial(campaign);
    world.answer(live);
    world.connect(live);
    world.driven.drop(campaign);
    await world.stayOn('anna', 20);
    expect(world.state('anna')).toBe('ready idle');
  });
});

describe('an application that falls silent', () => {
  test('idle: the agent is signed out; on a talk: after it', async () => {
    await world.ready('anna', 'bert');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    world.connect(live);
    await world.wait(40);
    expect([world.state('anna'), world.state('bert')]).toEqual(['ready talking', 'signedOut']);
    world.end(live);
    await world.wait(61);
    expect(world.state('anna')).toBe('signedOut');
  });

  test('heard again before the talk is over, the agent stays', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    world.connect(live);
    await world.wait(40);
    await world.does('anna', { kind: 'alive' });
    world.end(live);
    await world.does('anna', { kind: 'endWrapUp', businessResult: null, note: null });
    expect(world.state('anna')).toBe('ready idle');
  });

  test('reserved: another free agent takes the person; without one the reserved does', async () => {
    await world.ready('anna');
    const campaign = world.campaign(1, 5, { deviceType: 6 });
    const [one, two] = [world.dial(campaign), world.dial(campaign)];
    expect(world.desk.reserve(campaign, 5, world.now)).toEqual(['anna']);
    world.desk.bind(one, 'anna');
    await world.wait(40);
    await world.ready('bert');
    world.answer(one);
    expect(world.joined).toEqual([{ callId: one.call.id, agentId: 'bert' }]);
    expect(world.state('anna')).toBe('signedOut');
    await world.ready('carl');
    world.desk.reserve(campaign, 1, world.now);
    world.desk.bind(two, 'carl');
    await world.wait(40);
    world.answer(two);
    expect(world.joined.at(-1)).toEqual({ callId: two.call.id, agentId: 'carl' });
  });
});

describe('a clock that jumps', () => {
  test('forward: nobody is signed out for the silence of an hour that was none', async () => {
    await world.ready('anna');
    await world.wait(1);
    world.now = addSeconds(world.now, 3600);
    world.tend();
    expect(world.state('anna')).toBe('ready idle');
  });

  test('back: wrap-ups, waiting people and silence end as if it had not', async () => {
    await world.ready('anna');
    const campaign = world.campaign(1, 5);
    const talk = world.dial(campaign);
    world.answer(talk);
    world.connect(talk);
    world.end(talk);
    const waiting = world.dial(campaign);
    world.answer(waiting);
    await world.wait(0.5);
    world.now = toMillis(world.now - 3 * 3_600_000);
    world.tend();
    await world.wait(2.1);
    expect(world.letGo.map((call) => call.callId)).toEqual([waiting.call.id]);
    await world.wait(61);
    expect(world.state('anna')).toBe('signedOut');
  });
});

test('an agent found again after months, when the day of the last change has gone: work is written on', async () => {
  await world.ready('anna');
  await world.desk.close();
  const next = new DeskWorld(database, 'one');
  worlds.push(next);
  next.now = addSeconds(startAt, 100 * 86_400);
  await ensurePartitions(database, next.now);
  await dropPartitions(database, toMillis(next.now - 90 * 86_400_000));
  await next.lease();
  await next.does('anna', { kind: 'break', reason: 'lunch' });
  next.now = addSeconds(next.now, 60);
  await next.does('anna', { kind: 'ready' });
  await vi.waitFor(async () => {
    const rows = await database<{ seconds: number }[]>`
      select extract(epoch from ended_at - began_at)::float8 as seconds from agent_intervals order by ended_at`;
    expect(rows.map(({ seconds }) => Math.round(seconds))).toEqual([86_400, 60]);
  });
});

describe('the desk’s lease', () => {
  test('another process seats nobody while it holds, and finds the agents when it is released', async () => {
    await world.ready('anna');
    await world.does('anna', { kind: 'break', reason: 'lunch' });
    const second = await openWorld('two');
    second.now = addSeconds(world.now, 1);
    expect(second.desk.holds(vdnId)).toBe(false);
    expect(await second.asks('anna', { kind: 'ready' })).toBe('agentsElsewhere');
    await world.desk.close();
    await second.lease();
    expect(second.desk.agents(vdnId)).toMatchObject([
      { id: 'anna', status: 'onBreak', breakReason: 'lunch' },
    ]);
    await second.wait(31);
    expect(second.state('anna')).toBe('signedOut');
  });

  test('a lease that has run out: no command is taken and nobody is joined', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    world.now = addSeconds(world.now, 101 * 3600);
    world.answer(live);
    expect(world.joined).toEqual([]);
    expect(await world.asks('anna', { kind: 'alive' })).toBe('agentsElsewhere');
    // Nobody took it: with the next lease the person is served.
    await world.lease();
    world.tend();
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
  });

  test('who answers meanwhile goes to the agent for whom they were dialed, and to nobody else', async () => {
    await world.ready('anna');
    const campaign = world.campaign(1, 5, { deviceType: 6 });
    const live = world.dial(campaign);
    world.desk.reserve(campaign, 1, world.now);
    world.desk.bind(live, 'anna');
    await world.ready('bert');
    await world.wait(0.1);
    world.now = addSeconds(world.now, 101 * 3600);
    world.answer(live);
    expect([world.joined, live.stage]).toEqual([[], 'waiting']);
    await world.lease();
    world.tend();
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
    expect([world.state('anna'), world.state('bert')]).toEqual(['ready reserved', 'ready idle']);
  });

  test('a telephone that comes up meanwhile is joined with nobody before the lease is back', async () => {
    world.onOpenLine = () => undefined;
    await world.ready('anna');
    const line = (state: LineEvent['state']): void =>
      world.hearLine({ vdnId, agentId: 'anna', state, at: world.now });
    line('up');
    const campaign = world.campaign(1, 5, { deviceType: 6 });
    const live = world.dial(campaign);
    world.desk.reserve(campaign, 1, world.now);
    world.desk.bind(live, 'anna');
    line('down');
    world.now = addSeconds(world.now, 101 * 3600);
    world.answer(live);
    line('up');
    expect(world.joined).toEqual([]);
    await world.lease();
    world.tend();
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
  });

  test('a desk that cannot be opened keeps no other VDN waiting, and opens when it can', async () => {
    const broken = toVdnId(2);
    await makeVdn(database, startAt, {}, broken);
    const campaignId = await makeCampaign(database, startAt, [], {}, broken);
    await database`insert into agents (vdn_id, agent_id, name) values (${broken}, 'dora', 'dora')`;
    await database`
      insert into offers (vdn_id, campaign_id, contact_id, agent_id, offered_at)
      values (${broken}, ${campaignId}, 1, 'dora', ${startAt})`;
    await database`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no room'; end $$`;
    await database`create trigger refuse before update on offers for each row execute function refuse()`;
    await world.lease();
    expect([world.desk.holds(vdnId), world.desk.holds(broken)]).toEqual([true, false]);
    await database`drop function refuse() cascade`;
    await world.lease();
    expect([world.desk.holds(vdnId), world.desk.holds(broken)]).toEqual([true, true]);
  });

  test('a desk taken by another is reported, and its floor is empty', async () => {
    await world.ready('anna');
    await database`update desk_leases set owner = 'two', life = 0, epoch = epoch + 1`;
    expect(await world.lease()).toEqual([vdnId]);
    expect(world.desk.agents(vdnId)).toEqual([]);
  });

  test('killed in the middle: a talk that the carrier holds finds its agent, one that is gone frees it', async () => {
    await world.ready('anna', 'bert', 'carl');
    const campaign = world.campaign(1, 5);
    const lives = [world.dial(campaign), world.dial(campaign), world.dial(campaign)];
    for (const live of lives) world.answer(live);
    const [held, lost, joining] = lives;
    if (held === undefined || lost === undefined || joining === undefined) throw new Error('no calls');
    world.connect(held);
    world.connect(lost);
    await vi.waitFor(async () => {
      const rows = await database`select 1 from agent_states where state in ('talking', 'reserved')`;
      expect(rows).toHaveLength(3);
    });
    const next = await openWorld();
    next.now = addSeconds(world.now, 2);
    const taken = next.campaign(1, 5);
    for (const live of [held, joining]) {
      const adopted = next.driven.follow(taken, live.contact, live.call.claimedAt, 25);
      const connectedAt = live === held ? world.now : null;
      adopted.call = { ...live.call, answeredAt: world.now, connectedAt };
      const stage = live === held ? 'connected' : 'waiting';
      next.desk.adopt(adopted, { vdnId, stage, skillId: null, silentGateway: null });
    }
    next.tend();
    expect([next.state('anna'), next.state('bert'), next.state('carl')]).toEqual([
      'ready talking',
      'ready idle',
      'ready reserved',
    ]);
    expect(next.joined).toEqual([{ callId: joining.call.id, agentId: 'carl' }]);
  });

  test('killed during a talk that began too late: it stays abandoned for the law', async () => {
    const next = await openWorld();
    const campaign = next.campaign(1, 5);
    const abandoned = [1.9, 2.1].map((waitSeconds) => {
      const live = next.dial(campaign);
      const connectedAt = addSeconds(world.now, waitSeconds);
      live.call = { ...live.call, answeredAt: world.now, connectedAt };
      next.desk.adopt(live, { vdnId, stage: 'connected', skillId: null, silentGateway: null });
      return live.abandoned;
    });
    expect(abandoned).toEqual([false, true]);
  });
});
