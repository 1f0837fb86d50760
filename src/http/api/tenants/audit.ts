// The audit log: every change through /api/v1, every login and every download of calls, newest first.
import { Type } from 'typebox';
import { instantText, limitOf, limitText, patterned, vdnOf, vdnParams } from '../../../api/fields.ts';
import { inBoth } from '../../../core/language.ts';
import { toMillis } from '../../../core/units.ts';
import { listAuditEntries } from '../../../store/tenants/audit.ts';
import { type ApiRoute, ok, route } from '../door/route.ts';

const getAudit = route({
  method: 'GET',
  path: '/v1/vdns/:vdnId/audit',
  tag: 'audit',
  summary: 'Who did what, newest first, a page at a time',
  description: 'Changes of campaigns that came through the contract are told by their revisions.',
  permission: 'audit.read',
  params: vdnParams,
  query: Type.Object(
    {
      before: Type.Optional(
        patterned(
          '^[0-9]{1,13}-[0-9]{1,18}$',
          inBoth('must be `next` of the page before', '必须是上一页的 next'),
        ),
      ),
      limit: limitText,
      actor: Type.Optional(
        patterned(
          '^(user|key):[A-Za-z0-9._@-]{1,64}$',
          inBoth('must be user:<name> or key:<access key>', '必须是 user:<用户名> 或 key:<密钥>'),
        ),
      ),
      action: Type.Optional(
        patterned(
          '^[a-z]+[.][a-z]+$',
          inBoth('must be an action such as campaign.modify', '必须是操作名，例如 campaign.modify'),
        ),
      ),
    },
    { additionalProperties: false },
  ),
  handle: async ({ database, params, query }) => {
    const limit = limitOf(query.limit);
    const [at, id] = (query.before ?? '').split('-');
    const entries = await listAuditEntries(database, vdnOf(params), {
      before: at === undefined || id === undefined ? null : { at: toMillis(Number(at)), id },
      limit,
      actor: query.actor ?? null,
      action: query.action ?? null,
    });
    const last = entries.length === limit ? entries.at(-1) : undefined;
    return ok({
      items: entries.map((entry) => ({ ...entry, at: instantText(entry.at) })),
      next: last === undefined ? null : `${last.at}-${last.id}`,
    });
  },
});

export const auditRoutes: readonly ApiRoute[] = [getAudit];
