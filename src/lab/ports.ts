// Free ports on 127.0.0.1 for the laboratory's programs. They are looked for between the ports of the
// laboratory's media and those that the kernel gives away, so that neither takes them first.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Media of calls: Asterisk takes what is free of them, so all laboratories of a machine share them. */
export const mediaPorts = { from: 10_000, to: 27_999 };

const from = 28_000;
const count = 4700;

/** Each process begins at a place of its own, so that two of them do not try the same port at once. */
let next = (process.pid * 101) % count;

/** A port that is free for both UDP and TCP, and was not given before. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < count; attempt += 1) {
    const port = from + next;
    // SIPp's media take the port after next as well.
    next = (next + 3) % count;
    if ((await isFreeForUdp(port)) && (await isFreeForTcp(port))) return port;
  }
  throw new Error(`No port is free on 127.0.0.1 from ${from} to ${from + count}.`);
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
