// The rules of a trustlist's entries that a pattern cannot express.
import { isIP } from 'node:net';
import { mustNameAddresses } from '../../../api/routes/vdns.ts';
import type { BrokenRule } from '../door/problem.ts';

/** A network must be one that an address can lie in. Null: nothing is wrong. */
export function trustlistFault(path: string, entries: readonly string[]): BrokenRule | null {
  // An entry that names nothing would be kept in silence, and the notices refused all the same.
  const at = entries.findIndex((entry) => !namesAddresses(entry));
  return at === -1 ? null : { path: `${path}.${at}`, rule: mustNameAddresses, received: entries[at] };
}

function namesAddresses(entry: string): boolean {
  const [address = '', bits] = entry.split('/');
  const family = isIP(address);
  if (bits !== undefined) return family !== 0 && Number(bits) <= (family === 6 ? 128 : 32);
  return family !== 0 || /^(?![\d.]+$)[^:]+$/.test(entry);
}
