// SIPp as the called side: started with a scenario on a port of 127.0.0.1, and watched. It writes a line
// for every INVITE, so that a test can tell which number was called, how often and by which caller.
import { createSocket } from 'node:dgram';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './ports.ts';
import { startProgram } from './program.ts';

/** An INVITE that was the first of its Call-ID. */
export interface Invite {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly callId: string;
  /** The user of the request's address, as it came over the wire. */
  readonly called: string;
  /** The user of the From header, as it came over the wire. */
  readonly caller: string;
}

export interface SipMessage {
  readonly isReceived: boolean;
  readonly text: string;
}

export interface Callee {
  /** Every call that was offered so far, in order. */
  invites(): Invite[];
  /** INVITEs that came again with a Call-ID that was known. */
  invitesRepeated(): number;
  /** Every SIP message so far, with all its headers; only of one opened with `keepsMessages`. */
  messages(): SipMessage[];
  /** Hangs up those calls that are in a talk; with `called`, only those to that user. */
  hangUp(called?: string): Promise<void>;
  /** Ends SIPp without a word to the other side, once: its calls are dead lines. Throws when it had failed. */
  stop(): Promise<void>;
}

export interface CalleeOptions {
  readonly name: string;
  readonly scenario: string;
  readonly port: number;
  /** The laboratory's directory. */
  readonly directory: string;
  readonly keepsMessages?: boolean | undefined;
}

/** Starts SIPp; resolves when it listens. */
export async function openCallee(options: CalleeOptions): Promise<Callee> {
  const { name, port } = options;
  const directory = `${options.directory}/${name}`;
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/scenario.xml`, options.scenario);
  const read = (file: string): string =>
    existsSync(`${directory}/${file}`) ? readFileSync(`${directory}/${file}`, 'utf8') : '';
  // The remote address is not used by who is called, but SIPp wants one. A message that a call does not
  // expect must not end it; and a machine that was busy for a while is no reason to give up (watchdog).
  const program = await startProgram(
    'sipp',
    [
      ...['sipp', '127.0.0.1:9', '-sf', 'scenario.xml', '-nostdin', '-aa'],
      ...['-i', '127.0.0.1', '-bind_local', '-p', String(port), '-mi', '127.0.0.1'],
      ...['-ci', '127.0.0.1', '-cp', String(await freePort()), '-mp', String(await freePort())],
      ...['-default_behaviors', 'all,-abortunexp', '-watchdog_interval', '0'],
      ...['-trace_logs', '-log_file', 'invites', '-trace_shortmsg', '-shortmessage_file', 'lines'],
      ...['-trace_err', '-error_file', 'errors'],
      ...(options.keepsMessages === true ? ['-trace_msg', '-message_file', 'messages'] : []),
    ],
    directory,
  );
  const check = (): void => {
    if (!program.isRunning())
      throw new Error(`SIPp (${name}) ended: ${program.lastWords()} ${read('errors').slice(-500)}`);
  };
  await becomesReady(port, check);
  let isStopped = false;
  return {
    invites: () => {
      check();
      return invitesOf(read('invites'));
    },
    invitesRepeated: () => {
      check();
      const received = read('lines').match(/\tR\t.*\tINVITE /g) ?? [];
      return received.length - invitesOf(read('invites')).length;
    },
    messages: () => {
      check();
      return messagesOf(read('messages'));
    },
    hangUp: async (called) => {
      check();
      const over = new Set(
        Array.from(read('lines').matchAll(/\t[RS]\t(.*)\tCSeq:.*\tBYE /g), ([, callId]) => callId),
      );
      const there = invitesOf(read('invites')).filter(
        (invite) => !over.has(invite.callId) && (called === undefined || invite.called === called),
      );
      await say(
        port,
        there.map(({ callId }) => callId),
      );
    },
    stop: async () => {
      if (isStopped) return;
      check();
      isStopped = true;
      await program.end('SIGKILL');
    },
  };
}

/** A line: date, time, seconds since 1970 and our text, which is Call-ID, called user and From header. */
function invitesOf(text: string): Invite[] {
  return Array.from(
    text.matchAll(/\t(\d+\.\d+) (\S+) (\S*) (.*)$/gm),
    ([, at, callId = '', called = '', from = '']) => ({
      at: Math.round(Number(at) * 1000),
      callId,
      called,
      caller: /sips?:([^@>]*)@/.exec(from)?.[1] ?? '',
    }),
  );
}

/** Each message stands below a line of dashes and one that says whether it came or went. */
function messagesOf(text: string): SipMessage[] {
  return text.split(/^-{10,} .*\nUDP message /m).flatMap((part) => {
    const [, way, message = ''] = /^(sent|received)[^\n]*\n\n(.*)$/s.exec(part) ?? [];
    return way === undefined ? [] : [{ isReceived: way === 'received', text: message }];
  });
}

/** The laboratory's own sign to a call of the scenario: a MESSAGE with its Call-ID, which nobody answers. */
async function say(port: number, callIds: readonly string[]): Promise<void> {
  const socket = createSocket('udp4');
  try {
    for (const callId of callIds)
      await new Promise<void>((resolve, reject) =>
        socket.send(
          [
            `MESSAGE sip:hangup@127.0.0.1:${port} SIP/2.0`,
            `Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-${callId}`,
            'From: <sip:lab@127.0.0.1>;tag=1',
            'To: <sip:lab@127.0.0.1>',
            `Call-ID: ${callId}`,
            'CSeq: 1 MESSAGE',
            'Content-Length: 0',
            '',
            '',
          ].join('\r\n'),
          port,
          '127.0.0.1',
          (error) => (error === null ? resolve() : reject(error)),
        ),
      );
  } finally {
    socket.close();
  }
}

/** SIPp listens when the kernel shows its socket. */
async function becomesReady(port: number, check: () => void): Promise<void> {
  const mark = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (let attempt = 0; attempt < 500; attempt += 1) {
    check();
    if (readFileSync('/proc/net/udp', 'utf8').includes(mark)) return;
    await delay(10);
  }
  throw new Error(`SIPp did not listen on port ${port} within 5 s.`);
}
