// Every end that a call can have in a real network, from the carrier's SIP answer to the result that is
// posted to the receiver, through the whole server; and what flows do with those who answer.
import { describe, expect, test, vi } from 'vitest';
import { ivrCampaign } from './campaigns.ts';
import { withCampana } from './withCampana.ts';

const campana = await withCampana({
  carrier: { talkSeconds: 1, keepsMessages: true },
  settings: { queueSecondsMax: 5 },
});
const { carrier, telephones, addCampaign, addAgent, callsOf, resultsOf } = campana;

/** By the last two digits of the number, as src/lab/carrier.ts has them. */
const causesOfFates = {
  '00': '00537',
  '01': '01040',
  '02': '00538',
  '03': '00548',
  '04': '00549',
  '05': '00604',
  '07': '00531',
  '08': '34606',
  '09': '34608',
  '10': '00000',
  '11': '00000',
  '12': '00603',
  '13': '00603',
  '14': '01040',
  '15': '00000',
  '16': '00531',
  '17': '00537',
  '18': '00000',
};

test('each fate of a number becomes its cause, and each number is rung once', async () => {
  const fates = Object.keys(causesOfFates);
  const numbers = fates.map((fate) => `138000000${fate}`);
  const campaignId = await addCampaign(ivrCampaign('1001'), numbers);
  const results = await resultsOf(campaignId, numbers.length);
  const causes = results.map(({ called, failCode }): [string, string] => [called.slice(-2), failCode]);
  expect(Object.fromEntries(causes)).toEqual(causesOfFates);
  const rung = carrier.invites().filter(({ called }) => numbers.includes(called));
  expect(rung.map(({ called }) => called).sort()).toEqual(numbers.toSorted());
  expect(rung.every(({ caller }) => caller === '10085')).toBe(true);
  // The slow one's INVITE came twice, and was still one call.
  expect(carrier.invitesRepeated()).toBeGreaterThan(0);
});

test('a talk in a flow succeeds, no matter who hangs up first', async () => {
  // The flow of 1003 lasts two seconds; who answers at 99 hangs up after one, and who answers at 11 never does.
  const campaignId = await addCampaign(ivrCampaign('1003'), ['13810000099', '13810000011']);
  const results = await resultsOf(campaignId, 2);
  expect(results.map(({ failCode }) => failCode)).toEqual(['00000', '00000']);
  expect(await byeCameFrom('13810000099')).toBe('the customer');
  expect(await byeCameFrom('13810000011')).toBe('us');
});

test('what a flow gathers is kept with the call', async () => {
  const campaignId = await addCampaign(ivrCampaign('1005'), ['13820000011']);
  await resultsOf(campaignId, 1);
  const [call] = await callsOf(campaignId);
  expect(call?.flowVariables).toEqual({ CAMPANA_RESULT: 'pressed 1' });
});

test('a flow that the PBX does not have ends the call as a fault of the system, and is logged', async () => {
  const campaignId = await addCampaign(ivrCampaign('1999'), ['13830000010']);
  const [result] = await resultsOf(campaignId, 1);
  expect(result?.failCode).toBe('34611');
  expect(campana.server.log().filter((line) => line.includes('no such flow'))).toHaveLength(1);
});

describe('a flow that hands people to a skill queue', () => {
  test('with nobody there they wait until they are let go, or hang up by themselves', async () => {
    const campaignId = await addCampaign(ivrCampaign('1002'), ['13840000011', '13840000099']);
    const results = await resultsOf(campaignId, 2);
    const causes = results.map(({ called, failCode }) => [called, failCode]);
    expect(Object.fromEntries(causes)).toEqual({ 13840000011: '00702', 13840000099: '00701' });
  });

  test('with an agent ready the two talk, and the agent is shown whom', async () => {
    const agent = await addAgent('1001');
    await agent.begin();
    const campaignId = await addCampaign(ivrCampaign('1002'), ['13850000011']);
    await agent.becomes({ state: 'talking', called: '13850000011' });
    expect(telephones.invites().map(({ called }) => called)).toEqual(['1001']);
    await agent.ask('call/hang-up');
    await agent.becomes({ state: 'wrapUp' });
    await agent.ask('wrap-up/end', { businessResult: 'sold' });
    await agent.becomes({ state: 'idle', status: 'ready' });
    const [result] = await resultsOf(campaignId, 1);
    expect(result?.failCode).toBe('00000');
    await agent.ask('sign-out');
  });
});

/** The side that ended the talk with this number, as SIP has it. */
async function byeCameFrom(called: string): Promise<'the customer' | 'us' | null> {
  const callId = carrier.invites().find((invite) => invite.called === called)?.callId;
  return vi.waitFor(() => {
    const bye = carrier
      .messages()
      .find(({ text }) => text.startsWith('BYE') && text.includes(`Call-ID: ${callId}`));
    if (bye === undefined) throw new Error(`no BYE in the call to ${called}`);
    return bye.isReceived ? 'us' : 'the customer';
  });
}
