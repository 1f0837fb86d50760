// The audit log: every change through /api/v1, every login and every download of calls, newest first.
import { instantText, limitOf, vdnOf } from '../../../api/fields.ts';
import { type AuditEntry, getAudit } from '../../../api/routes/users.ts';
import { toMillis } from '../../../core/units.ts';
import { listAuditEntries, type AuditEntry as StoredEntry } from '../../../store/tenants/audit.ts';
import { type ServedRoute, serve } from '../door/route.ts';

const pageOfEntries = serve(getAudit, async ({ database, params, query, ok }) => {
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
    items: entries.map(describe),
    next: last === undefined ? null : `${last.at}-${last.id}`,
  });
});

const describe = ({ id, at, actor, action, subject, detail }: StoredEntry): AuditEntry => ({
  id,
  at: instantText(at),
  actor,
  action,
  subject,
  detail,
});

export const auditRoutes: readonly ServedRoute[] = [pageOfEntries];
