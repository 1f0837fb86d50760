// How Campana names things at a PBX, and which texts from outside may become part of a dial string, a
// header or a place in the dialplan. Everything that reaches Asterisk is checked here a second time, so
// that no way in can be forgotten.
import type { MachineDetection, MachineReaction } from '../../core/handling.ts';
import type { CallId, VdnId } from '../../core/units.ts';
import { toCallId, toVdnId } from '../../core/units.ts';
import type { AgentTelephone } from '../driver.ts';

/** True for what may be dialed, and be shown as the caller. */
export const isDialable = (number: string): boolean => /^[0-9*#+]{1,24}$/.test(number);

/** True for the name of an extension, a trunk or a telephone. */
export const isName = (name: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(name);

/** True for the name of a recording: below the directory of recordings and nowhere else. */
export const isRecordName = (name: string): boolean => /^[A-Za-z0-9-]+(\/[A-Za-z0-9-]+){0,5}$/.test(name);

/** Where in the dialplan an answered call enters, where it enters its own flow, and where the flows are. */
export const entrance = { context: 'campana', extension: 'call', priority: 1 } as const;
export const flowEntrance = { context: 'campana', extension: 'flow', priority: 1 } as const;
/** Asterisk takes a redirect (302) of the other side to this context; there is none of that name, so it dials nothing. */
export const noRedirects = { FORWARD_CONTEXT: 'campana-no-redirects' } as const;
export const flowContext = 'campana-flows';
/** Where a channel is handed to us, with the word in CAMPANA_WORD: once we are there, should we be away. */
export const handover = { context: 'campana', extension: 'hand', priority: 1 } as const;

const callForm = /^\d{9,11}-\d{1,19}$/;

/** The call that a channel is; null for a channel that is not a call of ours. */
export const callOfChannel = (channelId: string): CallId | null =>
  callForm.test(channelId) ? toCallId(channelId) : null;

/** What is kept on the channel itself, so that a call can be taken up again after a crash. */
export interface CallNote {
  readonly kind: 'agent' | 'flow';
  readonly vdnId: VdnId;
  readonly ringLimitSeconds: number;
  /** Null for an agent's call. */
  readonly flowCode: string | null;
  readonly detection: MachineDetection | null;
}

export function noteText({ kind, vdnId, ringLimitSeconds, flowCode, detection }: CallNote): string {
  const { machine = '', unsure = '', messageFlowCode = null } = detection ?? {};
  return [kind, vdnId, ringLimitSeconds, flowCode ?? '', machine, unsure, messageFlowCode ?? ''].join(':');
}

const reaction = '(hangUp|leaveMessage|passOn|)';
const name = '([A-Za-z0-9_-]{0,64})';
const noteForm = new RegExp(`^(agent|flow):(\\d{1,4}):(\\d{1,3}):${name}:${reaction}:${reaction}:${name}$`);

export function readNote(text: string | undefined): CallNote | null {
  const [, kind, vdnId, ringLimitSeconds, flowCode, machine, unsure, messageFlowCode] =
    noteForm.exec(text ?? '') ?? [];
  if (kind !== 'agent' && kind !== 'flow') return null;
  return {
    kind,
    vdnId: toVdnId(Number(vdnId)),
    ringLimitSeconds: Number(ringLimitSeconds),
    flowCode: flowCode || null,
    detection:
      isReaction(machine) && isReaction(unsure)
        ? { machine, unsure, messageFlowCode: messageFlowCode || null }
        : null,
  };
}

const isReaction = (text: string | undefined): text is MachineReaction =>
  text === 'hangUp' || text === 'leaveMessage' || text === 'passOn';

type Owner = Pick<AgentTelephone, 'vdnId' | 'agentId'>;

export const ownerKey = ({ vdnId, agentId }: Owner): string => `${vdnId}-${agentId}`;

/**
 * An agent's open line. The bridge in which it waits bears the same name, and so does that of a ring: a
 * bridge is made for one channel only, since two requests may reach the PBX in any order, and the end of
 * an old one must not take away a new one.
 * @param serial tells one call to the telephone from the next
 */
export const lineChannel = (owner: Owner, serial: string): string => `line-${ownerKey(owner)}-${serial}`;
/** A telephone that is called for one person, and the bridge in which the two meet. */
export const ringChannel = (callId: CallId, serial: string): string => `ring-${callId}-${serial}`;

/** The key of the agent whose open line a channel or a bridge is; null for any other. */
export const ownerOfLine = (id: string): string | null =>
  /^line-(\d{1,4}-[A-Za-z0-9]{1,32})-[a-z0-9]+$/.exec(id)?.[1] ?? null;

/** The call for which a telephone rings, by the name of its channel or bridge; null for any other. */
export const callOfRing = (id: string): CallId | null =>
  callOfChannel(/^ring-(.+)-[a-z0-9]+$/.exec(id)?.[1] ?? '');

/** Of a bridge in which a person talks. */
export const isTalkBridge = (bridgeId: string): boolean => /^(?:line|ring)-\d/.test(bridgeId);
