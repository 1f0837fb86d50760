// A request in Chinese is refused in Chinese: each sentence, each rule of a field, what is said of a file.
// Without the header `locale` it is English, as it has always been.
import type { TSchema } from 'typebox';
import { expect, test } from 'vitest';
import { problems } from '../../../../src/api/problem.ts';
import { refusalTexts } from '../../../../src/http/api/door/refusalTexts.ts';
import { apiRoutes } from '../../../../src/http/api/index.ts';
import { fileTexts, rowRules } from '../../../../src/http/api/numbers/importTexts.ts';
import { openWorld } from '../world.ts';

const world = await openWorld();
const anna = await world.signIn(1, 'administrator');
const chinese = { locale: 'zh_CN' };
const han = /[\u4e00-\u9fff]/;
/** Words that a Chinese reader is not helped with; names of the wire are not among them. */
const englishWords = /\b(?:the|must|is|not|no|there|a|of)\b/i;

test('a refusal is in the language of the header', async () => {
  const refused = async (headers: Record<string, string>) =>
    (await world.ask(anna, 'GET', '/vdns/1/campaigns/4711', undefined, headers)).json();
  expect(await refused({})).toMatchObject({
    title: 'Not found',
    detail: 'There is no such campaign.',
  });
  expect(await refused(chinese)).toMatchObject({ title: '不存在', detail: '没有此外呼任务。', status: 404 });
  expect(await refused({ locale: 'de_DE' })).toMatchObject({ detail: 'There is no such campaign.' });
});

test('each broken rule is in that language, in the sentence and at its field', async () => {
  const body = { name: '!', password: 'short', x: 1 };
  const answer = await world.ask(anna, 'POST', '/vdns/1/users', body, chinese);
  expect(answer.statusCode).toBe(400);
  const { detail, violations } = answer.json();
  expect(violations.map(({ path }: { path: string }) => path).sort()).toEqual([
    'name',
    'password',
    'role',
    'x',
  ]);
  for (const { path, rule } of violations) {
    expect(rule, path).toMatch(han);
    expect(rule, path).not.toMatch(englishWords);
    expect(detail).toContain(`${path}：${rule}。`);
  }
});

test('what the contract refuses is too, and a dry run', async () => {
  const { id } = await world.addOneCampaign(1, 'Chinese rules');
  const body = { maxAlertingTime: 4 };
  const put = await world.ask(anna, 'PUT', `/vdns/1/campaigns/${id}`, body, chinese);
  const dry = await world.ask(anna, 'POST', `/vdns/1/campaigns/${id}/dry-run`, body, chinese);
  expect(put.json().type).toContain('contractRefused');
  for (const { violations } of [put.json(), dry.json()]) {
    expect(violations.length).toBeGreaterThan(0);
    for (const { rule } of violations) expect(rule).not.toMatch(englishWords);
  }
  const taken = await world.ask(
    anna,
    'PATCH',
    `/vdns/1/campaigns/${id}/handling`,
    { abandonmentFlowCode: '9' },
    chinese,
  );
  expect(taken.json().violations).toMatchObject([{ rule: '必须是已有流程的代码' }]);
});

test('rows that were left out are told in the reader’s language, not in the uploader’s', async () => {
  const { id } = await world.addOneCampaign(1, 'Two readers');
  const path = `/vdns/1/campaigns/${id}/imports`;
  const upload = (payload: string) =>
    world.app.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: { cookie: anna.cookie, 'x-csrf-token': anna.csrfToken, 'content-type': 'text/csv' },
      payload,
    });
  const made = (await upload('called\nabc\n4711,1\n')).json();
  const errors = async (query: string) =>
    (await world.ask(anna, 'GET', `${path}/${made.id}/errors${query}`)).body.split('\r\n').slice(1, 3);
  expect(await errors('')).toEqual([
    expect.stringMatching(/^2,called,"may contain only /),
    '3,row,"has 2 columns, the header has 1",',
  ]);
  expect(await errors('?locale=zh_CN')).toEqual([
    expect.stringMatching(/^2,called,[^a-z]*[\u4e00-\u9fff][^a-z]*,abc$/),
    '3,row,有 2 列，而表头有 1 列,',
  ]);

  expect((await upload('')).json().detail).toBe('The file is empty: not even a header is there.');
  const listed = async (headers: Record<string, string>) =>
    (await world.ask(anna, 'GET', path, undefined, headers)).json().items[0].failure;
  expect(await listed({})).toBe('The file is empty: not even a header is there.');
  expect(await listed(chinese)).toBe('文件为空，连表头都没有。');
});

test('every sentence is written in both languages', () => {
  const wanting = [refusalTexts, fileTexts, rowRules, problems]
    .flatMap(textsIn)
    .filter(
      ({ en_US, zh_CN }) =>
        han.test(en_US) || !han.test(zh_CN) || englishWords.test(zh_CN.replaceAll(/\b[a-z]+[-A-Z/]\S*/g, '')),
    );
  expect(wanting).toEqual([]);
});

/** Every text of a dictionary; one with values to put in is given numbers, which no language minds. */
function textsIn(value: unknown): { en_US: string; zh_CN: string }[] {
  if (typeof value === 'function') return textsIn(value(1, 2, 3) ?? null);
  if (typeof value !== 'object' || value === null) return [];
  if ('en_US' in value && 'zh_CN' in value)
    return [{ en_US: String(value.en_US), zh_CN: String(value.zh_CN) }];
  return Object.values(value).flatMap(textsIn);
}

test('no route asks anything of a field for which there are no words', () => {
  const asked = new Set<string>();
  for (const route of apiRoutes()) {
    for (const schema of [route.params, route.query, route.body]) if (schema !== null) collect(schema, asked);
  }
  // What `readError` of validation.ts has words for; what only describes asks nothing.
  const known =
    'additionalProperties anyOf const items maxItems maxLength maximum minItems minLength minProperties minimum ' +
    'pattern properties required type uniqueItems x-rule description default';
  expect([...asked].filter((keyword) => !known.split(' ').includes(keyword))).toEqual([]);
});

function collect(schema: TSchema, asked: Set<string>): void {
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword.startsWith('~')) continue;
    asked.add(keyword);
    const below = keyword === 'properties' ? Object.values(Object(value)) : [value].flat();
    if (['properties', 'items', 'anyOf'].includes(keyword))
      for (const one of below) collect(Object(one), asked);
  }
}
