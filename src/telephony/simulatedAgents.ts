// Simulated agents: each flagged agent works like an agent's application, only through the desk's commands.
// They sign in, read and dial offers, end their wrap-up, and give signs of life. All share one heap and one
// timer, so 5,000 cost a server little. The desk decides: a refused command is not carried out. The carrier
// decides whether their telephones are simulated or real.
import type { Clock } from '../clock.ts';
import { hasLeft } from '../core/agentMoves.ts';
import type { AgentCommand, AgentRefusal, WorkingAgent } from '../core/agentState.ts';
import type { Bilingual } from '../core/language.ts';
import type { VdnId } from '../core/units.ts';
import { arrivalSeconds, workSeconds } from '../simulation/habits.ts';
import { createTimeHeap } from '../simulation/timeHeap.ts';
import {
  type BreakHabits,
  breakReason,
  intentionsOf,
  type Member,
  nextHabit,
  type Seats,
} from './simulatedMember.ts';

/** Of the workers' desk, what an agent's application has of it. */
export interface SeatedAgents {
  command(
    vdnId: VdnId,
    agentId: string,
    command: AgentCommand,
  ): Promise<
    { readonly agent: WorkingAgent } | { readonly refusal: AgentRefusal; readonly detail: Bilingual }
  >;
  agent(vdnId: VdnId, agentId: string): WorkingAgent | null;
  watch(vdnId: VdnId, agentId: string | null, listener: (agent: WorkingAgent) => void): () => void;
}

/** The flagged agents of one VDN. */
export interface Team {
  readonly vdnId: VdnId;
  readonly silenceSecondsMax: number;
  readonly agentIds: readonly string[];
}

export interface SimulatedAgentsDeps {
  readonly clock: Clock;
  readonly desk: SeatedAgents;
  /** Asked at the start and every ten seconds. */
  readonly findTeams: () => Promise<readonly Team[]>;
  /** A command or a look at the teams failed; it is tried again. */
  readonly onFailure: (error: unknown) => void;
  /** Default 1. */
  readonly seed?: number;
  /** Not given: nobody takes a break. */
  readonly breaks?: BreakHabits;
}

const tickMillis = 50;
const teamsMillis = 10_000;
/** How long after a failure, a refusal or a desk elsewhere it is tried again. */
const againMillis = 1_000;

type Deed =
  | {
      readonly kind: 'command';
      readonly member: Member;
      readonly turn: number;
      readonly command: AgentCommand;
    }
  | { readonly kind: 'alive' | 'break'; readonly member: Member }
  | { readonly kind: 'knock'; readonly seats: Seats }
  | { readonly kind: 'teams' };

/** Plays the agents until `stop`. Agents who are signed in then stay so: their applications are just gone. */
export function startSimulatedAgents(deps: SimulatedAgentsDeps): { stop(): Promise<void> } {
  const agents = new SimulatedAgents(deps);
  const ended = agents.run();
  return {
    stop: async () => {
      agents.close();
      await ended;
    },
  };
}

class SimulatedAgents {
  readonly #deps: SimulatedAgentsDeps;
  readonly #seed: number;
  readonly #heap = createTimeHeap<Deed>();
  readonly #teams = new Map<VdnId, Seats>();
  readonly #closing = new AbortController();

  constructor(deps: SimulatedAgentsDeps) {
    this.#deps = deps;
    this.#seed = deps.seed ?? 1;
    this.#heap.push(deps.clock.now(), { kind: 'teams' });
  }

  /** Does what is due until `close`. */
  async run(): Promise<void> {
    const { clock } = this.#deps;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const now = clock.now();
      while (this.#heap.nextAt() <= now && !signal.aborted) {
        const deed = this.#heap.pop();
        if (deed === undefined) break;
        this.#perform(deed).catch((error: unknown) => {
          this.#deps.onFailure(error);
          if (deed.kind === 'command' || deed.kind === 'knock') this.#again(deed);
        });
      }
      await clock.sleep(tickMillis, signal);
    }
  }

  close(): void {
    this.#closing.abort();
    for (const seats of this.#teams.values()) seats.unwatch();
  }

  async #perform(deed: Deed): Promise<void> {
    switch (deed.kind) {
      case 'teams':
        this.#heap.push(this.#deps.clock.now() + teamsMillis, deed);
        return this.#lookAtTeams();
      case 'knock':
        return this.#knock(deed.seats);
      case 'command': {
        if (deed.turn !== deed.member.turn || !deed.member.seats.isHere) return;
        const outcome = await this.#give(deed.member, deed.command);
        if (outcome === 'refused' && deed.turn === deed.member.turn) this.#again(deed);
        return;
      }
      case 'alive':
      case 'break':
        return this.#recur(deed.kind, deed.member);
    }
  }

  async #lookAtTeams(): Promise<void> {
    const found = await this.#deps.findTeams();
    if (this.#closing.signal.aborted) return;
    const flagged = new Map(found.map((team) => [team.vdnId, team]));
    for (const team of found) if (!this.#teams.has(team.vdnId)) this.#open(team);
    for (const seats of this.#teams.values()) {
      const team = flagged.get(seats.vdnId);
      seats.silenceSecondsMax = team?.silenceSecondsMax ?? seats.silenceSecondsMax;
      const agentIds = new Set(team?.agentIds);
      for (const agentId of agentIds) if (!seats.members.has(agentId)) this.#join(seats, agentId);
      for (const member of seats.members.values()) {
        const isLeaving = !agentIds.has(member.agentId);
        if (isLeaving === member.isLeaving) continue;
        member.isLeaving = isLeaving;
        if (seats.isHere) this.#plan(member);
      }
    }
  }

  #open(team: Team): void {
    const seats: Seats = {
      vdnId: team.vdnId,
      silenceSecondsMax: team.silenceSecondsMax,
      members: new Map(),
      isHere: false,
      unwatch: this.#deps.desk.watch(team.vdnId, null, (agent) => {
        const member = seats.members.get(agent.id);
        if (member !== undefined) this.#hear(member, agent);
      }),
    };
    this.#teams.set(team.vdnId, seats);
    this.#again({ kind: 'knock', seats });
  }

  #join(seats: Seats, agentId: string): void {
    const { breaks } = this.#deps;
    const member = { seats, agentId, agent: null, turn: 0, done: 0, isLeaving: false };
    seats.members.set(agentId, member);
    // Signs of life begin here and there within their interval, and go on for good.
    const firstSeconds = (seats.silenceSecondsMax / 15) * arrivalSeconds(nextHabit(member, this.#seed));
    this.#after(firstSeconds, { kind: 'alive', member });
    if (breaks) {
      const seconds = workSeconds(nextHabit(member, this.#seed), breaks.workSecondsMean);
      this.#after(seconds, { kind: 'break', member });
    }
    if (seats.isHere) this.#plan(member);
  }

  /** One agent asks whether the desk is here; while it is elsewhere the others need not. */
  async #knock(seats: Seats): Promise<void> {
    const { desk } = this.#deps;
    const [member] = seats.members.values();
    if (seats.isHere) return;
    if (member === undefined) return this.#again({ kind: 'knock', seats });
    const answer = await desk.command(seats.vdnId, member.agentId, { kind: 'signIn', signOffAt: null });
    if ('refusal' in answer && answer.refusal === 'agentsElsewhere')
      return this.#again({ kind: 'knock', seats });
    seats.isHere = true;
    for (const one of seats.members.values()) {
      one.agent = desk.agent(seats.vdnId, one.agentId);
      this.#plan(one);
    }
  }

  /** Takes in how the desk sees the agent; the same again is no news. */
  #hear(member: Member, agent: WorkingAgent | null): void {
    const known = member.agent;
    member.agent = agent;
    const isSame =
      known?.status === agent?.status &&
      known?.state === agent?.state &&
      known?.since === agent?.since &&
      known?.offer?.contactId === agent?.offer?.contactId;
    if (!isSame) this.#plan(member);
  }

  #plan(member: Member): void {
    member.turn += 1;
    const { seats, agentId, turn } = member;
    const isGone = member.agent === null || hasLeft(member.agent);
    if (member.isLeaving && isGone) seats.members.delete(agentId);
    const { clock, breaks } = this.#deps;
    for (const { at, command } of intentionsOf(member, clock.now(), this.#seed, breaks))
      this.#heap.push(at, { kind: 'command', member, turn, command });
  }

  async #give(member: Member, command: AgentCommand): Promise<'done' | 'refused'> {
    const { desk } = this.#deps;
    const { seats, agentId } = member;
    const answer = await desk.command(seats.vdnId, agentId, command);
    if (!('refusal' in answer)) {
      this.#hear(member, answer.agent);
      return 'done';
    }
    if (answer.refusal === 'agentsElsewhere') {
      // Told by each command that was under way; one of them knocks.
      if (seats.isHere) this.#again({ kind: 'knock', seats });
      seats.isHere = false;
    } else this.#hear(member, desk.agent(seats.vdnId, agentId));
    return 'refused';
  }

  async #recur(kind: 'alive' | 'break', member: Member): Promise<void> {
    const { seats, agentId, agent } = member;
    if (seats.members.get(agentId) !== member) return;
    const workMean = this.#deps.breaks?.workSecondsMean ?? 0;
    const seconds =
      kind === 'alive' ? seats.silenceSecondsMax / 3 : workSeconds(nextHabit(member, this.#seed), workMean);
    this.#after(seconds, { kind, member });
    if (!seats.isHere || agent === null || agent.status === 'signedOut') return;
    if (kind === 'alive') await this.#give(member, { kind });
    else if (agent.status === 'ready') await this.#give(member, { kind, reason: breakReason });
  }

  #after(seconds: number, deed: Deed): void {
    this.#heap.push(this.#deps.clock.now() + seconds * 1000, deed);
  }

  #again(deed: Deed): void {
    this.#heap.push(this.#deps.clock.now() + againMillis, deed);
  }
}
