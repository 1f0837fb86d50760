// An agent's day through REST: which user acts for which agent, the answers, and the refusals.

import { beforeEach, describe, expect, test } from 'vitest';
import { inBoth } from '../../../../src/core/language.ts';
import { toCampaignId, toContactId, toMillis, toVdnId } from '../../../../src/core/units.ts';
import { takeDesks } from '../../../../src/store/system/leases.ts';
import { enterNode } from '../../../../src/store/system/nodes.ts';
import { createAccessKey } from '../../../../src/store/tenants/accessKeys.ts';
import { openFakeDesk } from '../fakeDesk.ts';
import { openWorld } from '../world.ts';

const desk = openFakeDesk();
const world = await openWorld({ desk });
await world.addUser(1, '4711', 'agent');
const [supervisor, auditor, agent] = await Promise.all([
  world.signIn(1, 'supervisor'),
  world.signIn(1, 'auditor'),
  world.signIn(1, '4711'),
]);
const administrator = await world.signIn(1, 'administrator');
await world.ask(administrator, 'PUT', '/vdns/1/skill-queues/5', { name: 'Voice' });
for (const id of ['4711', '4712'])
  await world.ask(administrator, 'PUT', `/vdns/1/agents/${id}`, { name: id, skills: [{ skillId: 5 }] });
const work = (id: string, below = '') => `/vdns/1/agents/${id}/work${below}`;
const contactId = toContactId('1767000000000000001');

beforeEach(() => desk.refuse(null));

describe('an agent', () => {
  test('who is not at work is told so', async () => {
    const answer = await world.ask(agent, 'GET', work('4711'));
    expect(answer.json()).toMatchObject({
      id: '4711',
      status: 'signedOut',
      state: 'idle',
      signedInAt: null,
      telephone: { endpoint: '4711', line: 'open' },
      isReachable: false,
    });
  });

  test('signs in, is ready, takes a break', async () => {
    const signOffAt = '2030-03-05T17:00:00Z';
    const answer = await world.ask(agent, 'POST', work('4711', '/sign-in'), { signOffAt });
    expect(answer.json()).toMatchObject({
      status: 'ready',
      telephone: { endpoint: '1001', line: 'open' },
      isReachable: true,
      signOffAt: '2030-03-05T17:00:00.000Z',
      since: '2030-03-05T09:00:00.000Z',
    });
    expect((await world.ask(agent, 'POST', work('4711', '/ready'))).statusCode).toBe(200);
    const onBreak = await world.ask(agent, 'POST', work('4711', '/break'), { reason: 'lunch' });
    expect(onBreak.json()).toMatchObject({ status: 'onBreak', breakReason: 'lunch' });
    expect(desk.asked.map(({ command }) => command.kind)).toEqual(['signIn', 'ready', 'break']);
    expect((await world.ask(agent, 'GET', work('4711'))).json()).toMatchObject({ breakReason: 'lunch' });
  });

  test('works under their own name only', async () => {
    for (const [method, path] of [
      ['GET', work('4712')],
      ['POST', work('4712', '/ready')],
    ] as const) {
      const answer = await world.ask(agent, method, path);
      expect(answer.statusCode).toBe(403);
      expect(answer.json().detail).toBe('You work as the agent 4711, and as no other.');
    }
    expect((await world.ask(auditor, 'GET', work('4711'))).statusCode).toBe(403);
  });

  test.each([
    ['2030-03-05T08:59:59Z', /lie ahead/],
    ['2030-03-06T10:00:00Z', /at most 24 hours/],
    ['today', /must be an instant/],
    [5, /must be/],
  ])('cannot mean to leave at %j', async (signOffAt, sentence) => {
    const answer = await world.ask(agent, 'POST', work('4711', '/sign-in'), { signOffAt });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toMatch(sentence);
  });

  test('gives a reason for a break and for a skip', async () => {
    for (const path of ['/break', '/offer/skip']) {
      expect((await world.ask(agent, 'POST', work('4711', path), {})).statusCode).toBe(400);
      expect((await world.ask(agent, 'POST', work('4711', path), { reason: ' ' })).statusCode).toBe(400);
    }
  });

  test('writes down what came of a call, in several lines', async () => {
    const body = { businessResult: 'sold', note: 'calls back\n\tin May' };
    expect((await world.ask(agent, 'POST', work('4711', '/wrap-up/end'), body)).statusCode).toBe(200);
    expect(desk.asked.at(-1)?.command).toEqual({ kind: 'endWrapUp', ...body });
    expect(
      (await world.ask(agent, 'POST', work('4711', '/wrap-up/end'), { note: 'a\u0000b' })).statusCode,
    ).toBe(400);
  });
});

describe('a command that comes twice', () => {
  test.each([
    ['/ready', undefined, { status: 'ready' }],
    ['/break', { reason: 'tea' }, { status: 'onBreak', breakReason: 'tea' }],
    ['/sign-in', {}, { status: 'ready' }],
    ['/call/hang-up', undefined, { state: 'wrapUp' }],
    ['/wrap-up/end', {}, { state: 'idle' }],
  ] as const)('%s succeeds when it is done already', async (path, body, state) => {
    desk.put({ id: '4711', status: 'ready', state: 'idle', ...state });
    desk.refuse({ refusal: 'wrongState', detail: inBoth('not now', '拒绝') });
    const answer = await world.ask(agent, 'POST', work('4711', path), body);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject(state);
  });

  test('sign-out of one who is out succeeds', async () => {
    desk.refuse({ refusal: 'notSignedIn', detail: inBoth('not there', '拒绝') });
    const answer = await world.ask(supervisor, 'POST', work('4712', '/sign-out'));
    expect([answer.statusCode, answer.json().status]).toEqual([200, 'signedOut']);
  });
});

describe('a refusal', () => {
  test('tells the state that is in the way', async () => {
    desk.put({ id: '4711', status: 'ready', state: 'talking' });
    desk.refuse({ refusal: 'wrongState', detail: inBoth('The agent is talking.', '拒绝') });
    const answer = await world.ask(agent, 'POST', work('4711', '/wrap-up/end'));
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({
      type: 'urn:campana:problem:wrongState',
      detail: 'The agent is talking.',
      agent: { id: '4711', state: 'talking' },
    });
  });

  test.each([
    ['noSuchAgent', 404],
    ['notSignedIn', 409],
    ['noOffer', 409],
  ] as const)('%s is a %i', async (refusal, status) => {
    desk.refuse({ refusal, detail: inBoth('The process b1 seats them.', '拒绝') });
    const answer = await world.ask(agent, 'POST', work('4711', '/offer/dial'));
    expect(answer.statusCode).toBe(status);
    expect(answer.json().detail).toBe('The process b1 seats them.');
  });

  test('names the process that seats the agents', async () => {
    desk.refuse({ refusal: 'agentsElsewhere', detail: inBoth('elsewhere', '拒绝') });
    const ask = async (method: 'GET' | 'POST', path: string) => {
      const answer = await world.ask(supervisor, method, path);
      return [answer.statusCode, answer.headers['retry-after'], answer.json().detail];
    };
    const nobody = 'No process seats the agents of VDN 1 at the moment. Try again.';
    expect(await ask('POST', work('4711', '/ready'))).toEqual([503, '1', nobody]);
    await takeDesks(world.database, await enterNode(world.database, 'b1', true), 10);
    const owner = 'The process b1 seats the agents of VDN 1. Ask that process, or try again.';
    expect(await ask('POST', work('4711', '/ready'))).toEqual([503, '1', owner]);
    expect(await ask('GET', work('4711'))).toEqual([503, '1', owner]);
    expect(await ask('GET', '/vdns/1/agents/work')).toEqual([503, '1', owner]);
  });

  test('keeps a late click from the next offer', async () => {
    desk.put({
      id: '4711',
      state: 'previewing',
      offer: {
        contactId,
        called: '13900000001',
        customField: 'Müller',
        callData: '{}',
        offeredAt: toMillis(world.clock.at),
        dialsAt: toMillis(world.clock.at + 10_000),
      },
    });
    const shown = (await world.ask(agent, 'GET', work('4711'))).json();
    expect(shown.offer).toMatchObject({ called: '13900000001', dialsAt: '2030-03-05T09:00:10.000Z' });
    const asked = desk.asked.length;
    const late = await world.ask(agent, 'POST', work('4711', '/offer/dial'), { contactId: '17' });
    expect(late.statusCode).toBe(409);
    expect(desk.asked).toHaveLength(asked);
    const right = await world.ask(agent, 'POST', work('4711', '/offer/dial'), { contactId });
    expect(right.statusCode).toBe(200);
  });
});

describe('a supervisor', () => {
  test('acts for anybody, and that is written down', async () => {
    await world.ask(supervisor, 'POST', work('4712', '/sign-in'));
    const { items } = (await world.ask(administrator, 'GET', '/vdns/1/audit?action=agent.work')).json();
    expect(items[0]).toMatchObject({
      actor: 'user:supervisor',
      subject: 'agent 4712',
      detail: { command: 'signIn' },
    });
    const key = await createAccessKey(world.database, toVdnId(1), 'test', world.masterKey, world.clock.at);
    const url = `/api/v1${work('4712', '/ready')}`;
    const answer = await world.app.inject({
      method: 'POST',
      url,
      headers: world.signed(key, 'POST', url),
    });
    expect(answer.statusCode).toBe(200);
    const after = (await world.ask(administrator, 'GET', '/vdns/1/audit?action=agent.work')).json();
    expect(after.items.map((item: { actor: string }) => item.actor)).not.toContain(`key:${key.ak}`);
  });

  test('sees who is at work, by skill and state, a page at a time', async () => {
    desk.put({ id: '4711', state: 'idle', status: 'ready', offer: null });
    desk.put({ id: '4712', state: 'talking', campaignId: toCampaignId(7), called: '13900000001' });
    desk.put({ id: '4713', skills: [{ skillId: 6, priority: 1 }] });
    desk.put({ id: '4714', status: 'signedOut' });
    const idsOf = async (query: string) => {
      const { items, next, total } = (
        await world.ask(supervisor, 'GET', `/vdns/1/agents/work${query}`)
      ).json();
      return { ids: items.map((item: { id: string }) => item.id), next, total };
    };
    expect(await idsOf('')).toEqual({ ids: ['4711', '4712', '4713'], next: null, total: 3 });
    expect(await idsOf('?limit=2')).toEqual({ ids: ['4711', '4712'], next: '4712', total: 3 });
    expect(await idsOf('?limit=2&after=4712')).toEqual({ ids: ['4713'], next: null, total: 3 });
    expect(await idsOf('?skillId=6')).toMatchObject({ ids: ['4713'] });
    expect(await idsOf('?state=talking')).toMatchObject({ ids: ['4712'], total: 1 });
    expect((await world.ask(supervisor, 'GET', '/vdns/1/agents/work?state=asleep')).statusCode).toBe(400);
    expect((await world.ask(agent, 'GET', '/vdns/1/agents/work')).statusCode).toBe(403);
  });
});

test('no agent may be called what stands for all of them', async () => {
  for (const id of ['work', 'stream']) {
    const answer = await world.ask(administrator, 'PUT', `/vdns/1/agents/${id}`, { name: 'x', skills: [] });
    expect(answer.statusCode).toBe(400);
  }
});
