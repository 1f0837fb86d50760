// One call of ours at a PBX, and what follows from it: how it ended, how far it has come, and its facts.
// The driver moves it through its stages; nothing here asks the PBX for anything.
import { type CallFacts, type CallStage, type EndReason, endOfPatience, noFacts } from '../../core/call.ts';
import type { MachineReaction } from '../../core/handling.ts';
import { type CallId, type Millis, toMillis } from '../../core/units.ts';
import type { HeldCall } from '../driver.ts';
import type { Refusal } from '../hold.ts';
import type { Ari } from './ari.ts';
import type { AriChannel } from './ariMessages.ts';
import { type ChannelEnd, refusalOf, silence } from './causes.ts';
import { type CallNote, entrance, flowContext, readNote } from './names.ts';

/** How far a leg has come: a call's stages, with what only a PBX tells apart. */
export type LegStage =
  | Exclude<CallStage, 'ended'>
  /** Answered, and Asterisk listens whether a person did. */
  | 'detecting'
  /** No person is there: it is hung up, or a message is left. */
  | 'machine'
  /** The PBX has no such flow. */
  | 'faulty';

export interface Leg {
  readonly callId: CallId;
  readonly ari: Ari;
  readonly note: CallNote;
  readonly dialedAt: Millis;
  /** This life has placed it, or steers it; else an earlier one, or another process. */
  isOurs: boolean;
  /** Since when we hold it, in the clock's ticks. */
  heldTicks: number;
  stage: LegStage;
  /** The PBX has been asked for it and has not answered yet. */
  isPlacing: boolean;
  rang: boolean;
  answeredAt: Millis | null;
  /** `connected` has been told: for a flow, when the customer has stayed for a moment. */
  isConnected: boolean;
  waitingSince: Millis | null;
  /** The skill queue to which the flow has transferred the person. */
  skillId: number | null;
  answeredBy: CallFacts['answeredBy'];
  isHangUpAsked: boolean;
  hasMusic: boolean;
  /** Runs until a flow's customer counts as connected, and while a farewell plays. */
  timer: NodeJS.Timeout | null;
}

/** A person who hangs up sooner after answering was never connected. */
export const holdMillis = 500;
/** The PBX's own timer and ours are not the same clock. */
const ringLimitSlackMillis = 300;

export function newLeg(of: Pick<Leg, 'callId' | 'ari' | 'note' | 'dialedAt'>): Leg {
  return {
    ...of,
    isOurs: false,
    heldTicks: 0,
    stage: 'ringing',
    isPlacing: false,
    rang: false,
    answeredAt: null,
    isConnected: false,
    waitingSince: null,
    skillId: null,
    answeredBy: null,
    isHangUpAsked: false,
    hasMusic: false,
    timer: null,
  };
}

/**
 * A call of which only its channel is known: an earlier life placed it, or another process.
 * @param isJoined whether it is in a bridge with an agent
 */
export function adoptedLeg(
  callId: CallId,
  ari: Ari,
  channel: AriChannel,
  isJoined: boolean,
  now: Millis,
): Leg | null {
  const note = readNote(channel.variables.CAMPANA_CALL);
  if (note === null) return null;
  const dialedAt = toMillis(channel.createdAt === null ? now : Math.min(channel.createdAt, now));
  const leg = newLeg({ callId, ari, note, dialedAt });
  leg.rang = channel.state !== 'Down';
  if (channel.state !== 'Up') return leg;
  leg.answeredAt = now;
  leg.answeredBy = answeredByOf(channel.variables.AMDSTATUS);
  leg.stage = stageOfChannel(channel, note, isJoined);
  leg.skillId = transferOf(channel);
  leg.isConnected = leg.stage === 'inFlow' || leg.stage === 'connected';
  if (leg.stage === 'waiting') leg.waitingSince = now;
  return leg;
}

function stageOfChannel(channel: AriChannel, note: CallNote, isJoined: boolean): LegStage {
  if (isJoined) return 'connected';
  if (channel.application === 'Stasis') {
    const [what, found] = dialplanWords(channel);
    if (what === 'noFlow') return 'faulty';
    return what === 'detected' && found !== 'HUMAN' ? 'machine' : 'waiting';
  }
  const answeredBy = answeredByOf(channel.variables.AMDSTATUS);
  const hearsMessage = answeredBy !== null && reactionTo({ answeredBy, note }) === 'leaveMessage';
  if (hearsMessage && channel.context === flowContext) return 'machine';
  if (note.kind === 'flow') return channel.context === entrance.context ? 'detecting' : 'inFlow';
  return channel.context === flowContext ? 'lettingGo' : 'detecting';
}

/** The channel as it stands when the dialplan has handed it to that application, with these words. */
export const handedTo = (application: string, words: readonly string[], channel: AriChannel): AriChannel => ({
  ...channel,
  state: 'Up',
  application: 'Stasis',
  applicationData: [application, ...words].join(','),
});

/** What the dialplan has said of a channel that it handed to us: the words behind the application. */
const dialplanWords = ({ application, applicationData }: AriChannel): readonly string[] =>
  application === 'Stasis' ? applicationData.split(',').slice(1) : [];

/** Whether the dialplan has taken the call on to its flow. */
export const isInFlow = ({ note }: Leg, channel: AriChannel): boolean =>
  stageOfChannel(channel, note, false) === 'inFlow';

/** The skill queue of a channel that a flow has transferred by `Stasis(app,transfer,queue)`. */
function transferOf(channel: AriChannel): number | null {
  const [what, skill] = dialplanWords(channel);
  return what === 'transfer' ? readSkill(skill) : null;
}

/** 1 to 1000 (seed, Table 6); null for anything else. */
export function readSkill(text: string | undefined): number | null {
  const skillId = /^\d{1,4}$/.test(text ?? '') ? Number(text) : 0;
  return skillId >= 1 && skillId <= 1000 ? skillId : null;
}

/** What app_amd says in AMDSTATUS, in our words. */
export function answeredByOf(amdStatus: string | undefined): CallFacts['answeredBy'] {
  switch (amdStatus) {
    case 'HUMAN':
      return 'person';
    case 'MACHINE':
      return 'machine';
    case 'NOTSURE':
    case 'HANGUP':
      return 'unsure';
    default:
      return null;
  }
}

/** What is to become of the call, as was asked when it was dialed. */
export function reactionTo({ answeredBy, note }: Pick<Leg, 'answeredBy' | 'note'>): MachineReaction {
  if (answeredBy === 'person' || note.detection === null) return 'passOn';
  return answeredBy === 'machine' ? note.detection.machine : note.detection.unsure;
}

/** Why a call ended; a refusal for one that was dialed and that nobody answered. */
export function endOf(leg: Leg, end: ChannelEnd, now: Millis): EndReason | Refusal {
  switch (leg.stage) {
    case 'ringing': {
      const limit = leg.note.ringLimitSeconds * 1000 - ringLimitSlackMillis;
      const isAtLimit = now - leg.dialedAt >= limit;
      if (isAtLimit && !leg.rang) return silence;
      return isAtLimit || leg.isHangUpAsked ? 'ringTimeout' : refusalOf(end, leg.rang);
    }
    case 'detecting':
      return 'hungUpAfterAnswer';
    case 'inFlow':
      return leg.isConnected ? 'released' : 'hungUpAfterAnswer';
    case 'waiting':
    case 'joining':
      return endOfWaiting(leg, now);
    case 'connected':
      return 'released';
    case 'machine':
      return 'machine';
    case 'lettingGo':
      return endOfPatience(leg);
    case 'faulty':
      return 'systemFault';
  }
}

function endOfWaiting(leg: Leg, now: Millis): EndReason {
  if (leg.isHangUpAsked) return endOfPatience(leg);
  const isAtOnce = leg.skillId === null && now - (leg.waitingSince ?? now) < holdMillis;
  return isAtOnce ? 'hungUpAfterAnswer' : 'hungUpInQueue';
}

/** Variables that Campana itself keeps on a channel; any other that is listed is the flow's. */
const ownVariables = new Set(['CAMPANA_CALL', 'CAMPANA_RECORD', 'AMDSTATUS']);
const flowVariablesMax = 20;
const flowVariableLengthMax = 256;

/** What else is known of the call, read off its channel at the end: so nothing is lost by a crash. */
export function factsOf(leg: Leg, { variables }: AriChannel): CallFacts {
  if (leg.answeredAt === null) return noFacts;
  const name = variables.CAMPANA_RECORD;
  const flowVariables = Object.entries(variables)
    .filter(([variable]) => !ownVariables.has(variable))
    .slice(0, flowVariablesMax)
    .map(([variable, value]): [string, string] => [variable, value.slice(0, flowVariableLengthMax)]);
  return {
    answeredBy: leg.answeredBy ?? answeredByOf(variables.AMDSTATUS),
    recordPath: name === undefined ? null : `${name}.wav`,
    flowVariables: Object.fromEntries(flowVariables),
  };
}

/** @param silentGateway its gateway, if that does not answer now */
export function heldCallOf({ stage, note, skillId }: Leg, silentGateway: string | null): HeldCall {
  return { vdnId: note.vdnId, stage: heldStages[stage], skillId, silentGateway };
}

const heldStages: Readonly<Record<LegStage, HeldCall['stage']>> = {
  ringing: 'ringing',
  detecting: 'ringing',
  inFlow: 'inFlow',
  waiting: 'waiting',
  joining: 'waiting',
  connected: 'connected',
  machine: 'lettingGo',
  lettingGo: 'lettingGo',
  faulty: 'lettingGo',
};
