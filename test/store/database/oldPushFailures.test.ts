// Until migration 013 the reason of a failed push was kept as an English sentence. The migration makes a
// code and its values of each, so that old rows are told in both languages too.
import { fileURLToPath } from 'node:url';
import Postgrator from 'postgrator';
import { expect, test } from 'vitest';
import type { PushFailure } from '../../../src/core/pushFailure.ts';
import { toMillis } from '../../../src/core/units.ts';
import { findNoticeQueue, undeliveredNotices } from '../../../src/store/calls/noticeQueue.ts';
import { openDatabase } from '../../../src/store/database/connection.ts';
import { migrate } from '../../../src/store/database/migrate.ts';
import { emptyDatabase } from '../../database.ts';
import { makeCampaign, makeVdn, vdnId } from '../../workers/world.ts';

const kept: readonly (readonly [text: string, failure: PushFailure])[] = [
  ['HTTP 503', { code: 'status', status: 503 }],
  [
    'the callback address hooks.example (10.0.0.1) is loopback, link-local, private or reserved, and the ' +
      'callback trustlist of the VDN does not name it',
    { code: 'notTrusted', host: 'hooks.example', address: '10.0.0.1' },
  ],
  [
    'the callback address 169.254.169.254 is link-local, a cloud’s metadata service, multicast or reserved, ' +
      'and no trustlist can allow it',
    { code: 'never', host: '169.254.169.254', address: '169.254.169.254' },
  ],
  ['callBackUrl is no URL: nowhere', { code: 'noUrl', url: 'nowhere' }],
  ['connect ECONNREFUSED 127.0.0.1:9', { code: 'connectionRefused', address: '127.0.0.1:9' }],
  ['getaddrinfo ENOTFOUND nowhere.example', { code: 'hostUnknown', host: 'nowhere.example' }],
  ['other side closed', { code: 'connectionLost' }],
  ['read ECONNRESET', { code: 'connectionLost' }],
  ['Headers Timeout Error', { code: 'timeout' }],
  ['The operation was aborted due to timeout', { code: 'timeout' }],
  ['self-signed certificate', { code: 'other', text: 'self-signed certificate' }],
];

test('each kept sentence becomes its code and values', async () => {
  const old = await emptyDatabase();
  const database = openDatabase(old.url, 1);
  try {
    await new Postgrator({
      driver: 'pg',
      currentSchema: 'public',
      migrationPattern: fileURLToPath(new URL('../../../migrations/*.do.*.sql', import.meta.url)),
      execQuery: async (query) => ({ rows: [...(await database.unsafe(query))] }),
    }).migrate('012');
    const now = toMillis(Date.now());
    await makeVdn(database, now);
    const campaignId = await makeCampaign(database, now, []);
    await database`create table notices_all partition of notices default`;
    await database`
      insert into notices (vdn_id, campaign_id, sequence, created_at, call_id, claimed_at, undelivered_at,
        undelivered_because)
      select ${vdnId}, ${campaignId}, n, ${now}::timestamptz, n, ${now}::timestamptz, ${now}::timestamptz, text
      from unnest(${kept.map(([text]) => text)}::text[]) with ordinality as k (text, n)`;
    await database`update notice_queues set last_error = 'HTTP 404'`;

    await migrate(database);

    const notices = await undeliveredNotices(database, vdnId, campaignId, 100);
    expect(notices.map(({ failure }) => failure)).toEqual(kept.map(([, failure]) => failure));
    expect(await findNoticeQueue(database, vdnId, campaignId)).toMatchObject({
      lastFailure: { code: 'status', status: 404 },
    });
  } finally {
    await database.end();
    await old.drop();
  }
});
