// The yardstick of `asterisk`: the same calls over the same Asterisk, each placed by one request and
// followed to its end, by a loop without campaigns, rows and results.
import { Pool } from 'undici';
import type { Lab } from '../src/lab/lab.ts';

/** Calls that are in the air at one time: more than the loop can keep moving. */
const inFlight = 300;
const connections = 32;

/** @returns calls a second that were placed and heard to their end */
export async function bareLoop(
  lab: Lab,
  seconds: number,
  fateOf: (index: number) => string,
): Promise<number> {
  const { origin, host, pathname, username, password } = new URL(lab.ariUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const pool = new Pool(origin, { connections });
  const socket = new WebSocket(
    `ws://${host}${pathname}/events?app=bare&subscribeAll=true&api_key=${username}:${password}`,
  );
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const filter = JSON.stringify({ allowed: [{ type: 'ChannelDestroyed' }] });
  const path = `${pathname}/applications/bare/eventFilter`;
  await (await pool.request({ method: 'PUT', path, headers, body: filter })).body.dump();

  let placed = 0;
  let ended = 0;
  const body = JSON.stringify({ variables: { CAMPANA_APP: 'bare', CAMPANA_FLOW: '1005' } });
  const place = (): void => {
    const index = placed++;
    const called = `139${String(index).padStart(7, '0')}${fateOf(index)}`;
    const query = `endpoint=PJSIP/${called}@carrier&callerId=4000&timeout=20&context=campana&extension=call&priority=1`;
    const request = { method: 'POST', path: `${pathname}/channels/bare-${index}?${query}`, headers, body };
    pool.request(request as Parameters<Pool['request']>[0]).then(
      (answer) => answer.body.dump(),
      () => undefined,
    );
  };
  const began = performance.now();
  const isOver = (): boolean => performance.now() - began > seconds * 1000;
  await new Promise<void>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      if (!String(data).includes('"bare-')) return;
      ended += 1;
      if (!isOver()) place();
      else if (ended === placed) resolve();
    });
    for (let index = 0; index < inFlight; index += 1) place();
    setTimeout(resolve, (seconds + 10) * 1000);
  });
  const perSecond = ended / ((performance.now() - began) / 1000);
  socket.close();
  await pool.close();
  return perSecond;
}
