// The laboratory as a second witness of the tour: the INVITEs at the carrier and at the agents' telephones,
// and the recordings, against the calls in the database. witnessReport.ts judges them.
import type { Invite } from '../../lab/sipp.ts';
import { cell, items } from '../read.ts';
import type { Scene } from './scene.ts';

export interface Witness {
  /** What the carrier was asked for, in order. */
  readonly invites: readonly Invite[];
  /** What the agents' telephones were called for since the server is there. */
  readonly telephoneInvites: readonly Invite[];
  readonly calls: readonly WitnessedCall[];
}

/** A call that is over, as the contract's result query tells it. */
export interface WitnessedCall {
  readonly called: string;
  readonly cause: string;
  /** Empty when it was not recorded. */
  readonly recordPath: string;
  /** Of the file at the PBX; null when there is none. */
  readonly recordedSeconds: number | null;
}

/** What is seen of a campaign whose calls are over; null with the simulated carrier. */
export async function hearWitness(
  scene: Scene,
  campaign: {
    readonly id: number;
    /** In milliseconds since 1970. */
    readonly addedAt: number;
    readonly numbers: readonly string[];
  },
): Promise<Witness | null> {
  const { client, path, laboratory } = scene;
  if (laboratory === null) return null;
  const results = await client.send('POST', `${path}/callresult/${campaign.id}`, { showDetail: 1 });
  const calls = items(results, 'data').map((one) => {
    const recordPath = String(cell(one, 'recordPath') ?? '');
    return {
      called: String(cell(one, 'called')),
      cause: String(cell(one, 'failCode')),
      recordPath,
      recordedSeconds: recordPath === '' ? null : laboratory.recordedSeconds(recordPath),
    };
  });
  // What a campaign of an earlier tour dials in the moment before it is cleared away is not meant.
  const range = campaign.numbers[0]?.slice(0, 3) ?? '';
  const isMeant = ({ at, called }: Invite): boolean => at >= campaign.addedAt && called.startsWith(range);
  return {
    invites: laboratory.invites().filter(isMeant),
    telephoneInvites: laboratory.telephoneInvites(),
    calls,
  };
}
