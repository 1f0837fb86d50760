// The stream of live figures over real sockets: who may open it, what it tells, and of which campaigns.
import { describe, expect, test } from 'vitest';
import { openStreams } from '../streams.ts';

const world = await openStreams();
const { open, attempt, origin } = world;
const path = '/vdns/1/stream';
const [administrator, supervisor, auditor, agent, stranger] = await Promise.all([
  world.signIn(1, 'administrator'),
  world.signIn(1, 'supervisor'),
  world.signIn(1, 'auditor'),
  world.signIn(1, 'agent'),
  world.signIn(2, 'supervisor'),
]);
const here = (who: { cookie: string }) => ({ cookie: who.cookie, origin });
const campaign = await world.addOneCampaign(1, 'the watched one');
const other = await world.addOneCampaign(1, 'the other one');
const foreign = await world.addOneCampaign(2, 'of another VDN');

type Stream = ReturnType<typeof open>;

/** Frames come about once a second, and sooner when one asks for something else. */
async function frameThat(stream: Stream, isIt: (frame: Record<string, unknown>) => boolean) {
  for (let turn = 0; turn < 10; turn += 1) {
    const frame = await stream.next();
    if (isIt(frame)) return frame;
  }
  throw new Error('no such frame came');
}
const idsOf = (frame: Record<string, unknown>): unknown[] =>
  Array.isArray(frame.campaigns) ? frame.campaigns.map((one) => one.id) : [];

describe('the stream of live figures', () => {
  test.each([
    ['a supervisor', here(supervisor), 101],
    ['an administrator', here(administrator), 101],
    ['an auditor', here(auditor), 101],
    ['an agent', here(agent), 403],
    ['a supervisor of another VDN', here(stranger), 403],
    ['nobody', { origin }, 401],
    ['a page of elsewhere', { ...here(supervisor), origin: 'http://evil.example' }, 403],
  ])('is opened by %s: %#', async (_who, headers, status) => {
    expect(await attempt(path, headers)).toBe(status);
  });

  test('tells of the VDN at once, and of campaigns when they are asked for', async () => {
    const stream = open(path, here(supervisor));
    const first = await stream.next();
    expect(first).toMatchObject({
      type: 'live',
      at: '2030-03-05T09:00:00.000Z',
      rowsAt: '2030-03-05T09:00:00.000Z',
      isStale: false,
      vdn: { startedCampaigns: 2, calling: 0, agents: { staffed: 0 }, notices: { waiting: 0 } },
      campaigns: [],
    });
    stream.say({ watch: [campaign.id, foreign.id, 999_999] });
    const told = await frameThat(stream, (frame) => idsOf(frame).length > 0);
    expect(told.campaigns).toEqual([
      expect.objectContaining({
        id: campaign.id,
        state: 'started',
        revision: 1,
        dialing: false,
        because: 'numbersLeft',
        waiting: 0,
        stages: null,
        beat: null,
        abandonment: null,
      }),
    ]);
    stream.say({ watch: [other.id] });
    await frameThat(stream, (frame) => idsOf(frame)[0] === other.id);
    stream.socket.close();
  });

  test('says by its version that campaigns were changed', async () => {
    const stream = open(path, here(supervisor));
    const { campaignsVersion } = await stream.next();
    await world.ask(supervisor, 'POST', `/vdns/1/campaigns/${other.id}/pause`);
    const changed = await frameThat(stream, (frame) => frame.campaignsVersion !== campaignsVersion);
    expect(changed).toMatchObject({ vdn: { startedCampaigns: 1 } });
    const dates = `/vdns/1/campaigns/${other.id}/special-dates`;
    await world.ask(supervisor, 'POST', dates, { name: 'Weekend', type: 1, week: '6,7' });
    await frameThat(stream, (frame) => frame.campaignsVersion !== changed.campaignsVersion);
    stream.socket.close();
  });

  test.each([
    ['no list', { watch: 46 }],
    ['something else', { look: [46] }],
    ['more than a page of a list has', { watch: Array.from({ length: 101 }, (_, index) => index + 1) }],
    ['no ids', { watch: ['46'] }],
  ])('refuses a frame with %s, and goes on', async (_what, frame) => {
    const stream = open(path, here(supervisor));
    await stream.next();
    stream.say(frame);
    expect(await frameThat(stream, ({ type }) => type === 'error')).toMatchObject({
      problem: { status: 400 },
    });
    expect(await stream.next()).toMatchObject({ type: 'live' });
    stream.socket.close();
  });

  test('speaks the language that is asked for, and no third one', async () => {
    expect(await attempt(`${path}?locale=zh_CN`, here(supervisor))).toBe(101);
    expect(await attempt(`${path}?locale=fr_FR`, here(supervisor))).toBe(400);
  });
});
