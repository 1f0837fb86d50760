// Tells this process that a campaign was added or changed, by whichever process: the statement that
// saves one notifies the channel. A notice may be lost while the connection is away, so the listener
// only makes things faster; what must happen is found by looking.
import type { Database } from '../database/connection.ts';

const channel = 'campana';

/** Calls `listener` for each change; reconnects by itself. Returns what ends the listening. */
export async function listenForChanges(
  database: Database,
  listener: (vdnIdAndCampaignId: string) => void,
): Promise<() => Promise<void>> {
  const { unlisten } = await database.listen(channel, listener);
  return unlisten;
}
