// An administrator's pages: users, keys, queues, agents, flows and settings, and the audit log.

import { refusalTexts } from '../../src/http/api/door/refusalTexts.ts';
import { accessKeysTexts } from '../../web/src/pages/accessKeys/texts.ts';
import { agentsTexts } from '../../web/src/pages/agents/texts.ts';
import { auditTexts } from '../../web/src/pages/audit/texts.ts';
import { flowsTexts } from '../../web/src/pages/flows/texts.ts';
import { queuesTexts } from '../../web/src/pages/queues/texts.ts';
import { settingNames, settingsTexts } from '../../web/src/pages/settings/texts.ts';
import { usersTexts } from '../../web/src/pages/users/texts.ts';
import { formTexts, problemTexts } from '../../web/src/parts/texts.ts';
import { addVdn, uniqueName } from './api.ts';
import { expect, expectAccessible, languagesOf, small, test } from './console.ts';
import { password } from './people.ts';

const oneWord = (beginning: string): string => uniqueName(beginning).replace(' ', '');

for (const language of languagesOf('zh_CN')) {
  test.describe(language, () => {
    test.use({ language });
    const forms = formTexts[language];

    test('a user is added, refused the second time, and disabled', async ({ page, visit }) => {
      const texts = usersTexts[language];
      const name = oneWord('nora');
      await visit('anna', '/users');
      await expectAccessible(page);
      for (const isFirst of [true, false]) {
        await page.getByRole('button', { name: texts.add }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel(texts.name, { exact: true }).fill(name);
        await dialog.getByLabel(texts.password, { exact: true }).fill(password);
        await expectAccessible(page);
        await dialog.getByRole('button', { name: forms.save }).click();
        if (isFirst) await expect(dialog).toBeHidden();
        else {
          await expect(dialog).toContainText(problemTexts[language].alreadyThere);
          await expect(dialog).toContainText(refusalTexts.userThere(name)[language]);
        }
      }
      await page.keyboard.press('Escape');
      const row = page.getByRole('row', { name });
      await row.getByRole('button', { name: texts.disable }).click();
      await page.getByRole('tooltip').getByRole('button', { name: texts.disable }).click();
      await expect(row).toContainText(texts.disabled);
    });

    test('the secret of a key is shown once', async ({ page, visit }) => {
      const texts = accessKeysTexts[language];
      const description = uniqueName('ticketing');
      await visit('anna', '/access-keys');
      await page.getByRole('button', { name: texts.add }).click();
      await page.getByLabel(texts.description).fill(description);
      await page.getByRole('dialog').getByRole('button', { name: texts.add }).click();
      const dialog = page.getByRole('dialog', { name: texts.madeTitle });
      await expect(dialog).toContainText(texts.madeWarning);
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await dialog.getByRole('button', { name: texts.kept }).click();
      await expect(dialog).toBeHidden();
      const row = page.getByRole('row', { name: description });
      await row.getByRole('button', { name: texts.revoke }).click();
      await page.getByRole('tooltip').getByRole('button', { name: texts.revoke }).click();
      await expect(row.getByRole('button', { name: texts.revoke })).toBeHidden();
    });

    test('an agent gets the skill of a new queue, and a flow transfers to it', async ({ page, visit }) => {
      const [queues, agents, flows] = [queuesTexts[language], agentsTexts[language], flowsTexts[language]];
      const queue = 'Claims';
      // The telephones of all VDNs have different names, and an agent's is the agent's id.
      const id = oneWord('zoe');
      const { vdnId } = await addVdn();
      await visit('anna', '/skill-queues', vdnId);
      await page.getByRole('button', { name: queues.add }).click();
      await page.getByRole('dialog').getByLabel(queues.id, { exact: true }).fill('207');
      await page.getByRole('dialog').getByLabel(queues.name, { exact: true }).fill(queue);
      await expectAccessible(page);
      await page.getByRole('dialog').getByRole('button', { name: forms.save }).click();
      await expect(page.getByRole('row', { name: queue })).toBeVisible();

      await page.goto('/agents');
      await expectAccessible(page);
      await page.getByRole('button', { name: agents.add }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(agents.id, { exact: true }).fill(id);
      await dialog.getByLabel(agents.name, { exact: true }).fill('Zoë');
      await dialog.getByRole('button', { name: agents.addSkill }).click();
      // The list has a name, with something to choose from and with nothing.
      const skill = dialog.getByLabel(agents.skill, { exact: true });
      const list = page.getByRole('listbox', { name: agents.skill });
      await skill.fill(`${queue} that is not there`);
      await expect(list.getByRole('option', { disabled: true })).toBeVisible();
      await expectAccessible(page);
      await skill.fill(queue);
      await expect(list.getByRole('option', { name: queue })).toBeAttached();
      await expectAccessible(page);
      await page.keyboard.press('Enter');
      // The list of choices is judged where it is open, not while it closes.
      await expect(skill).toHaveAttribute('aria-expanded', 'false');
      await expect(page.locator('.ant-select-dropdown:visible')).toHaveCount(0);
      await expectAccessible(page);
      await dialog.getByRole('button', { name: forms.save }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByRole('row', { name: id })).toContainText(queue);

      await page.goto('/flows');
      await page.getByRole('button', { name: flows.add }).click();
      await dialog.getByLabel(flows.code, { exact: true }).fill(id);
      await dialog.getByLabel(flows.description, { exact: true }).fill('<i>Hello</i>');
      await expectAccessible(page);
      await dialog.getByRole('button', { name: forms.save }).click();
      await expect(page.getByRole('row', { name: id })).toContainText('<i>Hello</i>');
      await page.getByRole('row', { name: id }).getByRole('button', { name: forms.remove }).click();
      await page.getByRole('tooltip').getByRole('button', { name: forms.remove }).click();
      await expect(page.getByRole('row', { name: id })).toBeHidden();
    });

    test('settings: what is wrong is said, what is changed is saved and in the log', async ({
      page,
      visit,
    }) => {
      const [texts, names] = [settingsTexts[language], settingNames[language]];
      await visit('anna', '/settings');
      await expect(page.getByText(texts.unchanged)).toBeVisible();
      await expectAccessible(page);
      const trustlist = page.getByLabel(names.callbackTrustlist);
      await trustlist.fill('not a host!');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: texts.save }).click();
      await expect(page.getByText(texts.notOne)).toBeVisible();
      await page.getByRole('button', { name: texts.discard }).click();
      await trustlist.fill(`${oneWord('host')}.example`);
      await page.keyboard.press('Enter');
      await expect(page.getByText(texts.changed(1))).toBeVisible();
      await page.getByRole('button', { name: texts.save }).click();
      await expect(page.getByText(texts.unchanged)).toBeVisible();

      await page.goto('/audit?actor=user:anna&action=vdn.change');
      const row = page.getByRole('row', { name: 'vdn.change' }).first();
      await expect(row).toContainText('user:anna');
      await expectAccessible(page);
      await page.goto('/audit?actor=nobody');
      await expect(page.getByRole('alert')).toContainText(problemTexts[language].invalid);
      await page.goto('/audit?actor=user:nobody');
      await expect(page.getByText(auditTexts[language].noneFound)).toBeVisible();
    });
  });
}

test('an auditor reads all of it and is shown no button that changes anything', async ({ page, visit }) => {
  await visit('audrey', '/users');
  for (const path of ['/users', '/access-keys', '/skill-queues', '/agents', '/flows']) {
    await page.goto(path);
    await expect(page.getByRole('table').first()).toBeVisible();
    await expect(
      page.getByRole('button', { name: /^(?:Add|Create|Edit|Delete|Revoke|Disable)/ }),
    ).toHaveCount(0);
  }
  await page.goto('/settings');
  await expect(page.getByText(settingsTexts.en_US.readOnly)).toBeVisible();
});

test('all of it fits a telephone', async ({ page, visit }) => {
  await page.setViewportSize(small ?? { width: 360, height: 740 });
  await visit('anna', '/users');
  for (const path of [
    '/users',
    '/access-keys',
    '/skill-queues',
    '/agents',
    '/flows',
    '/settings',
    '/audit',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('table').or(page.getByRole('main').locator('form')).first()).toBeVisible();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(
      360,
    );
  }
});
