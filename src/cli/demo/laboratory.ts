// The telephone laboratory of the demo: a real Asterisk, and SIPp as its carrier and as the agents'
// telephones. Opened for one demo; at the end its recordings are kept and everything else is taken away.
import { cpSync, existsSync, rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openCarrier } from '../../lab/carrier.ts';
import { type Lab, openLab } from '../../lab/lab.ts';
import { asteriskRoot } from '../../lab/root.ts';
import type { Invite } from '../../lab/sipp.ts';
import { openTelephones } from '../../lab/telephones.ts';
import { list } from '../output.ts';
import { field } from '../read.ts';
import { agentsCount, realPeople } from './lengths.ts';

export interface Laboratory {
  readonly ariUrl: string;
  /** What runs and where, for a person to read. */
  readonly lines: readonly string[];
  /** Every call that came to the carrier, in order. */
  invites(): readonly Invite[];
  /** Every call that came to the agents' telephones, in order. */
  telephoneInvites(): readonly Invite[];
  /** A command that asks this Asterisk, for a shell. */
  readonly console: string;
  /** Seconds of sound in the recording that a result names; null when there is none. */
  recordedSeconds(recordPath: string): number | null;
  /** Makes every called person hang up, also those who still answer, until no call is left. */
  hangUpUntil(over: Promise<unknown>): Promise<void>;
  /** Ends all of it; what was recorded is kept in the folder, in the place of what an earlier demo left. */
  close(recordingsKept: string | null): Promise<void>;
}

const hangUpMillis = 250;
/** 16 bits a sample, 8,000 samples a second, behind a header. */
const waveBytesPerSecond = 16_000;
const waveHeaderBytes = 44;

/** Opens it; leaves nothing open when that fails. */
export async function openLaboratory(): Promise<Laboratory> {
  // A telephone counts as dead after ten seconds without sound: the machine may be busy with other things.
  const lab = await openLab({ telephones: agentsCount, silentTelephoneSeconds: 10 });
  try {
    const carrier = await openCarrier(lab, realPeople);
    const telephones = await openTelephones(lab);
    return {
      ariUrl: lab.ariUrl,
      lines: await describe(lab),
      console: consoleOf(lab),
      invites: () => carrier.invites(),
      telephoneInvites: () => telephones.invites(),
      recordedSeconds: (recordPath) => {
        const file = `${lab.recordings}/${recordPath}`;
        return existsSync(file) ? (statSync(file).size - waveHeaderBytes) / waveBytesPerSecond : null;
      },
      hangUpUntil: async (over) => {
        let isOver = false;
        const end = (): void => {
          isOver = true;
        };
        over.then(end, end);
        while (!isOver) {
          // A carrier that has ended by itself has nobody left to hang up; `close` tells of it.
          await carrier.hangUp().catch(end);
          await delay(hangUpMillis);
        }
      },
      close: async (recordingsKept) => {
        if (recordingsKept !== null) keep(lab.recordings, recordingsKept);
        // SIPp ends with the laboratory's process; a stop tells whether it had ended by itself.
        const stops = await Promise.allSettled([carrier.stop(), telephones.stop()]);
        await lab.close();
        for (const stop of stops) if (stop.status === 'rejected') throw stop.reason;
      },
    };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

function keep(recordings: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(recordings, folder, { recursive: true });
}

function consoleOf({ directory }: Lab): string {
  const inside = directory.slice(asteriskRoot().length);
  return `chroot ${asteriskRoot()} asterisk -C ${inside}/etc/asterisk.conf -rx 'core show channels'`;
}

async function describe(lab: Lab): Promise<string[]> {
  const ari = new URL(lab.ariUrl);
  const carriers = lab.trunks.map(({ port }) => `127.0.0.1:${port}`).join(', ');
  const real = list([
    [
      `  Asterisk ${await versionOf(ari)}`,
      `SIP at 127.0.0.1:${lab.sipPort}, ARI at ${ari.origin}${ari.pathname}`,
    ],
    ['  carrier', `SIPp at ${carriers}, behind Asterisk's trunk`],
    [
      '  telephones',
      `SIPp at 127.0.0.1:${lab.telephonesPort}, 1001 to ${1000 + agentsCount}, one for each agent`,
    ],
    ['  recordings', lab.recordings],
  ]);
  return ['What is real:', real, 'Only the people are made up. No call leaves this machine.'];
}

/** `22.10.1`, without what Debian adds to it. */
async function versionOf(ari: URL): Promise<string> {
  const authorization = `Basic ${Buffer.from(`${ari.username}:${ari.password}`).toString('base64')}`;
  const info = await fetch(`${ari.origin}${ari.pathname}/asterisk/info?only=system`, {
    headers: { authorization },
  });
  return /^[\d.]+/.exec(String(field(await info.json(), 'system.version')))?.[0] ?? '22';
}
