// An agent's morning: signing in, an offered contact, a call that outlives a reload, wrap-up, a break.
import type { WebSocketRoute } from '@playwright/test';
import { upload } from '../../src/cli/demo/scene.ts';
import { items } from '../../src/cli/read.ts';
import { baseWorld, fateForAgent } from '../../src/simulation/callee.ts';
import { workspaceTexts } from '../../web/src/pages/workspace/texts.ts';
import { addCampaign, addVdn, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, test } from './console.ts';
import { password } from './people.ts';

/**
 * A VDN of its own with one queue and its only agent, who is also a user, and a campaign that offers three
 * people to them. The agent has two minutes for each offer, so none is dialed by itself.
 */
async function openDesk() {
  const { vdnId, home, api } = await addVdn();
  // The telephones of all VDNs have different names, and an agent's is the agent's id.
  const agentId = uniqueName('bea').replace(' ', '');
  await api.send('PUT', `${home}/skill-queues/5`, { name: 'Renewals' });
  await api.send('PUT', `${home}/agents/${agentId}`, { name: 'Bea', skills: [{ skillId: 5 }] });
  await api.send('POST', `${home}/users`, { name: agentId, role: 'agent', password });
  const change = {
    description: 'Ask whether the contract is to be renewed.',
    deviceType: 5,
    maxAlertingTime: 120,
    skillParam: {
      skillId: 5,
      outBoundType: 5,
      previewParam: { failInterval: 30, obCallCount: 1, autoCallTime: 117 },
    },
  };
  const campaignId = await addCampaign(api, uniqueName('Renewals'), change, vdnId);
  const rows = [1, 2, 3].map((row) => `${willingNumber()},Customer ${row},"{""tariff"":""<b>gold</b>""}"`);
  await upload(api, campaignId, `called,customField,callData\n${rows.join('\n')}\n`);
  return { vdnId, home, api, agentId, campaignId };
}

/** A number of somebody who answers the simulated carrier within 4 s, waits a while and then talks for a minute. */
function willingNumber(): string {
  for (;;) {
    const called = `13${String(Math.random()).slice(2, 11)}`;
    const call = { called, attempt: 0, ringLimitSeconds: 120 };
    const { steps, talkMilliseconds } = fateForAgent(call, baseWorld);
    const answered = steps.find(({ kind }) => kind === 'answered')?.afterMilliseconds ?? Infinity;
    const hungUp = steps.at(-1)?.afterMilliseconds ?? 0;
    if (answered < 4_000 && hungUp - answered > 10_000 && Number(talkMilliseconds) > 60_000) return called;
  }
}

for (const language of languagesOf('en_US')) {
  test.describe(language, () => {
    test.use({ language });
    const texts = workspaceTexts[language];

    test('an agent signs in, is offered people, talks and writes down what came of it', async ({
      page,
      visit,
    }) => {
      const { vdnId, home, api, agentId, campaignId } = await openDesk();
      await visit(agentId, '/workspace', vdnId);
      await expect(page.getByRole('heading', { level: 2, name: texts.signedOut })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: texts.signIn }).click();
      await expect(page.getByRole('heading', { level: 2, name: texts.onBreak })).toBeVisible();
      await page.keyboard.press('F2');

      await expect(page.getByRole('heading', { level: 2, name: texts.previewing })).toBeVisible();
      await expect(page.getByText(/^Customer \d$/)).toBeVisible();
      await expect(page.getByText('<b>gold</b>', { exact: true })).toBeVisible();
      await expect(page.getByText(/^Renewals /)).toBeVisible();
      await expectAccessible(page);
      const first = await page.getByText(/^Customer \d$/).textContent();
      await page.keyboard.press('F8');
      await expect(page.getByText(first ?? '')).toBeHidden();

      await expect(page.getByRole('heading', { level: 2, name: texts.previewing })).toBeVisible();
      await page.keyboard.press('F4');
      await expect(page.getByRole('heading', { level: 2, name: texts.talking })).toBeVisible();
      await page.getByLabel(texts.note, { exact: true }).fill('Wants\na letter');
      await page.reload();
      await expect(page.getByText(/^Customer \d$/)).toBeVisible();
      await expect(page.getByLabel(texts.note, { exact: true })).toHaveValue('Wants\na letter');
      await expectAccessible(page);

      await expect(page.getByRole('button', { name: texts.hangUp })).toBeEnabled();
      await page.keyboard.press('F9');
      await expect(page.getByRole('heading', { level: 2, name: texts.wrapUp })).toBeVisible();
      await page.getByLabel(texts.result, { exact: true }).fill('renewed');
      await page.getByRole('button', { name: texts.takeBreak }).click();
      await page.getByRole('menuitem', { name: texts.lunch }).click();
      await expect(page.getByText(texts.afterwardsBreak)).toBeVisible();
      await page.getByRole('button', { name: texts.done }).click();
      await expect(
        page.getByRole('heading', { level: 2, name: texts.onBreakFor(texts.lunch) }),
      ).toBeVisible();
      await page.getByRole('button', { name: texts.signOut }).click();
      await expect(page.getByRole('heading', { level: 2, name: texts.signedOut })).toBeVisible();

      const calls = await api.send('GET', `${home}/campaigns/${campaignId}/calls`);
      expect(items(calls, 'items')).toMatchObject([
        { agentId, businessResult: 'renewed', note: 'Wants\na letter' },
      ]);
    });

    test('what was written is still there when wrap-up has ended without the page', async ({
      page,
      visit,
    }) => {
      const { vdnId, home, api, agentId } = await openDesk();
      const lines: WebSocketRoute[] = [];
      let isCut = false;
      await page.routeWebSocket(/\/agents\/\w+\/stream/, (line) => {
        if (isCut) return void line.close();
        line.connectToServer();
        lines.push(line);
      });
      await visit(agentId, '/workspace', vdnId);
      await page.getByRole('button', { name: texts.signIn }).click();
      await expect(page.getByRole('heading', { level: 2, name: texts.onBreak })).toBeVisible();
      await page.keyboard.press('F2');
      await expect(page.getByRole('heading', { level: 2, name: texts.previewing })).toBeVisible();
      await page.keyboard.press('F4');
      await expect(page.getByRole('heading', { level: 2, name: texts.talking })).toBeVisible();
      await page.getByLabel(texts.note, { exact: true }).fill('Wants <b>a letter</b>');
      await page.keyboard.press('F9');
      await expect(page.getByRole('heading', { level: 2, name: texts.wrapUp })).toBeVisible();
      isCut = true;
      for (const line of lines) await line.close();
      await expect(page.getByText(texts.notConnected).first()).toBeVisible();
      await api.send('POST', `${home}/agents/${agentId}/work/wrap-up/end`, {});
      isCut = false;
      const alert = page.getByRole('alert').filter({ hasText: texts.unsentDetail });
      await expect(alert).toContainText('Wants <b>a letter</b>');
      await page.reload();
      await expect(alert).toContainText('Wants <b>a letter</b>');
      await expectAccessible(page);
      await alert.getByRole('button', { name: texts.unsentDone }).click();
      await expect(alert).toBeHidden();
    });

    test('a lost connection is said, and comes back by itself', async ({ page, visit }) => {
      const { vdnId, agentId } = await openDesk();
      const lines: WebSocketRoute[] = [];
      let isCut = false;
      await page.routeWebSocket(/\/agents\/\w+\/stream\?/, (line) => {
        if (isCut) return void line.close();
        line.connectToServer();
        lines.push(line);
      });
      await visit(agentId, '/workspace', vdnId);
      const signIn = page.getByRole('button', { name: texts.signIn });
      await expect(signIn).toBeEnabled();
      isCut = true;
      for (const line of lines) await line.close();
      await expect(page.getByRole('alert')).toContainText(texts.notConnectedDetail);
      await expect(signIn).toBeDisabled();
      await expectAccessible(page);
      isCut = false;
      await expect(page.getByText(texts.connected, { exact: true })).toBeVisible();
      await expect(signIn).toBeEnabled();
    });
  });
}

test('a user who is not an agent is told so', async ({ page, visit }) => {
  await visit('sam', '/workspace');
  await expect(page.getByRole('heading', { name: workspaceTexts.en_US.noAgent })).toBeVisible();
});
