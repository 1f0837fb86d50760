// What a browser test prepares beside the page: through the server's interfaces, by an access key that it
// makes for itself, and so without a session that would be in the way of the page's.
import { request } from '@playwright/test';
import { type Client, openClient } from '../../src/cli/client.ts';
import { zoneOfAfternoon } from '../../src/cli/demo/requests.ts';
import { sentenceOf } from '../../src/cli/failure.ts';
import { field, items } from '../../src/cli/read.ts';
import { openClock } from '../../src/clock.ts';
import { wallOfInstant } from '../../src/core/zone.ts';
import { refusalTexts } from '../../src/http/api/door/refusalTexts.ts';
import { password } from './people.ts';

export const home = '/api/v1/vdns/1';
const clock = openClock(1);

/** A client with the rights of an administrator. */
export async function openApi(): Promise<Client> {
  const url = process.env.CAMPANA_TEST_CONSOLE ?? '';
  const asking = await request.newContext({ baseURL: url });
  const signedIn = await asking.post('/api/v1/session', { data: { vdnId: 1, user: 'anna', password } });
  const { csrfToken, vdnId } = await signedIn.json();
  const made = await asking.post(`${home}/access-keys`, {
    headers: { 'x-csrf-token': csrfToken },
    data: { description: 'of a browser test' },
  });
  const { ak, secret } = await made.json();
  await asking.dispose();
  return openClient({ url: new URL(url), key: { ak, sk: secret }, vdnId }, clock);
}

interface OwnVdn {
  readonly vdnId: number;
  /** Its path in the interface. */
  readonly home: string;
  /** With the rights of its administrator anna. */
  readonly api: Client;
}

/** A VDN of its own, in the afternoon of its zone, with its administrator anna. */
export async function addVdn(settings: object = {}): Promise<OwnVdn> {
  const house = await openApi();
  const vdnId = 2 + Math.floor(Math.random() * 9998);
  let made: unknown;
  try {
    made = await house.send('POST', '/api/v1/vdns', {
      id: vdnId,
      name: uniqueName('Branch'),
      settings: { timeZone: zoneOfAfternoon(clock.now()), callbackTrustlist: ['127.0.0.1'], ...settings },
      administrator: { name: 'anna', password },
    });
  } catch (error) {
    // Ids are few, and another test or an earlier run has taken this one.
    if (sentenceOf(error).includes(refusalTexts.vdnThere(vdnId).en_US)) return addVdn(settings);
    throw error;
  }
  const [ak, sk] = [String(field(made, 'accessKey.ak')), String(field(made, 'accessKey.secret'))];
  const url = new URL(process.env.CAMPANA_TEST_CONSOLE ?? '');
  return {
    vdnId,
    home: `/api/v1/vdns/${vdnId}`,
    api: openClient({ url, key: { ak, sk }, vdnId }, clock),
  };
}

/** A name that no other test and no earlier run has taken. */
export const uniqueName = (beginning: string): string =>
  `${beginning} ${clock.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/** The id of a new campaign: open all day, and told nothing of results. */
export async function addCampaign(api: Client, name: string, change: object, vdnId = 1): Promise<number> {
  const zone = zoneOfAfternoon(clock.now());
  const day = wallOfInstant(clock.now(), zone).slice(0, 10);
  await api.send('POST', `/rest/isales/v1/openapi/campaigns/${vdnId}`, {
    name,
    strBeginTime: `${day} 00:00:00`,
    strEndTime: `${Number(day.slice(0, 4)) + 1}-01-01 23:59:59`,
    callerNo: '10085',
    maxAlertingTime: 14,
    callBackUrl: 'http://127.0.0.1:9/results',
    scheduleParam: { workdayBeginTime1: '00:00', workdayEndTime1: '23:59' },
    ...change,
  });
  const found = await api.send('GET', `/api/v1/vdns/${vdnId}/campaigns?name=${encodeURIComponent(name)}`);
  return Number(Reflect.get(Object(items(found, 'items')[0]), 'id'));
}
