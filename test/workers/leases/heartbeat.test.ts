// Which processes live and which are dead, with clocks that differ by hours, processes that sleep and two
// of one name. Each process here has a wall clock and ticks of its own; nothing waits.
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { addSeconds, type CampaignId, type Millis, toMillis } from '../../../src/core/units.ts';
import { heldCampaigns, takeCampaigns } from '../../../src/store/system/leases.ts';
import { Fence } from '../../../src/workers/leases/fence.ts';
import { Heartbeat } from '../../../src/workers/leases/heartbeat.ts';
import { withDatabase } from '../../database.ts';
import { makeCampaign, makeVdn, numbersOf } from '../world.ts';

const { database } = await withDatabase();
const noon = toMillis(Date.UTC(2026, 10, 23, 12));
const leaseMillis = 10_000;
const hour = 3_600;
let campaignId: CampaignId;

beforeEach(async () => {
  await database`truncate vdns cascade`;
  await database`truncate contacts, nodes`;
  await makeVdn(database, noon);
  campaignId = await makeCampaign(database, noon, numbersOf(1));
});

class Process {
  ticks = 0;
  wall: Millis = noon;
  losses = 0;
  readonly fence = new Fence({ now: () => this.wall, ticks: () => this.ticks }, leaseMillis);
  #heartbeat: Heartbeat | null = null;

  static async start(owner: string, wallOffSeconds = 0): Promise<Process> {
    const process = new Process();
    process.wall = addSeconds(noon, wallOffSeconds);
    process.#heartbeat = await Heartbeat.begin({
      database,
      clock: { ticks: () => process.ticks },
      log: pino({ level: 'silent' }),
      fence: process.fence,
      owner,
      leaseMillis,
    });
    process.#heartbeat.listen(() => {
      process.losses += 1;
    });
    return process;
  }

  get heartbeat(): Heartbeat {
    if (this.#heartbeat === null) throw new Error('not started');
    return this.#heartbeat;
  }

  /** Its own time goes by, on both clocks. */
  sleep(seconds: number): void {
    this.ticks += seconds * 1000;
    this.wall = addSeconds(this.wall, seconds);
  }

  /** A second goes by, and it beats. */
  async live(seconds: number, beside: readonly Process[] = []): Promise<void> {
    for (let left = seconds; left > 0; left--)
      for (const each of [this, ...beside]) {
        each.sleep(1);
        await each.heartbeat.pass();
      }
  }

  async take(): Promise<CampaignId[]> {
    await takeCampaigns(database, this.heartbeat.node, this.wall, 10);
    return this.held();
  }

  async held(): Promise<CampaignId[]> {
    const rows = await heldCampaigns(database, this.heartbeat.node, this.wall);
    return rows.map((row) => row.campaignId);
  }
}

for (const [name, offSeconds] of [
  ['an hour behind', -hour],
  ['an hour ahead', hour],
] as const) {
  test(`the clock of a process is ${name} and it dies: another has its campaign after the length of a lease`, async () => {
    const first = await Process.start('one', offSeconds);
    const second = await Process.start('two');
    expect(await first.take()).toEqual([campaignId]);
    await first.live(5, [second]);
    expect(await second.take()).toEqual([]);
    await second.live(9);
    expect(await second.take()).toEqual([]);
    await second.live(2);
    expect(await second.take()).toEqual([campaignId]);
  });

  test(`the clock of a process is ${name} and it lives: it keeps its campaign`, async () => {
    const first = await Process.start('one', offSeconds);
    const second = await Process.start('two');
    await first.take();
    await first.live(60, [second]);
    expect(await second.take()).toEqual([]);
    expect(await first.held()).toEqual([campaignId]);
    expect(first.fence.isOpen()).toBe(true);
  });
}

test('a clock that is set while the process lives changes nothing after its next beat', async () => {
  const first = await Process.start('one');
  const second = await Process.start('two');
  await first.take();
  for (const offSeconds of [-hour, 2 * hour, -hour]) {
    first.wall = addSeconds(first.wall, offSeconds);
    await first.live(15, [second]);
    expect(first.fence.isOpen()).toBe(true);
    expect(await second.take()).toEqual([]);
  }
  first.wall = addSeconds(first.wall, -hour);
  await second.live(11);
  expect(await second.take()).toEqual([campaignId]);
});

test('who has just started has watched nobody: the living keep what they hold for a whole length', async () => {
  const first = await Process.start('one');
  await first.take();
  first.sleep(8);
  const second = await Process.start('two');
  await second.live(9);
  expect(await second.take()).toEqual([]);
  await first.heartbeat.pass();
  await second.live(9);
  expect(await second.take()).toEqual([]);
});

test('a process sleeps until another has taken it for dead: it lets go of everything and begins anew', async () => {
  const first = await Process.start('one');
  const second = await Process.start('two');
  await first.take();
  await first.live(1, [second]);
  await second.live(11);
  expect(await second.take()).toEqual([campaignId]);
  first.sleep(12);
  expect(first.fence.isOpen()).toBe(false);
  const { life } = first.heartbeat.node;
  await first.heartbeat.pass();
  expect([first.losses, first.fence.isOpen()]).toEqual([1, false]);
  await first.heartbeat.pass();
  expect(first.heartbeat.node).not.toMatchObject({ life });
  expect([first.losses, first.fence.isOpen()]).toEqual([1, true]);
  expect(await first.take()).toEqual([]);
  await first.live(20, [second]);
  expect(await second.held()).toEqual([campaignId]);
});

test('a process that sleeps beyond its lease and was not missed goes on with what it holds', async () => {
  const first = await Process.start('one');
  await first.take();
  first.sleep(60);
  expect(first.fence.isOpen()).toBe(false);
  await first.heartbeat.pass();
  expect([first.losses, first.fence.isOpen()]).toEqual([0, true]);
  expect(await first.held()).toEqual([campaignId]);
});

test('a dead life takes nothing, though it does not know yet', async () => {
  const first = await Process.start('one');
  const second = await Process.start('two');
  await first.live(1, [second]);
  await second.live(11);
  expect(await first.take()).toEqual([]);
  expect(await second.take()).toEqual([campaignId]);
});

test('a dead life holds nothing, though nobody has taken it yet', async () => {
  const first = await Process.start('one');
  const second = await Process.start('two');
  expect(await first.take()).toEqual([campaignId]);
  await first.live(1, [second]);
  await second.live(11);
  expect(await first.held()).toEqual([]);
});

test('who could not look for a while takes nobody for dead at once', async () => {
  const first = await Process.start('one');
  const second = await Process.start('two');
  await first.take();
  await first.live(1, [second]);
  // The database was away for both: the second comes back before the first has beaten again.
  second.sleep(30);
  await second.heartbeat.pass();
  expect(await second.take()).toEqual([]);
  await first.heartbeat.pass();
  await second.live(9);
  expect(await second.take()).toEqual([]);
});

test('after a restart what the earlier life of that name held is free at once', async () => {
  const first = await Process.start('one');
  await first.take();
  const again = await Process.start('one', -hour);
  expect(await again.take()).toEqual([campaignId]);
});

test('two processes of one name by mistake live side by side, and do not end each other again and again', async () => {
  const first = await Process.start('one');
  const twin = await Process.start('one');
  expect(await twin.take()).toEqual([campaignId]);
  await first.live(30, [twin]);
  expect([first.losses, twin.losses]).toEqual([1, 0]);
  expect(await twin.held()).toEqual([campaignId]);
});

test('a process that leaves releases everything with one row', async () => {
  const first = await Process.start('one');
  const second = await Process.start('two');
  await first.take();
  await first.heartbeat.leave();
  expect(await second.take()).toEqual([campaignId]);
});
