// A result URL that the delivery would refuse is accepted (R19), and it is said at once that no result will
// be sent there: by the judgment of the delivery itself.
import { expect, test } from 'vitest';
import { callbackRefusal } from '../../../../src/workers/results/callbackAddress.ts';
import { openWorld, putBody } from '../world.ts';

const world = await openWorld({ callbackRefusal });
const [administrator, supervisor] = await Promise.all([
  world.signIn(1, 'administrator'),
  world.signIn(1, 'supervisor'),
]);

const warningFor = async (url: string, locale = 'en_US'): Promise<string | null> => {
  const path = `/vdns/1/callback-warning?url=${encodeURIComponent(url)}`;
  const answer = await world.ask(supervisor, 'GET', path, undefined, { locale });
  expect(answer.statusCode).toBe(200);
  return answer.json().warning;
};

test.each(['http://127.0.0.1:9/results', 'http://[::1]/results', 'http://localhost:9/results'])(
  'says that no result will be sent to %s',
  async (url) => {
    expect(await warningFor(url)).toMatch(/callback address/);
    expect(await warningFor(url, 'zh_CN')).toMatch(/回调地址/);
  },
);

test('says nothing of an address that is public, nor of a name that cannot be judged', async () => {
  expect(await warningFor('https://8.8.8.8/results')).toBeNull();
  expect(await warningFor('https://nowhere.invalid/results')).toBeNull();
});

test('a dry run warns and accepts, and so does the change; trusting the host ends the warning', async () => {
  const { id } = await world.addOneCampaign(1, 'warned');
  const body = putBody('warned', { callBackUrl: 'http://127.0.0.1:9/other' });
  const dryRun = async () =>
    (await world.ask(supervisor, 'POST', `/vdns/1/campaigns/${id}/dry-run`, body)).json();
  expect(await dryRun()).toMatchObject({
    accepted: true,
    warnings: [{ path: 'callBackUrl', rule: expect.stringContaining('127.0.0.1') }],
  });
  expect((await world.ask(supervisor, 'PUT', `/vdns/1/campaigns/${id}`, body)).statusCode).toBe(200);
  const settings = { callbackTrustlist: ['127.0.0.1'] };
  expect((await world.ask(administrator, 'PATCH', '/vdns/1', { settings })).statusCode).toBe(200);
  expect((await dryRun()).warnings).toBeUndefined();
  expect(await warningFor('http://127.0.0.1:9/other')).toBeNull();
});
