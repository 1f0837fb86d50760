// Sends a file to /api/v1 and tells how far it has come. The browser reads the file from the disk as it
// goes, so its length is no matter. Only XMLHttpRequest tells of progress on every connection: a stream as
// the body of `fetch` asks for HTTP/2.
import { type AnswerOf, type AskedWith, addressOf, type Route } from '../../../src/api/route.ts';
import { answerOf, languageHeaders, tokenHeaders, unreachable } from './client.ts';

export interface Uploading<One extends Route> {
  readonly query: AskedWith<One>['query'];
  /** The same one again answers the first result and adds nothing, also when that answer was lost. */
  readonly idempotencyKey: string;
  /** Called with the bytes that are sent, and with all of them when the answer is waited for. */
  readonly onSent: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/** Sends `file` as text/csv to a route that takes a stream, and gives its answer. Throws a Problem. */
export function upload<One extends Route>(
  route: One,
  params: AskedWith<One>['params'],
  file: Blob,
  uploading: Uploading<One>,
): Promise<AnswerOf<One>> {
  const { query, idempotencyKey, onSent, signal } = uploading;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(route.method, addressOf(route, params, query));
    const headers = {
      accept: 'application/json',
      'content-type': 'text/csv',
      'idempotency-key': idempotencyKey,
      ...languageHeaders(),
      ...tokenHeaders(),
    };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.upload.onload = () => onSent(file.size);
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(signal.reason);
    request.onload = () => {
      try {
        resolve(answerOf<AnswerOf<One>>(request.status, jsonOf(request.responseText)));
      } catch (problem) {
        reject(problem);
      }
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    if (signal.aborted) reject(signal.reason);
    else request.send(file);
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
