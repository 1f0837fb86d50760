// The people who may sign in, by VDN. The password's hash leaves this file only through
// `findCredential`; no other function returns it, so no answer can hold it by mistake.

import { type Millis, toMillis, toMillisOrNull, toVdnId, type VdnId } from '../../core/units.ts';
import type { Role, User } from '../../core/user.ts';
import type { Connection } from '../database/connection.ts';

interface UserRow {
  vdn_id: number;
  user_name: string;
  role: Role;
  created_at: number;
  disabled_at: number | null;
}

/** A user with the hash of the password (PHC text). */
export interface Credential {
  readonly user: User;
  readonly passwordHash: string;
}

/** The user with the hash, disabled or not; null when there is none. */
export async function findCredential(
  connection: Connection,
  vdnId: VdnId,
  name: string,
): Promise<Credential | null> {
  const [row] = await connection<(UserRow & { password_hash: string })[]>`
    select vdn_id, user_name, role, created_at, disabled_at, password_hash
    from users where vdn_id = ${vdnId} and user_name = ${name}`;
  return row === undefined ? null : { user: readUser(row), passwordHash: row.password_hash };
}

export async function findUser(connection: Connection, vdnId: VdnId, name: string): Promise<User | null> {
  return (await findCredential(connection, vdnId, name))?.user ?? null;
}

/** All users of the VDN by name. */
export async function listUsers(connection: Connection, vdnId: VdnId): Promise<User[]> {
  const rows = await connection<UserRow[]>`
    select vdn_id, user_name, role, created_at, disabled_at
    from users where vdn_id = ${vdnId} order by user_name limit 1000`;
  return rows.map(readUser);
}

/** Adds a user; false when the name is taken. */
export async function createUser(
  connection: Connection,
  vdnId: VdnId,
  user: { readonly name: string; readonly role: Role; readonly passwordHash: string },
  now: Millis,
): Promise<boolean> {
  const rows = await connection`
    insert into users (vdn_id, user_name, role, password_hash, created_at)
    values (${vdnId}, ${user.name}, ${user.role}, ${user.passwordHash}, ${now})
    on conflict (vdn_id, user_name) do nothing returning user_name`;
  return rows.length === 1;
}

/** What may change of a user; undefined keeps what is stored. */
export interface UserChange {
  readonly role: Role | undefined;
  readonly passwordHash: string | undefined;
  readonly disabled: boolean | undefined;
}

/**
 * Changes a user. `lastAdministrator` when it would leave the VDN without an administrator who can
 * sign in; the administrators are locked first, so two such changes cannot pass each other.
 * Call it in a transaction.
 */
export async function changeUser(
  connection: Connection,
  vdnId: VdnId,
  name: string,
  change: UserChange,
  now: Millis,
): Promise<User | 'noSuchUser' | 'lastAdministrator'> {
  const administrators = await connection<{ user_name: string }[]>`
    select user_name from users
    where vdn_id = ${vdnId} and role = 'administrator' and disabled_at is null
    order by user_name for update`;
  const resigns = (change.role !== undefined && change.role !== 'administrator') || change.disabled === true;
  if (resigns && administrators.length === 1 && administrators[0]?.user_name === name) {
    return 'lastAdministrator';
  }
  const [row] = await connection<UserRow[]>`
    update users set
      role = coalesce(${change.role ?? null}::user_role, role),
      password_hash = coalesce(${change.passwordHash ?? null}, password_hash),
      disabled_at = case ${change.disabled ?? null}::boolean
        when true then coalesce(disabled_at, ${now}::timestamptz)
        when false then null
        else disabled_at end
    where vdn_id = ${vdnId} and user_name = ${name}
    returning vdn_id, user_name, role, created_at, disabled_at`;
  return row === undefined ? 'noSuchUser' : readUser(row);
}

function readUser(row: UserRow): User {
  return {
    vdnId: toVdnId(row.vdn_id),
    name: row.user_name,
    role: row.role,
    createdAt: toMillis(row.created_at),
    disabledAt: toMillisOrNull(row.disabled_at),
  };
}
