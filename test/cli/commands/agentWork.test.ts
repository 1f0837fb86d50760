// An agent's day and a supervisor's questions from the command line, against a real door with a desk
// that does as it is told.
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../src/cli/program.ts';
import { openClock } from '../../../src/clock.ts';
import { toVdnId } from '../../../src/core/units.ts';
import { createAccessKey } from '../../../src/store/tenants/accessKeys.ts';
import { openStreams } from '../../http/api/streams.ts';
import { openFakeServer, run } from '../terminal.ts';

const world = await openStreams();
const { desk, origin } = world;
const key = await createAccessKey(world.database, toVdnId(1), 'test', world.masterKey, world.clock.at);
const keys = { CAMPANA_AK: key.ak, CAMPANA_SK: key.secret, CAMPANA_URL: origin };
const administrator = await world.signIn(1, 'administrator');
for (const id of ['4711', '4712'])
  await world.ask(administrator, 'PUT', `/vdns/1/agents/${id}`, { name: id, skills: [] });

/** A second passes between commands: equal requests of one instant have equal signatures. */
const type = async (...args: string[]) => {
  await world.pass(1);
  return run(keys, ...args);
};

test('an agent signs in, is ready, takes a break, signs out', async () => {
  const said = async (...args: string[]) => (await type('agent', ...args)).printed;
  await said('sign-in', '4711', '--until', '2030-03-05 17:00:00');
  expect(desk.asked.at(-1)?.command).toMatchObject({ signOffAt: Date.parse('2030-03-05T17:00:00Z') });
  expect(await said('ready', '4711')).toBe('Agent 4711 is ready, idle.');
  expect(await said('break', '4711', 'lunch')).toBe('Agent 4711 is on break (lunch), idle.');
  expect(await said('sign-out', '4711')).toMatch(/^Agent 4711 is/);
  expect(await type('agent', 'ready', '4799')).toMatchObject({
    code: 1,
    noted: 'There is no agent 4799. (HTTP 404)',
  });
  expect((await type('agent', 'sign-in', '4711', '--until', 'later')).noted).toMatch(
    /--until: expected a time/,
  );
});

test('an agent is added with skills, simulated or not', async () => {
  await world.ask(administrator, 'PUT', '/vdns/1/skill-queues/5', { name: 'Voice' });
  const set = await type('agent', 'set', '4713', 'Anna', '--skill', '5:2', '--simulated');
  expect(set.printed).toBe('Agent 4713 is "Anna" with 1 skill.');
  expect((await type('agent', 'list')).printed).toMatch(/^4713 +Anna +yes +4713 +open +5:2$/m);
  await type('agent', 'set', '4713', 'Anna');
  expect((await type('agent', 'list')).printed).toMatch(/^4713 +Anna +no +4713 +open$/m);
  await type('agent', 'set', '4713', 'Anna', '--telephone', 'desk-7', '--on-demand');
  expect((await type('agent', 'list')).printed).toMatch(/^4713 +Anna +no +desk-7 +on demand$/m);
});

test('everybody at work is listed', async () => {
  desk.put({ id: '4711', status: 'ready', breakReason: null, state: 'talking', called: '13900000001' });
  desk.put({ id: '4712', skills: [{ skillId: 6, priority: 2 }], isReachable: false });
  expect((await type('agent', 'list', '--working')).printed.split('\n')).toEqual([
    expect.stringMatching(/^ID +STATUS +STATE/),
    expect.stringMatching(/^4711 +ready +talking +yes .* 13900000001/),
    expect.stringMatching(/^4712 +ready +idle +no .* 6:2$/),
  ]);
  expect((await type('agent', 'list', '--working', '--skill', '6')).printed).not.toContain('4711');
});

test('watching tells each change, keeps nobody alive, and ends with Ctrl-C', async () => {
  const stop = new AbortController();
  const lines: string[] = [];
  await world.pass(1);
  const asked = desk.asked.length;
  const ending = runCommandLine(['agent', 'watch', '4711'], {
    environment: keys,
    clock: openClock(1),
    signal: stop.signal,
    output: {
      line: (text) => {
        lines.push(text);
        if (lines.length === 1) desk.put({ id: '4711', state: 'wrapUp' });
        else stop.abort();
      },
      note: (text) => lines.push(text),
      redraw: () => undefined,
      isTerminal: false,
    },
  });
  expect(await ending).toBe(0);
  expect(lines[1]).toMatch(/Agent 4711 is ready, in wrap-up, 13900000001 of campaign/);
  expect(desk.asked).toHaveLength(asked);
  const nobody = await type('agent', 'watch', '4799');
  expect(nobody).toMatchObject({ code: 1, noted: expect.stringContaining('There is no such agent') });
});

describe('of a campaign with agents', () => {
  const figures = {
    at: '2030-03-05T08:59:59.000Z',
    method: 'own',
    sentence: '7 calls, because of this.',
    agents: { staffed: 20, idle: 4, onBreak: null },
    ringing: 9,
    waiting: 0,
    answerRatePercent: 25,
    occupancyPercent: { last15Minutes: 91.5, today: null },
    abandonPercent: {
      last24Hours: { answered: 400, abandoned: 9, percent: 2.3 },
      block30Days: { answered: 0, abandoned: 0, percent: null },
      limit: 3,
    },
    talkSecondsMean: 91.2,
  };

  test('figures are a list under a sentence', async () => {
    const server = await openFakeServer(() => [200, figures]);
    const { printed } = await run({ ...keys, CAMPANA_URL: server.url }, 'campaign', 'pacing', '7');
    await server.close();
    expect(server.asked.at(-1)?.url).toBe('/api/v1/vdns/1/campaigns/7/pacing');
    expect(printed).toMatch(/^7 calls, because of this\.\n\n/);
    expect(printed).toMatch(/occupancy, 15 minutes +91\.5 %\n/);
    expect(printed).toMatch(/occupancy, today +-\n/);
    expect(printed).toMatch(/abandoned, 24 hours +2\.3 % \(9 of 400\)\n/);
    expect(printed).toMatch(/agents onBreak +-$/);
  });

  test('a beat is asked for by the clock on the wall', async () => {
    const beat = {
      at: 'then',
      revision: 3,
      method: 'own',
      sentence: 'Seven.',
      dials: { sentence: 'Not nine.' },
    };
    const server = await openFakeServer(({ url }) =>
      url.endsWith('/vdns/1') ? [200, { settings: { timeZone: 'Asia/Shanghai' } }] : [200, beat],
    );
    const here = { ...keys, CAMPANA_URL: server.url };
    const { printed } = await run(here, 'explain', '7', '--at', '2026-11-22 18:31:04', '--dials', '9');
    expect(server.asked.at(-1)?.url).toBe(
      '/api/v1/vdns/1/campaigns/7/explain?at=2026-11-22T10%3A31%3A04.000Z&dials=9',
    );
    expect(printed).toBe('Beat at then, revision 3, method own.\nSeven.\nNot nine.');
    for (const args of [
      ['--dials', '9'],
      ['--at', 'noon'],
      ['--at', '2026-11-22 18:31:04', '--dials', 'x'],
    ])
      expect((await run(here, 'explain', '7', ...args)).code).toBe(2);
    expect((await run(here, 'explain', '7', '139', '--at', '2026-11-22 18:31:04')).code).toBe(2);
    await server.close();
  });
});
