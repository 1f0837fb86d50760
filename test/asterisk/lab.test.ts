// The telephone laboratory itself: that a real Asterisk answers, that every fate of the carrier ends a
// call as a real network does, that INVITEs can be counted, and that nothing outlives its opener.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { get } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test, vi } from 'vitest';
import { openBareAri } from './bareAri.ts';
import { withLab } from './withLab.ts';

const { lab, carrier, telephones } = await withLab({ carrier: { keepsMessages: true } });
let ari = await openBareAri(lab);
afterAll(() => ari.close());

test('ARI answers over TLS to those who trust its certificate', async () => {
  const request = get(`${lab.ariTlsUrl}/asterisk/info`, { ca: readFileSync(lab.certificate) });
  const [answer] = await once(request, 'response');
  answer.resume();
  expect(answer.statusCode).toBe(200);
});

test('every fate of the carrier ends a call as a real network does', async () => {
  const fates = {
    '00': ['ended 17'],
    '01': ['Ringing', 'ended 19'],
    '02': ['ended 1'],
    '03': ['ended 19'],
    '04': ['ended 27'],
    '05': ['Ringing', 'ended 21'],
    '07': ['Up', 'stasis', 'ended 0'],
    '08': ['ended 58'],
    '09': ['ended 19'],
    '10': ['Ringing', 'Up', 'stasis', 'ended 0'],
    '12': ['Ringing', 'ended 19'],
    '13': ['Ringing', 'ended 18'],
    '14': ['Ringing', 'ended 19'],
    '16': ['Up', 'stasis', 'ended 0'],
    '17': ['Ringing', 'ended 17'],
  };
  await Promise.all(
    Object.keys(fates).map(async (digits) => {
      await ari.originate(`fate-${digits}`, `138000000${digits}@carrier`, { timeout: 1 });
      await ari.hears(`fate-${digits}`, /ended/);
    }),
  );
  const heard = Object.keys(fates).map((digits) => [digits, ari.heard(`fate-${digits}`)]);
  expect(Object.fromEntries(heard)).toEqual(fates);
});

test('who was rung, by whom and how often is counted', async () => {
  await ari.originate('slow', '13911100018@carrier', { callerId: '4007' });
  await ari.originate('quick', '13911100000@carrier', { callerId: '4008' });
  await ari.hears('slow', /Up/);
  const ours = carrier.invites().filter(({ called }) => called.startsWith('139111'));
  expect(ours).toMatchObject([
    { called: '13911100018', caller: '4007' },
    { called: '13911100000', caller: '4008' },
  ]);
  expect(new Set(ours.map(({ callId }) => callId)).size).toBe(2);
  expect(carrier.invitesRepeated()).toBe(1);
  const slow = ours.find(({ called }) => called === '13911100018');
  const [first, second, ...further] = carrier
    .messages()
    .filter(({ isReceived, text }) => isReceived && text.includes(`Call-ID: ${slow?.callId}`))
    .map(({ text }) => text);
  expect(first).toMatch(/^INVITE sip:13911100018@/);
  expect(second).toBe(first);
  expect(further.map((text) => text.split(' ')[0])).toEqual(['ACK']);
});

test('machine detection tells a machine from a person, and both are recorded', async () => {
  const detect = (name: string) => ({
    variables: { CAMPANA_CALL: 'agent', CAMPANA_DETECT: 'yes', CAMPANA_RECORD: `1/${name}` },
  });
  await ari.originate('machine', '13800000106@carrier', detect('machine'));
  await ari.originate('person', '13800000110@carrier', detect('person'));
  await ari.hears('machine', /^stasis detected MACHINE$/);
  await ari.hears('person', /^stasis detected HUMAN$/);
  expect(existsSync(`${lab.recordings}/1/machine.wav`)).toBe(true);
  expect(existsSync(`${lab.recordings}/1/person.wav`)).toBe(true);
});

test('a person hangs up when the test says so', async () => {
  await ari.originate('talker', '13922200099@carrier');
  await ari.hears('talker', /stasis/);
  await carrier.hangUp('13922200099');
  await ari.hears('talker', /ended 0/);
});

test('the PBX itself ends a call that has lasted as long as it may, wherever it is', async () => {
  const variables = { CAMPANA_CALL: 'flow', CAMPANA_FLOW: '1006', 'TIMEOUT(absolute)': '2' };
  await ari.originate('in-flow', '13933300099@carrier', { variables });
  await ari.originate('in-stasis', '13933300199@carrier', { variables: { ...variables, CAMPANA_FLOW: '' } });
  await ari.hears('in-flow', /Up/);
  await ari.hears('in-stasis', /stasis/);
  await Promise.all(['in-flow', 'in-stasis'].map((callId) => ari.hears(callId, /ended/)));
});

test('telephones are taken, busy, not there, put down, or lost without a word', async () => {
  for (const endpoint of ['1001', '1002', '2001', '2002', '2003'])
    await ari.originate(`to-${endpoint}`, endpoint, { timeout: 1 });
  await ari.hears('to-2001', /ended 19/);
  await ari.hears('to-2002', /ended 17/);
  await ari.hears('to-2003', /ended 0/);
  await ari.hears('to-1001', /stasis/);
  await telephones.hangUp('1001');
  await ari.hears('to-1001', /ended 0/);
  expect(ari.heard('to-1002')).toEqual(['Ringing', 'Up', 'stasis']);
});

test('a killed Asterisk starts again at the same address', async () => {
  await lab.kill();
  await expect(fetch(lab.ariUrl)).rejects.toThrow();
  await lab.start();
  ari = await openBareAri(lab);
  await ari.originate('again', '13800000000@carrier');
  await ari.hears('again', /ended 17/);
});

/** Another process that opens a laboratory, in a group of its own as a terminal's command is. */
async function openElsewhere() {
  const program = `
    import { openLab } from ${JSON.stringify(new URL('../../src/lab/lab.ts', import.meta.url).pathname)};
    process.on('SIGINT', () => console.log('interrupted'));
    const { directory } = await openLab();
    console.log(directory);`;
  const opener = spawn(process.execPath, ['--input-type=module', '--eval', program], { detached: true });
  const said = async (): Promise<string> => String((await once(opener.stdout, 'data'))[0]).trim();
  const directory = await said();
  const asterisk = Number(readFileSync(`${directory}/run/asterisk.pid`, 'utf8'));
  return { opener, said, isRunning: () => existsSync(`/proc/${asterisk}`) };
}

test('Ctrl-C reaches the process that opened the laboratory, and leaves Asterisk to it', async () => {
  const { opener, said, isRunning } = await openElsewhere();
  process.kill(-(opener.pid ?? 0), 'SIGINT');
  expect(await said()).toBe('interrupted');
  await setTimeout(1000);
  expect(isRunning()).toBe(true);
  opener.kill('SIGKILL');
});

test('nothing of a laboratory outlives the process that opened it, however that ends', async () => {
  const { opener, isRunning } = await openElsewhere();
  opener.kill('SIGKILL');
  await vi.waitUntil(() => !isRunning(), { timeout: 5000 });
});
