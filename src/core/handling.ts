// How a campaign's calls are handled where the contract has no words for it: its weight among the
// campaigns that share the gateways, what an abandoned person hears, answering machines, recording.

/** What becomes of a call that no person answered, or perhaps none. */
export type MachineReaction =
  /** The call ends at once. */
  | 'hangUp'
  /** The flow `messageFlowCode` plays, and the call ends. */
  | 'leaveMessage'
  /** The call goes on as if a person had answered. */
  | 'passOn';

export interface MachineDetection {
  readonly machine: MachineReaction;
  /** When the detection could not tell. */
  readonly unsure: MachineReaction;
  /** Set when one of the reactions is `leaveMessage`. */
  readonly messageFlowCode: string | null;
}

export interface CallHandling {
  /** Among campaigns that want more than the gateways bear, each gets its share by weight; 1 to 100. */
  readonly weight: number;
  /** The flow for a person for whom no agent is there; null: the VDN's `abandonmentFlowCode`. */
  readonly abandonmentFlowCode: string | null;
  /** Null: whoever answers is taken for a person. */
  readonly machineDetection: MachineDetection | null;
  readonly recording: boolean;
}

export const callHandlingDefault: CallHandling = {
  weight: 10,
  abandonmentFlowCode: null,
  machineDetection: null,
  recording: false,
};
