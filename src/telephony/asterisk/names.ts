// How Campana names things at a PBX, and which texts from outside may become part of a dial string, a
// header or a place in the dialplan. Everything that reaches Asterisk is checked here a second time, so
// that no door can be forgotten.
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
export const flowContext = 'campana-flows';
/** Where a channel is handed to us, with the word in CAMPANA_WORD: once we are there, should we be away. */
export const handover = { context: 'campana', extension: 'hand', priority: 1 } as const;

const callForm = /^\d{9,11}-\d{1,19}$/;

/** The call that a channel is; null for a channel that is no call of ours. */
export const callOfChannel = (channelId: string): CallId | null =>
  callForm.test(channelId) ? toCallId(channelId) : null;

/** What is kept on the channel itself, so that a call can be taken up again after a crash. */
export interface CallNote {
  readonly kind: 'agent' | 'flow';
  readonly vdnId: VdnId;
  readonly ringLimitSeconds: number;
}

export const noteText = ({ kind, vdnId, ringLimitSeconds }: CallNote): string =>
  `${kind}:${vdnId}:${ringLimitSeconds}`;

export function readNote(text: string | undefined): CallNote | null {
  const [, kind, vdnId, ringLimitSeconds] = /^(agent|flow):(\d{1,4}):(\d{1,3})$/.exec(text ?? '') ?? [];
  if (kind !== 'agent' && kind !== 'flow') return null;
  return { kind, vdnId: toVdnId(Number(vdnId)), ringLimitSeconds: Number(ringLimitSeconds) };
}

type Owner = Pick<AgentTelephone, 'vdnId' | 'agentId'>;

export const ownerKey = ({ vdnId, agentId }: Owner): string => `${vdnId}-${agentId}`;

/** The bridge in which an open line waits. */
export const lineBridge = (owner: Owner): string => `line-${ownerKey(owner)}`;
/** @param serial tells one call to the telephone from the next */
export const lineChannel = (owner: Owner, serial: string): string => `line-${ownerKey(owner)}-${serial}`;
/** A telephone that is rung for one person, and the bridge in which the two meet. */
export const ringChannel = (callId: CallId, serial: string): string => `ring-${callId}-${serial}`;
export const talkBridge = (callId: CallId): string => `talk-${callId}`;

/** The key of the agent whose open line a channel is; null for any other channel. */
export const ownerOfLine = (channelId: string): string | null =>
  /^line-(\d{1,4}-[A-Za-z0-9]{1,32})-[a-z0-9]+$/.exec(channelId)?.[1] ?? null;

/** The call for which a telephone rings; null for any other channel. */
export const callOfRing = (channelId: string): CallId | null =>
  callOfChannel(/^ring-(.+)-[a-z0-9]+$/.exec(channelId)?.[1] ?? '');

/** The call for whose talk a bridge was made; null for any other bridge. */
export const callOfTalk = (bridgeId: string): CallId | null =>
  bridgeId.startsWith('talk-') ? callOfChannel(bridgeId.slice('talk-'.length)) : null;

/** The key of the agent whose line a bridge is made for; null for any other bridge. */
export const ownerOfBridge = (bridgeId: string): string | null =>
  /^line-(\d{1,4}-[A-Za-z0-9]{1,32})$/.exec(bridgeId)?.[1] ?? null;

/** Of a bridge in which a person talks. */
export const isTalkBridge = (bridgeId: string): boolean => /^(?:line|talk)-\d/.test(bridgeId);
