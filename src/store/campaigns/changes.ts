// Tells this process that any process has added or changed a campaign: the statement that saves one
// notifies the channel. A notification may be lost while the connection is away, so the listener only makes
// things faster; regular passes find everything.
import type { CampaignId, VdnId } from '../../core/units.ts';
import type { Connection, Database } from '../database/connection.ts';

const channel = 'campana';

/** Tells the processes that dial that the campaign changed. */
export const notifyChange = (connection: Connection, vdnId: VdnId, campaignId: CampaignId): Promise<void> =>
  notify(connection, `${vdnId}:${campaignId}`);

/** Tells them to look for what nobody drives. */
export const notifyAll = (connection: Connection): Promise<void> => notify(connection, '');

/** Rare on purpose: a commit that notifies holds a lock of the whole server while it waits for the disk. */
async function notify(connection: Connection, text: string): Promise<void> {
  await connection`select pg_notify(${channel}, ${text})`;
}

/** Part of a statement: tells as `notifyChange` does. */
export const notifying = (connection: Connection, vdnId: VdnId, campaignId: CampaignId) =>
  connection`pg_notify(${channel}, ${`${vdnId}:${campaignId}`})`;

/** Calls `listener` for each change; reconnects by itself. Returns what ends the listening. */
export async function listenForChanges(
  database: Database,
  listener: (vdnIdAndCampaignId: string) => void,
): Promise<() => Promise<void>> {
  const { unlisten } = await database.listen(channel, listener);
  return unlisten;
}
