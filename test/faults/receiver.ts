// A callback receiver that remembers what it was told: call ids and causes, and which came twice.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Receiver {
  readonly url: string;
  /** Cause by call id, of every result received. */
  readonly results: ReadonlyMap<string, string>;
  /** Whole results, each call once, in the order in which they came. */
  readonly posted: readonly PostedResult[];
  /** Results that came more than once: at least once is promised, so this is no fault. */
  readonly repeated: () => number;
  close(): Promise<void>;
}

export interface PostedResult {
  readonly campaignId: string;
  readonly called: string;
  readonly callId: string;
  readonly failCode: string;
  readonly recordPath: string;
}

/** Opens a receiver on loopback that answers 200 to everything. */
export async function openReceiver(): Promise<Receiver> {
  const results = new Map<string, string>();
  const posted: PostedResult[] = [];
  let repeated = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      for (const result of JSON.parse(Buffer.concat(parts).toString()) as PostedResult[]) {
        if (results.has(result.callId)) repeated += 1;
        else posted.push(result);
        results.set(result.callId, result.failCode);
      }
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"retCode":"0","retMsg":"success"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/results`,
    results,
    posted,
    repeated: () => repeated,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
