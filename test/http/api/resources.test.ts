// The tenant's own things: settings, keys, users, skill queues, agents, flows; and that each change is
// in the audit log with its author and without a secret.
import { describe, expect, test } from 'vitest';
import { openWorld, passwordOfAll } from './world.ts';

const world = await openWorld();
const administrator = await world.signIn(1, 'administrator');
const auditor = await world.signIn(1, 'auditor');
const send = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) =>
  world.ask(administrator, method, `/vdns/1${path}`, body);
const lastAudit = async () => (await world.ask(auditor, 'GET', '/vdns/1/audit?limit=1')).json().items[0];

describe('the VDN', () => {
  test('shows its settings and takes a change of some of them', async () => {
    const before = (await send('GET', '')).json();
    await send('PUT', '/flows/1001', { description: 'Nobody is free', playSeconds: 5 });
    const settings = {
      abandonRatePercentMax: 2.5,
      falseMachinePercent: 1.5,
      queueSecondsMax: 300,
      abandonmentFlowCode: '1001',
      timeZone: 'Asia/Shanghai',
      callbackTrustlist: ['10.0.0.0/8', 'hooks.example.org', '::1'],
      allowedPrefixes: ['49', '0049', '*31#'],
    };
    const answer = await send('PATCH', '', { settings });
    expect(answer.json()).toEqual({ ...before, settings: { ...before.settings, ...settings } });
    expect((await send('GET', '')).json()).toEqual(answer.json());
    expect(await lastAudit()).toMatchObject({
      actor: 'user:administrator',
      action: 'vdn.change',
      detail: {
        before: { settings: { timeZone: 'UTC' } },
        after: { settings: { timeZone: 'Asia/Shanghai' } },
      },
    });
    // What abandoned people hear stays as long as the setting names it.
    expect((await send('DELETE', '/flows/1001')).statusCode).toBe(409);
    await send('PATCH', '', { settings: { abandonmentFlowCode: null } });
    expect((await send('DELETE', '/flows/1001')).statusCode).toBeLessThan(300);
  });

  test.each([
    [{ timeZone: 'Mars/Olympus' }, 'settings.timeZone Mars/Olympus is not an IANA time zone.'],
    [{ noticePushesMax: 7 }, 'settings.noticePushesMax must be at most 6.'],
    [{ retentionDays: '90' }, 'settings.retentionDays must be a whole number.'],
    [{ color: 'red' }, 'settings.color is not known here.'],
    [{ abandonRatePercentMax: 0 }, 'settings.abandonRatePercentMax must be at least 0.1.'],
    [{ answerLimitSeconds: 17 }, 'settings.answerLimitSeconds must be at most 16.'],
    [{ quarantineHours: -1 }, 'settings.quarantineHours must be at least 0.'],
    [{ wrapUpSecondsMax: 3601 }, 'settings.wrapUpSecondsMax must be at most 3600.'],
    [{ agentSilenceSecondsMax: 4 }, 'settings.agentSilenceSecondsMax must be at least 5.'],
    [{ queueSecondsMax: 4 }, 'settings.queueSecondsMax must be at least 5.'],
    [{ queueSecondsMax: 3601 }, 'settings.queueSecondsMax must be at most 3600.'],
    [{ falseMachinePercent: 21 }, 'settings.falseMachinePercent must be at most 20.'],
    [{ falseMachinePercent: -1 }, 'settings.falseMachinePercent must be at least 0.'],
    [{ predictedPacing: 'best' }, 'settings.predictedPacing must be contract or own.'],
    [{ abandonmentFlowCode: '9999' }, 'settings.abandonmentFlowCode: there is no flow 9999.'],
    [{ allowedPrefixes: ['49', ''] }, 'settings.allowedPrefixes.1 must be 1 to 15 of 0-9 * # +.'],
    [{ allowedPrefixes: ['4'.repeat(16)] }, 'settings.allowedPrefixes.0 must be 1 to 15 of 0-9 * # +.'],
    [{ apiTimes: 'gmt' }, 'settings.apiTimes must be local or utc.'],
    [
      { callbackTrustlist: ['10.0.0.0/99'] },
      'settings.callbackTrustlist.0 10.0.0.0/99 is not a host name, address or network.',
    ],
    [
      { callbackTrustlist: ['hooks.example.org', '10.0.0'] },
      'settings.callbackTrustlist.1 10.0.0 is not a host name, address or network.',
    ],
  ])('refuses %j', async (settings, sentence) => {
    const before = (await send('GET', '')).json();
    const answer = await send('PATCH', '', { settings });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain(sentence);
    expect((await send('GET', '')).json()).toEqual(before);
  });

  test('takes 200 allowed prefixes and no more', async () => {
    const prefixes = Array.from({ length: 201 }, (_, index) => String(index + 1));
    const answer = await send('PATCH', '', { settings: { allowedPrefixes: prefixes } });
    expect(answer.json().detail).toContain('settings.allowedPrefixes must not have more than 200 items.');
    const most = { allowedPrefixes: prefixes.slice(1) };
    expect((await send('PATCH', '', { settings: most })).json().settings).toMatchObject(most);
    await send('PATCH', '', { settings: { allowedPrefixes: [] } });
  });

  test('of number 1 makes further ones, each with a key and an administrator', async () => {
    const administrators = { name: 'chief', password: passwordOfAll };
    const body = {
      id: 3,
      name: 'Third',
      settings: { timeZone: 'Europe/Berlin' },
      administrator: administrators,
    };
    const made = await world.ask(administrator, 'POST', '/vdns', body);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ id: 3, settings: { timeZone: 'Europe/Berlin', noticePushesMax: 6 } });
    const { accessKey } = made.json();
    const url = '/api/v1/vdns/3/access-keys';
    const byKey = await world.app.inject({ url, headers: world.signed({ ...accessKey }, 'GET', url) });
    expect(byKey.json().items).toMatchObject([{ ak: accessKey.ak }]);
    const chief = await world.signIn(3, 'chief');
    expect((await world.ask(chief, 'GET', '/vdns/3')).json().name).toBe('Third');
    expect((await world.ask(administrator, 'GET', '/vdns/3')).statusCode).toBe(403);
    expect((await world.ask(administrator, 'POST', '/vdns', body)).statusCode).toBe(409);
    expect((await world.ask(chief, 'POST', '/vdns', { ...body, id: 4 })).statusCode).toBe(403);
  });
});

test.each(['', ' ', 'a ', '\u3000a', 'a\u200b', '\u200b', '\u3164', 'a\nb', 'a\0b', 'a\ud800'])(
  'a name must be a line that people can tell from others: %j',
  async (name) => {
    for (const [method, path, body] of [
      ['PATCH', '', { name }],
      ['PUT', '/skill-queues/900', { name }],
      ['PUT', '/agents/a900', { name, skills: [] }],
      ['PUT', '/flows/900', { description: name, playSeconds: 1 }],
      ['POST', '/access-keys', { description: name }],
    ] as const) {
      const answer = await send(method, path, body);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().detail).toMatch(/^\w+ must have a visible character, no blank at /);
    }
    expect((await send('PUT', '/skill-queues/900', { name: '销售 😀' })).statusCode).toBe(201);
    expect((await send('DELETE', '/skill-queues/900')).statusCode).toBe(204);
  },
);

test('what is asked for is told in words, a choice once', async () => {
  const user = { name: 'x y', role: 'root', password: passwordOfAll };
  expect((await send('POST', '/users', user)).json().detail).toBe(
    'name must be 1 to 64 letters, digits or . _ @ -, and begin with a letter or digit. ' +
      'role must be administrator, supervisor, agent or auditor.',
  );
  expect((await send('GET', '/agents?limit=0')).json().detail).toBe('limit must be a number from 1 to 500.');
});

test('a key tells its secret once and signs until it is revoked', async () => {
  const made = (await send('POST', '/access-keys', { description: 'billing' })).json();
  expect(made.secret).toMatch(/^[\w-]{43}$/);
  const url = '/api/v1/vdns/1/skill-queues';
  const useKey = async () =>
    (await world.app.inject({ url, headers: world.signed(made, 'GET', url) })).statusCode;
  expect(await useKey()).toBe(200);
  const list = (await send('GET', '/access-keys')).json();
  expect(list.items).toMatchObject([{ ak: made.ak, description: 'billing', revokedAt: null }]);
  expect((await send('DELETE', `/access-keys/${made.ak}`)).statusCode).toBe(204);
  expect((await send('DELETE', `/access-keys/${made.ak}`)).statusCode).toBe(404);
  const later = world.clock.at + 4000;
  const before = world.clock.at;
  world.clock.at = later as typeof before;
  expect(await useKey()).toBe(401);
  world.clock.at = before;
  const log = (await world.ask(auditor, 'GET', '/vdns/1/audit')).body;
  expect(log).toContain('key.revoke');
  expect(log).not.toContain(made.secret);
});

describe('users', () => {
  test('are added once and change their role, which ends their sessions', async () => {
    const newcomer = { name: 'new.comer', role: 'agent', password: passwordOfAll };
    const added = await send('POST', '/users', newcomer);
    expect(added.json()).toEqual({
      name: 'new.comer',
      role: 'agent',
      createdAt: '2030-03-05T09:00:00.000Z',
      disabledAt: null,
    });
    expect((await send('POST', '/users', newcomer)).statusCode).toBe(409);
    const session = await world.signIn(1, 'new.comer');
    expect((await world.ask(session, 'GET', '/vdns/1/campaigns')).statusCode).toBe(403);
    expect((await send('PATCH', '/users/new.comer', { role: 'supervisor' })).json().role).toBe('supervisor');
    expect((await world.ask(session, 'GET', '/session')).statusCode).toBe(401);
    const again = await world.signIn(1, 'new.comer');
    expect((await world.ask(again, 'GET', '/vdns/1/campaigns')).statusCode).toBe(200);
    expect(await lastAudit()).toMatchObject({ action: 'session.open' });
  });

  test('keep one administrator, even when two resign at once', async () => {
    await send('POST', '/users', { name: 'second', role: 'administrator', password: passwordOfAll });
    const answers = await Promise.all([
      send('PATCH', '/users/second', { role: 'auditor' }),
      send('PATCH', '/users/administrator', { disabled: true }),
    ]);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409]);
    await world.database`update users set role = 'administrator', disabled_at = null where user_name = 'administrator'`;
  });

  test.each([
    { name: 'x y', role: 'agent', password: passwordOfAll },
    { name: 'short', role: 'agent', password: 'short' },
    { name: 'king', role: 'king', password: passwordOfAll },
  ])('are refused as %j', async (body) => {
    const asking = await world.signIn(1, 'administrator');
    expect((await world.ask(asking, 'POST', '/vdns/1/users', body)).statusCode).toBe(400);
  });
});

test.each([
  ['/skill-queues/901', { name: 'Added' }, { name: 'Overwritten' }],
  ['/agents/a901', { name: 'Added', skills: [] }, { name: 'Overwritten', skills: [] }],
  ['/flows/901', { description: 'Added', playSeconds: 1 }, { description: 'Overwritten', playSeconds: 2 }],
] as const)(
  'of two who add %s at once the second is told and overwrites nothing',
  async (path, one, other) => {
    const asking = await world.signIn(1, 'administrator');
    const add = (body: object) => world.ask(asking, 'PUT', `/vdns/1${path}`, body, { 'if-none-match': '*' });
    expect((await add(one)).statusCode).toBe(201);
    const second = await add(other);
    expect([second.statusCode, second.json().detail]).toEqual([
      409,
      'It is there already, and stays as it is.',
    ]);
    const list = await world.ask(asking, 'GET', `/vdns/1${path.slice(0, path.lastIndexOf('/'))}`);
    expect(list.body).toContain('Added');
    expect(list.body).not.toContain('Overwritten');
    expect((await world.ask(asking, 'DELETE', `/vdns/1${path}`)).statusCode).toBe(204);
  },
);

test('skill queues, agents and flows are saved whole, and a queue in use stays', async () => {
  const asking = await world.signIn(1, 'administrator');
  const put = async (path: string, body: object) =>
    (await world.ask(asking, 'PUT', `/vdns/1${path}`, body)).statusCode;
  const remove = async (path: string) => (await world.ask(asking, 'DELETE', `/vdns/1${path}`)).statusCode;
  const read = async (path: string) => (await world.ask(asking, 'GET', `/vdns/1${path}`)).json();

  expect([
    await put('/skill-queues/5', { name: 'Voice' }),
    await put('/skill-queues/5', { name: 'Voice Skill' }),
  ]).toEqual([201, 200]);
  expect(await put('/skill-queues/6', { name: 'Other' })).toBe(201);
  expect(await put('/skill-queues/1001', { name: 'Too far' })).toBe(400);
  expect((await read('/skill-queues')).items).toEqual([
    { id: 5, name: 'Voice Skill' },
    { id: 6, name: 'Other' },
  ]);

  const skills = [{ skillId: 6 }, { skillId: 5, priority: 9 }];
  expect(await put('/agents/1001', { name: 'Ann', skills })).toBe(201);
  expect(await put('/agents/1002', { name: 'Bob', skills: [] })).toBe(201);
  expect(await put('/agents/1002', { name: 'Bob', skills: [{ skillId: 77 }] })).toBe(404);
  expect(await put('/agents/1002', { name: 'Bob', skills: [{ skillId: 5 }, { skillId: 5 }] })).toBe(400);
  expect(await read('/agents/1001')).toEqual({
    id: '1001',
    name: 'Ann',
    skills: [
      { skillId: 6, priority: 1 },
      { skillId: 5, priority: 9 },
    ],
    simulated: false,
    telephone: { endpoint: '1001', line: 'open' },
  });
  expect((await read('/agents?skillId=5')).items).toHaveLength(1);
  expect(await read('/agents?limit=1')).toMatchObject({ items: [{ id: '1001' }], next: '1001' });
  expect(await read('/agents?limit=1&after=1001')).toMatchObject({ items: [{ id: '1002', skills: [] }] });

  expect(await put('/flows/1002', { description: 'Transfers', playSeconds: 5, transferSkillId: 5 })).toBe(
    201,
  );
  expect(await put('/flows/1003', { description: 'Lost', playSeconds: 5, transferSkillId: 99 })).toBe(404);
  expect((await read('/flows')).items).toEqual([
    { code: '1002', description: 'Transfers', playSeconds: 5, transferSkillId: 5 },
  ]);

  expect(await remove('/skill-queues/5')).toBe(409);
  expect(await remove('/flows/1002')).toBe(204);
  expect(await remove('/skill-queues/5')).toBe(204);
  expect((await read('/agents/1001')).skills).toEqual([{ skillId: 6, priority: 1 }]);
  expect([await remove('/agents/1001'), await remove('/agents/1001')]).toEqual([204, 404]);
});

describe('an agent’s telephone', () => {
  const put = async (vdnId: number, agentId: string, telephone?: object) => {
    const asking = await world.signIn(vdnId, 'administrator');
    const body = { name: agentId, skills: [], ...(telephone === undefined ? {} : { telephone }) };
    return world.ask(asking, 'PUT', `/vdns/${vdnId}/agents/${agentId}`, body);
  };

  test('is named and rings as it is told; without a word it is called like the agent, on an open line', async () => {
    expect((await put(1, 'tel1', { endpoint: 'desk-7', line: 'onDemand' })).json()).toMatchObject({
      telephone: { endpoint: 'desk-7', line: 'onDemand' },
    });
    expect((await put(1, 'tel1', { line: 'onDemand' })).json()).toMatchObject({
      telephone: { endpoint: 'tel1', line: 'onDemand' },
    });
    expect((await put(1, 'tel1')).json()).toMatchObject({ telephone: { endpoint: 'tel1', line: 'open' } });
    expect((await send('GET', '/agents/tel1')).json()).toMatchObject({
      telephone: { endpoint: 'tel1', line: 'open' },
    });
    const { items } = (await world.ask(auditor, 'GET', '/vdns/1/audit?limit=1&action=agent.save')).json();
    expect(items[0].detail.telephone).toEqual({ endpoint: 'tel1', line: 'open' });
  });

  test.each([
    [{ endpoint: 'a b' }, 'telephone.endpoint must be 1 to 40 letters, digits, - and _.'],
    [{ endpoint: '1001@trunk' }, 'telephone.endpoint must be'],
    [{ endpoint: '../x&Local/9@out' }, 'telephone.endpoint must be'],
    [{ endpoint: '' }, 'telephone.endpoint must be'],
    [{ endpoint: 'x'.repeat(41) }, 'telephone.endpoint must be'],
    [{ line: 'closed' }, 'telephone.line must be open or onDemand.'],
    [{ number: '1' }, 'telephone.number is not known here.'],
  ])('is refused as %j', async (telephone, sentence) => {
    const answer = await put(1, 'tel2', telephone);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain(sentence);
  });

  test('of one VDN is never another’s, whether it is named or called like its agent', async () => {
    expect((await put(1, 'tel3')).statusCode).toBe(201);
    // A VDN whose agents were there before telephones had names.
    await world.database`insert into agents (vdn_id, agent_id, name) values (1, 'tel4', 'Old')`;
    for (const [agentId, telephone] of [
      ['tel3', undefined],
      ['Tel3', undefined],
      ['anna', { endpoint: 'tel3' }],
      ['anna', { endpoint: 'TEL3' }],
      ['anna', { endpoint: 'tel4' }],
    ] as const) {
      const answer = await put(2, agentId, telephone);
      expect(answer.statusCode).toBe(409);
      const endpoint = telephone?.endpoint ?? agentId;
      expect(answer.json()).toMatchObject({
        detail: `An agent of another VDN has the telephone ${endpoint}. Name another one.`,
        violations: [{ path: 'telephone.endpoint', received: endpoint }],
      });
    }
    expect((await put(2, 'tel3', { endpoint: 'vdn2-tel3' })).statusCode).toBe(201);
    // Within a VDN people may share a telephone, one after the other.
    expect((await put(1, 'tel5', { endpoint: 'tel3' })).statusCode).toBe(201);
    await send('DELETE', '/agents/tel3');
    expect((await put(2, 'anna', { endpoint: 'tel3' })).statusCode).toBe(409);
    await send('DELETE', '/agents/tel5');
    expect((await put(2, 'anna', { endpoint: 'tel3' })).statusCode).toBe(201);
  });

  test('that two VDNs ask for at once is given to one of them', async () => {
    const [one, other] = [await world.signIn(1, 'administrator'), await world.signIn(2, 'administrator')];
    for (let round = 0; round < 10; round += 1) {
      const body = { name: 'x', skills: [], telephone: { endpoint: `contested-${round}` } };
      const answers = await Promise.all([
        world.ask(one, 'PUT', `/vdns/1/agents/race${round}`, body),
        world.ask(other, 'PUT', `/vdns/2/agents/race${round}`, body),
      ]);
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
    }
  });
});

test('the audit log is read a page at a time, newest first, none twice', async () => {
  const all = (await world.ask(auditor, 'GET', '/vdns/1/audit?limit=500')).json().items;
  const pages: unknown[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page: { items: unknown[]; next: string | null } = (
      await world.ask(auditor, 'GET', `/vdns/1/audit?limit=7${next === '' ? '' : `&before=${next}`}`)
    ).json();
    pages.push(...page.items);
    next = page.next;
  }
  expect(pages).toEqual(all);
  const own = (await world.ask(auditor, 'GET', '/vdns/1/audit?action=key.create')).json().items;
  expect(own).toHaveLength(1);
});
