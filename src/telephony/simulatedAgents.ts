// Simulated agents: every flagged agent is played as an agent's application would play it, through the
// desk's commands alone. They sign in, read and dial offers, end their wrap-up, and give signs of life.
// All share one heap and one timer, so 5,000 cost a server little. They never answer for the desk: what
// is refused is not done. Whether their telephones are simulated too or real is for the carrier to say.
import type { Clock } from '../clock.ts';
import type { AgentCommand, AgentRefusal, WorkingAgent } from '../core/agentState.ts';
import type { Bilingual } from '../core/language.ts';
import type { VdnId } from '../core/units.ts';
import {
  arrivalSeconds,
  breakSeconds,
  type Habit,
  previewSeconds,
  skipReason,
  workSeconds,
  wrapUpSeconds,
} from '../simulation/habits.ts';
import { createTimeHeap } from '../simulation/timeHeap.ts';

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
  /** Means of an exponential law; not given: nobody takes a break. */
  readonly breaks?: { readonly workSecondsMean: number; readonly breakSecondsMean: number };
}

const tickMillis = 50;
const teamsMillis = 10_000;
/** How long after a failure, a refusal or a desk elsewhere it is tried again. */
const againMillis = 1_000;
const breakReason = 'coffee';
/** Somebody else's break, as when the telephone was not taken: sooner would ring it all day long. */
const foreignBreakMillis = 10_000;

interface Seats {
  readonly vdnId: VdnId;
  silenceSecondsMax: number;
  readonly members: Map<string, Member>;
  /** This process holds the desk, as far as we have been told. */
  isHere: boolean;
  readonly unwatch: () => void;
}

interface Member {
  readonly seats: Seats;
  readonly agentId: string;
  /** As the desk last told; null: not signed in. */
  agent: WorkingAgent | null;
  /** Goes up with each change, so that what was planned before it is not done after it. */
  turn: number;
  done: number;
  /** No longer flagged: signs out as soon as the desk lets it. */
  isLeaving: boolean;
}

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

const hasLeft = (agent: WorkingAgent | null): boolean =>
  agent === null || (agent.status === 'signedOut' && agent.state === 'idle');

/** Plays the agents until `stop`. Whoever is signed in then stays so: their applications are just gone. */
export function startSimulatedAgents(deps: SimulatedAgentsDeps): { stop(): Promise<void> } {
  const { clock, desk, breaks } = deps;
  const heap = createTimeHeap<Deed>();
  const teams = new Map<VdnId, Seats>();
  const closing = new AbortController();

  const habitOf = (member: Member): Habit => {
    member.done += 1;
    const name = `${member.seats.vdnId}:${member.agentId}`;
    return { seed: deps.seed ?? 1, name, done: member.done };
  };
  const after = (seconds: number, deed: Deed): void => heap.push(clock.now() + seconds * 1000, deed);
  const again = (deed: Deed): void => heap.push(clock.now() + againMillis, deed);

  async function lookAtTeams(): Promise<void> {
    const found = await deps.findTeams();
    if (closing.signal.aborted) return;
    const flagged = new Map(found.map((team) => [team.vdnId, team]));
    for (const team of found) if (!teams.has(team.vdnId)) open(team);
    for (const seats of teams.values()) {
      const team = flagged.get(seats.vdnId);
      seats.silenceSecondsMax = team?.silenceSecondsMax ?? seats.silenceSecondsMax;
      const agentIds = new Set(team?.agentIds);
      for (const agentId of agentIds) if (!seats.members.has(agentId)) join(seats, agentId);
      for (const member of seats.members.values()) {
        const isLeaving = !agentIds.has(member.agentId);
        if (isLeaving === member.isLeaving) continue;
        member.isLeaving = isLeaving;
        if (seats.isHere) plan(member);
      }
    }
  }

  function open(team: Team): void {
    const seats: Seats = {
      vdnId: team.vdnId,
      silenceSecondsMax: team.silenceSecondsMax,
      members: new Map(),
      isHere: false,
      unwatch: desk.watch(team.vdnId, null, (agent) => {
        const member = seats.members.get(agent.id);
        if (member !== undefined) hear(member, agent);
      }),
    };
    teams.set(team.vdnId, seats);
    again({ kind: 'knock', seats });
  }

  function join(seats: Seats, agentId: string): void {
    const member = { seats, agentId, agent: null, turn: 0, done: 0, isLeaving: false };
    seats.members.set(agentId, member);
    // Signs of life begin here and there within their interval, and go on for good.
    after((seats.silenceSecondsMax / 15) * arrivalSeconds(habitOf(member)), { kind: 'alive', member });
    if (breaks) after(workSeconds(habitOf(member), breaks.workSecondsMean), { kind: 'break', member });
    if (seats.isHere) plan(member);
  }

  /** One agent asks whether the desk is here; while it is elsewhere the others need not. */
  async function knock(seats: Seats): Promise<void> {
    const [member] = seats.members.values();
    if (seats.isHere) return;
    if (member === undefined) return again({ kind: 'knock', seats });
    const answer = await desk.command(seats.vdnId, member.agentId, { kind: 'signIn', signOffAt: null });
    if ('refusal' in answer && answer.refusal === 'agentsElsewhere') return again({ kind: 'knock', seats });
    seats.isHere = true;
    for (const one of seats.members.values()) {
      one.agent = desk.agent(seats.vdnId, one.agentId);
      plan(one);
    }
  }

  /** Takes in how the desk sees the agent; the same again is no news. */
  function hear(member: Member, agent: WorkingAgent | null): void {
    const known = member.agent;
    member.agent = agent;
    const isSame =
      known?.status === agent?.status &&
      known?.state === agent?.state &&
      known?.since === agent?.since &&
      known?.offer?.contactId === agent?.offer?.contactId;
    if (!isSame) plan(member);
  }

  /** What the agent will do next if nothing else happens. */
  function plan(member: Member): void {
    member.turn += 1;
    const { agent, seats } = member;
    if (member.isLeaving && hasLeft(agent)) seats.members.delete(member.agentId);
    else if (member.isLeaving && agent?.status !== 'signedOut')
      will(member, clock.now(), { kind: 'signOut' });
    else if (!member.isLeaving && (agent === null || agent.status === 'signedOut'))
      will(member, clock.now() + arrivalSeconds(habitOf(member)) * 1000, { kind: 'signIn', signOffAt: null });
    if (agent === null) return;
    if (agent.offer !== null) decideOnOffer(member, agent.offer.offeredAt);
    else if (agent.state === 'wrapUp')
      will(member, agent.since + wrapUpSeconds(habitOf(member)) * 1000, {
        kind: 'endWrapUp',
        businessResult: null,
        note: null,
      });
    else if (agent.status === 'onBreak') will(member, breakEndsAt(member, agent), { kind: 'ready' });
  }

  /** Who has just signed in is on break without a reason, and begins at once. */
  function breakEndsAt(member: Member, agent: WorkingAgent): number {
    if (agent.breakReason === null) return agent.since;
    if (breaks === undefined || agent.breakReason !== breakReason) return agent.since + foreignBreakMillis;
    return agent.since + breakSeconds(habitOf(member), breaks.breakSecondsMean) * 1000;
  }

  function decideOnOffer(member: Member, offeredAt: number): void {
    const habit = habitOf(member);
    const reason = skipReason(habit);
    const command: AgentCommand = reason === null ? { kind: 'dialOffer' } : { kind: 'skipOffer', reason };
    will(member, offeredAt + previewSeconds(habit) * 1000, command);
  }

  const will = (member: Member, at: number, command: AgentCommand): void =>
    heap.push(at, { kind: 'command', member, turn: member.turn, command });

  async function give(member: Member, command: AgentCommand): Promise<'done' | 'refused'> {
    const { seats, agentId } = member;
    const answer = await desk.command(seats.vdnId, agentId, command);
    if (!('refusal' in answer)) {
      hear(member, answer.agent);
      return 'done';
    }
    if (answer.refusal === 'agentsElsewhere') {
      // Told by each command that was under way; one of them knocks.
      if (seats.isHere) again({ kind: 'knock', seats });
      seats.isHere = false;
    } else hear(member, desk.agent(seats.vdnId, agentId));
    return 'refused';
  }

  async function perform(deed: Deed): Promise<void> {
    switch (deed.kind) {
      case 'teams':
        heap.push(clock.now() + teamsMillis, deed);
        return lookAtTeams();
      case 'knock':
        return knock(deed.seats);
      case 'command': {
        if (deed.turn !== deed.member.turn || !deed.member.seats.isHere) return;
        const outcome = await give(deed.member, deed.command);
        if (outcome === 'refused' && deed.turn === deed.member.turn) again(deed);
        return;
      }
      case 'alive':
      case 'break':
        return recur(deed.kind, deed.member);
    }
  }

  async function recur(kind: 'alive' | 'break', member: Member): Promise<void> {
    const { seats, agentId, agent } = member;
    if (seats.members.get(agentId) !== member) return;
    const seconds =
      kind === 'alive'
        ? seats.silenceSecondsMax / 3
        : workSeconds(habitOf(member), breaks?.workSecondsMean ?? 0);
    after(seconds, { kind, member });
    if (!seats.isHere || agent === null || agent.status === 'signedOut') return;
    if (kind === 'alive') await give(member, { kind });
    else if (agent.status === 'ready') await give(member, { kind, reason: breakReason });
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const now = clock.now();
      while (heap.nextAt() <= now && !closing.signal.aborted) {
        const deed = heap.pop();
        if (deed === undefined) break;
        perform(deed).catch((error: unknown) => {
          deps.onFailure(error);
          if (deed.kind === 'command' || deed.kind === 'knock') again(deed);
        });
      }
      await clock.sleep(tickMillis, closing.signal);
    }
  }

  heap.push(clock.now(), { kind: 'teams' });
  const ended = run();
  return {
    stop: async () => {
      closing.abort();
      for (const seats of teams.values()) seats.unwatch();
      await ended;
    },
  };
}
