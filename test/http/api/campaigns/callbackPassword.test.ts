// The password in a result URL: it goes to the receiver and is shown nowhere, and what was shown can be sent
// back through both interfaces without losing it.
import { afterAll, describe, expect, test } from 'vitest';
import { toVdnId } from '../../../../src/core/units.ts';
import { createAccessKey } from '../../../../src/store/tenants/accessKeys.ts';
import { openWorld, putBody } from '../world.ts';

const world = await openWorld();
afterAll(() => world.app.close());
const administrator = await world.signIn(1, 'administrator');
const key = await createAccessKey(world.database, toVdnId(1), 'test', world.masterKey, world.clock.at);
const callBackUrl = 'https://anna:s3cret-of-anna@crm.example/results';
const shown = 'https://anna:***@crm.example/results';
const base = '/rest/isales/v1/openapi/campaigns/1';

const askContract = async (method: 'GET' | 'PUT' | 'POST', path: string, body?: object) => {
  const payload = body === undefined ? '' : JSON.stringify(body);
  const headers = world.signed(
    key,
    method,
    base + path,
    payload,
    payload === '' ? {} : { 'content-type': 'application/json' },
  );
  return world.app.inject({ method, url: base + path, headers, payload });
};

const storedUrl = async (id: number): Promise<string> => {
  const [row] = await world.database`
    select settings ->> 'callBackUrl' as url, revision from campaigns where vdn_id = 1 and campaign_id = ${id}`;
  return `${row?.revision} ${row?.url}`;
};

describe('the password in a result URL', () => {
  test('is shown by no answer of either interface, to no role', async () => {
    const { id } = await world.addOneCampaign(1, 'shown', { callBackUrl });
    await world.ask(
      administrator,
      'PUT',
      `/vdns/1/campaigns/${id}`,
      putBody('shown', { callBackUrl: 'http://a:s3cret-two@b.example/' }),
    );
    await world.ask(administrator, 'PUT', `/vdns/1/campaigns/${id}`, putBody('shown', { callBackUrl }));
    const of = `/vdns/1/campaigns/${id}`;
    for (const role of ['administrator', 'supervisor', 'auditor']) {
      const who = await world.signIn(1, role);
      const answers = await Promise.all(
        ['', '/revisions', '/explain', '/notices', '/handling'].map((path) =>
          world.ask(who, 'GET', of + path),
        ),
      );
      answers.push(
        await world.ask(who, 'GET', '/vdns/1/campaigns'),
        await world.ask(who, 'GET', '/vdns/1/audit'),
      );
      answers.push(
        await world.ask(
          who,
          'POST',
          `${of}/dry-run`,
          putBody('shown', { callBackUrl: 'http://x:s3cret-three@y.example' }),
        ),
      );
      for (const answer of answers) expect(answer.body).not.toContain('s3cret');
      expect(answers[0]?.json().settings.callBackUrl).toBe(shown);
    }
    expect((await askContract('GET', `/${id}`)).json().returnObject.callBackUrl).toBe(shown);
    expect((await askContract('GET', '')).body).not.toContain('s3cret');
  });

  test('stays when the details are sent back, through the contract as through /api/v1, as no revision', async () => {
    const { id } = await world.addOneCampaign(1, 'sent back', { callBackUrl });
    const body = putBody('sent back', { callBackUrl: shown });
    expect((await askContract('PUT', `/${id}`, body)).json().resultCode).toBe('0200000');
    expect((await world.ask(administrator, 'PUT', `/vdns/1/campaigns/${id}`, body)).statusCode).toBe(200);
    expect(await storedUrl(id)).toBe(`1 ${callBackUrl}`);
  });

  test('is not sent to another host by somebody who does not know it', async () => {
    const { id } = await world.addOneCampaign(1, 'taken away', { callBackUrl });
    const body = putBody('taken away', { callBackUrl: 'https://anna:***@evil.example/results' });
    const answer = (await askContract('PUT', `/${id}`, body)).json();
    expect(answer.resultCode).toBe('02000007');
    expect(answer.resultDesc).toContain('password');
    expect((await world.ask(administrator, 'PUT', `/vdns/1/campaigns/${id}`, body)).statusCode).toBe(422);
    expect(await storedUrl(id)).toBe(`1 ${callBackUrl}`);
  });

  test('must be written out for a new campaign, and is not quoted when the URL is wrong', async () => {
    const add = (url: string) =>
      askContract('POST', '', {
        ...putBody('new', { callBackUrl: url }),
        strBeginTime: '2030-03-05 10:00:00',
        strEndTime: '2030-04-05 10:00:00',
      });
    expect((await add(shown)).json()).toMatchObject({ resultCode: '02000007' });
    const wrong = (await add('https://anna:s3cret@crm exam.ple')).json();
    expect(wrong).toMatchObject({ resultCode: '02000007' });
    expect(wrong.resultDesc).toContain('https://anna:***@');
    expect(wrong.resultDesc).not.toContain('s3cret');
  });
});
