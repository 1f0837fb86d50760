// An answer that is ready before the request has come in whole: a body that is too large, a file that is
// refused at its third row. A connection that is closed while its sender is still sending is reset, and
// takes the answer with it. So the answer goes out, the rest of the request is thrown away for a while, and
// the answer ends when the sender has finished or that while is over.
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** A sender that goes on for longer than this after the answer is cut off. */
const lingerMilliseconds = 10_000;

/** Answers of `app` reach clients that are still sending. */
export function lingerOverUploads(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const { raw } = request;
    const { 'content-length': length, 'transfer-encoding': coding } = raw.headers;
    const hasBody = length !== undefined || coding !== undefined;
    // What a test injects has no socket, and comes whole.
    const isComing = hasBody && raw.socket instanceof Socket && !raw.complete && !raw.destroyed;
    if (!isComing || typeof payload !== 'string') return payload;
    reply.header('content-length', Buffer.byteLength(payload));
    return lastingUntilReceived(payload, raw);
  });
}

/** The text at once, and its end when `incoming` has ended or lingered for long enough. */
function lastingUntilReceived(text: string, incoming: Readable): Readable {
  const answer = new Readable({ read: () => undefined });
  const end = (): void => void answer.push(null);
  const timer = setTimeout(end, lingerMilliseconds);
  answer.once('close', () => clearTimeout(timer));
  answer.push(text);
  incoming.once('end', end).once('close', end).once('error', end);
  // Somebody may have begun to read it piece by piece, and reads no more.
  incoming.removeAllListeners('readable').on('data', () => undefined);
  incoming.resume();
  return answer;
}
