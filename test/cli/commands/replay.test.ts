// `campana simulate --replay`: a day from a server, portion by portion, or from a file; a change as the
// body of a PUT; three columns beside each other.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { baseScenario } from '../../../src/simulation/pace/scenario/scenario.ts';
import { recordRun } from '../../simulation/replay/recordedRun.ts';
import { openFakeServer, run } from '../terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'campana-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));
const kept = (name: string, value: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
};

const scenario = { ...baseScenario, agents: 10, hours: 0.5 };
const day = recordRun(scenario, 5, { method: 'offHook', offHookRatePercent: 60 }, 9 * 3600);
const dayFile = kept('day.json', day);
const body = {
  name: 'Reminder',
  deviceType: 2,
  callerNo: '12345',
  maxAlertingTime: 25,
  scheduleParam: { workdayBeginTime1: '09:00', workdayEndTime1: '18:00' },
  skillParam: {
    skillId: 5,
    skillName: 'Voice',
    outBoundType: 2,
    predictParam: { predictMethod: 5, offhookPredictParam: { offHookRate: 120 } },
  },
  callBackUrl: 'http://example.com/results',
};
const other = kept('other.json', body);

test('from a file, without a server', async () => {
  const { code, printed } = await run({}, 'simulate', '--day-file', dayFile, '--with', other, '--seeds', '1');
  expect(code).toBe(0);
  expect(printed).toMatch(/^Campaign 7 on 2026-11-22, 09:00 to 09:30 \(UTC\)\.\n/);
  expect(printed).toMatch(/RECORDED +REPLAYED AS IT WAS +REPLAYED WITH .*other\.json\n/);
  expect(printed).toMatch(/\noccupancy +\d+\.\d % +\d+\.\d % +\d+\.\d %\n/);
  expect(printed).toMatch(/\nserved +\d+ +\d+ +\d+\n/);
});

test('as JSON it is the figures themselves', async () => {
  const args = ['simulate', '--day-file', dayFile, '--with', other, '--seeds', '1', '--json'];
  const figures = JSON.parse((await run({}, ...args)).printed);
  expect(figures.withOther.dials).toBeGreaterThan(figures.asItWas.dials);
  expect(figures.recorded).toMatchObject({ dials: day.calls.dialedAt.length });
});

test('from a server, in portions, and kept for the next time', async () => {
  const { calls, ...rest } = day;
  const half = Math.floor(calls.dialedAt.length / 2);
  const portion = (from: number, to?: number) =>
    Object.fromEntries(Object.entries(calls).map(([name, column]) => [name, column.slice(from, to)]));
  const server = await openFakeServer(({ url }) => [
    200,
    url.includes('after=')
      ? { day: null, calls: portion(half), next: null }
      : { day: rest, calls: portion(0, half), next: '2026-11-22T09:15:00.000Z' },
  ]);
  const keys = { CAMPANA_AK: 'AK0001AAAAAAAAAAAAAAAA', CAMPANA_SK: 's', CAMPANA_URL: server.url };
  const saved = join(folder, 'saved.json');
  const args = ['--replay', '7', '--day', '2026-11-22', '--with', other, '--seeds', '1', '--save-day', saved];
  const { code, noted } = await run(keys, 'simulate', ...args);
  await server.close();
  expect({ code, noted }).toEqual({ code: 0, noted: '' });
  expect(server.asked.map(({ url }) => url)).toEqual([
    '/api/v1/vdns/1/campaigns/7/days/2026-11-22',
    '/api/v1/vdns/1/campaigns/7/days/2026-11-22?after=2026-11-22T09%3A15%3A00.000Z',
  ]);
  expect(JSON.parse(readFileSync(saved, 'utf8'))).toEqual(day);
});

describe('what cannot be', () => {
  const ivr = kept('ivr.json', {
    ...body,
    deviceType: 3,
    skillParam: undefined,
    ivrParam: { deviceSign: '1001', callCount: 10, callInterval: 3 },
  });
  const cut = kept('cut.json', { ...day, calls: { ...day.calls, met: ['person'] }, staffing: 'many' });
  const nobody = kept('nobody.json', { ...day, staffing: day.staffing.map(() => 0) });
  test.each([
    [['--day-file', dayFile], 2, /--with: give the JSON file/],
    [['--replay', '7', '--with', other], 2, /--day: expected a day as yyyy-MM-dd/],
    [['--replay', 'x', '--day', '2026-11-22', '--with', other], 2, /campaign: expected a whole number/],
    [['--day-file', dayFile, '--with', other, '--seeds', '0'], 2, /--seeds: expected a whole number/],
    [['--day-file', dayFile, '--with', ivr], 1, /deviceType 3 is an IVR campaign and has no pacing/],
    [
      ['--day-file', dayFile, '--with', kept('bad.json', { ...body, skillParam: { skillId: 0 } })],
      1,
      /0200000\d/,
    ],
    [['--day-file', cut, '--with', other], 1, /staffing must be a list\..*not of the same length/],
    [['--day-file', kept('old.json', {}), '--with', other], 1, /version must be 1/],
    [['--day-file', nobody, '--with', other], 1, /no agent was signed in, or no call was placed/],
    [['--day-file', join(folder, 'nowhere'), '--with', other], 1, /nowhere/],
  ])('%j', async (args, code, sentence) => {
    const outcome = await run({}, 'simulate', ...args);
    expect(outcome).toMatchObject({ code, printed: '' });
    expect(outcome.noted).toMatch(sentence);
  });
});
