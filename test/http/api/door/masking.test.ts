// No answer shows a person's number to a role from which the VDN hides it: every route that can be read is
// asked, after numbers were imported and called, and the answers are searched. Streams and files are among
// them.
import { beforeAll, describe, expect, test } from 'vitest';
import { maskableRoles } from '../../../../src/core/masking.ts';
import { allows } from '../../../../src/core/user.ts';
import { apiRoutes } from '../../../../src/http/api/index.ts';
import { ensurePartitions } from '../../../../src/store/database/partitions.ts';
import { openStreams } from '../streams.ts';
import type { Asking } from '../world.ts';

const world = await openStreams();
const { database, desk, open, origin, pass } = world;
const now = world.clock.at;
await ensurePartitions(database, now);
const [administrator, supervisor, auditor, agent] = await Promise.all([
  world.signIn(1, 'administrator'),
  world.signIn(1, 'supervisor'),
  world.signIn(1, 'auditor'),
  world.signIn(1, 'agent'),
]);
const here = (who: Asking) => ({ cookie: who.cookie, origin });

const number = '13912345678';
const person = 'Li Lei';
/** The number in whatever way it may be written, and whose it is. */
const secrets = [/139.?1234.?567/, new RegExp(person)];
const tells = (text: string): boolean => secrets.some((secret) => secret.test(text));

const { id } = await world.addOneCampaign(1, 'the dialed one');
const values: Record<string, string> = { vdnId: '1', id: String(id), day: '2030-03-05', agentId: 'agent' };

const hide = async (roles: readonly string[]) => {
  const change = { settings: { maskedFor: roles } };
  expect((await world.ask(administrator, 'PATCH', '/vdns/1', change)).statusCode).toBe(200);
};

async function upload(file: string, query = ''): Promise<Record<string, unknown>> {
  const headers = {
    'content-type': 'text/csv',
    cookie: administrator.cookie,
    'x-csrf-token': administrator.csrfToken,
  };
  const url = `/api/v1/vdns/1/campaigns/${id}/imports${query}`;
  return (await world.app.inject({ method: 'POST', url, headers, payload: file })).json();
}

beforeAll(async () => {
  const columns = 'called,customField,callData';
  const made = await upload(
    `${columns}\n${number},${person},"{""phone"":""${number}""}"\n13912345679,,\n${number}x,${person},\nx,${person}\\,\n`,
    `?fileName=${number}.csv`,
  );
  values.importId = String(made.id);
  // A file that has no header tells its first row in the sentence that refuses it.
  await upload(`${number},${person}\n`);
  const [contact] = await database<{ contact_id: string }[]>`
    select contact_id from contacts where vdn_id = 1 and campaign_id = ${id} and called = ${number}`;
  values.dataId = contact?.contact_id ?? '';
  for (const [call, endedAt] of [
    [1, now],
    [2, null],
  ] as const) {
    await database`
      insert into calls (vdn_id, campaign_id, claimed_at, call_id, contact_id, attempt, revision, epoch, called, caller,
        custom_field, ended_at, outcome, cause, final, agent_id, note, business_result, flow_variables)
      values (1, ${id}, ${now - 5000}, ${call}, ${values.dataId}, 1, 1, 1, ${number}, '10085', ${person}, ${endedAt},
        ${endedAt && 'succeeded'}, ${endedAt && '00000'}, ${endedAt && true}, 'anna', '139-1234-5678 at home',
        ${`reached at ${number}`}, ${JSON.stringify({ ani: number })}::text::jsonb)`;
  }
  await database`insert into agents (vdn_id, agent_id, name) values (1, 'agent', 'Anna')`;
  await world.ask(administrator, 'GET', `/vdns/1/campaigns/${id}/calls.csv?called=${number}`);
});

/** Somebody is offered the person, and somebody talks to them. */
function seat(): void {
  const offer = {
    contactId: values.dataId as never,
    called: number,
    customField: person,
    callData: `{"phone":"${number}"}`,
    offeredAt: now,
    dialsAt: now,
  };
  desk.put({ id: 'agent', state: 'previewing', campaignId: id as never, offer });
  desk.put({ id: '4711', state: 'talking', called: number, campaignId: id as never, callId: '1-1' as never });
}

const readable = apiRoutes().filter(({ method, permission }) => method === 'GET' && permission !== 'public');

interface Told {
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly text: string;
}

async function answersTo(who: Asking): Promise<Told[]> {
  seat();
  const answers: Told[] = [];
  for (const { path, query } of readable) {
    const address = path.slice('/v1'.length).replace(/:([A-Za-z]+)/g, (_match, name) => values[name] ?? '1');
    // Found by the number, and a page after which more follow: neither may repeat it, `next` included.
    const words = Object.keys(Object(Reflect.get(query, 'properties')));
    const queries = [
      '',
      ...(words.includes('called') ? [`?called=${number}`] : []),
      ...(words.includes('limit') ? ['?limit=1'] : []),
    ];
    for (const asked of queries) {
      const { statusCode, body } = await world.ask(who, 'GET', `${address}${asked}`);
      answers.push({ path, query: asked, status: statusCode, text: body });
    }
  }
  return answers;
}
/** The routes that tell the number, or whose it is. */
const telling = async (who: Asking): Promise<string[]> => [
  ...new Set((await answersTo(who)).filter(({ text }) => tells(text)).map(({ path }) => path)),
];

describe('with the settings of the beginning', () => {
  test('an administrator is told the number, here and there', async () => {
    const home = '/v1/vdns/:vdnId/campaigns/:id';
    expect((await telling(administrator)).sort()).toEqual(
      [
        '/v1/vdns/:vdnId/agents/:agentId/work',
        '/v1/vdns/:vdnId/agents/:agentId/work/case',
        '/v1/vdns/:vdnId/agents/work',
        // The name of the file that was imported.
        '/v1/vdns/:vdnId/audit',
        `${home}/calls`,
        `${home}/calls.csv`,
        `${home}/contacts/:dataId/explain`,
        `${home}/explain`,
        `${home}/imports`,
        `${home}/imports/:importId`,
        `${home}/imports/:importId/errors`,
        `${home}/numbers`,
      ].sort(),
    );
  });

  test('an auditor is told it in no answer, and finds by it all the same', async () => {
    const answers = await answersTo(auditor);
    expect(answers.filter(({ text }) => tells(text))).toEqual([]);
    // Not because nothing was answered.
    const found = answers.filter(({ path, status }) => status === 200 && path.includes('/campaigns/:id/'));
    expect(found.length).toBeGreaterThan(12);
    const byNumber = answers.find(
      ({ path, query }) => path.endsWith('/calls') && query.startsWith('?called'),
    );
    expect(JSON.parse(byNumber?.text ?? '').items).toMatchObject([
      { called: '…78', callerNumber: '10085' },
      { called: '…78', note: '…78 at home', businessResult: 'reached at …78', flowVariables: { ani: '…78' } },
    ]);
    const errors = answers.find(({ path }) => path.endsWith('/errors'));
    expect(errors?.text).toMatch(/^row,field,reason,received\r\n4,called,.*,…\r\n/);
    expect((await world.ask(auditor, 'GET', '/session')).json()).toMatchObject({ masking: 'person' });
  });

  test('an auditor cannot find a number digit by digit, nor in the place of a page', async () => {
    const home = `/vdns/1/campaigns/${id}/numbers`;
    const refused = await world.ask(auditor, 'GET', `${home}?prefix=139`);
    expect([refused.statusCode, refused.json().detail]).toEqual([
      403,
      'Numbers are hidden from your role. Search for a whole number, with called.',
    ]);
    const page = (await world.ask(auditor, 'GET', `${home}?limit=1`)).json();
    expect([page.items.length, page.next]).toEqual([1, expect.stringMatching(/-$/)]);
  });

  test('a download that looked for a number leaves none in the audit log', async () => {
    const [entry] = await database<{ detail: unknown }[]>`
      select detail from audit_entries where vdn_id = 1 and action = 'call.download' order by at limit 1`;
    expect(entry?.detail).toEqual({ called: '…78' });
  });

  test('supervisors and agents see whom they talk to', async () => {
    seat();
    const work = (await world.ask(agent, 'GET', '/vdns/1/agents/agent/work')).json();
    expect(work.offer).toMatchObject({ called: number, customField: person });
    expect((await world.ask(supervisor, 'GET', `/vdns/1/campaigns/${id}/calls`)).body).toContain(number);
  });
});

describe('hidden from everybody who can be hidden from', () => {
  beforeAll(() => hide(maskableRoles));

  test('a supervisor is told it in no answer', async () => {
    expect(await telling(supervisor)).toEqual([]);
  });

  test('an agent is told the person and not the number, in answers and by commands', async () => {
    seat();
    const answers = await Promise.all([
      world.ask(agent, 'GET', '/vdns/1/agents/agent/work'),
      world.ask(agent, 'GET', '/vdns/1/agents/agent/work/case'),
      world.ask(agent, 'POST', '/vdns/1/agents/agent/work/alive', {}),
      world.ask(agent, 'POST', '/vdns/1/agents/agent/work/offer/dial', { contactId: '1' }),
    ]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 409]);
    for (const { body } of answers) expect(body).not.toMatch(/139.?1234.?5678/);
    expect(answers[0]?.json().offer).toMatchObject({ called: '…78', customField: person });
    expect(answers[1]?.json().contact).toMatchObject({ called: '…78', customField: person });
  });

  test('streams tell of people without their numbers', async () => {
    seat();
    const wall = open('/vdns/1/agents/stream', here(supervisor));
    const own = open('/vdns/1/agents/agent/stream', here(agent));
    const frames = [await wall.next(), await own.next()];
    desk.put({ id: 'agent', state: 'talking', called: number, offer: null });
    frames.push(await own.next());
    own.say({ id: 1, command: 'ready' });
    frames.push(await own.next(), await own.next());
    for (const frame of frames) expect(JSON.stringify(frame)).not.toMatch(/139.?1234.?5678/);
    expect(JSON.stringify(frames[0])).not.toContain(person);
    expect(JSON.stringify(frames[1])).toContain(person);
    wall.socket.close();
    own.socket.close();
  });

  test('a key acts for software of the house, and sees what it wrote', async () => {
    const { ak, secret } = (
      await world.ask(administrator, 'POST', '/vdns/1/access-keys', { description: 'test' })
    ).json();
    const url = `/api/v1/vdns/1/campaigns/${id}/calls`;
    const answer = await world.app.inject({
      method: 'GET',
      url,
      headers: world.signed({ ak, secret }, 'GET', url),
    });
    expect(answer.json().items[0]).toMatchObject({ called: number });
  });

  test('a stream that was opened before the setting is opened anew', async () => {
    await hide([]);
    const wall = open('/vdns/1/agents/stream', here(supervisor));
    expect(JSON.stringify(await wall.next())).toContain(number);
    await hide(['supervisor']);
    await pass(60);
    expect(await wall.closed).toBe(4401);
  });
});

test.each([
  [['administrator'], 'settings.maskedFor.0 must be supervisor, agent or auditor.'],
  [['agent', 'agent'], 'settings.maskedFor'],
  ['agent', 'settings.maskedFor must be'],
])('refuses to hide numbers from %j', async (maskedFor, sentence) => {
  const answer = await world.ask(administrator, 'PATCH', '/vdns/1', { settings: { maskedFor } });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().detail).toContain(sentence);
});

test('the roles that read anything of persons are those that can be hidden from', () => {
  const readers = ['supervisor', 'auditor', 'agent'] as const;
  expect([...maskableRoles].sort()).toEqual([...readers].sort());
  expect(readers.every((role) => allows(role, 'session.own'))).toBe(true);
});
