// Reads the messages of Asterisk over ARI into the few facts that the driver acts on. It ignores all other
// messages and those of another shape: a newer PBX, or one that is shared with others, must not be able to
// harm us.

import type { ChannelEnd } from './causes.ts';

/** A channel as it stands in an event or a listing. */
export interface AriChannel {
  readonly id: string;
  /** The PJSIP endpoint it goes through; empty for a channel of another kind. */
  readonly endpoint: string;
  /** `Up` is an answered channel; `Ring` and `Ringing` ring; `Down` has only been placed. */
  readonly state: string;
  /** By the PBX's own clock; null when it does not say. */
  readonly createdAt: number | null;
  /** The variables that ari.conf lists in `channelvars`; an empty one is not set. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where it is in the dialplan. */
  readonly context: string;
  readonly application: string;
  readonly applicationData: string;
}

export interface AriBridge {
  readonly id: string;
  /** We name a bridge after the application that has made it. */
  readonly name: string;
  readonly channelIds: readonly string[];
}

export type AriEvent =
  /** The channel is this application's to steer; `args` are those of the dialplan's `Stasis(app,…)`. */
  | {
      readonly kind: 'started';
      readonly channel: AriChannel;
      readonly application: string;
      readonly args: readonly string[];
    }
  | { readonly kind: 'changed'; readonly channel: AriChannel }
  /** It rings, or the network plays something instead of ringing (183). */
  | { readonly kind: 'progressed'; readonly channel: AriChannel }
  | { readonly kind: 'entered'; readonly channel: AriChannel; readonly bridgeId: string }
  | { readonly kind: 'destroyed'; readonly channel: AriChannel; readonly end: ChannelEnd }
  /** Asterisk itself follows a redirect of the far side: it has begun to dial by this channel. */
  | { readonly kind: 'redirected'; readonly channel: AriChannel; readonly forwardedId: string };

/** The events that Asterisk is asked to send; of any other type it sends none. */
export const eventTypes = [
  'StasisStart',
  'Dial',
  'ChannelStateChange',
  'ChannelEnteredBridge',
  'ChannelDestroyed',
];

/** Reads one frame; null for what is of no concern. */
export function readEvent(frame: string): AriEvent | null {
  const message = parsed(frame);
  const channel = readChannel(field(message, 'channel') ?? field(message, 'peer'));
  if (channel === null) return null;
  switch (field(message, 'type')) {
    case 'StasisStart': {
      const args = field(message, 'args');
      const application = text(field(message, 'application'));
      return { kind: 'started', channel, application, args: Array.isArray(args) ? args.map(String) : [] };
    }
    case 'Dial': {
      const forwardedId = text(field(field(message, 'forwarded'), 'id'));
      if (forwardedId !== '') return { kind: 'redirected', channel, forwardedId };
      const status = text(field(message, 'dialstatus'));
      return status === 'RINGING' || status === 'PROGRESS' ? { kind: 'progressed', channel } : null;
    }
    case 'ChannelStateChange':
      return { kind: 'changed', channel };
    case 'ChannelEnteredBridge':
      return { kind: 'entered', channel, bridgeId: text(field(field(message, 'bridge'), 'id')) };
    case 'ChannelDestroyed': {
      const cause = field(message, 'cause');
      const techCause = field(message, 'tech_cause');
      const end = {
        cause: typeof cause === 'number' ? cause : 0,
        techCause: typeof techCause === 'number' && techCause > 0 ? techCause : null,
      };
      return { kind: 'destroyed', channel, end };
    }
    default:
      return null;
  }
}

export function readChannels(body: unknown): AriChannel[] {
  return Array.isArray(body) ? body.map(readChannel).filter((channel) => channel !== null) : [];
}

export function readBridges(body: unknown): AriBridge[] {
  if (!Array.isArray(body)) return [];
  return body.map((bridge) => {
    const channels = field(bridge, 'channels');
    return {
      id: text(field(bridge, 'id')),
      name: text(field(bridge, 'name')),
      channelIds: Array.isArray(channels) ? channels.map(String) : [],
    };
  });
}

function readChannel(value: unknown): AriChannel | null {
  const id = field(value, 'id');
  if (typeof id !== 'string') return null;
  const dialplan = field(value, 'dialplan');
  const createdAt = Date.parse(text(field(value, 'creationtime')));
  return {
    id,
    endpoint: /^PJSIP\/(.+)-[0-9a-f]+$/.exec(text(field(value, 'name')))?.[1] ?? '',
    state: text(field(value, 'state')),
    createdAt: Number.isFinite(createdAt) ? createdAt : null,
    variables: readVariables(field(value, 'channelvars')),
    context: text(field(dialplan, 'context')),
    application: text(field(dialplan, 'app_name')),
    applicationData: text(field(dialplan, 'app_data')),
  };
}

function readVariables(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
    ),
  );
}

function parsed(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return null;
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
