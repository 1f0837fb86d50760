// The two sentences that must hold whatever happens: two agents never get one call, and one agent never
// has two. A random day is played against the desk, with a carrier that loses, doubles and delays what it
// tells; the truth is the carrier's.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AgentCommand } from '../../../src/core/agentState.ts';
import { addSeconds, type CallId } from '../../../src/core/units.ts';
import { ensurePartitions } from '../../../src/store/database/partitions.ts';
import type { DrivenCampaign, LiveCall } from '../../../src/workers/leases/driven.ts';
import { withDatabase } from '../../database.ts';
import { DeskWorld, makeAgents, startAt } from '../deskWorld.ts';
import { makeVdn, vdnId } from '../world.ts';

const { database } = await withDatabase();
const agentIds = ['a', 'b', 'c', 'd'];
let world: DeskWorld;

beforeAll(async () => {
  await makeVdn(database, startAt, { wrapUpSecondsMax: 20 });
  await ensurePartitions(database, startAt);
  await makeAgents(database, { a: ['5'], b: ['5:2', '6'], c: ['6'], d: ['5', '6:2'] });
  world = new DeskWorld(database);
  await world.lease();
});

afterAll(() => world.desk.close());

type Step =
  | { readonly kind: 'dial' | 'reserve'; readonly campaign: number }
  | { readonly kind: 'answer' | 'connected' | 'repeat' | 'lose'; readonly call: number }
  | { readonly kind: 'end'; readonly call: number; readonly isHeard: boolean }
  | { readonly kind: 'command'; readonly agent: number; readonly command: AgentCommand }
  | { readonly kind: 'wait'; readonly seconds: number };

const call = fc.nat({ max: 7 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('dial' as const), campaign: fc.nat({ max: 1 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reserve' as const), campaign: fc.constant(2) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('answer' as const), call }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('connected' as const), call }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('repeat' as const, 'lose' as const), call }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('end' as const), call, isHeard: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      agent: fc.nat({ max: 3 }),
      command: fc.constantFrom<AgentCommand>(
        { kind: 'signIn', signOffAt: null },
        { kind: 'ready' },
        { kind: 'ready' },
        { kind: 'break', reason: 'lunch' },
        { kind: 'signOut' },
        { kind: 'hangUp' },
        { kind: 'endWrapUp', businessResult: null, note: null },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(0.3, 2.5, 7, 35) }),
  },
);

/** The carrier's truth about one call. */
interface Line {
  readonly live: LiveCall;
  isAnswered: boolean;
  agentId: string | null;
  isOver: boolean;
}

class Day {
  readonly lines: Line[] = [];
  readonly #campaigns: readonly DrivenCampaign[];

  constructor(campaigns: readonly DrivenCampaign[]) {
    this.#campaigns = campaigns;
    world.onConnect = (callId, agentId) => this.#joined(callId, agentId);
  }

  #joined(callId: CallId, agentId: string): void {
    const line = this.lines.find((candidate) => candidate.live.call.id === callId);
    if (line === undefined) throw new Error('joined a call that was never dialed');
    expect(line.isAnswered, 'joined before anybody answered').toBe(true);
    expect(line.agentId, 'one call for two agents').toBe(null);
    const busy = this.lines.filter((other) => other.agentId === agentId && !other.isOver);
    expect(busy, 'two calls for one agent').toEqual([]);
    if (line.isOver) return;
    line.agentId = agentId;
  }

  async play(one: Step): Promise<void> {
    switch (one.kind) {
      case 'dial':
        this.#dial(one.campaign);
        return;
      case 'reserve': {
        const [agentId] = world.desk.reserve(this.#campaign(2), 1, world.now);
        if (agentId !== undefined) world.desk.bind(this.#dial(2).live, agentId);
        return;
      }
      case 'command':
        await world.asks(agentIds[one.agent] ?? '', one.command);
        return;
      case 'wait':
        await world.wait(one.seconds);
        return;
      default: {
        const line = this.lines.at(-1 - one.call);
        if (line !== undefined) this.#tell(line, one);
      }
    }
  }

  #tell(line: Line, one: Extract<Step, { readonly call: number }>): void {
    switch (one.kind) {
      case 'answer':
        if (!line.isOver) line.isAnswered = true;
        if (line.isAnswered) world.answer(line.live);
        return;
      case 'connected':
        if (line.agentId !== null) world.connect(line.live);
        return;
      case 'repeat':
        if (line.isAnswered) world.answer(line.live);
        if (line.isOver) world.end(line.live, 'busy');
        return;
      case 'end':
        line.isOver = true;
        if (one.isHeard) world.end(line.live, line.agentId === null ? 'hungUpInQueue' : 'released');
        return;
      case 'lose':
        // Only what the carrier no longer holds is lost.
        if (line.isOver) world.desk.lose(line.live);
    }
  }

  #campaign(index: number): DrivenCampaign {
    const campaign = this.#campaigns[index];
    if (campaign === undefined) throw new Error('no such campaign');
    return campaign;
  }

  #dial(index: number): Line {
    const live = world.dial(this.#campaign(index));
    const line = { live, isAnswered: false, agentId: null, isOver: false };
    this.lines.push(line);
    return line;
  }

  /** Every call ends, what was not heard is found lost, and everybody is free or gone. */
  async end(): Promise<void> {
    for (const line of this.lines) {
      line.isOver = true;
      world.desk.lose(line.live);
      world.driven.forget(line.live);
    }
    await world.wait(21);
    for (const { state } of world.desk.agents(vdnId)) expect(['idle']).toContain(state);
    for (const agentId of agentIds) await world.asks(agentId, { kind: 'signOut' });
    expect(world.desk.agents(vdnId)).toEqual([]);
    for (const campaign of this.#campaigns) {
      expect(world.desk.see(campaign, 25, world.now)).toMatchObject({ staffed: 0, waitingSince: [] });
      world.driven.drop(campaign);
    }
  }
}

let days = 0;

test('two agents never get one call, and one agent never has two', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async (steps) => {
      days += 10;
      world.now = addSeconds(world.now, 60);
      const day = new Day([
        world.campaign(days, 5),
        world.campaign(days + 1, 6, { waitLimitSeconds: 6 }),
        world.campaign(days + 2, 5, { deviceType: 6 }),
      ]);
      for (const agentId of agentIds) await world.ready(agentId);
      for (const one of steps) await day.play(one);
      await day.end();
    }),
    { numRuns: 60 },
  );
}, 60_000);
