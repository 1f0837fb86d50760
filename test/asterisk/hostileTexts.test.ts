// Hostile numbers, caller numbers, flow codes and telephones, through the doors and straight in the rows as if
// a door had been forgotten: none reaches a dial string, a header or the dialplan. Judge is the carrier.
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toMillis } from '../../src/core/units.ts';
import { asteriskRoot } from '../../src/lab/root.ts';
import { campaignsPath, ivrCampaign, numbersPath } from './campaigns.ts';
import { home, withCampana } from './withCampana.ts';

const campana = await withCampana({ carrier: { keepsMessages: true } });
const { carrier, telephones, client, database, server, addAgent, addCampaign, resultsOf } = campana;

/** What a command that gets through would leave, below the root in which Asterisk runs. */
const trace = '/tmp/campana-was-here';
const system = ['$', `{SYSTEM(touch ${trace})}`].join('');
const texts = [
  '1234@evil.example',
  '1234@carrier&PJSIP/9',
  '123&PJSIP/1001',
  '123/n',
  system,
  '123,1,Hangup',
  '123;user=phone',
  '123"',
  "123'",
  '123\r\nX-Evil: 1',
  '123<sip:9@127.0.0.1>',
  'sip:9@127.0.0.1',
  '１２３',
  '12\u200b3',
  '1 2',
  '-1',
  '%31%32',
  '1'.repeat(25),
  '9'.repeat(5_000),
];

/** Adds numbers to a campaign past every check. */
async function putIntoRows(
  campaignId: number,
  numbers: readonly { called: string; caller?: string }[],
): Promise<void> {
  const now = toMillis(Date.now());
  await database.begin(async (transaction) => {
    for (const { called, caller = null } of numbers)
      await transaction`
        insert into contacts (vdn_id, campaign_id, called, caller, due_at, created_at)
        values (1, ${campaignId}, ${called}, ${caller}, ${now}, ${now})`;
    await transaction`
      update campaign_progress set waiting = waiting + ${numbers.length} where campaign_id = ${campaignId}`;
  });
}

function nothingGotThrough(): void {
  expect(existsSync(`${asteriskRoot()}${trace}`)).toBe(false);
  expect(carrier.messages().filter(({ text }) => /evil|SYSTEM|X-Evil/i.test(text))).toEqual([]);
  expect(telephones.invites()).toEqual([]);
}

test('hostile numbers in the rows are not rung, and end as calls that could not be placed', async () => {
  const campaignId = await addCampaign(ivrCampaign('1001'), []);
  await putIntoRows(campaignId, [...texts.map((called) => ({ called })), { called: '1300000000' }]);
  const results = await resultsOf(campaignId, texts.length + 1);
  const others = results.filter(({ failCode }) => failCode !== '34606');
  expect(others).toMatchObject([{ called: '1300000000', failCode: '00537' }]);
  expect(carrier.invites().map(({ called }) => called)).toEqual(['1300000000']);
  expect(server.log().filter((line) => line.includes('could reach into the PBX'))).toHaveLength(texts.length);
  nothingGotThrough();
});

test('hostile caller numbers in the rows are not shown to anybody', async () => {
  const campaignId = await addCampaign(ivrCampaign('1001'), []);
  const numbers = texts.map((caller, index) => ({
    called: `13100${String(index).padStart(3, '0')}00`,
    caller,
  }));
  await putIntoRows(campaignId, numbers);
  const results = await resultsOf(campaignId, texts.length);
  expect(new Set(results.map(({ failCode }) => failCode))).toEqual(new Set(['34606']));
  expect(carrier.invites().filter(({ called }) => called.startsWith('13100'))).toEqual([]);
  nothingGotThrough();
});

test('the contract takes none of them as a number or a caller number', async () => {
  const campaignId = await addCampaign(ivrCampaign('1001'), []);
  const refusals = [];
  for (const text of texts) {
    const number = { callDataList: [{ called: text }] };
    const caller = { callDataList: [{ called: '13200000', caller: text }] };
    const campaign = ivrCampaign('1001', { callerNo: text, callBackUrl: campana.receiver.url });
    refusals.push(
      await refusalOf(client.send('POST', numbersPath(campaignId), number)),
      await refusalOf(client.send('POST', numbersPath(campaignId), caller)),
      await refusalOf(client.send('POST', campaignsPath, campaign)),
    );
  }
  expect(refusals.filter((refusal) => !/code 0200000[23]/.test(refusal))).toEqual([]);
  expect(await campana.callsOf(campaignId)).toEqual([]);
});

const refusalOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'accepted',
    (error: unknown) => String(error),
  );

test('hostile flow codes lead nowhere, whatever the contract lets through', async () => {
  const codes = [
    system,
    '1001,1)Hangup(',
    '../1001',
    '1001&1002',
    's',
    'h',
    'call,1',
    '_X.',
    '1001@campana',
    '1001;',
  ];
  const causes: string[] = [];
  for (const [index, code] of codes.entries()) {
    const asked = addCampaign(ivrCampaign(code), [`13300000${String(index).padStart(2, '0')}10`]);
    const campaignId = await asked.catch(() => null);
    if (campaignId === null) continue;
    const [result] = await resultsOf(campaignId, 1);
    causes.push(result?.failCode ?? '');
  }
  expect(causes.length).toBeGreaterThan(0);
  // Not placed at all, or answered and let go because the PBX has no such flow.
  expect(causes.filter((cause) => cause !== '34606' && cause !== '34611')).toEqual([]);
  nothingGotThrough();
});

test('numbers with * # and + reach the carrier as they are', async () => {
  const numbers = ['*21*138#', '#31#13400000100', '+4930123400', '**04', '0049*30'];
  const campaignId = await addCampaign(ivrCampaign('1001'), []);
  await putIntoRows(
    campaignId,
    numbers.map((called) => ({ called, caller: '+*#49' })),
  );
  await resultsOf(campaignId, numbers.length);
  const rung = carrier.invites().filter(({ caller }) => decodeURIComponent(caller) === '+*#49');
  expect(rung.map(({ called }) => decodeURIComponent(called)).sort()).toEqual(numbers.toSorted());
});

test('a hostile name of a telephone is refused, and calls nobody when it stands in the rows', async () => {
  const names = ['1001&PJSIP/1002', '1001@carrier', 'Local/1@x', system, '1001/n', '1001,1'];
  const refusals = [];
  for (const endpoint of names) refusals.push(await refusalOf(addAgent('eve', { endpoint })));
  expect(refusals.filter((refusal) => !/HTTP 400/.test(refusal))).toEqual([]);
  const agent = await addAgent('eve', { endpoint: '1001' });
  await database`update agents set telephone_endpoint = '1001&PJSIP/1002' where agent_id = 'eve'`;
  await agent.ask('sign-in');
  await agent.becomes({ status: 'onBreak', isReachable: false });
  nothingGotThrough();
});

test('a number whose beginning is not allowed is not rung, though it is in the rows already', async () => {
  await client.send('PATCH', home, { settings: { allowedPrefixes: ['135', '+49'] } });
  try {
    const numbers = ['1350000000', '1360000000', '+493000000', '00491350000'];
    const campaignId = await addCampaign(ivrCampaign('1001'), []);
    await putIntoRows(
      campaignId,
      numbers.map((called) => ({ called })),
    );
    const results = await resultsOf(campaignId, 4);
    expect(Object.fromEntries(results.map(({ called, failCode }) => [called, failCode]))).toEqual({
      1350000000: '00537',
      1360000000: '34606',
      '+493000000': '00537',
      '00491350000': '34606',
    });
    const rung = carrier.invites().map(({ called }) => decodeURIComponent(called));
    expect(rung.filter((called) => numbers.includes(called)).sort()).toEqual(['+493000000', '1350000000']);
  } finally {
    await client.send('PATCH', home, { settings: { allowedPrefixes: [] } });
  }
});
