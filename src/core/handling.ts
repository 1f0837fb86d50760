// How a campaign's calls are handled beside the contract: weight among the campaigns that share the
// gateways, the announcement for an abandoned call, answering machines, recording.
import { type Bilingual, inBoth } from './language.ts';

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
  /** Null: every answer counts as a person. */
  readonly machineDetection: MachineDetection | null;
  readonly recording: boolean;
}

export const callHandlingDefault: CallHandling = {
  weight: 10,
  abandonmentFlowCode: null,
  machineDetection: null,
  recording: false,
};

/** What may be a person is treated as one: hanging up on a person is worse than an agent's lost moment. */
const machineDetectionDefault: MachineDetection = {
  machine: 'hangUp',
  unsure: 'passOn',
  messageFlowCode: null,
};

/** Some fields of a handling; what is absent stays as it is. */
export type HandlingPatch = {
  readonly [Name in Exclude<keyof CallHandling, 'machineDetection'>]?: CallHandling[Name] | undefined;
} & { readonly machineDetection?: MachineDetectionPatch | null | undefined };

export type MachineDetectionPatch = {
  readonly [Name in keyof MachineDetection]?: MachineDetection[Name] | undefined;
};

/**
 * The handling after a change. Detection that was off begins with its defaults; a message goes with the
 * last reaction that needs it.
 */
export function changedHandling(stored: CallHandling, patch: HandlingPatch): CallHandling {
  const { weight, abandonmentFlowCode, machineDetection, recording } = patch;
  return {
    weight: weight ?? stored.weight,
    abandonmentFlowCode: abandonmentFlowCode === undefined ? stored.abandonmentFlowCode : abandonmentFlowCode,
    machineDetection: changedDetection(stored.machineDetection, machineDetection),
    recording: recording ?? stored.recording,
  };
}

function changedDetection(
  stored: MachineDetection | null,
  patch: MachineDetectionPatch | null | undefined,
): MachineDetection | null {
  if (patch === undefined) return stored;
  if (patch === null) return null;
  const before = stored ?? machineDetectionDefault;
  const reactions = { machine: patch.machine ?? before.machine, unsure: patch.unsure ?? before.unsure };
  const kept = leavesMessage(reactions) ? before.messageFlowCode : null;
  const { messageFlowCode = kept } = patch;
  return { ...reactions, messageFlowCode };
}

const leavesMessage = ({ machine, unsure }: Pick<MachineDetection, 'machine' | 'unsure'>): boolean =>
  machine === 'leaveMessage' || unsure === 'leaveMessage';

/** Whether a call can be taken from a person because detection errs. */
export const cutsOffMachines = ({ machineDetection }: CallHandling): boolean =>
  machineDetection !== null &&
  (machineDetection.machine !== 'passOn' || machineDetection.unsure !== 'passOn');

/** Every flow that a handling names. */
export const flowCodesOf = ({ abandonmentFlowCode, machineDetection }: HandlingPatch): string[] =>
  [abandonmentFlowCode, machineDetection?.messageFlowCode].filter((code) => typeof code === 'string');

/** One rule that a handling breaks, in words that follow the path. */
export interface HandlingFault {
  readonly path: string;
  readonly rule: Bilingual;
  readonly received: unknown;
}

export const mustBeFlow = inBoth('must be the code of a flow', '必须是已有流程的代码');
const mustBeGiven = inBoth('must be given when a reaction is leaveMessage', '有处理方式为留言时不能为空');
const mustBeAbsent = inBoth(
  'must be absent when no reaction is leaveMessage',
  '没有处理方式为留言时不能填写',
);

/** @param missingFlows codes among those it names of which the VDN has no flow */
export function handlingFaults(handling: CallHandling, missingFlows: readonly string[]): HandlingFault[] {
  const { abandonmentFlowCode, machineDetection } = handling;
  const noFlow = (path: string, code: string | null): HandlingFault[] =>
    code !== null && missingFlows.includes(code) ? [{ path, rule: mustBeFlow, received: code }] : [];
  const faults = noFlow('abandonmentFlowCode', abandonmentFlowCode);
  if (machineDetection === null) return faults;
  const { messageFlowCode } = machineDetection;
  const path = 'machineDetection.messageFlowCode';
  if (leavesMessage(machineDetection) && messageFlowCode === null)
    faults.push({ path, rule: mustBeGiven, received: null });
  if (!leavesMessage(machineDetection) && messageFlowCode !== null)
    faults.push({ path, rule: mustBeAbsent, received: messageFlowCode });
  return [...faults, ...noFlow(path, messageFlowCode)];
}
