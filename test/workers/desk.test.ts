// The desk: agents sign in, people answer, and the two meet, whatever is late, lost, doubled or gone.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inBoth } from '../../src/core/language.ts';
import { addSeconds } from '../../src/core/units.ts';
import { withDatabase } from '../database.ts';
import { DeskWorld, giveSkills, makeDeskVdn } from './deskWorld.ts';
import { vdnId } from './world.ts';

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

describe('a day of an agent', () => {
  test('signs in, is ready, talks, wraps up with a note, goes on a break and signs out', async () => {
    const signedIn = await world.does('anna', { kind: 'signIn', signOffAt: null });
    expect(signedIn).toMatchObject({ status: 'onBreak', breakReason: null, state: 'idle' });
    await world.does('anna', { kind: 'ready' });
    const campaign = world.campaign(1, 5);
    await world.wait(10);
    const live = world.dial(campaign);
    await world.wait(8);
    world.answer(live);
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
    expect(world.state('anna')).toBe('ready reserved');
    world.connect(live);
    expect(world.state('anna')).toBe('ready talking');
    await world.wait(20);
    await world.does('anna', { kind: 'break', reason: 'lunch' });
    expect(world.state('anna')).toBe('onBreak talking');
    world.end(live);
    expect(world.state('anna')).toBe('onBreak wrapUp');
    await world.wait(5);
    await world.does('anna', { kind: 'endWrapUp', businessResult: 'sold', note: 'two of them' });
    expect(world.state('anna')).toBe('onBreak idle');
    await world.wait(5);
    await world.does('anna', { kind: 'signOut' });
    expect(world.state('anna')).toBe('signedOut');

    expect(world.desk.takeHappenings(campaign)).toMatchObject([
      { kind: 'answered', ringSeconds: 8 },
      { kind: 'connected', waitSeconds: 0 },
      { kind: 'talked', seconds: 20 },
      { kind: 'wrappedUp', seconds: 5 },
    ]);
    await world.desk.close();
    const stretches = await database`
      select status, state, reason, extract(epoch from ended_at - began_at)::integer as seconds
      from agent_intervals order by began_at`;
    expect(stretches).toEqual([
      { status: 'ready', state: 'idle', reason: null, seconds: 18 },
      { status: 'ready', state: 'talking', reason: null, seconds: 20 },
      { status: 'onBreak', state: 'wrapUp', reason: 'lunch', seconds: 5 },
      { status: 'onBreak', state: 'idle', reason: 'lunch', seconds: 5 },
    ]);
    expect(await database`select 1 from agent_states`).toHaveLength(0);
  });

  test('what is not in place is refused with its reason', async () => {
    expect(await world.asks('nobody', { kind: 'signIn', signOffAt: null })).toBe('noSuchAgent');
    expect(await world.asks('anna', { kind: 'ready' })).toBe('notSignedIn');
    await world.ready('anna');
    expect(await world.asks('anna', { kind: 'hangUp' })).toBe('wrongState');
    expect(await world.asks('anna', { kind: 'dialOffer' })).toBe('noOffer');
    expect(await world.asks('anna', { kind: 'endWrapUp', businessResult: null, note: null })).toBe(
      'wrongState',
    );
  });

  test('wrap-up ends by itself after its limit', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    world.connect(live);
    world.end(live);
    await world.stayOn('anna', 59);
    expect(world.state('anna')).toBe('ready wrapUp');
    await world.stayOn('anna', 1);
    expect(world.state('anna')).toBe('ready idle');
  });

  test('hanging up is asked of the carrier; wrap-up begins when the call has ended', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    world.connect(live);
    await world.does('anna', { kind: 'hangUp' });
    expect(world.hungUp).toEqual([live.call.id]);
    expect(world.state('anna')).toBe('ready talking');
    world.end(live);
    expect(world.state('anna')).toBe('ready wrapUp');
  });

  test('a note is written to the call, and a restart during wrap-up does not lose it', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 5));
    await database`
      insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called, caller)
      values (${vdnId}, 1, ${live.call.claimedAt}, ${live.contact.callNumber}, 1, 1, 1, 1, '1', '2')`;
    world.answer(live);
    world.connect(live);
    world.end(live);
    await world.desk.close();
    const next = await openWorld();
    next.now = addSeconds(world.now, 3);
    expect(next.state('anna')).toBe('ready wrapUp');
    await next.does('anna', { kind: 'endWrapUp', businessResult: 'sold', note: 'ring in May' });
    await next.desk.close();
    expect(await database`select business_result, note, wrapped_up_at from calls`).toEqual([
      { business_result: 'sold', note: 'ring in May', wrapped_up_at: next.now },
    ]);
  });
});

describe('who is asked', () => {
  test('the longest idle of the smallest priority; a call that fails does not cost the place', async () => {
    await world.ready('carl', 'anna', 'bert');
    const campaign = world.campaign(1, 5);
    const lives = [world.dial(campaign), world.dial(campaign), world.dial(campaign)];
    for (const live of lives) world.answer(live);
    expect(world.joined.map((join) => join.agentId)).toEqual(['anna', 'bert', 'carl']);
  });

  test('a person who waits gets the first agent who is free, the longest waiting first', async () => {
    await world.ready('carl');
    const first = world.dial(world.campaign(1, 5));
    const second = world.dial(world.campaign(2, 6));
    const third = world.dial(world.campaign(3, 5));
    world.answer(first);
    world.connect(first);
    world.answer(second);
    await world.wait(0.5);
    world.answer(third);
    expect(world.told.map((event) => [event.kind, event.callId])).toEqual([
      ['waiting', second.call.id],
      ['waiting', third.call.id],
    ]);
    world.end(first);
    await world.does('carl', { kind: 'endWrapUp', businessResult: null, note: null });
    expect(world.joined.at(-1)).toEqual({ callId: second.call.id, agentId: 'carl' });
    await world.does('anna', { kind: 'signIn', signOffAt: null });
    await world.does('anna', { kind: 'ready' });
    expect(world.joined.at(-1)).toEqual({ callId: third.call.id, agentId: 'anna' });
    expect(third.abandoned).toBe(false);
  });

  test('skills changed by another process take effect without a new sign-in', async () => {
    await world.ready('anna');
    const live = world.dial(world.campaign(1, 7, { waitLimitSeconds: 16 }));
    world.answer(live);
    expect(world.joined).toEqual([]);
    await giveSkills(database, 'anna', [{ skillId: 7, priority: 1 }]);
    await world.wait(6);
    await vi.waitFor(() => expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]));
  });

  test('an agent who is deleted is signed out', async () => {
    await world.ready('anna');
    await database`delete from agents where agent_id = 'anna'`;
    await world.wait(6);
    await vi.waitFor(() => expect(world.state('anna')).toBe('signedOut'));
  });
});

describe('nobody is free', () => {
  test('the call counts as abandoned at the legal limit and is let go at the campaign’s', async () => {
    const campaign = world.campaign(1, 5, { waitLimitSeconds: 5 });
    const live = world.dial(campaign);
    world.answer(live);
    await world.wait(1.9);
    expect(live.abandoned).toBe(false);
    await world.wait(0.1);
    expect(live.abandoned).toBe(true);
    expect(world.letGo).toEqual([]);
    await world.wait(3);
    expect(world.letGo).toEqual([{ callId: live.call.id, flowCode: '1001' }]);
    // Too late: the announcement plays.
    await world.ready('anna');
    world.connect(live);
    expect(world.joined).toEqual([]);
    world.end(live, 'abandoned');
    expect(world.desk.takeHappenings(campaign).map((happening) => happening.kind)).toEqual([
      'answered',
      'abandoned',
    ]);
  });

  test('an agent who comes after the legal limit still serves, and the call stays abandoned', async () => {
    const campaign = world.campaign(1, 5, { waitLimitSeconds: 10 });
    const live = world.dial(campaign);
    world.answer(live);
    await world.wait(4);
    await world.ready('anna');
    world.connect(live);
    expect([live.abandoned, live.agentId, world.state('anna')]).toEqual([true, 'anna', 'ready talking']);
  });

  test('who hangs up before the limit left early, and takes no agent', async () => {
    const campaign = world.campaign(1, 5);
    const live = world.dial(campaign);
    world.answer(live);
    await world.wait(1);
    world.end(live, 'hungUpInQueue');
    await world.ready('anna');
    expect(world.joined).toEqual([]);
    expect(live.abandoned).toBe(false);
    expect(world.desk.takeHappenings(campaign).map((happening) => happening.kind)).toEqual([
      'answered',
      'leftEarly',
    ]);
  });
});

describe('preempted', () => {
  test('a reserved agent gets the call, and is free again when it fails', async () => {
    await world.ready('anna', 'bert', 'carl');
    const campaign = world.campaign(1, 5, { deviceType: 6 });
    const reserved = world.desk.reserve(campaign, 2, world.now);
    expect(reserved).toEqual(['anna', 'bert']);
    const [one, two] = [world.dial(campaign), world.dial(campaign)];
    world.desk.bind(one, 'anna');
    world.desk.unreserve(vdnId, ['bert']);
    expect(world.state('bert')).toBe('ready idle');
    world.desk.bind(two, 'bert');
    expect(two.agentId).toBe(null);
    world.end(one, 'busy');
    expect(world.state('anna')).toBe('ready idle');
    expect(world.desk.reserve(campaign, 1, world.now)).toEqual(['anna']);
  });

  test('a reservation that gets no call lasts ten seconds', async () => {
    await world.ready('anna');
    world.desk.reserve(world.campaign(1, 5, { deviceType: 6 }), 1, world.now);
    await world.wait(9);
    expect(world.state('anna')).toBe('ready reserved');
    await world.wait(2);
    expect(world.state('anna')).toBe('ready idle');
  });
});

describe('what pacing sees', () => {
  test('agents, calls and waiting people of the queue; who leaves soon is not counted', async () => {
    await world.ready('anna', 'bert', 'carl');
    const campaign = world.campaign(1, 5);
    const other = world.campaign(2, 5);
    const six = world.campaign(3, 6);
    const talk = world.dial(campaign);
    world.answer(talk);
    world.connect(talk);
    const talkingSince = world.now;
    await world.wait(1);
    world.dial(campaign);
    world.dial(other);
    // Carl has queues 5 and 6, and is whole in one of them.
    const dealt = 1 - world.desk.see(six, 25, world.now).idle;
    expect(world.desk.see(campaign, 25, world.now)).toEqual({
      at: world.now,
      idle: 1 + dealt,
      staffed: 2 + dealt,
      talkingSince: [talkingSince],
      wrapUpSince: [],
      dialedAt: [world.now],
      foreignDialedAt: [world.now],
      waitingSince: [],
      ringLimitSeconds: 25,
    });
    await world.does('bert', { kind: 'signIn', signOffAt: addSeconds(world.now, 20) });
    await world.does('anna', { kind: 'break', reason: 'lunch' });
    expect(world.desk.see(campaign, 25, world.now)).toMatchObject({
      idle: dealt,
      staffed: dealt,
      talkingSince: [],
    });
  });

  test('a call whose gateway does not answer is not counted, and is again as soon as it does', async () => {
    const campaign = world.campaign(1, 5);
    const live = world.dial(campaign);
    live.silentGateways = ['south'];
    const south = { name: 'south', channels: 1, channelsMax: 9, callsPerSecondMax: 9, servesAgents: true };
    world.gateways = [
      {
        ...south,
        isUp: false,
        trouble: { kind: 'pbxAway', reason: inBoth('gone', '断开'), since: world.now },
      },
    ];
    const dialedAt = () => world.desk.see(campaign, 25, world.now).dialedAt;
    expect(dialedAt()).toEqual([]);
    // The next comparison is seconds away, and the next beat is not.
    world.gateways = [{ ...south, isUp: true, trouble: null }];
    expect(dialedAt()).toEqual([world.now]);
    live.isMet = false;
    expect(dialedAt()).toEqual([]);
  });

  test('an agent of two queues is whole in one of them, and in the other a minute later', async () => {
    await world.ready('carl');
    const [five, six] = [world.campaign(1, 5), world.campaign(3, 6)];
    const idle = () => [five, six].map((one) => world.desk.see(one, 25, world.now).idle);
    const first = idle();
    expect([
      [0, 1],
      [1, 0],
    ]).toContainEqual(first);
    for (let part = 0; part < 3; part += 1) {
      await world.wait(20);
      await world.does('carl', { kind: 'alive' });
    }
    expect(idle()).toEqual(first.toReversed());
  });
});

describe('who watches', () => {
  test('hears each change in order, until the watching ends; a listener that fails harms nobody', async () => {
    const heard: string[] = [];
    const listen = (agent: { status: string; state: string }) => heard.push(`${agent.status} ${agent.state}`);
    world.desk.watch(vdnId, 'anna', () => {
      throw new Error('a broken stream');
    });
    const end = world.desk.watch(vdnId, 'anna', listen);
    await world.ready('anna', 'bert');
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    world.connect(live);
    end();
    world.end(live);
    // A reservation and its call are told together.
    expect(heard).toEqual(['onBreak idle', 'ready idle', 'ready reserved', 'ready talking']);
  });

  test('one who asks for the next change while hearing of this one: others hear them in order', async () => {
    const heard: string[] = [];
    world.desk.watch(vdnId, 'anna', (agent) => {
      if (agent.breakReason === null && agent.status === 'onBreak')
        void world.desk.command(vdnId, 'anna', { kind: 'ready' });
    });
    world.desk.watch(vdnId, null, (agent) => heard.push(`${agent.status} ${agent.state}`));
    const live = world.dial(world.campaign(1, 5));
    world.answer(live);
    await world.does('anna', { kind: 'signIn', signOffAt: null });
    expect(heard).toEqual(['onBreak idle', 'ready idle', 'ready reserved']);
    expect(world.joined).toEqual([{ callId: live.call.id, agentId: 'anna' }]);
  });
});
