// Which Asterisk lies in the laboratory's folder. It comes from Debian's unstable, which moves on: a newer
// one must not be used instead of the version that Campana is tested with.
import { spawnSync } from 'node:child_process';

const series = 22;

/** Throws with what to do unless the Asterisk in this folder is a 22; takes some 50 ms. */
export function requireVersion(root: string): void {
  const { stdout, stderr, error } = spawnSync('chroot', [root, 'asterisk', '-V'], { encoding: 'utf8' });
  const fault = faultOfVersion(stdout || stderr || error?.message || '', root);
  if (fault !== null) throw new Error(fault);
}

/**
 * What is wrong with the Asterisk that says this of itself, and what to do; null: nothing.
 * @param said `Asterisk 22.10.1+dfsg…`
 */
export function faultOfVersion(said: string, root: string): string | null {
  const [, version, major] = /^Asterisk ((\d+)\S*)/.exec(said.trim()) ?? [];
  if (Number(major) === series) return null;
  const found =
    version === undefined ? `an Asterisk that says ${JSON.stringify(said.trim())}` : `Asterisk ${version}`;
  return (
    `In ${root} is ${found}, and the laboratory is made for Asterisk ${series}.\n` +
    `Debian's unstable has moved on. Lay one of a day when it had ${series} into a folder of your own, as root:\n` +
    '  debootstrap --variant=minbase --include=asterisk,asterisk-modules sid FOLDER ' +
    'http://snapshot.debian.org/archive/debian/20261101T000000Z\n' +
    'and name it: CAMPANA_TEST_ASTERISK_DIR=FOLDER'
  );
}
