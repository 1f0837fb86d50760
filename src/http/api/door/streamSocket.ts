// One open stream: the rules of every stream. A reader that does not keep up is cut off before it fills the
// memory, a silent one counts as gone, and a stream ends with its session.
import type { WebSocket } from '@fastify/websocket';
import type { FastifyBaseLogger } from 'fastify';
import type { ProblemBody } from '../../../api/problem.ts';
import type { ErrorFrame, Stream, ToldBy } from '../../../api/routes/streams.ts';
import type { Clock } from '../../../clock.ts';
import type { Language } from '../../../core/language.ts';
import { type Masking, masked } from '../../../core/masking.ts';
import { readJson } from '../../json.ts';
import { refuse } from './problem.ts';
import { refusalTexts } from './refusalTexts.ts';
import type { Refusal } from './route.ts';

/** Why the server ends a stream, as the close code of the socket. */
export const closeCodes = {
  tooFast: 1008,
  tryAgainLater: 1013,
  sessionEnded: 4401,
} as const;

export interface StreamOptions {
  readonly clock: Clock;
  /** In which problems are told. */
  readonly language: Language;
  readonly log: FastifyBaseLogger;
  /** How much personal data the listener sees, in every frame. */
  readonly masking: Masking;
  /** Bytes that may wait for a slow reader, 1 or more. */
  readonly bufferedBytesMax: number;
  /** Seconds of the clock between two pings, asked once; three without any answer end the stream. */
  readonly pingSeconds: () => Promise<number>;
  /** Any frame, and any answer to a ping. */
  readonly onLife: () => void;
  /** One frame; the next comes when this one is done. */
  readonly onFrame: (frame: unknown) => Promise<void>;
  /** Asked once a minute; false ends the stream. */
  readonly isStillAdmitted: () => Promise<boolean>;
}

/** The server's end of an open stream. */
export interface StreamSocket<One extends Stream> {
  send(frame: ToldBy<One> | ErrorFrame): void;
  /** The problem that `refusal` is, in the language of the stream. */
  inLanguage(refusal: Refusal): ProblemBody;
  /** The same in an error frame. */
  sendProblem(refusal: Refusal): void;
  /** Tells the reason in an error frame, and closes. */
  end(refusal: Refusal, code: number): void;
  /** Aborts when the stream is over. */
  readonly over: AbortSignal;
}

/** A frame is a command with a note at most; the plugin is given this limit (app.ts). */
export const frameBytesMax = 16_384;
const framesPerSecond = 20;
const framesAtOnceMax = 60;
const waitingFramesMax = 64;
const silentPingsMax = 3;
const admissionCheckSeconds = 60;

export function openStreamSocket<One extends Stream>(
  socket: WebSocket,
  options: StreamOptions,
): StreamSocket<One> {
  const { clock, log, masking, bufferedBytesMax, onLife, onFrame } = options;
  const closing = new AbortController();
  const over = closing.signal;
  let silentPings = 0;
  let waitingFrames = 0;
  let frames = Promise.resolve();
  const spend = openBucket(clock);

  const stream: StreamSocket<One> = {
    over,
    send: (frame) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > bufferedBytesMax) {
        log.info({ bufferedBytes: socket.bufferedAmount }, 'a stream is cut off: its reader is too slow');
        socket.terminate();
        return;
      }
      socket.send(JSON.stringify(masked(frame, masking)));
    },
    inLanguage: (refusal) => refusal.body(options.language),
    sendProblem: (refusal) => stream.send({ type: 'error', problem: stream.inLanguage(refusal) }),
    end: (refusal, code) => {
      stream.sendProblem(refusal);
      socket.close(code);
    },
  };

  const hearLife = (): void => {
    silentPings = 0;
    onLife();
  };
  socket.on('pong', hearLife);
  socket.on('ping', hearLife);
  socket.on('close', () => closing.abort());
  socket.on('message', (data: unknown) => {
    if (!spend() || waitingFrames >= waitingFramesMax) {
      stream.end(refuse('tooManyRequests', refusalTexts.manyFrames), closeCodes.tooFast);
      return;
    }
    hearLife();
    waitingFrames += 1;
    frames = frames.then(async () => {
      try {
        const reading = readJson(bytesOf(data));
        if (over.aborted) return;
        if (reading.ok) await onFrame(reading.value);
        else stream.sendProblem(refuse('unreadable', refusalTexts.frameNoJson));
      } catch (error) {
        log.error({ err: error }, 'a frame of a stream failed');
        stream.sendProblem(refuse('failed', refusalTexts.frameFailed));
      } finally {
        waitingFrames -= 1;
      }
    });
  });

  const ping = async (): Promise<void> => {
    silentPings += 1;
    if (silentPings > silentPingsMax) socket.terminate();
    else socket.ping();
  };
  options.pingSeconds().then(
    (seconds) => repeat(clock, seconds, over, ping),
    (error: unknown) => {
      log.error({ err: error }, 'a stream could not begin');
      socket.terminate();
    },
  );
  void repeat(clock, admissionCheckSeconds, over, async () => {
    // A database that does not answer now is no reason to lose the stream.
    const isAdmitted = await options.isStillAdmitted().catch(() => true);
    if (!isAdmitted) {
      const detail = refusalTexts.signedOut;
      stream.end(refuse('signInNeeded', detail), closeCodes.sessionEnded);
    }
  });
  return stream;
}

async function repeat(
  clock: Clock,
  seconds: number,
  over: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!over.aborted) {
    await clock.sleep(seconds * 1000, over);
    if (!over.aborted) await work();
  }
}

/** True for each frame that the rate allows. */
function openBucket(clock: Clock): () => boolean {
  let left: number = framesAtOnceMax;
  let at = clock.now();
  return () => {
    const now = clock.now();
    left = Math.min(framesAtOnceMax, left + (Math.max(0, now - at) / 1000) * framesPerSecond);
    at = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

const bytesOf = (data: unknown): Uint8Array => {
  if (data instanceof Uint8Array) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return Array.isArray(data)
    ? Buffer.concat(data.filter((part) => part instanceof Uint8Array))
    : Buffer.alloc(0);
};
