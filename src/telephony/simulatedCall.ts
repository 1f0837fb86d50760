// One call of the simulated carrier, and what follows from it: how far it has come and how it ends when somebody
// lets go. The carrier moves it through the steps that its fate has laid; nothing here has a clock.
import { type EndReason, endOfPatience } from '../core/call.ts';
import type { CallId, VdnId } from '../core/units.ts';
import type { Step } from '../simulation/callee.ts';
import type { HeldCall } from './driver.ts';

export interface SimulatedCall {
  readonly callId: CallId;
  readonly vdnId: VdnId;
  /** From when the steps count: the dial, or what we did with an answered call. */
  readonly beganAt: number;
  readonly steps: readonly Step[];
  next: number;
  stage: HeldCall['stage'];
  readonly isForAgent: boolean;
  /** The queue to which the flow has handed the person; null: it has not. */
  skillId: number | null;
  /** What `connect` gives; null: nothing. */
  readonly talkMilliseconds: number | null;
  gone: boolean;
}

export const heldCallOf = ({ vdnId, stage, skillId }: SimulatedCall): HeldCall => ({
  vdnId,
  stage,
  skillId,
  silentGateway: null,
});

/** Our own hang-up: while it rings we gave up ringing, in a talk it is a normal release. */
export const hangUpReasonOf = (call: SimulatedCall): EndReason =>
  call.stage === 'ringing' ? 'ringTimeout' : call.stage === 'waiting' ? endOfPatience(call) : 'released';
