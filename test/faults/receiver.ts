// A callback receiver that remembers what it was told: call ids and causes, and which came twice.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Receiver {
  readonly url: string;
  /** Cause by call id, of every result received. */
  readonly results: ReadonlyMap<string, string>;
  /** Results that came more than once: at least once is promised, so this is no fault. */
  readonly repeated: () => number;
  close(): Promise<void>;
}

interface Posted {
  readonly callId: string;
  readonly failCode: string;
}

/** Opens a receiver on loopback that answers 200 to everything. */
export async function openReceiver(): Promise<Receiver> {
  const results = new Map<string, string>();
  let repeated = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      for (const result of JSON.parse(Buffer.concat(parts).toString()) as Posted[]) {
        if (results.has(result.callId)) repeated += 1;
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
    repeated: () => repeated,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
