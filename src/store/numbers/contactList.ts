// The numbers of a campaign for people, a page at a time. Each page walks along one index from where the
// last page ended, so the ten-thousandth page costs no more than the first.
import type { Contact } from '../../core/contact.ts';
import {
  type CampaignId,
  type Millis,
  toContactId,
  toMillis,
  toMillisOrNull,
  type VdnId,
} from '../../core/units.ts';
import type { Connection } from '../database/connection.ts';

export interface ListedContact extends Contact {
  /** When it may be called again; of a waiting number only. */
  readonly dueAt: Millis | null;
  /** When the latest attempt began; null: never called. */
  readonly claimedAt: Millis | null;
  readonly importId: string | null;
  readonly createdAt: Millis;
}

/** Where a page ends. Each order looks at the fields by which it goes, and at the id. */
export interface ContactPlace {
  readonly contactId: string;
  readonly called: string;
  readonly priority: number;
  readonly dueAt: Millis;
}

export interface ContactQuery {
  /** Null: of every state. */
  readonly state: Contact['state'] | null;
  /** The number itself, or all that begin with it; null: any. */
  readonly called: { readonly text: string; readonly isWhole: boolean } | null;
  readonly after: ContactPlace | null;
  readonly limit: number;
}

export interface ContactPage {
  readonly contacts: ListedContact[];
  /** Null: there are no more. */
  readonly next: ContactPlace | null;
}

/** Numbers that one page looks at for what has no index of its own: less than a tenth of a second. */
const looksMax = 50_000;
/** Of the characters of a number 9 is the last in every collation, and a number has 24 at most. */
const lastOfAll = '9'.repeat(24);
/** Above every id that is given. */
const behindEveryId = '8999999999999999999';
const beginning: ContactPlace = { contactId: '0', called: '', priority: 0, dueAt: toMillis(0) };

/**
 * One page: numbers that are sought by `called` in its order, waiting ones by priority and by when they
 * are due, all others as they were added. Where it looks for what has no index of its own (done, or
 * `called` in a VDN with many campaigns) it may be shorter than `limit`, or empty, although more follow:
 * `next` says so.
 */
export async function listContacts(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  query: ContactQuery,
): Promise<ContactPage> {
  const { condition, order, end } = await walkOf(connection, vdnId, campaignId, query);
  const rows = await connection<ContactRow[]>`
    select k.contact_id, k.called, k.caller, k.session_id, k.custom_field, k.call_data, k.recycle_at, k.priority,
      k.state, k.attempts, k.cause, k.due_at, k.claimed_at, k.import_id, k.created_at
    from contacts k
    where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and ${condition}
    order by ${order} limit ${query.limit}`;
  const last = rows.at(-1);
  const next = rows.length === query.limit && last !== undefined ? placeOf(last) : end;
  return { contacts: rows.map(readContact), next };
}

/** Where the page goes, in which order, and where it stops (`end`) although more may follow. */
async function walkOf(connection: Connection, vdnId: VdnId, campaignId: CampaignId, query: ContactQuery) {
  const after = query.after ?? beginning;
  // Written out, not as a value: only so the indexes of waiting numbers and of those in a call are used.
  const isInState = {
    waiting: connection`k.state = 'waiting'`,
    calling: connection`k.state = 'calling'`,
    done: connection`k.state = 'done'`,
  };
  if (query.called !== null) {
    const { text, isWhole } = query.called;
    const to = isWhole ? text : text + lastOfAll;
    const isWithin = connection`k.called >= ${text} and k.called >= ${after.called} and k.called <= ${to}`;
    const [bound] = await connection<{ called: string }[]>`
      select k.called from contacts k
      where k.vdn_id = ${vdnId} and ${isWithin}
      order by k.called offset ${looksMax - 1} limit 1`;
    const state = query.state === null ? connection`true` : isInState[query.state];
    return {
      condition: connection`
        ${isWithin} and k.called <= ${bound?.called ?? to}
        and (k.called, k.contact_id) > (${after.called}, ${after.contactId}::bigint) and ${state}`,
      order: connection`k.called, k.contact_id`,
      end:
        bound === undefined || bound.called === to
          ? null
          : { ...beginning, called: bound.called, contactId: behindEveryId },
    };
  }
  const isBehind = connection`k.contact_id > ${after.contactId}::bigint`;
  const asAdded = connection`k.contact_id`;
  switch (query.state) {
    case 'waiting':
      return {
        condition: connection`${isInState.waiting} and (k.priority, k.due_at, k.contact_id)
          > (${after.priority}::smallint, ${after.dueAt}::timestamptz, ${after.contactId}::bigint)`,
        order: connection`k.priority, k.due_at, k.contact_id`,
        end: null,
      };
    case 'calling':
      // Few, found by their index before they are sorted.
      return {
        condition: connection`k.contact_id = any(array(
          select k.contact_id from contacts k
          where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and ${isInState.calling} and ${isBehind}
          order by k.contact_id limit ${query.limit}))`,
        order: asAdded,
        end: null,
      };
    case 'done': {
      const [bound] = await connection<{ contact_id: string }[]>`
        select k.contact_id from contacts k
        where k.vdn_id = ${vdnId} and k.campaign_id = ${campaignId} and ${isBehind}
        order by k.contact_id offset ${looksMax - 1} limit 1`;
      return {
        condition: connection`${isInState.done} and ${isBehind}
          and k.contact_id <= ${bound?.contact_id ?? behindEveryId}::bigint`,
        order: asAdded,
        end: bound === undefined ? null : { ...beginning, contactId: bound.contact_id },
      };
    }
    case null:
      return { condition: isBehind, order: asAdded, end: null };
  }
}

interface ContactRow {
  contact_id: string;
  called: string;
  caller: string | null;
  session_id: string | null;
  custom_field: string | null;
  call_data: string | null;
  recycle_at: number | null;
  priority: number;
  state: Contact['state'];
  attempts: number;
  cause: string | null;
  due_at: number;
  claimed_at: number | null;
  import_id: string | null;
  created_at: number;
}

const placeOf = (row: ContactRow): ContactPlace => ({
  contactId: row.contact_id,
  called: row.called,
  priority: row.priority,
  dueAt: toMillis(row.due_at),
});

const readContact = (row: ContactRow): ListedContact => ({
  id: toContactId(row.contact_id),
  called: row.called,
  caller: row.caller,
  sessionId: row.session_id,
  customField: row.custom_field,
  callData: row.call_data,
  recycleAt: toMillisOrNull(row.recycle_at),
  priority: row.priority,
  state: row.state,
  attempts: row.attempts,
  cause: row.cause,
  dueAt: row.state === 'waiting' ? toMillis(row.due_at) : null,
  claimedAt: toMillisOrNull(row.claimed_at),
  importId: row.import_id,
  createdAt: toMillis(row.created_at),
});
