// `campana simulate` as somebody types it: a file goes in, a forecast or a sentence comes out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCommandLine } from '../../../src/cli/program.ts';
import { openClock } from '../../../src/clock.ts';

const directory = mkdtempSync(join(tmpdir(), 'campana-simulate-'));
afterAll(() => rmSync(directory, { recursive: true }));

const body = {
  name: 'Reminder',
  deviceType: 3,
  callerNo: '12345',
  maxAlertingTime: 25,
  scheduleParam: { workdayBeginTime1: '09:00', workdayEndTime1: '18:00' },
  ivrParam: { deviceSign: '1001', callCount: 10, callInterval: 3 },
  callBackUrl: 'http://example.com/results',
};

async function run(content: unknown, ...options: string[]) {
  const file = join(directory, 'campaign.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const lines: string[] = [];
  const notes: string[] = [];
  const code = await runCommandLine(['simulate', file, ...options], {
    environment: {},
    output: {
      line: (text) => lines.push(text),
      note: (text) => notes.push(text),
      redraw: () => {},
      isTerminal: false,
    },
    clock: openClock(1),
    signal: new AbortController().signal,
  });
  return { code, text: lines.join('\n'), notes: notes.join('\n') };
}

const monday = ['--from', '2026-06-01 08:00:00'];

test('a morning of a thousand numbers starts at nine and ends within six minutes', async () => {
  const { code, text } = await run(body, '--numbers', '1000', ...monday);
  expect(code).toBe(0);
  expect(text).toContain('From 2026-06-01 08:00:00 (UTC)');
  expect(text).toMatch(/calls +1,000\n/);
  expect(text).toMatch(/expected finish +2026-06-01 09:05:\d\d/);
  expect(text).toMatch(/00000 {2}succeeded +4\d\d \(4\d\.\d %\)/);
  expect(text).toMatch(/2026-06-01 09:00:00 +200 +200\.0 /);
});

test('as JSON it is the day itself', async () => {
  const { text } = await run(body, '--numbers', '1000', '--json', ...monday);
  expect(JSON.parse(text)).toMatchObject({ calls: 1000, numbersLeft: 0, stoppedBy: null });
});

test('a holiday moves the day, and the zone moves the hours', async () => {
  const holidays = join(directory, 'holidays.json');
  const holiday = { name: 'Feast', type: 2, beginTime: '2026-06-01', endTime: '2026-06-01' };
  writeFileSync(holidays, JSON.stringify([holiday]));
  const { text, notes } = await run(
    body,
    ...['--numbers', '10', '--hours', '48', '--zone', 'Asia/Shanghai', '--holidays', holidays],
    ...monday,
  );
  expect(notes).toBe('');
  expect(text).toMatch(/expected finish +2026-06-02 09:0/);
});

test('a campaign with agents is referred to its days', async () => {
  const preempted = { ...body, deviceType: 6, skillParam: { skillId: 5, outBoundType: 6 } };
  const { code, notes } = await run(preempted, '--numbers', '10', ...monday);
  expect(code).toBe(1);
  expect(notes).toMatch(/deviceType 6 dials with agents.*--replay/);
});

test.each([
  ['a body that breaks the contract', { ...body, callerNo: '' }, [], 1, /02000001: callerNo/],
  ['a text that is no JSON', '{', [], 1, /campaign\.json: .*JSON/],
  ['a zone that is none', body, ['--zone', 'Mars/Base'], 2, /IANA time zone/],
  ['a start that is no time', body, ['--from', 'soon'], 2, /--from: expected a time/],
  ['too many hours', body, ['--hours', '1000'], 2, /number from 0\.01 to 744/],
])('%s is refused with a sentence', async (_, content, options, exitCode, sentence) => {
  const { code, notes } = await run(content, '--numbers', '10', ...options);
  expect(notes).toMatch(sentence);
  expect(code).toBe(exitCode);
});
