// What Asterisk makes of each SIP answer, against the table of causes; and that a redirect leads nowhere.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test, vi } from 'vitest';
import { openClock } from '../../src/clock.ts';
import type { CallEvent } from '../../src/core/call.ts';
import { toCallId, toVdnId } from '../../src/core/units.ts';
import { openAnsweringCarrier } from '../../src/lab/carrier.ts';
import { openLab } from '../../src/lab/lab.ts';
import { sipTable } from '../../src/telephony/asterisk/causes.ts';
import { openAsterisk } from '../../src/telephony/asterisk/driver.ts';
import { gatewayOf } from './withLab.ts';

const answers = sipTable.map(({ sip }) => sip);
const lab = await openLab();
afterAll(() => lab.close());
// The worst dialplan: what comes from the carrier's side is dialed on, through the very trunk.
await lab.stop();
const inEtc = (name: string): string => `${lab.directory}/etc/${name}`;
appendFileSync(inEtc('modules.conf'), 'load = app_dial.so\nload = app_verbose.so\n');
const rule = 'exten => _X!,1,Hangup(21)';
const dialplan = readFileSync(inEtc('extensions.conf'), 'utf8');
writeFileSync(
  inEtc('extensions.conf'),
  dialplan.replace(rule, `exten => _X!,1,Dial(PJSIP/\${EXTEN}@carrier)`),
);
await lab.start();
const carrier = await openAnsweringCarrier(lab, answers);
afterAll(() => carrier.stop());

const warnings: string[] = [];
const driver = openAsterisk(openClock(1), {
  gateways: [gatewayOf(lab)],
  nodeId: 'answers',
  log: { info: () => undefined, warn: (_, text) => warnings.push(text) },
});
afterAll(() => driver.close());
const events: CallEvent[] = [];
const returned: string[] = [];
driver.listen((event) => events.push(event));
driver.listenToReturns(({ callId }) => returned.push(callId));
await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true), { timeout: 10_000 });

/** What the PBX tells of the end of every channel. */
const ends = new Map<string, { cause: number; techCause: number | undefined }>();
const { host, pathname, username, password } = new URL(lab.ariUrl);
const socket = new WebSocket(
  `ws://${host}${pathname}/events?app=witness&subscribeAll=true&api_key=${username}:${password}`,
);
socket.addEventListener('message', ({ data }) => {
  const { type, channel, cause, tech_cause: techCause } = JSON.parse(String(data));
  if (type === 'ChannelDestroyed') ends.set(channel.id, { cause, techCause });
});
await new Promise((resolve) => socket.addEventListener('open', resolve));
afterAll(() => socket.close());

const patience = { timeout: 15_000, interval: 20 };
let dialed = 0;

/** Dials, after a call that is busy, so that the gateway has just given a sign; resolves when the call is over. */
async function dial(called: string): Promise<string> {
  dialed += 1;
  const callId = toCallId(`1700000000-${dialed}`);
  driver.dial({
    callId,
    vdnId: toVdnId(1),
    called,
    caller: '100',
    ringLimitSeconds: 20,
    destination: { kind: 'flow', flowCode: '1001', flow: null },
    machineDetection: null,
    recordName: null,
  });
  await vi.waitFor(() => expect(ends.has(callId)).toBe(true), patience);
  await vi.waitFor(() => expect(endOf(callId)).not.toBe(undefined), patience);
  return callId;
}

const endOf = (callId: string): string | undefined =>
  returned.includes(callId)
    ? 'returned'
    : events.flatMap((event) => (event.kind === 'ended' && event.callId === callId ? [event.reason] : []))[0];

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

const suffix = (way: 0 | 1 | 2, status: number): string => `${way}${status}`;

test('each answer comes as the table says, and without ringing it is the number’s or ours', async () => {
  for (const { sip, q850, whose, reason } of sipTable) {
    await dial('13900009999');
    const callId = await dial(`1390000${suffix(0, sip)}`);
    // When Asterisk takes up a redirect, it may hang up before it has noted the answer.
    if (isRedirect(sip) && ends.get(callId)?.cause === 0) {
      expect([sip, endOf(callId)]).toEqual([sip, 'noAnswer']);
      continue;
    }
    expect([sip, ends.get(callId)]).toEqual([sip, { cause: q850, techCause: sip }]);
    const isReturned = whose === 'ours' || whose === 'silent';
    expect([sip, endOf(callId)]).toEqual([sip, isReturned ? 'returned' : reason]);
  }
}, 60_000);

test('each answer after ringing is the number’s, and never "not placed"', async () => {
  const calls = sipTable.map(({ sip }) => dial(`1390000${suffix(1, sip)}`));
  const reasons = new Set((await Promise.all(calls)).map(endOf));
  expect(reasons).toEqual(new Set(['busy', 'rejected', 'noAnswer']));
}, 60_000);

test('a redirect dials nothing, though the number is in the context of the trunk', async () => {
  const before = carrier.invites().length;
  const redirects = [300, 301, 302, 305, 380];
  for (const status of redirects) {
    const callId = await dial(`1391000${suffix(0, status)}`);
    const isNoted = ends.get(callId)?.cause !== 0;
    expect(endOf(callId)).toBe(status === 301 && isNoted ? 'noSuchNumber' : 'noAnswer');
    await dial('13900009999');
  }
  // A call after them comes through: so would theirs have, by now.
  await dial('13900009998');
  const rung = carrier.invites().slice(before);
  expect(rung.map(({ called }) => called)).toEqual([
    ...redirects.flatMap((status) => [`1391000${suffix(0, status)}`, '13900009999']),
    '13900009998',
  ]);
});

test('one that names a channel in Asterisk’s own words is hung up as soon as it is told', async () => {
  await dial(`1392000${suffix(2, 302)}`);
  await vi.waitFor(async () => {
    expect(warnings.some((text) => text.startsWith('the PBX followed a redirect'))).toBe(true);
  }, patience);
});
