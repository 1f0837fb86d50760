// Signed-in sessions. Only the SHA-256 of a session's token is stored, so a copy of the database
// opens no session. `expires_at` carries both limits: it is moved forward while the session is
// used, and never past the absolute end that its creation set.

import { type Masking, maskingFor } from '../../core/masking.ts';
import { type Millis, toMillis, type VdnId } from '../../core/units.ts';
import type { Role } from '../../core/user.ts';
import { type VdnSettings, vdnSettingsDefault } from '../../core/vdn.ts';
import type { Connection } from '../database/connection.ts';

export interface Session {
  readonly vdnId: VdnId;
  readonly userName: string;
  readonly role: Role;
  /** How the VDN shows persons to the role. */
  readonly masking: Masking;
  readonly createdAt: Millis;
  readonly expiresAt: Millis;
}

export async function createSession(
  connection: Connection,
  vdnId: VdnId,
  session: {
    readonly tokenHash: string;
    readonly userName: string;
    readonly createdAt: Millis;
    readonly expiresAt: Millis;
    /** Where the user signed in from, and with what, as the request told it. */
    readonly address: string;
    readonly client: string;
  },
): Promise<void> {
  const { tokenHash, userName, createdAt, expiresAt, address, client } = session;
  await connection`
    insert into sessions (vdn_id, token_hash, user_name, created_at, expires_at, address, client)
    values (${vdnId}, ${tokenHash}, ${userName}, ${createdAt}, ${expiresAt}, ${address}, ${client})`;
}

/** An open session as its user sees it among others. */
export interface ListedSession {
  /** The beginning of the hash of its token: enough to name it, and of no use to anybody else. */
  readonly id: string;
  readonly createdAt: Millis;
  readonly expiresAt: Millis;
  readonly address: string;
  readonly client: string;
}

const idLength = 16;

/** What `ListedSession` calls the session of that token. */
export const sessionIdOf = (tokenHash: string): string => tokenHash.slice(0, idLength);

/** The user's open sessions, the newest first, at most 100. */
export async function listSessionsOf(
  connection: Connection,
  vdnId: VdnId,
  userName: string,
  now: Millis,
): Promise<ListedSession[]> {
  const rows = await connection<
    { token_hash: string; created_at: number; expires_at: number; address: string; client: string }[]
  >`
    select token_hash, created_at, expires_at, address, client from sessions
    where vdn_id = ${vdnId} and user_name = ${userName} and expires_at > ${now}
    order by created_at desc, token_hash limit 100`;
  return rows.map((row) => ({
    id: sessionIdOf(row.token_hash),
    createdAt: toMillis(row.created_at),
    expiresAt: toMillis(row.expires_at),
    address: row.address,
    client: row.client,
  }));
}

/** Ends the user's session of that id; false when there is none. */
export async function endSessionOf(
  connection: Connection,
  vdnId: VdnId,
  userName: string,
  id: string,
): Promise<boolean> {
  const rows = await connection`
    delete from sessions where vdn_id = ${vdnId} and user_name = ${userName}
      and left(token_hash, ${idLength}) = ${id} returning token_hash`;
  return rows.length > 0;
}

/** The session that is open at `now`, of a user who is not disabled; role and masking are those of now. */
export async function findSession(
  connection: Connection,
  vdnId: VdnId,
  tokenHash: string,
  now: Millis,
): Promise<Session | null> {
  const [row] = await connection<SessionRow[]>`
    select s.user_name, u.role, s.created_at, s.expires_at, v.settings -> 'maskedFor' as masked_for
    from sessions s join users u on u.vdn_id = s.vdn_id and u.user_name = s.user_name
      join vdns v on v.vdn_id = s.vdn_id
    where s.vdn_id = ${vdnId} and s.token_hash = ${tokenHash}
      and s.expires_at > ${now} and u.disabled_at is null`;
  if (row === undefined) return null;
  return {
    vdnId,
    userName: row.user_name,
    role: row.role,
    masking: maskingFor(row.role, { maskedFor: row.masked_for ?? vdnSettingsDefault.maskedFor }),
    createdAt: toMillis(row.created_at),
    expiresAt: toMillis(row.expires_at),
  };
}

interface SessionRow {
  user_name: string;
  role: Role;
  created_at: number;
  expires_at: number;
  /** Null where the VDN's settings were written before there was such a setting. */
  masked_for: VdnSettings['maskedFor'] | null;
}

export async function extendSession(
  connection: Connection,
  vdnId: VdnId,
  tokenHash: string,
  expiresAt: Millis,
): Promise<void> {
  await connection`
    update sessions set expires_at = ${expiresAt}
    where vdn_id = ${vdnId} and token_hash = ${tokenHash} and expires_at < ${expiresAt}`;
}

export async function deleteSession(connection: Connection, vdnId: VdnId, tokenHash: string): Promise<void> {
  await connection`delete from sessions where vdn_id = ${vdnId} and token_hash = ${tokenHash}`;
}

/** Ends every session of a user, but the one of `exceptTokenHash`. */
export async function deleteSessionsOf(
  connection: Connection,
  vdnId: VdnId,
  userName: string,
  exceptTokenHash: string | null,
): Promise<void> {
  await connection`
    delete from sessions where vdn_id = ${vdnId} and user_name = ${userName}
      and token_hash is distinct from ${exceptTokenHash}`;
}

/** Removes what has expired; called at each login, so the table stays small. */
export async function deleteExpiredSessions(
  connection: Connection,
  vdnId: VdnId,
  now: Millis,
): Promise<void> {
  await connection`delete from sessions where vdn_id = ${vdnId} and expires_at <= ${now}`;
}
