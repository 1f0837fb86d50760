// A small world with agents for the workers' tests: a skill queue, agents written straight into the
// database, and people who work through the desk's commands alone.
import { pino } from 'pino';
import { vi } from 'vitest';
import { type Clock, openClock } from '../../src/clock.ts';
import type { CampaignSettings, PredictSettings } from '../../src/core/campaign.ts';
import type { CampaignId } from '../../src/core/units.ts';
import type { VdnSettings } from '../../src/core/vdn.ts';
import { createMetrics, type Metrics } from '../../src/metrics.ts';
import type { Database } from '../../src/store/database/connection.ts';
import type { DialRequest, Driver } from '../../src/telephony/driver.ts';
import { openSimulator, type SimulatorOptions } from '../../src/telephony/simulator.ts';
import { type Engine, startEngine } from '../../src/workers/engine.ts';
import { makeVdn, vdnId } from './world.ts';

export const patience = { timeout: 40_000, interval: 20 };
export const offHook: PredictSettings = { method: 'offHook', offHookRatePercent: 200 };

/** A predicted campaign for skill queue 5. */
export const predicted = (predict: PredictSettings = offHook): Partial<CampaignSettings> => ({
  deviceType: 2,
  ivr: null,
  skill: { skillId: 5, skillName: null, predict, preview: null },
});
export const preempted: Partial<CampaignSettings> = {
  deviceType: 6,
  ivr: null,
  skill: { skillId: 5, skillName: null, predict: null, preview: null },
};

/** `count` numbers of which every fourth answers and talks 5 s; the others are busy. */
export const mixedNumbers = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `138${String(index).padStart(6, '0')}${index % 4 === 0 ? '10' : '00'}`,
  );

export interface AgentWorld {
  readonly clock: Clock;
  readonly engine: Engine;
  readonly driver: Driver;
  readonly metrics: Metrics;
  readonly dialed: (DialRequest & { readonly at: number })[];
  stop(): Promise<void>;
}

/** A VDN with skill queue 5 and agents `a0`, `a1` and so on; wrap-up ends by itself after 2 s. */
export async function makeTeam(
  database: Database,
  agents: number,
  settings: Partial<VdnSettings> = {},
): Promise<void> {
  const now = openClock(1).now();
  await makeVdn(database, now, { wrapUpSecondsMax: 2, agentSilenceSecondsMax: 300, ...settings });
  await database`insert into skill_queues (vdn_id, skill_id, name) values (${vdnId}, 5, 'voice')`;
  for (let index = 0; index < agents; index++) {
    await database`insert into agents (vdn_id, agent_id, name) values (${vdnId}, ${`a${index}`}, 'agent')`;
    await database`
      insert into agent_skills (vdn_id, agent_id, skill_id, priority) values (${vdnId}, ${`a${index}`}, 5, 1)`;
  }
}

export interface WorldOptions extends Pick<SimulatorOptions, 'faults' | 'callsPerSecondMax'> {
  readonly speed?: number;
  /** Wraps the world's clock, to let it jump. */
  readonly clockOf?: (clock: Clock) => Clock;
}

export async function startAgentWorld(database: Database, options: WorldOptions = {}): Promise<AgentWorld> {
  const { speed = 10, clockOf = (clock: Clock) => clock, ...simulated } = options;
  // The carrier has a clock of its own, which does not jump with ours.
  const carrierClock = openClock(speed);
  const clock = clockOf(carrierClock);
  const dialed: AgentWorld['dialed'] = [];
  const driver = openSimulator(carrierClock, {
    ...simulated,
    journal: (request) => dialed.push({ ...request, at: clock.now() }),
  });
  const metrics = createMetrics();
  const log = pino({ level: 'silent' });
  const engine = await startEngine({
    database,
    heartDatabase: database,
    clock,
    log,
    metrics,
    driver,
    owner: 'one',
    speed,
  });
  await vi.waitFor(() => {
    if (!engine.desk.holds(vdnId)) throw new Error('the desk is not open');
  }, patience);
  return {
    clock,
    engine,
    driver,
    metrics,
    dialed,
    stop: async () => {
      await engine.stop(0);
      await driver.close();
    },
  };
}

/** Signs agents `from` to `to - 1` in and makes them ready. */
export async function work(engine: Engine, to: number, from = 0): Promise<void> {
  for (let index = from; index < to; index++) {
    await engine.desk.command(vdnId, `a${index}`, { kind: 'signIn', signOffAt: null });
    await engine.desk.command(vdnId, `a${index}`, { kind: 'ready' });
  }
}

export const reasonOf = (engine: Engine, campaignId: CampaignId): string | null =>
  engine.latestBeat(vdnId, campaignId)?.record.reason ?? null;

/** Resolves when `seconds` of the world have passed. */
export const pass = (world: AgentWorld, seconds: number): Promise<void> => world.clock.sleep(seconds * 1000);
