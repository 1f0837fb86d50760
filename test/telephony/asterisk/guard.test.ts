// What a driver does not ask its PBX for when the guard is closed: another process may have taken over.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Clock, openClock } from '../../../src/clock.ts';
import type { CallEvent } from '../../../src/core/call.ts';
import { toCallId } from '../../../src/core/units.ts';
import type { Driver } from '../../../src/telephony/driver.ts';
import { type FakePbx, openFakePbx } from './fakePbx.ts';
import { anna, callId, channel, openOver, request } from './overFakePbx.ts';

let pbx: FakePbx;
let driver: Driver;

beforeEach(async () => {
  pbx = await openFakePbx();
});

afterEach(async () => {
  await driver.close();
  await pbx.close();
});

const open = (callsPerSecondMax: number, clock: Clock = openClock(1)): Driver =>
  openOver(pbx, callsPerSecondMax, clock);

const placed = (): string[] => pbx.asked.filter(({ method }) => method === 'POST').map(({ path }) => path);

/** The dialplan has handed a person to the process `one`. */
const waiting = { context: 'campana', app_name: 'Stasis', app_data: 'campana-one' };

/** A guard that allows everything until it is closed. */
function guarded() {
  const state = { isOpen: true };
  driver.setGuard({
    mayAsk: () => state.isOpen,
    mayDial: () => state.isOpen,
    mayRing: () => state.isOpen,
  });
  return state;
}

test('what still waits for a connection to the PBX when the guard closes is not sent', async () => {
  driver = open(1_000);
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
  const guard = guarded();
  const returned: string[] = [];
  driver.listenToReturns(({ callId: id }) => returned.push(id));
  const answered = Promise.withResolvers<{ status: number }>();
  pbx.answer = ({ method }) => (method === 'POST' ? answered.promise : null);
  for (let number = 1; number <= 40; number += 1)
    driver.dial(request({ callId: toCallId(`1700000000-${number}`) }));
  await vi.waitFor(() => expect(placed()).toHaveLength(32));
  guard.isOpen = false;
  answered.resolve({ status: 200 });
  await vi.waitFor(() => expect(returned).toHaveLength(8));
  expect(placed()).toHaveLength(32);
  expect(returned.filter((id) => placed().includes(`/channels/${id}`))).toEqual([]);
  expect(driver.gateways()[0]?.channels).toBe(32);
});

test('calls that are withdrawn from the line are never placed, and nothing is told of them', async () => {
  driver = open(10);
  const events: CallEvent[] = [];
  driver.listen((event) => events.push(event));
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
  const returned: string[] = [];
  driver.listenToReturns(({ callId: id }) => returned.push(id));
  const ids = [1, 2, 3].map((number) => toCallId(`1700000000-${number}`));
  for (const id of ids) driver.dial(request({ callId: id }));
  driver.withdraw(new Set(ids));
  driver.dial(request({ callId: toCallId('1700000000-4') }));
  await vi.waitFor(() => expect(placed()).toContain('/channels/1700000000-4'));
  expect(placed()).toEqual(['/channels/1700000000-1', '/channels/1700000000-4']);
  expect([events, returned]).toEqual([[], []]);
});

test('a process that may not ask steers no call and calls no telephone, until it may again', async () => {
  let passed = 0;
  const life = openClock(1);
  driver = open(50, { ...life, ticks: () => life.ticks() + passed });
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
  const guard = guarded();
  pbx.answer = ({ path }) =>
    path === '/channels' ? { status: 200, body: [channel({ dialplan: waiting })] } : null;
  await driver.liveCalls();
  guard.isOpen = false;
  const before = pbx.asked.length;
  driver.connect(callId, { ...anna, line: 'onDemand' }, '13900000001');
  driver.hangUp(callId);
  driver.openLine(anna);
  passed += 60_000;
  await driver.liveCalls();
  expect(pbx.asked.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
  guard.isOpen = true;
  await driver.liveCalls();
  await vi.waitFor(() =>
    expect(
      pbx.asked.some(({ method, path }) => method === 'POST' && path.startsWith('/channels/line-')),
    ).toBe(true),
  );
});
