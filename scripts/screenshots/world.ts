// The world of the pictures: the server of the browser tests, ten times faster than real time, with
// campaigns whose results have a receiver. All requests use a session, as the console does: a signature
// would carry another time than the server's.
import { type APIRequestContext, request } from '@playwright/test';
import { openReceiver } from '../../src/cli/demo/receiver.ts';
import {
  exampleRequest,
  offHookParam,
  plainNumbersCsv,
  zoneOfAfternoon,
} from '../../src/cli/demo/requests.ts';
import { items } from '../../src/cli/read.ts';
import { openClock } from '../../src/clock.ts';
import openTestServer from '../../test/web/globalSetup.ts';
import { password } from '../../test/web/people.ts';

export interface World {
  readonly url: string;
  /** A predicted campaign that dials, with changes in its history. */
  readonly predictedId: number;
  readonly ivrId: number;
  /** The agent who is offered people of a previewed campaign once she is ready; a user of the same name. */
  readonly agentId: string;
  close(): Promise<void>;
}

const speed = 10;
const home = '/api/v1/vdns/1';
const agentId = 'bea';
const previewSkillId = 7;

export async function openWorld(): Promise<World> {
  process.env.CAMPANA_TEST_SPEED = String(speed);
  const closers = [await openTestServer()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const receiver = await openReceiver();
    closers.push(() => receiver.close());
    const url = process.env.CAMPANA_TEST_CONSOLE ?? '';
    const asking = await request.newContext({ baseURL: url });
    closers.push(() => asking.dispose());
    return { url, ...(await fill(await openSession(asking), receiver.url)), agentId, close };
  } catch (error) {
    // The server is a process of its own and would outlive this one.
    await close();
    throw error;
  }
}

type Ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  data?: object | string,
) => Promise<unknown>;

/** Asks as anna, the administrator; text is sent as CSV. */
async function openSession(asking: APIRequestContext): Promise<Ask> {
  const session = await asking.post('/api/v1/session', { data: { vdnId: 1, user: 'anna', password } });
  const { csrfToken } = await session.json();
  return async (method, path, data) => {
    const headers = {
      'x-csrf-token': csrfToken,
      ...(typeof data === 'string' ? { 'content-type': 'text/csv' } : {}),
    };
    const answer = await asking.fetch(path, { method, headers, ...(data === undefined ? {} : { data }) });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.status() === 204 ? null : await answer.json();
  };
}

async function fill(api: Ask, callBackUrl: string) {
  const now = openClock(1).now();
  const zone = zoneOfAfternoon(now);
  const all = items(await api('GET', `${home}/campaigns?limit=100`), 'items');
  const idOf = (campaign: unknown): number => Number(Reflect.get(Object(campaign), 'id'));
  // Nobody receives the results of those that the tests have, and one would take the agents away.
  for (const one of all.filter((campaign) => Reflect.get(Object(campaign), 'state') === 'started'))
    await api('POST', `${home}/campaigns/${idOf(one)}/pause`);
  const example = exampleRequest('Contract renewals, autumn', offHookParam, callBackUrl, now, zone);
  const add = async (body: object, numbers: string): Promise<number> => {
    const id = idOf(await api('POST', `${home}/campaigns`, { ...example, ...body }));
    await api('POST', `${home}/campaigns/${id}/imports?fileName=customers.csv`, numbers);
    return id;
  };
  const predictedId = await add({ description: 'Ask whether they stay' }, plainNumbersCsv(6_000).csv);
  const ivr = { deviceSign: '1001', callCount: 4, callInterval: 3 };
  const ivrId = await add(
    { name: 'Appointment reminders, week 48', deviceType: 3, ivrParam: ivr },
    plainNumbersCsv(12_000).csv,
  );
  await api('PUT', `${home}/skill-queues/${previewSkillId}`, { name: 'Loyal customers' });
  await api('PUT', `${home}/agents/${agentId}`, { name: 'Bea', skills: [{ skillId: previewSkillId }] });
  await api('POST', `${home}/users`, { name: agentId, role: 'agent', password });
  const preview = {
    skillId: previewSkillId,
    outBoundType: 5,
    previewParam: { failInterval: 60, obCallCount: 3, autoCallTime: 117 },
  };
  await add(
    {
      name: 'Loyal customers',
      description: 'Thank them, tell of the new tariff, and note when they want to be called again.',
      deviceType: 5,
      maxAlertingTime: 120,
      skillParam: preview,
    },
    customers,
  );
  await api('PATCH', `${home}/campaigns/${predictedId}/handling`, { weight: 20 });
  return { predictedId, ivrId };
}

const customers = `called,customField,callData\n${[
  ['Marta Vidal', 'Fibre 300', '2019'],
  ['Li Wei', 'Fibre 600', '2021'],
  ['Ana Pons', 'Mobile 20 GB', '2017'],
]
  .map(
    ([name, tariff, since], row) =>
      `1390000${row}010,${name},"{""tariff"":""${tariff}"",""customer since"":""${since}""}"`,
  )
  .join('\n')}\n`;
