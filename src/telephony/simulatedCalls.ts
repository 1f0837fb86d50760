// The calls in the air of the simulated carrier, each on the path of steps that its fate has laid until somebody
// takes the person off it. All share one heap and one timer, so 50,000 cost a server little.
import type { Clock } from '../clock.ts';
import { type CallEvent, type EndReason, endOfPatience } from '../core/call.ts';
import { type CallId, type Millis, toMillis } from '../core/units.ts';
import { createAttemptCounter } from '../simulation/attemptCounter.ts';
import { fateForAgent, fateInFlow, type Step, type World } from '../simulation/callee.ts';
import { leadOfText } from '../simulation/chance.ts';
import { createTimeHeap } from '../simulation/timeHeap.ts';
import type { DialRequest, HeldCall } from './driver.ts';
import { type EventFaults, type FaultyEvents, faultyEvents } from './faultyEvents.ts';
import type { GatewayHold } from './hold.ts';
import { rememberLatest } from './latestIds.ts';
import { hangUpReasonOf, heldCallOf, type SimulatedCall } from './simulatedCall.ts';

/** How late an event may come, in the clock's time. */
const tickMilliseconds = 10;
/** Ended calls whose id is still known, so that placing one again is refused. */
const endedIdsKept = 20_000;

/** How long an announcement lasts of which the carrier knows the code alone. */
const announcementMilliseconds = 3_000;

export class SimulatedCalls {
  readonly #clock: Clock;
  readonly #world: World;
  readonly #hold: GatewayHold;
  readonly #events: FaultyEvents;
  readonly #heap = createTimeHeap<SimulatedCall | CallEvent>();
  readonly #live = new Map<CallId, SimulatedCall>();
  readonly #endedIds = rememberLatest<CallId>(endedIdsKept);
  readonly #attempts = createAttemptCounter();
  readonly #closing = new AbortController();
  #isRunning = false;
  #tell: (event: CallEvent) => void = () => undefined;

  /** @param hold hears of each sign of the far side */
  constructor(clock: Clock, world: World, hold: GatewayHold, faults: EventFaults | undefined) {
    this.#clock = clock;
    this.#world = world;
    this.#hold = hold;
    this.#events = faultyEvents(
      world.seed,
      faults,
      (event) => this.#tell(event),
      (at, event) => this.#heap.push(at, event),
    );
  }

  listen(listener: (event: CallEvent) => void): void {
    this.#tell = listener;
  }

  get size(): number {
    return this.#live.size;
  }

  held(): Map<CallId, HeldCall> {
    return new Map([...this.#live].map(([callId, call]) => [callId, heldCallOf(call)]));
  }

  /** True for a call that is in the air, or has been: it must not be placed again. */
  knows(callId: CallId): boolean {
    return this.#closing.signal.aborted || this.#live.has(callId) || this.#endedIds.has(callId);
  }

  /** The call is not placed, now or later. */
  bar(callId: CallId): void {
    this.#endedIds.add(callId);
  }

  place({ callId, vdnId, called, ringLimitSeconds, destination }: DialRequest): void {
    const dialed = { called, attempt: this.#attempts.next(leadOfText(called)), ringLimitSeconds };
    const isForAgent = destination.kind === 'agent';
    const fate = isForAgent
      ? fateForAgent(dialed, this.#world)
      : fateInFlow({ ...dialed, flow: destination.flow }, this.#world);
    const path = { next: 0, stage: 'ringing', skillId: null, gone: false } as const;
    this.#begin({ callId, vdnId, beganAt: this.#clock.now(), ...fate, isForAgent, ...path });
  }

  /** The call ends before it begins. */
  refuse(callId: CallId, at: Millis, reason: EndReason): void {
    this.bar(callId);
    this.#heap.push(at, { kind: 'ended', callId, at, reason });
    void this.#run();
  }

  connect(callId: CallId): void {
    this.#divert(callId, 'connected', ({ talkMilliseconds }) => [
      { kind: 'connected', afterMilliseconds: 0 },
      { kind: 'ended', afterMilliseconds: talkMilliseconds ?? 0, reason: 'released' },
    ]);
  }

  abandon(callId: CallId, announcementFlowCode: string | null): void {
    const afterMilliseconds = announcementFlowCode === null ? 0 : announcementMilliseconds;
    this.#divert(callId, 'lettingGo', (call) => [
      { kind: 'ended', afterMilliseconds, reason: endOfPatience(call) },
    ]);
  }

  hangUp(callId: CallId): void {
    const call = this.#live.get(callId);
    if (call === undefined) return;
    this.#finish(call);
    this.refuse(callId, this.#clock.now(), hangUpReasonOf(call));
  }

  /** Drops what is in the air. */
  close(): void {
    this.#closing.abort();
    this.#live.clear();
  }

  #begin(call: SimulatedCall): void {
    this.#live.set(call.callId, call);
    this.#schedule(call);
    void this.#run();
  }

  /** The person who waits leaves the path that fate had laid, and goes `steps` from now on. */
  #divert(
    callId: CallId,
    stage: SimulatedCall['stage'],
    stepsOf: (call: SimulatedCall) => readonly Step[],
  ): void {
    const call = this.#live.get(callId);
    if (call === undefined || call.stage !== 'waiting' || call.talkMilliseconds === null) return;
    call.gone = true;
    this.#begin({ ...call, beganAt: this.#clock.now(), steps: stepsOf(call), next: 0, stage, gone: false });
  }

  #schedule(call: SimulatedCall): void {
    const step = call.steps[call.next];
    if (step !== undefined) this.#heap.push(call.beganAt + step.afterMilliseconds, call);
  }

  #finish(call: SimulatedCall): void {
    call.gone = true;
    this.#live.delete(call.callId);
    this.#endedIds.add(call.callId);
    this.#hold.over(call.callId, this.#clock.ticks());
  }

  /** The call takes its next step. */
  #step(call: SimulatedCall): void {
    const step = call.steps[call.next];
    if (step === undefined || call.gone) return;
    call.next += 1;
    const ticks = this.#clock.ticks();
    if (step.kind !== 'vanished') this.#hold.sign(ticks - (this.#clock.now() - call.beganAt), ticks);
    const at = toMillis(call.beganAt + step.afterMilliseconds);
    if (step.kind === 'vanished' || step.kind === 'ended') this.#finish(call);
    else {
      if (step.kind === 'answered') call.stage = call.isForAgent ? 'waiting' : 'inFlow';
      if (step.kind === 'transferred') {
        call.stage = 'waiting';
        call.skillId = step.skillId;
      }
      this.#schedule(call);
    }
    const event = eventOf(call.callId, step, at);
    if (event !== null) this.#events.report(event);
  }

  /** Turns the heap until it is empty; a call that is placed meanwhile waits for one tick at most. */
  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const { signal } = this.#closing;
    while (this.#heap.size > 0 && !signal.aborted) {
      await this.#clock.sleep(tickMilliseconds, signal);
      this.#turn(this.#clock.now());
    }
    this.#isRunning = false;
  }

  #turn(now: Millis): void {
    while (this.#heap.nextAt() <= now && !this.#closing.signal.aborted) {
      const item = this.#heap.pop();
      if (item === undefined) return;
      if ('kind' in item) this.#events.report(item);
      else this.#step(item);
    }
  }
}

/** What is told of a step; null: nothing, the call is just gone. */
function eventOf(callId: CallId, step: Step, at: Millis): CallEvent | null {
  switch (step.kind) {
    case 'vanished':
      return null;
    case 'ended':
      return { kind: 'ended', callId, at, reason: step.reason };
    case 'transferred':
      return { kind: 'transferred', callId, at, skillId: step.skillId };
    default:
      return { kind: step.kind, callId, at };
  }
}
