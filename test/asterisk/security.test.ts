// The way to the PBX over TLS: with its certificate and password calls are placed; with a wrong one nothing
// is, and the log says why.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import type { Lab } from '../../src/lab/lab.ts';
import { ivrCampaign, preemptedCampaign } from './campaigns.ts';
import { home, withCampana } from './withCampana.ts';

/** A gateways file that leads over TLS to the laboratory, with what is to be wrong. */
function gatewaysFile(lab: Lab, change: object): string {
  const { origin, pathname, username, password } = new URL(lab.ariTlsUrl);
  const gateway = {
    name: 'lab',
    ariUrl: `${origin}${pathname}`,
    user: username,
    password,
    trunk: 'carrier',
    certificateFile: lab.certificate,
    ...change,
  };
  const file = `${lab.directory}/gateways.json`;
  writeFileSync(file, JSON.stringify({ gateways: [gateway] }), { mode: 0o600 });
  return file;
}

const overTls = (change: (lab: Lab) => object = () => ({})) =>
  withCampana({
    carrier: { talkSeconds: 60 },
    environment: async ({ lab }) => ({
      CAMPANA_GATEWAYS: gatewaysFile(lab, change(lab)),
      CAMPANA_ARI_URL: '',
    }),
  });

/** A certificate for the same address that another has made. */
function otherCertificate({ directory }: Lab): string {
  const file = `${directory}/other.pem`;
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', `${directory}/other.key`, '-out', file],
  ]);
  if (made.status !== 0) throw new Error(String(made.stderr));
  return file;
}

const [right, wrongCertificate, wrongPassword] = await Promise.all([
  overTls(),
  overTls((lab) => ({ certificateFile: otherCertificate(lab) })),
  overTls(() => ({ password: 'guessed' })),
]);
const worlds = { wrongCertificate, wrongPassword };

test('over TLS people and agents talk', async () => {
  const { addAgent, addCampaign, resultsOf } = right;
  const agent = await addAgent('1001');
  await agent.begin();
  const campaignId = await addCampaign(preemptedCampaign(), ['1310000199']);
  await agent.becomes({ state: 'talking', called: '1310000199' });
  await agent.ask('call/hang-up');
  expect(await resultsOf(campaignId, 1)).toMatchObject([{ failCode: '00000' }]);
});

describe.each([
  ['wrongCertificate', 'self-signed certificate'],
  ['wrongPassword', 'user or password is wrong'],
] as const)('with a %s', (name, because) => {
  test('nothing is dialed, the log says why, and explain that the gateway is down', async () => {
    const { carrier, client, server, addCampaign } = worlds[name];
    const campaignId = await addCampaign(ivrCampaign('1001'), ['1311000100']);
    await vi.waitFor(() => {
      const line = server.log().find((said) => said.includes('PBX not connected'));
      expect(JSON.parse(line ?? '{}').because).toContain(because);
    }, 10_000);
    await vi.waitFor(async () => {
      const explained = await client.send('GET', `${home}/campaigns/${campaignId}/explain`);
      expect(explained).toMatchObject({ dialing: false, because: 'carrierBudget' });
    }, 10_000);
    expect(server.log().filter((said) => said.includes('guessed'))).toEqual([]);
    expect(carrier.invites()).toEqual([]);
  });
});
