// Whether a text is a well-formed http or https URL (seed, Table 3 row 11; RFC 3986). Written out
// here because the contract also runs where no URL class is typed; where such a URL may be sent to
// is judged on delivery (ruling R19).

const urlPattern =
  /^https?:\/\/(?:[^\s/?#@\\]*@)?(?<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?<port>\d{1,5}))?(?:[/?#](?<rest>.*))?$/su;

/** True for `http://` or `https://`, a host, and what may follow; the scheme is in lower case. */
export function isHttpUrl(text: string): boolean {
  const { host, port, rest = '' } = urlPattern.exec(text)?.groups ?? {};
  if (host === undefined || hasForbidden(text) || hasBrokenEscape(text) || rest.includes('[')) return false;
  if (port !== undefined && Number(port) > 65_535) return false;
  return host.startsWith('[') ? isIpv6(host.slice(1, -1)) : isNameOrIpv4(host);
}

/** Blanks, control characters, and what RFC 3986 never allows unescaped. */
const hasForbidden = (text: string): boolean => /[\s\p{C}"<>\\^`{|}]/u.test(text);

const hasBrokenEscape = (text: string): boolean => /%(?![0-9A-Fa-f]{2})/.test(text);

/** A host whose last label is a number is an IPv4 address and must be a whole one. */
function isNameOrIpv4(host: string): boolean {
  const labels = host.replace(/\.$/, '').split('.');
  if (host.length > 253 || labels.some((label) => label === '' || label.length > 63)) return false;
  if (!/^(\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) ?? '')) return true;
  return (
    labels.length === 4 && labels.every((label) => /^(0|[1-9]\d{0,2})$/.test(label) && Number(label) < 256)
  );
}

/** Eight groups, or fewer around one `::`; the last two may be written as IPv4. */
function isIpv6(text: string): boolean {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return false;
  const groups = [...groupsOf(head), ...groupsOf(tail ?? '')];
  const last = groups.at(-1) ?? '';
  const endsAsIpv4 = last.includes('.');
  if (endsAsIpv4 && !isNameOrIpv4(last)) return false;
  const hex = endsAsIpv4 ? groups.slice(0, -1) : groups;
  const count = hex.length + (endsAsIpv4 ? 2 : 0);
  return (
    hex.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group)) && (tail === undefined ? count === 8 : count <= 7)
  );
}

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));
