// The gateways of a real PBX, from one address or from a file with several. All faults are reported at
// once, each in a sentence, and none of them repeats a password.
import { dirname, resolve } from 'node:path';
import { isLoopback, readPemFile, readTextFile, shown } from './configValue.ts';
import type { GatewaySettings } from './telephony/asterisk/gateway.ts';

/** What a gateway bears when nothing is said. */
const gatewayDefault = { callsPerSecondMax: 50, channelsMax: 500 } as const;
const callsPerSecondLimit = 5_000;
const channelsLimit = 100_000;
const gatewaysLimit = 100;

const namePattern = /^[A-Za-z0-9_-]{1,40}$/;
const nameRule = '1 to 40 letters, digits, - and _';
/** Both stand in the Authorization header, apart from each other by a colon. */
const userPattern = /^[!-9;-~]{1,64}$/;
const passwordPattern = /^[!-~]{1,256}$/;

/**
 * CAMPANA_ARI_URL, one PBX with one gateway, or CAMPANA_GATEWAYS, the name of a file.
 * @param isNeeded true when calls are to be placed over them: then one of the two must be there
 */
export function readGateways(
  url: string | null,
  file: string | null,
  isNeeded: boolean,
  faults: string[],
): readonly GatewaySettings[] {
  if (url !== null && file !== null)
    faults.push('CAMPANA_ARI_URL, CAMPANA_GATEWAYS: expected one of them, received both.');
  else if (url !== null) return readGatewayUrl(url, faults);
  else if (file !== null) return readGatewayFile(file, faults);
  else if (isNeeded)
    faults.push(
      'CAMPANA_ARI_URL: expected the address of Asterisk, or CAMPANA_GATEWAYS with the name of a file, ' +
        'with CAMPANA_TELEPHONY=asterisk; received neither.',
    );
  return [];
}

const urlName = 'CAMPANA_ARI_URL';
const urlQueries = ['trunk', 'callsPerSecond', 'channels'];

function readGatewayUrl(text: string, faults: string[]): GatewaySettings[] {
  const expected = 'expected an address such as https://user:password@pbx.example:8089/ari';
  if (!URL.canParse(text)) {
    faults.push(`${urlName}: ${expected}, received a text that is not an address.`);
    return [];
  }
  const url = new URL(text);
  const query = url.searchParams;
  for (const name of new Set(query.keys()))
    if (!urlQueries.includes(name) || query.getAll(name).length > 1)
      faults.push(`${urlName}: expected ${urlQueries.join(', ')} once each after the ?, received ${name}.`);
  const given = (name: string): number | undefined =>
    query.has(name) ? Number(query.get(name) || Number.NaN) : undefined;
  const [user, password] = [decoded(url.username), decoded(url.password)];
  if (!userPattern.test(user) || !passwordPattern.test(password))
    faults.push(`${urlName}: ${expected}, received one without a user and a password that ARI can take.`);
  const address = new URL(url);
  [address.username, address.password, address.search] = ['', '', ''];
  const trunk = query.get('trunk') ?? 'carrier';
  checkName(`${urlName}: trunk`, trunk, faults);
  return [
    {
      name: 'carrier',
      ariUrl: readAriUrl(urlName, address, faults),
      user,
      password,
      trunk,
      callsPerSecondMax: readCallsPerSecond(`${urlName}: callsPerSecond`, given('callsPerSecond'), faults),
      channelsMax: readChannels(`${urlName}: channels`, given('channels'), faults),
      servesAgents: true,
      certificate: null,
    },
  ];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

const fileName = 'CAMPANA_GATEWAYS';

/** A gateway as the file has it; who serves agents is decided among all of them. */
type FileGateway = Omit<GatewaySettings, 'servesAgents'> & { readonly servesAgents: boolean | null };

function readGatewayFile(file: string, faults: string[]): GatewaySettings[] {
  const before = faults.length;
  const text = readTextFile(fileName, file, faults);
  if (faults.length > before) return [];
  const list = readList(text, faults);
  const gateways = list.map((entry, position) =>
    readGateway(`${fileName}: gateways[${position}]`, entry, dirname(resolve(file)), faults),
  );
  if (faults.length > before) return [];
  checkTogether(gateways, faults);
  return withAgents(gateways, faults);
}

function readList(text: string, faults: string[]): readonly unknown[] {
  const expected = `${fileName}: expected { "gateways": [ … ] } with 1 to ${gatewaysLimit} gateways`;
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    // The parser's own words may repeat a password.
    const place = /line \d+ column \d+/.exec(error instanceof Error ? error.message : '')?.[0];
    faults.push(`${expected}, received a file that is not JSON${place === undefined ? '' : ` (${place})`}.`);
    return [];
  }
  const list = isObject(content) ? content.gateways : undefined;
  const isAlone = isObject(content) && Object.keys(content).length === 1;
  if (isAlone && Array.isArray(list) && list.length >= 1 && list.length <= gatewaysLimit) return list;
  faults.push(`${expected} and nothing else, received another content.`);
  return [];
}

const fields = [
  'name',
  'ariUrl',
  'user',
  'password',
  'passwordFile',
  'trunk',
  'callsPerSecondMax',
  'channelsMax',
  'servesAgents',
  'certificateFile',
];

function readGateway(at: string, entry: unknown, folder: string, faults: string[]): FileGateway {
  const given = isObject(entry) ? entry : {};
  if (!isObject(entry)) faults.push(`${at}: expected an object, received another value.`);
  for (const name of Object.keys(given))
    if (!fields.includes(name))
      faults.push(`${at}: ${shown(name)} is not a field of a gateway; the fields are: ${fields.join(', ')}.`);
  const user = typeof given.user === 'string' ? given.user : '';
  if (!userPattern.test(user))
    faults.push(`${at}.user: expected 1 to 64 printable characters without : and space.`);
  const { servesAgents } = given;
  if (servesAgents !== undefined && typeof servesAgents !== 'boolean')
    faults.push(`${at}.servesAgents: expected true or false, received ${shown(servesAgents)}.`);
  const ariUrl = readFileAriUrl(`${at}.ariUrl`, given.ariUrl, faults);
  return {
    name: checkName(`${at}.name`, given.name, faults),
    ariUrl,
    user,
    password: readPassword(at, given, folder, faults),
    trunk: checkName(`${at}.trunk`, given.trunk, faults),
    callsPerSecondMax: readCallsPerSecond(`${at}.callsPerSecondMax`, given.callsPerSecondMax, faults),
    channelsMax: readChannels(`${at}.channelsMax`, given.channelsMax, faults),
    servesAgents: typeof servesAgents === 'boolean' ? servesAgents : null,
    certificate: readCertificate(`${at}.certificateFile`, given.certificateFile, ariUrl, folder, faults),
  };
}

function readFileAriUrl(at: string, value: unknown, faults: string[]): string {
  // A password may stand in it by mistake, so it is not repeated.
  if (typeof value === 'string' && URL.canParse(value)) {
    const url = new URL(value);
    if (url.username === '' && url.password === '' && url.search === '') return readAriUrl(at, url, faults);
  }
  faults.push(`${at}: expected an address such as https://pbx.example:8089/ari, without user and password.`);
  return '';
}

/** Secrets go to this address, so in clear to this machine only. */
function readAriUrl(at: string, url: URL, faults: string[]): string {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const path = url.pathname.replace(/\/+$/, '');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    faults.push(
      `${at}: expected an address that begins with https:// or http://, received ${url.protocol}//.`,
    );
  else if (url.protocol === 'http:' && !isLoopback(host))
    faults.push(
      `${at}: ${host} is another machine, and http would carry the password in clear. Expected https:// ` +
        '(tlsenable in the http.conf of Asterisk).',
    );
  else if (!path.endsWith('/ari'))
    faults.push(`${at}: expected a path that ends in /ari, received ${shown(url.pathname)}.`);
  return `${url.protocol}//${url.host}${path}`;
}

function readPassword(
  at: string,
  given: Readonly<Record<string, unknown>>,
  folder: string,
  faults: string[],
): string {
  const { password, passwordFile } = given;
  const isOne = (password === undefined) !== (passwordFile === undefined);
  if (!isOne || typeof (password ?? passwordFile) !== 'string') {
    faults.push(`${at}: expected password, or passwordFile with the name of a file that holds it.`);
    return '';
  }
  const before = faults.length;
  const text =
    typeof password === 'string'
      ? password
      : readTextFile(`${at}.passwordFile`, resolve(folder, String(passwordFile)), faults).trimEnd();
  if (faults.length === before && !passwordPattern.test(text))
    faults.push(`${at}.password: expected 1 to 256 printable characters without space.`);
  return text;
}

function readCertificate(
  at: string,
  value: unknown,
  ariUrl: string,
  folder: string,
  faults: string[],
): string | null {
  if (value === undefined) return null;
  if (typeof value !== 'string' || value === '') {
    faults.push(`${at}: expected the name of a PEM file, received ${shown(value)}.`);
    return null;
  }
  if (ariUrl.startsWith('http:')) faults.push(`${at}: expected an ariUrl with https:// beside it.`);
  return readPemFile(at, resolve(folder, value), faults);
}

function checkName(at: string, value: unknown, faults: string[]): string {
  if (typeof value === 'string' && namePattern.test(value)) return value;
  faults.push(`${at}: expected ${nameRule}, received ${shown(value)}.`);
  return '';
}

const readCallsPerSecond = (at: string, value: unknown, faults: string[]): number =>
  readWhole(at, value, gatewayDefault.callsPerSecondMax, callsPerSecondLimit, faults);

const readChannels = (at: string, value: unknown, faults: string[]): number =>
  readWhole(at, value, gatewayDefault.channelsMax, channelsLimit, faults);

function readWhole(at: string, value: unknown, otherwise: number, most: number, faults: string[]): number {
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
  const received = Number.isNaN(value) ? 'a text that is not a number' : shown(value);
  faults.push(`${at}: expected a whole number from 1 to ${most}, received ${received}.`);
  return otherwise;
}

/** What only several gateways can have wrong: names, and one PBX that is described in two ways. */
function checkTogether(gateways: readonly FileGateway[], faults: string[]): void {
  gateways.forEach((gateway, position) => {
    const at = `${fileName}: gateways[${position}]`;
    const earlier = gateways.slice(0, position);
    const besides = earlier.filter(({ ariUrl }) => ariUrl === gateway.ariUrl);
    if (earlier.some(({ name }) => name === gateway.name))
      faults.push(
        `${at}.name: expected another name, ${shown(gateway.name)} is the name of an earlier gateway.`,
      );
    if (besides.some(({ trunk }) => trunk === gateway.trunk))
      faults.push(`${at}.trunk: expected another trunk, ${shown(gateway.trunk)} of this PBX is in the list.`);
    const isOther = besides.some(
      ({ user, password, certificate }) =>
        user !== gateway.user || password !== gateway.password || certificate !== gateway.certificate,
    );
    if (isOther)
      faults.push(
        `${at}: expected the same user, password and certificate as the earlier gateway at this PBX.`,
      );
  });
}

/** The agents' telephones are at the PBX whose gateways say so, or else at the first. */
function withAgents(gateways: readonly FileGateway[], faults: string[]): GatewaySettings[] {
  const saying = new Set(gateways.filter((one) => one.servesAgents === true).map((one) => one.ariUrl));
  const denying = new Set(gateways.filter((one) => one.servesAgents === false).map((one) => one.ariUrl));
  if (saying.size > 1)
    faults.push(`${fileName}: expected servesAgents at one PBX, received it at ${saying.size}.`);
  const [chosen] = saying.size > 0 ? saying : gateways.map((one) => one.ariUrl);
  if (chosen !== undefined && denying.has(chosen))
    faults.push(
      `${fileName}: expected one PBX that serves agents, and servesAgents is false at ${chosen}` +
        `${saying.size > 0 ? ' as well as true' : ', which is the first'}.`,
    );
  return gateways.map((one) => ({ ...one, servesAgents: one.ariUrl === chosen }));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
