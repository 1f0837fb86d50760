// A PBX that only speaks: what ARI answers is in a test's hand, so a test can make it answer late, wrongly,
// or with a listing that is older than what it has told.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Asked {
  readonly method: string;
  /** Below `/ari`, without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface FakePbx {
  readonly ariUrl: string;
  /** Every request, the first first. */
  readonly asked: Asked[];
  /** What is answered; by default listings are empty and everything else is done. */
  answer: (asked: Asked) => Answer | null | Promise<Answer>;
  /** Tells an event to all listeners. */
  tell(event: object): void;
  /** Breaks the WebSocket, and refuses each new one; requests are answered on. */
  deafen(): void;
  /** WebSockets refused since then. */
  readonly refusals: number;
  close(): Promise<void>;
}

export async function openFakePbx(): Promise<FakePbx> {
  const asked: Asked[] = [];
  const sockets = new Set<WebSocket>();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    const query = Object.fromEntries(searchParams);
    const one = { method: request.method ?? '', path: pathname.replace('/ari', ''), query };
    asked.push(one);
    const usual = { status: 200, body: one.method === 'GET' ? [] : {} };
    const { status, body = {} } = { ...usual, ...(await pbx.answer(one)) };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  let isDeaf = false;
  let refusals = 0;
  const verifyClient = (): boolean => {
    if (isDeaf) refusals += 1;
    return !isDeaf;
  };
  const events = new WebSocketServer({ server, verifyClient });
  events.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const pbx: FakePbx = {
    ariUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ari`,
    asked,
    answer: () => null,
    tell: (event) => {
      for (const socket of sockets) socket.send(JSON.stringify(event));
    },
    deafen: () => {
      isDeaf = true;
      for (const socket of sockets) socket.terminate();
    },
    get refusals() {
      return refusals;
    },
    close: async () => {
      for (const socket of sockets) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return pbx;
}
