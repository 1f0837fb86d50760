// The VDN to which the name of a telephone belongs. A PBX knows no tenants, so the beginning of a name
// tells them apart: the operator's prefix, and `vdn2-…` belongs to VDN 2 in any case.
import type { VdnId } from './units.ts';

export interface TelephonePrefix {
  readonly vdnId: VdnId;
  readonly prefix: string;
}

/** Whether an agent of the VDN may have a telephone of that name; prefixes are those of all VDNs. */
export function mayNameTelephone(vdnId: VdnId, name: string, prefixes: readonly TelephonePrefix[]): boolean {
  const own = prefixes.find((one) => one.vdnId === vdnId);
  if (own !== undefined) return beginsWith(name, own.prefix);
  return ownerOf(name, prefixes) === null || ownerOf(name, prefixes) === vdnId;
}

/** The VDN to which a name belongs by how it begins; null when it is anybody's. */
function ownerOf(name: string, prefixes: readonly TelephonePrefix[]): number | null {
  const named = prefixes.find(({ prefix }) => beginsWith(name, prefix));
  if (named !== undefined) return named.vdnId;
  const [, number] = /^vdn0*([1-9]\d{0,3})-/i.exec(name) ?? [];
  return number === undefined ? null : Number(number);
}

/** Where a PBX keeps its telephones in a database, their names may differ by more than case only. */
const beginsWith = (name: string, prefix: string): boolean =>
  name.toLowerCase().startsWith(prefix.toLowerCase());

/** The other VDN whose prefix begins like this one, or the other way round; null: they are apart. */
export const overlapping = (
  vdnId: VdnId,
  prefix: string,
  prefixes: readonly TelephonePrefix[],
): TelephonePrefix | null =>
  prefixes.find(
    (other) =>
      other.vdnId !== vdnId && (beginsWith(prefix, other.prefix) || beginsWith(other.prefix, prefix)),
  ) ?? null;
