// A desk for tests: a real database for who the agents are, a clock that stands still, and a carrier
// that does nothing but note what it is asked. Calls are followed without a claim where no test looks
// at their rows.
import { pino } from 'pino';
import type { Clock } from '../../src/clock.ts';
import type { AgentSkill } from '../../src/core/agent.ts';
import type { AgentCommand, WorkingAgent } from '../../src/core/agentState.ts';
import type { CallEvent, EndReason } from '../../src/core/call.ts';
import type { PreviewSettings } from '../../src/core/campaign.ts';
import { type CarrierShare, type GatewayState, noCarrierLimit } from '../../src/core/carrier.ts';
import { createPacer } from '../../src/core/pacing/pacer.ts';
import {
  addSeconds,
  type CallId,
  toCampaignId,
  toContactId,
  toMillis,
  type VdnId,
} from '../../src/core/units.ts';
import { createMetrics } from '../../src/metrics.ts';
import { callIdOf } from '../../src/store/calls/callIds.ts';
import type { Database } from '../../src/store/database/connection.ts';
import { ensurePartitions } from '../../src/store/database/partitions.ts';
import type { Node } from '../../src/store/system/nodes.ts';
import type { AgentTelephone, Driver, LineEvent } from '../../src/telephony/driver.ts';
import type { Refused } from '../../src/workers/desk/commands.ts';
import { Desk } from '../../src/workers/desk.ts';
import { Driven, type DrivenCampaign, type LiveCall } from '../../src/workers/leases/driven.ts';
import { Fence } from '../../src/workers/leases/fence.ts';
import { Heartbeat } from '../../src/workers/leases/heartbeat.ts';
import { makeVdn, vdnId } from './world.ts';

export const startAt = toMillis(Date.UTC(2026, 10, 23, 9));

/** A day's work is over long before this. */
const leaseMillis = 100 * 3_600_000;

export class DeskWorld {
  now = startAt;
  readonly driven = new Driven();
  readonly joined: { callId: CallId; agentId: string }[] = [];
  readonly letGo: { callId: CallId; flowCode: string | null }[] = [];
  readonly hungUp: CallId[] = [];
  readonly placed: LiveCall[] = [];
  readonly told: CallEvent[] = [];
  readonly desk: Desk;
  readonly fence: Fence;
  /** What the carrier leaves to every campaign. */
  share: CarrierShare = noCarrierLimit;
  /** How its gateways stand; none: no limit is known. */
  gateways: GatewayState[] = [];
  /** What the carrier is asked to join, at once. */
  onConnect: (callId: CallId, agentId: string) => void = () => undefined;
  /** Telephones that were called, and hung up. */
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  /** A telephone is called: it is taken at once. */
  onOpenLine = ({ vdnId: of, agentId }: AgentTelephone): void =>
    this.hearLine({ vdnId: of, agentId, state: 'up', at: this.now });
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #owner: string;
  #heartbeat: Heartbeat | null = null;
  #calls = 0;

  constructor(database: Database, owner = 'one') {
    const clock: Clock = { now: () => this.now, ticks: () => this.now, sleep: async () => undefined };
    this.#database = database;
    this.#clock = clock;
    this.#owner = owner;
    this.fence = new Fence(clock, leaseMillis);
    this.desk = new Desk({
      database,
      clock,
      log: pino({ level: 'silent' }),
      metrics: createMetrics(),
      driver: this.#driver(),
      driven: this.driven,
      fence: this.fence,
      heartbeat: this,
      placements: {
        place: (live) => {
          live.call = { ...live.call, dialedAt: this.now };
          this.placed.push(live);
        },
      },
      shares: { shareOf: () => this.share },
    });
  }

  #driver(): Driver {
    return {
      setGuard: () => undefined,
      dial: () => undefined,
      withdraw: () => undefined,
      connect: (callId, { agentId }) => {
        this.joined.push({ callId, agentId });
        this.onConnect(callId, agentId);
      },
      abandon: (callId, flowCode) => this.letGo.push({ callId, flowCode }),
      hangUp: (callId) => this.hungUp.push(callId),
      liveCalls: async () => ({ calls: new Map(), silentGateways: [] }),
      gateways: () => this.gateways,
      listen: () => undefined,
      openLine: (telephone) => {
        this.opened.push(telephone.agentId);
        this.onOpenLine(telephone);
      },
      closeLine: ({ agentId }) => this.closed.push(agentId),
      listenToLines: () => undefined,
      listenToReturns: () => undefined,
      close: async () => undefined,
    };
  }

  /** Lives on and opens desks, as the engine does each second; the first time it begins to live. */
  async lease(): Promise<readonly VdnId[]> {
    if (this.#heartbeat === null) {
      const log = pino({ level: 'silent' });
      const { fence } = this;
      const deps = {
        database: this.#database,
        clock: this.#clock,
        log,
        fence,
        owner: this.#owner,
        leaseMillis,
      };
      this.#heartbeat = await Heartbeat.begin(deps);
      this.#heartbeat.listen(() => this.desk.loseAll());
    } else await this.#heartbeat.pass();
    return this.desk.lease();
  }

  get node(): Node {
    if (this.#heartbeat === null) throw new Error('the world does not live yet');
    return this.#heartbeat.node;
  }

  /** A driven campaign with agents as its beat leaves it. */
  campaign(
    campaignId: number,
    skillId: number,
    options: { deviceType?: 2 | 5 | 6; waitLimitSeconds?: number; preview?: PreviewSettings } = {},
  ): DrivenCampaign {
    const lease = { vdnId, campaignId: toCampaignId(campaignId), epoch: '1' };
    const campaign = this.driven.take(lease, this.now);
    campaign.recovered = true;
    campaign.hasAgents = true;
    campaign.agents = {
      deviceType: options.deviceType ?? 2,
      skillId,
      started: true,
      rule: { method: 'progressive' },
      law: { abandonShareMax: 0.03, answerLimitSeconds: 2, block: { answered: 0, abandoned: 0 } },
      pacer: createPacer(this.now),
      waitLimitSeconds: options.waitLimitSeconds ?? 2,
      preview: options.preview ?? null,
    };
    return campaign;
  }

  /** A call in flight, dialed now. */
  dial(campaign: DrivenCampaign): LiveCall {
    this.#calls += 1;
    const contact = {
      contactId: toContactId(String(this.#calls)),
      callId: callIdOf(this.now, String(this.#calls)),
      callNumber: String(this.#calls),
      called: `139${String(this.#calls).padStart(8, '0')}`,
      caller: '10085',
      attempts: 1,
      dayAttempts: 1,
      daysTried: 1,
      failures: 0,
    };
    const live = this.driven.follow(campaign, contact, this.now, 25);
    live.call = { ...live.call, dialedAt: this.now };
    return live;
  }

  /** What follows from an event is kept in `told`. */
  hear(live: LiveCall, event: CallEvent): void {
    this.#note(this.desk.hear(live, event));
  }

  hearLine(event: LineEvent): void {
    this.#note(this.desk.hearLine(event));
  }

  #note(event: CallEvent | null): void {
    if (event !== null) this.told.push(event);
  }

  tend(): void {
    this.told.push(...this.desk.tend());
  }

  answer(live: LiveCall): void {
    this.hear(live, { kind: 'answered', callId: live.call.id, at: this.now });
  }

  connect(live: LiveCall): void {
    this.hear(live, { kind: 'connected', callId: live.call.id, at: this.now });
  }

  end(live: LiveCall, reason: EndReason = 'released'): void {
    this.hear(live, { kind: 'ended', callId: live.call.id, at: this.now, reason });
  }

  /** Time goes by in passes of 100 ms. */
  async wait(seconds: number): Promise<void> {
    const until = addSeconds(this.now, seconds);
    while (this.now < until) {
      this.now = toMillis(Math.min(until, this.now + 100));
      this.tend();
    }
  }

  /** Time goes by, and the application gives its sign of life every ten seconds. */
  async stayOn(agentId: string, seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= 10) {
      await this.does(agentId, { kind: 'alive' });
      await this.wait(Math.min(10, left));
    }
  }

  /** Carries out a command; throws when it is refused. */
  async does(agentId: string, command: AgentCommand): Promise<WorkingAgent> {
    const result = await this.desk.command(vdnId, agentId, command);
    if ('refusal' in result) throw new Error(`${command.kind}: ${result.refusal}, ${result.detail}`);
    return result.agent;
  }

  async asks(agentId: string, command: AgentCommand): Promise<Refused['refusal'] | 'done'> {
    const result = await this.desk.command(vdnId, agentId, command);
    return 'refusal' in result ? result.refusal : 'done';
  }

  /** Signs in and says ready, one after another, a second apart. */
  async ready(...agentIds: string[]): Promise<void> {
    for (const agentId of agentIds) {
      await this.does(agentId, { kind: 'signIn', signOffAt: null });
      await this.does(agentId, { kind: 'ready' });
      this.now = addSeconds(this.now, 1);
    }
  }

  state(agentId: string): string {
    const agent = this.desk.agent(vdnId, agentId);
    return agent === null ? 'signedOut' : `${agent.status} ${agent.state}`;
  }
}

/** VDN 1 with anna and bert in skill queue 5, and carl, who is asked last there, in 5 and 6. */
export async function makeDeskVdn(database: Database): Promise<void> {
  await database`truncate vdns cascade`;
  await database`truncate agent_intervals, calls`;
  await makeVdn(database, startAt, { abandonmentFlowCode: '1001', wrapUpSecondsMax: 60 });
  await ensurePartitions(database, startAt);
  await makeAgents(database, { anna: ['5'], bert: ['5'], carl: ['5:9', '6'] });
}

/** Agents with their skills, `skillId` or `skillId:priority`. */
export async function makeAgents(database: Database, skillsOf: Record<string, string[]>): Promise<void> {
  for (const [agentId, texts] of Object.entries(skillsOf)) {
    await database`insert into agents (vdn_id, agent_id, name) values (${vdnId}, ${agentId}, ${agentId})`;
    await giveSkills(
      database,
      agentId,
      texts.map((text) => {
        const [skillId = '1', priority = '1'] = text.split(':');
        return { skillId: Number(skillId), priority: Number(priority) };
      }),
    );
  }
}

export async function giveSkills(
  database: Database,
  agentId: string,
  skills: readonly AgentSkill[],
): Promise<void> {
  await database`delete from agent_skills where vdn_id = ${vdnId} and agent_id = ${agentId}`;
  for (const { skillId, priority } of skills) {
    await database`
      insert into skill_queues (vdn_id, skill_id, name) values (${vdnId}, ${skillId}, ${`queue ${skillId}`})
      on conflict do nothing`;
    await database`
      insert into agent_skills (vdn_id, agent_id, skill_id, priority)
      values (${vdnId}, ${agentId}, ${skillId}, ${priority})`;
  }
}
