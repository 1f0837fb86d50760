// A telephone that registers with the PBX, as those in the world do: one REGISTER over UDP.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { registeringTelephone } from '../../src/lab/asteriskConfig.ts';
import type { Lab } from '../../src/lab/lab.ts';

let registrations = 0;

/** Says where the telephone is for an hour: with the laboratory's others. Resolves when the PBX has taken it in. */
export async function registerTelephone({ sipPort, telephonesPort }: Lab): Promise<void> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  registrations += 1;
  const address = `<sip:${registeringTelephone}@127.0.0.1:${sipPort}>`;
  const lines = [
    `REGISTER sip:127.0.0.1:${sipPort} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK${port}-${registrations};rport`,
    'Max-Forwards: 70',
    `From: ${address};tag=${registrations}`,
    `To: ${address}`,
    `Call-ID: register-${process.pid}-${port}-${registrations}`,
    'CSeq: 1 REGISTER',
    `Contact: <sip:${registeringTelephone}@127.0.0.1:${telephonesPort}>`,
    'Expires: 3600',
    'Content-Length: 0',
    '',
    '',
  ];
  const answered = once(socket, 'message', { signal: AbortSignal.timeout(5_000) });
  socket.send(lines.join('\r\n'), sipPort, '127.0.0.1');
  const [answer] = (await answered) as [Buffer];
  socket.close();
  const [status = ''] = String(answer).split('\r\n');
  if (!status.startsWith('SIP/2.0 200')) throw new Error(`the telephone could not register: ${status}`);
}
