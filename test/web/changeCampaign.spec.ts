// Changing a campaign while it runs: what differs, what it would do, who was first, and the way back.
import { request } from '@playwright/test';
import { fieldTexts } from '../../web/src/pages/campaign/form/fieldTexts.ts';
import { formTexts } from '../../web/src/pages/campaign/form/texts.ts';
import { historyTexts } from '../../web/src/pages/campaign/history/texts.ts';
import { settingsTexts } from '../../web/src/pages/campaign/settings/texts.ts';
import { expect, expectAccessible, languagesOf, test } from './console.ts';
import { password } from './people.ts';

const body = (name: string) => ({
  name,
  strBeginTime: '2090-01-01 00:00:00',
  strEndTime: '2099-12-31 23:59:59',
  deviceType: 2,
  callerNo: '10085',
  maxAlertingTime: 30,
  scheduleParam: { workdayBeginTime1: '00:00', workdayEndTime1: '23:59' },
  skillParam: {
    skillId: 1,
    outBoundType: 2,
    predictParam: { predictMethod: 5, offhookPredictParam: { offHookRate: 100 } },
  },
  initStatus: 3,
  callBackUrl: 'http://127.0.0.1:9/results',
});

/** A supervisor beside the page, with a session of their own. */
async function colleague() {
  const context = await request.newContext({ baseURL: process.env.CAMPANA_TEST_CONSOLE ?? '' });
  const data = { vdnId: 1, user: 'anna', password };
  const session = await context.post('/api/v1/session', { data });
  const { csrfToken } = await session.json();
  const headers = { 'x-csrf-token': csrfToken };
  return {
    add: async (name: string): Promise<number> => {
      const queues = await (await context.get('/api/v1/vdns/1/skill-queues')).json();
      const asked = body(name);
      const skillParam = { ...asked.skillParam, skillId: queues.items[0].id };
      const answer = await context.post('/api/v1/vdns/1/campaigns', {
        headers,
        data: { ...asked, skillParam },
      });
      expect(answer.status(), await answer.text()).toBe(201);
      return (await answer.json()).id;
    },
    handle: async (id: number, patch: object): Promise<void> => {
      const answer = await context.patch(`/api/v1/vdns/1/campaigns/${id}/handling`, { headers, data: patch });
      expect(answer.status()).toBe(200);
    },
  };
}

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const [texts, fields, form, history] = [
      settingsTexts[language],
      fieldTexts[language],
      formTexts[language],
      historyTexts[language],
    ];

    test('a change is tried, foreseen, applied, seen in the history and taken back', async ({
      page,
      visit,
    }) => {
      const id = await (await colleague()).add(`Changed in ${language}`);
      await visit('sam', `/campaigns/${id}/settings`);
      const rate = page.getByLabel(fields.offHookRate);
      await rate.fill('250');
      await expect(page.getByRole('button', { name: texts.apply })).toBeDisabled();
      await rate.fill('150');
      await page.keyboard.press('Tab');
      await expect(page.getByText(form.was('100 %'))).toBeVisible();
      await page.getByLabel(fields.weight).fill('40');
      await page.getByRole('button', { name: texts.tryIt }).click();
      await expect(page.getByText(texts.accepted)).toBeVisible();
      await expect(page.getByRole('table', { name: texts.forecast })).toContainText(texts.occupancy);
      await expectAccessible(page);
      await page.getByRole('button', { name: texts.apply }).click();
      await expect(page.getByText(texts.applied(2))).toBeVisible();
      await expect(page.getByText(texts.unchanged)).toBeVisible();

      await page.getByRole('tab', { name: history.tab }).click();
      await expect(page.getByRole('heading', { name: history.revision(2) })).toBeVisible();
      await expect(page.getByRole('list', { name: history.differences }).first()).toContainText('40');
      await expectAccessible(page);
      await page.getByRole('button', { name: `${history.rollBack}: ${history.revision(1)}` }).click();
      await page.getByRole('dialog').getByRole('button', { name: history.confirm }).click();
      await expect(page.getByRole('heading', { name: history.revision(3) })).toBeVisible();
      await page.getByRole('tab', { name: texts.tab }).click();
      await expect(rate).toHaveValue('100');
    });

    test('the second of two supervisors sees the first one’s change, and decides', async ({
      page,
      visit,
    }) => {
      const anna = await colleague();
      const id = await anna.add(`Shared in ${language}`);
      await visit('sam', `/campaigns/${id}/settings`);
      await page.getByLabel(fields.maxAlertingTime).fill('45');
      await anna.handle(id, { weight: 78 });
      const alert = page.getByRole('alert').filter({ hasText: texts.theyChanged('anna', 2) });
      await expect(alert).toContainText('78');
      await expect(page.getByRole('button', { name: texts.apply })).toBeDisabled();
      await expectAccessible(page);
      await page.getByRole('button', { name: texts.keepMine }).click();
      await expect(alert).toBeHidden();
      await expect(page.getByLabel(fields.weight)).toHaveValue('78');
      await expect(page.getByLabel(fields.maxAlertingTime)).toHaveValue('45');
      await page.getByRole('button', { name: texts.apply }).click();
      await expect(page.getByText(texts.applied(3))).toBeVisible();
    });
  });
}

test('a campaign that has begun keeps its begin, and the history tells the beat that took the change over', async ({
  page,
  visit,
}) => {
  const [texts, fields, history] = [settingsTexts.en_US, fieldTexts.en_US, historyTexts.en_US];
  await visit('sam', '/campaigns');
  await page.getByRole('link', { name: 'Contract renewals' }).click();
  await page.getByRole('tab', { name: texts.tab }).click();
  await page.getByLabel(fields.description).fill('Changed while it dials');
  await page.getByRole('button', { name: texts.apply }).click();
  await expect(page.getByText(texts.unchanged)).toBeVisible();
  await page.getByRole('tab', { name: history.tab }).click();
  await expect(page.getByText(/in effect since/).first()).toBeVisible();
  await expect(page.getByText(history.notEffective)).toBeHidden();
});

test('an auditor reads the settings and changes nothing', async ({ page, visit }) => {
  await visit('audrey', '/campaigns/1/settings');
  await expect(page.getByLabel(fieldTexts.en_US.callerNo)).toBeDisabled();
  await expect(page.getByRole('button', { name: settingsTexts.en_US.apply })).toBeHidden();
});
