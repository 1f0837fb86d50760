// Calls that another process has placed at the same PBX: they are left alone, and known well enough to go on
// with them when that process dies.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClock } from '../../../src/clock.ts';
import type { CallEvent } from '../../../src/core/call.ts';
import { toCallId } from '../../../src/core/units.ts';
import type { Driver } from '../../../src/telephony/driver.ts';
import { type FakePbx, openFakePbx } from './fakePbx.ts';
import { anna, callId, channel, openOver, request } from './overFakePbx.ts';

let pbx: FakePbx;
let driver: Driver;
let events: CallEvent[];

beforeEach(async () => {
  pbx = await openFakePbx();
  driver = openOver(pbx, 50, openClock(1));
  events = [];
  driver.listen((event) => events.push(event));
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
});

afterEach(async () => {
  await driver.close();
  await pbx.close();
});

const wasAsked = (method: string, path: string) =>
  pbx.asked.some((asked) => asked.method === method && asked.path === path);

const dialplan = { context: 'campana', app_name: 'Stasis', app_data: 'campana-two' };
const handed = (application: string, id: string = callId) => ({
  type: 'StasisStart',
  application,
  args: [],
  channel: channel({ id }),
});
const requestsOf = () => pbx.asked.filter(({ path }) => path.startsWith(`/channels/${callId}`));

test('a call of another process takes a channel, once, and gives it back', async () => {
  pbx.answer = ({ path }) => (path === '/channels' ? { status: 200, body: [channel({ dialplan })] } : null);
  await driver.liveCalls();
  pbx.tell({ type: 'ChannelStateChange', channel: channel({ dialplan }) });
  driver.dial(request({ callId: toCallId('1700000000-9') }));
  await vi.waitFor(() => expect(wasAsked('POST', '/channels/1700000000-9')).toBe(true));
  await driver.liveCalls();
  expect(driver.gateways()[0]?.channels).toBe(2);
  pbx.tell({ type: 'ChannelDestroyed', cause: 16, channel: channel() });
  await vi.waitFor(() => expect(driver.gateways()[0]?.channels).toBe(1));
});

test('a call of another process is left alone when the dialplan hands it to that process', async () => {
  pbx.tell({ type: 'ChannelStateChange', channel: channel() });
  pbx.tell(handed('campana-two'));
  await driver.liveCalls();
  // It is told that a person waits: that process may be stopping, and the call ours by now.
  expect(events.map(({ kind }) => kind)).toEqual(['answered']);
  expect(requestsOf()).toEqual([]);
  // While one that is handed to us hears music at once.
  const own = '1700000000-2';
  pbx.tell({ type: 'ChannelStateChange', channel: channel({ id: own }) });
  pbx.tell(handed('campana-one', own));
  await vi.waitFor(() => expect(wasAsked('POST', `/channels/${own}/moh`)).toBe(true));
  expect(requestsOf()).toEqual([]);
});

const bridged = { type: 'ChannelEnteredBridge', bridge: { id: 'line-1-anna-x1' }, channel: channel() };
const ended = { type: 'ChannelDestroyed', cause: 16, channel: channel({ dialplan }) };

test('a call of another process is known to talk while it does, and has ended as a talk: its process may die meanwhile', async () => {
  pbx.tell({ type: 'ChannelStateChange', channel: channel() });
  pbx.tell(handed('campana-two'));
  pbx.tell(bridged);
  await vi.waitFor(async () => expect((await driver.liveCalls()).calls.get(callId)?.stage).toBe('connected'));
  pbx.tell(ended);
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ kind: 'ended', reason: 'released' }));
  expect(requestsOf()).toEqual([]);
});

test('a call of another process is joined here when its process has died while the person waited', async () => {
  pbx.tell({ type: 'ChannelStateChange', channel: channel() });
  pbx.tell(handed('campana-two'));
  pbx.answer = ({ path }) => (path === '/channels' ? { status: 200, body: [channel({ dialplan })] } : null);
  expect((await driver.liveCalls()).calls.get(callId)?.stage).toBe('waiting');
  driver.connect(callId, { ...anna, line: 'onDemand' }, '13900000001');
  const rings = () => pbx.asked.filter(({ path }) => path.startsWith(`/channels/ring-${callId}`));
  await vi.waitFor(() => expect(rings()).toHaveLength(1));
  // What is listed does not tell who steers it now.
  await driver.liveCalls();
  driver.connect(callId, { ...anna, line: 'onDemand' }, '13900000001');
  expect(rings()).toHaveLength(1);
});

test('a call of another process is seen on its way by the listings, also when no event of it was heard', async () => {
  pbx.tell({ type: 'Dial', dialstatus: 'RINGING', peer: channel({ state: 'Ringing' }) });
  let [listed, bridges]: [object, object[]] = [channel({ state: 'Ringing' }), []];
  pbx.answer = ({ method, path }) =>
    method === 'GET' ? { status: 200, body: path === '/channels' ? [listed] : bridges } : null;
  const held = async () => (await driver.liveCalls()).calls.get(callId);
  expect(await held()).toMatchObject({ stage: 'ringing' });
  listed = channel({ dialplan: { ...dialplan, app_data: 'campana-two,transfer,7' } });
  expect(await held()).toMatchObject({ stage: 'waiting', skillId: 7 });
  bridges = [{ id: 'line-1-anna-x1', name: 'campana-two', channels: [callId] }];
  expect(await held()).toMatchObject({ stage: 'connected', skillId: 7 });
  expect(requestsOf()).toEqual([]);
});

test('a call of another process is not hung up when a listing names it once more after its end', async () => {
  pbx.tell({ type: 'ChannelStateChange', channel: channel() });
  pbx.tell({ type: 'ChannelDestroyed', cause: 16, channel: channel() });
  await vi.waitFor(() => expect(events.map(({ kind }) => kind)).toContain('ended'));
  pbx.answer = ({ path }) => (path === '/channels' ? { status: 200, body: [channel({ dialplan })] } : null);
  await driver.liveCalls();
  expect(requestsOf()).toEqual([]);
});
