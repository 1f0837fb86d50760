// Hears notifications on a connection of its own, which is opened again when it breaks.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { silenceMillisMax, type Whereabouts } from './hosts.ts';

export interface Listening {
  unlisten(): Promise<void>;
}

/** A database that ends each connection at once is not asked more often than that. */
const againMillis = 100;
const failedMillis = 1_000;

/** Rejects when the first connection cannot be opened. */
export async function listen(open: () => Promise<pg.Client>): Promise<Listening> {
  let isOver = false;
  let client = await open();
  const watch = (): void => void client.once('end', () => void reopen());
  const reopen = async (): Promise<void> => {
    for (let waitMillis = againMillis; !isOver; waitMillis = failedMillis) {
      await delay(waitMillis, undefined, { ref: false });
      const opened = isOver ? null : await open().catch(() => null);
      if (opened === null) continue;
      client = opened;
      if (isOver) await client.end();
      else watch();
      return;
    }
  };
  watch();
  return {
    unlisten: async () => {
      isOver = true;
      await client.end().catch(() => undefined);
    },
  };
}

/** Connects the client, and lets it hear what is said on the channel. */
export async function openListener(
  client: pg.Client,
  whereabouts: Whereabouts,
  channel: string,
  hear: (text: string) => void,
): Promise<pg.Client> {
  client.on('error', () => undefined);
  client.on('notification', ({ payload }) => hear(payload ?? ''));
  const late = setTimeout(() => client.connection.stream.destroy(), 2 * silenceMillisMax);
  try {
    await client.connect();
    await whereabouts.judge(client);
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(late);
  }
}
