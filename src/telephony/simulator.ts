// The simulated carrier: the driver's port over the seeded world of src/simulation. All calls share
// one heap and one timer, so 50,000 calls in the air cost a server little. It keeps to the clock
// it is given, so a world can run faster than life; it must never invent a fate of its own.
import type { Clock } from '../clock.ts';
import type { CallEvent, EndReason } from '../core/call.ts';
import { TokenBucket } from '../core/tokenBucket.ts';
import { type CallId, type Millis, toMillis, type VdnId } from '../core/units.ts';
import { createAttemptCounter } from '../simulation/attemptCounter.ts';
import { baseWorld, carrierLimits, fateForAgent, fateInFlow, type Step } from '../simulation/callee.ts';
import { leadOfText } from '../simulation/chance.ts';
import { createTimeHeap } from '../simulation/timeHeap.ts';
import type { DialRequest, Driver, Guard, HeldCall, LineEvent, ReturnedCall } from './driver.ts';
import { faultyLine, type LineFaults } from './faultyLine.ts';
import { GatewayHold, type Refusal, troubleOfHold } from './hold.ts';
import { rememberLatest } from './latestIds.ts';

export interface SimulatorOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Share of live answers, 0 to 1; default 0.25 (pacing.md 5). */
  readonly answerRate?: number;
  /** Calls in the air at once; default 100,000. A dial beyond comes back. */
  readonly channelsMax?: number;
  /** Default 5,000, in the clock's time. A dial beyond comes back. */
  readonly callsPerSecondMax?: number;
  /** How its trunk refuses every call at the moment; null, and by default: it does not. */
  readonly refusal?: () => Refusal | null;
  readonly faults?: LineFaults;
  /** Hears of each dial before anything else happens, repeated ones included. */
  readonly journal?: (request: DialRequest) => void;
}

/** How late an event may come, in the clock's time. */
const tickMilliseconds = 10;
/** Ended calls whose id is still known, so that placing one again is refused. */
const endedIdsKept = 20_000;

/** How long an announcement lasts of which the carrier knows the code alone. */
const announcementMilliseconds = 3_000;

interface LiveCall {
  readonly callId: CallId;
  readonly vdnId: VdnId;
  /** From when the steps count: the dial, or what we did with an answered call. */
  readonly beganAt: number;
  readonly steps: readonly Step[];
  next: number;
  /** `free`: a person waits for an agent. `taken`: in a flow, in a talk, in an announcement. */
  line: 'ringing' | 'free' | 'taken';
  readonly isForAgent: boolean;
  /** The queue to which the flow has handed the person; null: it has not. */
  skillId: number | null;
  /** What `connect` gives; null: nothing. */
  readonly talkMilliseconds: number | null;
  gone: boolean;
}

/** Opens the carrier; `close` frees its timer and drops what is in the air. */
export function openSimulator(clock: Clock, options: SimulatorOptions = {}): Driver {
  const world = {
    seed: options.seed ?? baseWorld.seed,
    answerRate: options.answerRate ?? baseWorld.answerRate,
  };
  const channelsMax = options.channelsMax ?? carrierLimits.channelsMax;
  const callsPerSecondMax = options.callsPerSecondMax ?? carrierLimits.callsPerSecondMax;
  const heap = createTimeHeap<LiveCall | CallEvent>();
  const hold = new GatewayHold();
  let hearReturn: (returned: ReturnedCall) => void = () => {};
  const live = new Map<CallId, LiveCall>();
  const endedIds = rememberLatest<CallId>(endedIdsKept);
  const attempts = createAttemptCounter();
  const bucket = new TokenBucket(callsPerSecondMax, callsPerSecondMax, clock.now());
  const closing = new AbortController();
  let running = false;
  let listener: (event: CallEvent) => void = () => {};
  let hearLine: (event: LineEvent) => void = () => {};
  // Calls live in this very process, so nobody else can have taken one over: only a dial asks the guard.
  let guard: Pick<Guard, 'mayDial'> = { mayDial: () => true };
  const line = faultyLine(
    world.seed,
    options.faults,
    (event) => listener(event),
    (at, event) => heap.push(at, event),
  );

  function dial(request: DialRequest): void {
    const { callId } = request;
    if (!guard.mayDial(callId)) {
      giveBack({ callId, because: 'notAsked' });
      return;
    }
    options.journal?.(request);
    if (closing.signal.aborted || live.has(callId) || endedIds.has(callId)) return;
    const now = clock.now();
    const isTrial = hold.isTrialDue(clock.ticks());
    const isHeld = hold.held !== null && !isTrial;
    if (isHeld || live.size >= channelsMax || !bucket.take(now)) {
      giveBack({ callId, because: 'notAsked' });
      return;
    }
    if (isTrial) hold.try(callId);
    const refusal = options.refusal?.() ?? null;
    if (refusal === null) place(request, now);
    else refuseByTrunk(callId, now, refusal);
    void run();
  }

  /** The port promises that a dial returns before anything is told. */
  function giveBack(returned: ReturnedCall): void {
    endedIds.add(returned.callId);
    queueMicrotask(() => hearReturn(returned));
  }

  function refuseByTrunk(callId: CallId, now: Millis, refusal: Refusal): void {
    const judgement = hold.judge(callId, refusal, clock.ticks(), clock.ticks());
    if (judgement.kind === 'ended') refuse(callId, now, judgement.reason);
    else giveBack({ callId, because: judgement.isGatewayHeld ? 'gatewayHeld' : 'failed' });
  }

  function place(request: DialRequest, now: Millis): void {
    const { callId, vdnId } = request;
    const { called, ringLimitSeconds, destination } = request;
    const dialled = { called, attempt: attempts.next(leadOfText(called)), ringLimitSeconds };
    const fate =
      destination.kind === 'agent'
        ? fateForAgent(dialled, world)
        : fateInFlow({ ...dialled, flow: destination.flow }, world);
    const isForAgent = destination.kind === 'agent';
    const path = { next: 0, line: 'ringing', skillId: null, gone: false } as const;
    begin({ callId, vdnId, beganAt: now, ...fate, isForAgent, ...path });
  }

  function begin(call: LiveCall): void {
    live.set(call.callId, call);
    schedule(call);
  }

  /** The person who waits leaves the path that fate had laid, and goes `steps` from now on. */
  function divert(callId: CallId, stepsOf: (talkMilliseconds: number) => readonly Step[]): void {
    const call = live.get(callId);
    if (call === undefined || call.line !== 'free' || call.talkMilliseconds === null) return;
    call.gone = true;
    const steps = stepsOf(call.talkMilliseconds);
    begin({ ...call, beganAt: clock.now(), steps, next: 0, line: 'taken', gone: false });
    void run();
  }

  function refuse(callId: CallId, at: Millis, reason: EndReason): void {
    endedIds.add(callId);
    heap.push(at, { kind: 'ended', callId, at, reason });
  }

  function schedule(call: LiveCall): void {
    const step = call.steps[call.next];
    if (step !== undefined) heap.push(call.beganAt + step.afterMilliseconds, call);
  }

  const connect = (callId: CallId): void =>
    divert(callId, (talkMilliseconds) => [
      { kind: 'connected', afterMilliseconds: 0 },
      { kind: 'ended', afterMilliseconds: talkMilliseconds, reason: 'released' },
    ]);

  function abandon(callId: CallId, announcementFlowCode: string | null): void {
    const afterMilliseconds = announcementFlowCode === null ? 0 : announcementMilliseconds;
    const reason = endOfPatience(live.get(callId)?.skillId ?? null);
    divert(callId, () => [{ kind: 'ended', afterMilliseconds, reason }]);
  }

  /** Our own hang-up: while it rings we gave up ringing, in a talk it is a normal release. */
  function hangUp(callId: CallId): void {
    const call = live.get(callId);
    if (call === undefined) return;
    const at = clock.now();
    finish(call);
    heap.push(at, { kind: 'ended', callId, at, reason: hangUpReasonOf(call) });
    void run();
  }

  function finish(call: LiveCall): void {
    call.gone = true;
    live.delete(call.callId);
    endedIds.add(call.callId);
    hold.over(call.callId, clock.ticks());
  }

  function happen(call: LiveCall): void {
    const step = call.steps[call.next];
    if (step === undefined || call.gone) return;
    call.next += 1;
    const { callId } = call;
    if (step.kind !== 'vanished') hold.sign(clock.ticks() - (clock.now() - call.beganAt), clock.ticks());
    const at = toMillis(call.beganAt + step.afterMilliseconds);
    if (step.kind === 'vanished') {
      finish(call);
    } else if (step.kind === 'ended') {
      finish(call);
      line.report({ kind: 'ended', callId, at, reason: step.reason });
    } else if (step.kind === 'transferred') {
      call.line = 'free';
      call.skillId = step.skillId;
      schedule(call);
      line.report({ kind: 'transferred', callId, at, skillId: step.skillId });
    } else {
      if (step.kind === 'answered') call.line = call.isForAgent ? 'free' : 'taken';
      schedule(call);
      line.report({ kind: step.kind, callId, at });
    }
  }

  /** Turns the heap until it is empty; a call that is placed meanwhile waits for one tick at most. */
  async function run(): Promise<void> {
    if (running) return;
    running = true;
    while (heap.size > 0 && !closing.signal.aborted) {
      await clock.sleep(tickMilliseconds, closing.signal);
      turn(clock.now());
    }
    running = false;
  }

  function turn(now: Millis): void {
    while (heap.nextAt() <= now && !closing.signal.aborted) {
      const item = heap.pop();
      if (item === undefined) return;
      if ('kind' in item) line.report(item);
      else happen(item);
    }
  }

  return {
    setGuard: (next) => {
      guard = next;
    },
    dial,
    // A call is placed or refused at once: none waits here.
    withdraw: () => undefined,
    connect,
    abandon,
    hangUp,
    liveCalls: async () => ({
      calls: new Map([...live].map(([callId, call]) => [callId, heldCallOf(call)])),
      silentGateways: [],
    }),
    gateways: () => [
      {
        name: 'simulator',
        isUp: hold.held === null,
        trouble: troubleOfHold(hold.held, clock.now(), clock.ticks()),
        channels: live.size,
        channelsMax,
        callsPerSecondMax,
        servesAgents: true,
      },
    ],
    listen: (hears) => {
      listener = hears;
    },
    listenToReturns: (hears) => {
      hearReturn = hears;
    },
    openLine: ({ vdnId, agentId }) => hearLine({ vdnId, agentId, state: 'up', at: clock.now() }),
    closeLine: () => undefined,
    listenToLines: (hears) => {
      hearLine = hears;
    },
    close: async () => {
      closing.abort();
      live.clear();
    },
  };
}

const heldStates = { ringing: 'ringing', free: 'waiting', taken: 'talking' } as const;

const heldCallOf = ({ vdnId, line, isForAgent, skillId }: LiveCall): HeldCall => ({
  vdnId,
  state: line === 'taken' && !isForAgent && skillId === null ? 'inFlow' : heldStates[line],
  skillId,
  silentGateway: null,
});

/** Ours that ran out, not the person's. */
const endOfPatience = (skillId: number | null): EndReason =>
  skillId === null ? 'abandoned' : 'queueTimeout';

const hangUpReasonOf = ({ line, skillId }: LiveCall): EndReason =>
  line === 'ringing' ? 'ringTimeout' : line === 'free' ? endOfPatience(skillId) : 'released';
