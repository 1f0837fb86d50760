// The integrator's side of the demo: receives the notices at callBackUrl and keeps each call once, since a
// notice may come twice when its acknowledgement was lost.
import { createServer } from 'node:http';
import { cell, items } from '../read.ts';

export interface Received {
  readonly called: string;
  readonly callId: string;
  /** The contract's `failCode`. */
  readonly cause: string;
}

export interface Receiver {
  readonly url: string;
  /** By call id. */
  readonly results: ReadonlyMap<string, Received>;
  /** How often a result came again. */
  repeated(): number;
  close(): Promise<void>;
}

const bodyBytesMax = 1_048_576;

/** Listens on a free port of this machine alone. */
export async function openReceiver(): Promise<Receiver> {
  const results = new Map<string, Received>();
  let repeated = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > bodyBytesMax) request.destroy();
    });
    request.on('end', () => {
      for (const one of readResults(text)) {
        if (results.has(one.callId)) repeated += 1;
        results.set(one.callId, one);
      }
      response.setHeader('content-type', 'application/json');
      response.end('{"retCode":"0","retMsg":"success"}');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/results`,
    results,
    repeated: () => repeated,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The body is a bare array of results (contract.md 9). */
function readResults(text: string): Received[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [];
  }
  return items(body, '').map((one) => ({
    called: String(cell(one, 'called')),
    callId: String(cell(one, 'callId')),
    cause: String(cell(one, 'failCode')),
  }));
}
