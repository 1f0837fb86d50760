// The driver over a PBX that answers wrongly, late, or not at all: what it must not conclude from that.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Clock, openClock } from '../../../src/clock.ts';
import type { CallEvent } from '../../../src/core/call.ts';
import { toCallId, toMillis } from '../../../src/core/units.ts';
import type { Driver, LineEvent } from '../../../src/telephony/driver.ts';
import { type FakePbx, openFakePbx } from './fakePbx.ts';
import { anna, callId, channel, openOver, request, vdnId } from './overFakePbx.ts';

let pbx: FakePbx;
let driver: Driver;
let events: CallEvent[];
let lines: LineEvent[];

beforeEach(async () => {
  pbx = await openFakePbx();
  driver = open();
  events = [];
  lines = [];
  driver.listen((event) => events.push(event));
  driver.listenToLines((event) => lines.push(event));
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
});

afterEach(async () => {
  await driver.close();
  await pbx.close();
});

const open = (callsPerSecondMax = 50, clock: Clock = openClock(1)): Driver =>
  openOver(pbx, callsPerSecondMax, clock);

const wasAsked = (method: string, path: string) =>
  pbx.asked.some((asked) => asked.method === method && asked.path === path);

test('a listing that is refused says nothing of what the PBX holds', async () => {
  pbx.answer = ({ path }) => (path === '/channels' ? { status: 200, body: [channel()] } : null);
  expect([...(await driver.liveCalls()).calls.keys()]).toEqual([callId]);
  pbx.answer = ({ method }) =>
    method === 'GET' ? { status: 503, body: { message: 'shutting down' } } : null;
  const { calls, silentGateways } = await driver.liveCalls();
  expect(silentGateways).toEqual(['carrier']);
  // Its events are heard, so what is known of it is so now.
  expect(calls.get(callId)).toMatchObject({ stage: 'ringing', silentGateway: null });
});

test('a PBX that never ends its listing is silent, and keeps nobody waiting', async () => {
  await driver.close();
  driver = open(50, openClock(10));
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
  const listed = Promise.withResolvers<{ status: number; body: object[] }>();
  let listings = 0;
  pbx.answer = ({ path }) => {
    if (path !== '/channels') return null;
    listings += 1;
    return listed.promise;
  };
  for (const limit of [1_500, 200]) {
    const startedAt = performance.now();
    expect((await driver.liveCalls()).silentGateways).toEqual(['carrier']);
    expect(performance.now() - startedAt).toBeLessThan(limit);
  }
  expect(listings).toBe(1);
  listed.resolve({ status: 200, body: [channel()] });
  await vi.waitFor(async () => {
    const { calls, silentGateways } = await driver.liveCalls();
    expect([[...calls.keys()], silentGateways]).toEqual([[callId], []]);
  });
});

test('of a PBX that does not answer any more its calls are told as they were last seen', async () => {
  pbx.answer = ({ path }) => (path === '/channels' ? { status: 200, body: [channel()] } : null);
  expect((await driver.liveCalls()).silentGateways).toEqual([]);
  pbx.deafen();
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(false));
  const { calls, silentGateways } = await driver.liveCalls();
  expect(silentGateways).toEqual(['carrier']);
  expect(calls.get(callId)).toMatchObject({ stage: 'ringing', silentGateway: 'carrier' });
});

test('a PBX that is not there at the start is waited for a moment, and then told as silent', async () => {
  await driver.close();
  pbx.deafen();
  driver = open(50, openClock(10));
  const startedAt = performance.now();
  expect((await driver.liveCalls()).silentGateways).toEqual(['carrier']);
  expect(performance.now() - startedAt).toBeGreaterThan(450);
  const againAt = performance.now();
  await driver.liveCalls();
  expect(performance.now() - againAt).toBeLessThan(300);
});

test('a call that waits in the line is held, and is never placed when it is hung up there', async () => {
  await driver.close();
  driver = open(1);
  driver.listen((event) => events.push(event));
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
  driver.dial(request({ callId: toCallId('1700000000-9') }));
  driver.dial(request());
  expect((await driver.liveCalls()).calls.get(callId)).toEqual({
    vdnId,
    stage: 'ringing',
    skillId: null,
    silentGateway: null,
  });
  driver.hangUp(callId);
  expect(events).toMatchObject([{ kind: 'ended', callId, reason: 'placeFailed' }]);
  expect((await driver.liveCalls()).calls.has(callId)).toBe(false);
  expect(driver.gateways()[0]?.channels).toBe(1);
});

test('a call that waits in the line of a PBX that goes away comes back, and nothing has rung', async () => {
  await driver.close();
  driver = open(1);
  const returned: string[] = [];
  driver.listen((event) => events.push(event));
  driver.listenToReturns(({ callId: id, because }) => returned.push(id, because));
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
  driver.dial(request({ callId: toCallId('1700000000-9') }));
  driver.dial(request());
  pbx.deafen();
  await vi.waitFor(() => expect(returned).toEqual([callId, 'notAsked']));
  expect(events).toEqual([]);
  expect(wasAsked('POST', `/channels/${callId}`)).toBe(false);
});

test('a call that the PBX holds no longer is given up in its time, also when the clock is set back', async () => {
  await driver.close();
  const life = openClock(1);
  let [offset, passed] = [0, 0];
  driver = open(50, {
    now: () => toMillis(life.now() + offset),
    ticks: () => life.ticks() + passed,
    sleep: life.sleep,
  });
  await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
  driver.dial(request());
  driver.openLine(anna);
  await vi.waitFor(() => expect(wasAsked('POST', `/channels/${callId}`)).toBe(true));
  offset = -3_600_000;
  expect((await driver.liveCalls()).calls.has(callId)).toBe(true);
  lines = [];
  driver.listenToLines((event) => lines.push(event));
  passed = 11_000;
  expect((await driver.liveCalls()).calls.has(callId)).toBe(false);
  expect(lines).toMatchObject([{ agentId: 'anna', state: 'down' }]);
});

test('a telephone that rings for a person of an earlier life shows who is called', async () => {
  const dialplan = { context: 'campana', app_name: 'Stasis', app_data: 'campana-one' };
  pbx.answer = ({ path }) => (path === '/channels' ? { status: 200, body: [channel({ dialplan })] } : null);
  expect((await driver.liveCalls()).calls.get(callId)?.stage).toBe('waiting');
  driver.connect(callId, { ...anna, line: 'onDemand' }, '13900000001');
  const ringing = () => pbx.asked.filter(({ path }) => path.startsWith(`/channels/ring-${callId}`));
  await vi.waitFor(() => expect(ringing()).toMatchObject([{ query: { callerId: '13900000001' } }]));
});

test('what the detection found while nobody heard it is made up for by the next listing', async () => {
  const machineDetection = { machine: 'hangUp', unsure: 'passOn', messageFlowCode: null } as const;
  driver.dial(request({ machineDetection }));
  await vi.waitFor(() => expect(wasAsked('POST', `/channels/${callId}`)).toBe(true));
  const dialplan = { context: 'campana', app_name: 'Stasis', app_data: 'campana-one,detected,HUMAN' };
  pbx.answer = ({ path }) => (path === '/channels' ? { status: 200, body: [channel({ dialplan })] } : null);
  expect((await driver.liveCalls()).calls.get(callId)?.stage).toBe('waiting');
  expect(events).toMatchObject([{ kind: 'answered', callId }]);
});

test('a call that was given up and is placed all the same is hung up', async () => {
  driver.dial(request());
  await vi.waitFor(() => expect(wasAsked('POST', `/channels/${callId}`)).toBe(true));
  pbx.tell({ type: 'ChannelDestroyed', cause: 17, channel: channel() });
  await vi.waitFor(() => expect(events).toMatchObject([{ kind: 'ended', callId }]));
  pbx.answer = ({ path }) => (path === '/channels' ? { status: 200, body: [channel()] } : null);
  expect((await driver.liveCalls()).calls.has(callId)).toBe(false);
  await vi.waitFor(() => expect(wasAsked('DELETE', `/channels/${callId}`)).toBe(true));
});

test('a line whose bridge has been taken away meanwhile gets it again', async () => {
  driver.openLine(anna);
  await vi.waitFor(() => expect(pbx.asked.some(({ path }) => path.startsWith('/channels/line-'))).toBe(true));
  const id = pbx.asked.find(({ path }) => path.startsWith('/channels/line-'))?.path.slice(10) ?? '';
  let isThere = false;
  pbx.answer = ({ method, path }) => {
    if (method === 'POST' && path === `/bridges/${id}`) isThere = true;
    return path.endsWith('/addChannel') && !isThere ? { status: 404 } : null;
  };
  pbx.tell({ type: 'StasisStart', args: ['line'], channel: channel({ id }) });
  const added = () => pbx.asked.filter(({ path }) => path.endsWith('/addChannel')).length;
  await vi.waitFor(() => expect(added()).toBe(2));
  expect(isThere).toBe(true);
});

test('a telephone that was called for an agent who has gone meanwhile is hung up', async () => {
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<{ status: number }>();
  pbx.answer = ({ path }) => {
    if (!path.startsWith('/channels/line-')) return null;
    asked.resolve();
    return answer.promise;
  };
  driver.openLine(anna);
  await asked.promise;
  driver.closeLine(anna);
  const hangUps = () => pbx.asked.filter(({ method, path }) => method === 'DELETE' && path.startsWith('/ch'));
  await vi.waitFor(() => expect(hangUps()).toHaveLength(1));
  answer.resolve({ status: 200 });
  await vi.waitFor(() => expect(hangUps()).toHaveLength(2));
});

test('a gateway is not up when its events are lost while the PBX is being compared', async () => {
  await driver.close();
  const listed = Promise.withResolvers<{ status: number; body: [] }>();
  const asked = Promise.withResolvers<void>();
  pbx.answer = ({ path }) => {
    if (path !== '/channels') return null;
    asked.resolve();
    return listed.promise;
  };
  driver = open();
  await asked.promise;
  pbx.deafen();
  await vi.waitFor(() => expect(pbx.refusals).toBeGreaterThan(0));
  listed.resolve({ status: 200, body: [] });
  await expect(vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true), 300)).rejects.toThrow();
});

describe('a telephone that is not there yet after its PBX has come', () => {
  const life = openClock(1);
  let passed: number;
  const calls = () =>
    pbx.asked.filter(({ method, path }) => method === 'POST' && path.startsWith('/channels/line-'));
  /** Time for the next call, if there is one, and a look. */
  const later = async (seconds: number): Promise<void> => {
    passed += seconds * 1000;
    await driver.liveCalls();
  };
  const channelOf = (asked: { readonly path: string } | undefined) =>
    asked?.path.slice('/channels/'.length) ?? '';

  beforeEach(async () => {
    await driver.close();
    pbx.asked.length = 0;
    passed = 0;
    pbx.answer = ({ path }) => (path.startsWith('/channels/line-') ? { status: 500 } : null);
    driver = open(50, { now: life.now, ticks: () => life.ticks() + passed, sleep: life.sleep });
    driver.listenToLines((event) => lines.push(event));
  });

  test('is called again with growing pauses, and its line is there in the end', async () => {
    driver.openLine(anna);
    await vi.waitFor(() => expect(calls()).toHaveLength(1));
    await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
    for (const [seconds, count] of [
      [1, 1],
      [2, 2],
      [3, 2],
      [3, 3],
    ] as const) {
      await later(seconds);
      await vi.waitFor(() => expect(calls()).toHaveLength(count));
    }
    pbx.answer = () => null;
    await later(10);
    await vi.waitFor(() => expect(calls()).toHaveLength(4));
    const id = channelOf(calls().at(-1));
    pbx.tell({ type: 'ChannelEnteredBridge', bridge: { id }, channel: channel({ id }) });
    await vi.waitFor(() => expect(lines).toMatchObject([{ agentId: 'anna', state: 'up' }]));
  });

  test('also when a desk asks for it a moment after the PBX has come, as after a start', async () => {
    await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
    driver.openLine(anna);
    await vi.waitFor(() => expect(calls()).toHaveLength(1));
    await later(2);
    await vi.waitFor(() => expect(calls()).toHaveLength(2));
    expect(lines).toEqual([]);
  });

  test('is refused in the end, after three minutes', async () => {
    driver.openLine(anna);
    await vi.waitFor(() => expect(calls()).toHaveLength(1));
    for (let count = 2; count <= 8; count += 1) {
      expect(lines).toEqual([]);
      await later(60);
      await vi.waitFor(() => expect(calls()).toHaveLength(count));
    }
    await vi.waitFor(() => expect(lines).toMatchObject([{ agentId: 'anna', state: 'refused' }]));
  });

  test.each([
    ['rings and is not taken', 'Ringing', 19, 'refused'],
    ['is busy', 'Down', 17, 'refused'],
    ['is not there', 'Down', 20, null],
  ])('but of one that %s that is told at once', async (_, state, cause, told) => {
    pbx.answer = () => null;
    driver.openLine(anna);
    await vi.waitFor(() => expect(calls()).toHaveLength(1));
    await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
    const id = channelOf(calls()[0]);
    pbx.tell({ type: 'ChannelDestroyed', cause, channel: channel({ id, state }) });
    await vi.waitFor(() => expect(wasAsked('DELETE', `/bridges/${id}`)).toBe(true));
    expect(lines.map((event) => event.state)).toEqual(told === null ? [] : [told]);
  });

  test('but a name that no telephone can have is refused at once, and calls nobody', async () => {
    await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
    driver.openLine({ ...anna, endpoint: '1001&PJSIP/1002' });
    await vi.waitFor(() => expect(lines).toMatchObject([{ agentId: 'anna', state: 'refused' }]));
    expect(calls()).toEqual([]);
  });

  test('nor is one waited for later that was there when its PBX came', async () => {
    pbx.answer = () => null;
    driver.openLine(anna);
    await vi.waitFor(() => expect(calls()).toHaveLength(1));
    const id = channelOf(calls()[0]);
    pbx.tell({ type: 'ChannelEnteredBridge', bridge: { id }, channel: channel({ id }) });
    await vi.waitFor(() => expect(lines.map(({ state }) => state)).toEqual(['up']));
    driver.openLine(anna);
    passed += 60_000;
    pbx.answer = ({ path }) => (path.startsWith('/channels/line-') ? { status: 500 } : null);
    pbx.tell({ type: 'ChannelDestroyed', cause: 16, channel: channel({ id }) });
    await vi.waitFor(() => expect(lines.at(-1)?.state).toBe('down'));
    driver.openLine(anna);
    await vi.waitFor(() => expect(lines.at(-1)?.state).toBe('refused'));
  });

  test('and who signs in while the PBX has long been there is told at once', async () => {
    await vi.waitFor(() => expect(driver.gateways()[0]?.isUp).toBe(true));
    passed += 15_000;
    driver.openLine(anna);
    await vi.waitFor(() => expect(lines).toMatchObject([{ agentId: 'anna', state: 'refused' }]));
  });
});
