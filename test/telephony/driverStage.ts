// The stage on which every driver plays the same cases: a fresh carrier for each of them, what was heard
// of it, and words to place calls and to wait for what becomes of them. The numbers end in the two digits
// that fix their fate (OPERATING, "Simulated agents").
import { afterEach, beforeEach, expect } from 'vitest';
import type { CallEvent, EndReason } from '../../src/core/call.ts';
import { type CallId, toCallId, toVdnId } from '../../src/core/units.ts';
import type {
  AgentTelephone,
  DialRequest,
  Driver,
  HeldCall,
  LineEvent,
  ReturnedCall,
} from '../../src/telephony/driver.ts';

export interface DriverWorld {
  readonly driver: Driver;
  /** A flow that plays for some seconds and hangs up. */
  readonly flowCode: string;
  /** A flow that plays shortly and hands the person to the agents of skill queue 5. */
  readonly transferFlowCode: string;
  /** An endpoint whose telephone nobody takes; null where every telephone is taken. */
  readonly refusingEndpoint: string | null;
  /** From now on the trunk answers every call with 503, or takes calls again. */
  setTrouble(isThere: boolean): Promise<void>;
  /** Lets the carrier's time pass until the condition holds; comes back, whatever holds, after so long. */
  until(condition: () => boolean | Promise<boolean>, secondsMax: number): Promise<void>;
}

export interface Stage {
  readonly world: DriverWorld;
  readonly heard: readonly CallEvent[];
  readonly heardOfLines: readonly LineEvent[];
  /** Calls that came back. */
  readonly returned: readonly ReturnedCall[];
  /** A call for the playing flow, or for the one with this code. */
  dial(lastDigits: string, options?: { ringLimitSeconds?: number; flowCode?: string }): CallId;
  /** A call for an agent; with `detects` it is listened whether a person answered, and machines are let go. */
  dialForAgent(lastDigits: string, options?: { detects?: boolean }): CallId;
  /** Waits until the call has come so far. Fails when it has not after 100 s of the carrier's time. */
  hear(callId: CallId, kind: CallEvent['kind']): Promise<void>;
  /** Does something within the event, as a desk does that has an agent ready. */
  when(callId: CallId, kind: CallEvent['kind'], act: () => void): void;
  /** Opens the agent's line and waits until it is told as up. */
  openLine(agentId: string): Promise<AgentTelephone>;
  /** Waits until a line event tells this. */
  hearOfLine(agentId: string, state: LineEvent['state']): Promise<void>;
  /** Lets time pass in which nothing is expected to happen. */
  pass(seconds: number): Promise<void>;
  kindsOf(callId: CallId): CallEvent['kind'][];
  endOf(callId: CallId): EndReason | null;
  /** What the carrier holds of these calls; null for one that it does not hold. */
  held(...callIds: CallId[]): Promise<(HeldCall | null)[]>;
}

export const vdnId = toVdnId(1);

export const telephone = (
  agentId: string,
  options: Partial<Pick<AgentTelephone, 'endpoint' | 'line'>> = {},
): AgentTelephone => ({ vdnId, agentId, endpoint: agentId, line: 'open', ...options });

const secondsMax = 100;

/** Asks `open` for a fresh carrier before each case; the stage is valid inside of the cases only. */
export function useStage(open: () => Promise<DriverWorld>): Stage {
  let world: DriverWorld;
  let heard: CallEvent[] = [];
  let heardOfLines: LineEvent[] = [];
  let returned: ReturnedCall[] = [];
  let actions: { callId: CallId; kind: CallEvent['kind']; act: () => void }[] = [];
  let calls = 0;

  const take = (event: CallEvent): void => {
    heard.push(event);
    for (const { callId, kind, act } of actions) if (callId === event.callId && kind === event.kind) act();
  };

  beforeEach(async () => {
    world = await open();
    heard = [];
    heardOfLines = [];
    returned = [];
    actions = [];
    world.driver.listen(take);
    world.driver.listenToReturns((one) => returned.push(one));
    world.driver.listenToLines((event) => heardOfLines.push(event));
  });
  afterEach(() => world.driver.close());

  const place = (
    lastDigits: string,
    request: Pick<DialRequest, 'ringLimitSeconds' | 'destination' | 'machineDetection'>,
  ): CallId => {
    calls += 1;
    const callId = toCallId(`1700000000-${1000 + calls}`);
    const called = `1380000${String(calls).padStart(4, '0')}${lastDigits}`;
    world.driver.dial({ callId, vdnId, called, caller: '12345', recordName: null, ...request });
    return callId;
  };
  const kindsOf = (callId: CallId) =>
    heard.filter((event) => event.callId === callId).map((event) => event.kind);
  const hearOfLine = async (agentId: string, state: LineEvent['state']): Promise<void> => {
    const isTold = () => heardOfLines.some((event) => event.agentId === agentId && event.state === state);
    await world.until(isTold, secondsMax);
    expect(heardOfLines).toContainEqual(expect.objectContaining({ vdnId, agentId, state }));
  };

  return {
    get world() {
      return world;
    },
    get heard() {
      return heard;
    },
    get heardOfLines() {
      return heardOfLines;
    },
    get returned() {
      return returned;
    },
    dial: (lastDigits, { ringLimitSeconds = 30, flowCode = world.flowCode } = {}) => {
      const flow =
        flowCode === world.transferFlowCode
          ? { playSeconds: 1, transferSkillId: 5 }
          : { playSeconds: 8, transferSkillId: null };
      return place(lastDigits, {
        ringLimitSeconds,
        destination: { kind: 'flow', flowCode, flow },
        machineDetection: null,
      });
    },
    dialForAgent: (lastDigits, { detects = false } = {}) =>
      place(lastDigits, {
        ringLimitSeconds: 60,
        destination: { kind: 'agent' },
        machineDetection: detects ? { machine: 'hangUp', unsure: 'passOn', messageFlowCode: null } : null,
      }),
    hear: async (callId, kind) => {
      await world.until(() => kindsOf(callId).includes(kind), secondsMax);
      expect(kindsOf(callId)).toContain(kind);
    },
    when: (callId, kind, act) => actions.push({ callId, kind, act }),
    openLine: async (agentId) => {
      world.driver.openLine(telephone(agentId));
      await hearOfLine(agentId, 'up');
      return telephone(agentId);
    },
    hearOfLine,
    pass: (seconds) => world.until(() => false, seconds),
    kindsOf,
    endOf: (callId) => {
      const end = heard.find((event) => event.callId === callId && event.kind === 'ended');
      return end?.kind === 'ended' ? end.reason : null;
    },
    held: async (...callIds) => {
      const { calls: live } = await world.driver.liveCalls();
      return callIds.map((callId) => live.get(callId) ?? null);
    },
  };
}
