// An agent's morning: signing in, an offered contact, a call that outlives a reload, wrap-up, a break.
import type { WebSocketRoute } from '@playwright/test';
import { upload } from '../../src/cli/demo/scene.ts';
import { items } from '../../src/cli/read.ts';
import { workspaceTexts } from '../../web/src/pages/workspace/texts.ts';
import { addCampaign, home, openApi, uniqueName } from './api.ts';
import { expect, expectAccessible, languages, test } from './console.ts';
import { password } from './people.ts';

/** A queue with one agent, who is also a user, and a campaign that offers three people to them. */
async function openDesk(): Promise<{ agentId: string; campaignId: number }> {
  // Of its own, also on a server that an earlier run has used.
  const skillId = 100 + Math.floor(Math.random() * 900);
  const agentId = uniqueName('bea').replace(' ', '');
  const api = await openApi();
  await api.send('PUT', `${home}/skill-queues/${skillId}`, { name: `Queue ${skillId}` });
  await api.send('PUT', `${home}/agents/${agentId}`, { name: 'Bea', skills: [{ skillId }] });
  await api.send('POST', `${home}/users`, { name: agentId, role: 'agent', password });
  const id = await addCampaign(api, uniqueName('Renewals'), {
    description: 'Ask whether the contract is to be renewed.',
    deviceType: 5,
    maxAlertingTime: 60,
    skillParam: {
      skillId,
      outBoundType: 5,
      previewParam: { failInterval: 30, obCallCount: 1, autoCallTime: 40 },
    },
  });
  // The simulated carrier gives a short talk to numbers that end in 10.
  const rows = [1, 2, 3].map(
    (row) => `13${skillId}70000${row}10,Customer ${row},"{""tariff"":""<b>gold</b>""}"`,
  );
  await upload(api, `${home}/campaigns/${id}/imports`, `called,customField,callData\n${rows.join('\n')}\n`);
  return { agentId, campaignId: id };
}

for (const language of languages) {
  test.describe(language, () => {
    test.use({ language });
    const texts = workspaceTexts[language];

    test('an agent signs in, is offered people, talks and writes down what came of it', async ({
      page,
      visit,
    }) => {
      test.slow();
      const { agentId, campaignId } = await openDesk();
      await visit(agentId, '/workspace');
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

      const hangUp = page.getByRole('button', { name: texts.hangUp });
      const wrapUp = page.getByRole('heading', { level: 2, name: texts.wrapUp });
      await expect(hangUp.or(wrapUp).first()).toBeVisible();
      // The other side may have hung up already.
      if (await hangUp.isVisible()) await page.keyboard.press('F9');
      await expect(wrapUp).toBeVisible();
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

      const api = await openApi();
      const calls = await api.send('GET', `${home}/campaigns/${campaignId}/calls`);
      expect(items(calls, 'items')).toMatchObject([
        { agentId, businessResult: 'renewed', note: 'Wants\na letter' },
      ]);
    });

    test('what was written is still there when wrap-up has ended without the page', async ({
      page,
      visit,
    }) => {
      test.slow();
      const { agentId } = await openDesk();
      const lines: WebSocketRoute[] = [];
      let isCut = false;
      await page.routeWebSocket(/\/agents\/\w+\/stream/, (line) => {
        if (isCut) return void line.close();
        line.connectToServer();
        lines.push(line);
      });
      await visit(agentId, '/workspace');
      await page.getByRole('button', { name: texts.signIn }).click();
      await expect(page.getByRole('heading', { level: 2, name: texts.onBreak })).toBeVisible();
      await page.keyboard.press('F2');
      await expect(page.getByRole('heading', { level: 2, name: texts.previewing })).toBeVisible();
      await page.keyboard.press('F4');
      await expect(page.getByRole('heading', { level: 2, name: texts.talking })).toBeVisible();
      await page.getByLabel(texts.note, { exact: true }).fill('Wants <b>a letter</b>');
      const hangUp = page.getByRole('button', { name: texts.hangUp });
      const wrapUp = page.getByRole('heading', { level: 2, name: texts.wrapUp });
      await expect(hangUp.or(wrapUp).first()).toBeVisible();
      if (await hangUp.isVisible()) await page.keyboard.press('F9');
      await expect(wrapUp).toBeVisible();
      isCut = true;
      for (const line of lines) await line.close();
      await expect(page.getByText(texts.notConnected).first()).toBeVisible();
      const api = await openApi();
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
      const { agentId } = await openDesk();
      const lines: WebSocketRoute[] = [];
      let isCut = false;
      await page.routeWebSocket(/\/agents\/\w+\/stream\?/, (line) => {
        if (isCut) return void line.close();
        line.connectToServer();
        lines.push(line);
      });
      await visit(agentId, '/workspace');
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

test('whoever is no agent is told so', async ({ page, visit }) => {
  await visit('sam', '/workspace');
  await expect(page.getByRole('heading', { name: workspaceTexts.en_US.noAgent })).toBeVisible();
});
