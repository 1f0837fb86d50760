// Free ports on 127.0.0.1 for the laboratory's programs. They are looked for between the ports of the
// laboratory's media and those that the kernel gives away, so that neither takes them first.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Media of calls: Asterisk takes what is free of them, so all laboratories of a machine share them. */
export const mediaPorts = { from: 10_000, to: 27_999 };

const from = 28_000;
const to = 32_700;

/** A port that was free a moment ago, for both UDP and TCP. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = from + Math.floor(Math.random() * (to - from));
    if ((await isFreeForUdp(port)) && (await isFreeForTcp(port))) return port;
  }
  throw new Error(`No port is free on 127.0.0.1 between ${from} and ${to}.`);
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    socket.bind({ port, address: '127.0.0.1', exclusive: true });
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

async function isFreeForTcp(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
