// Nodes: the processes of one installation. Each has a row while it lives and counts beats in it; leases
// name the life that holds them. A life whose row is gone holds nothing, so deleting one row releases all
// that its process held. A process that stops is `draining`: others take over at once what it holds, and it
// lives on until the calls that it has placed are over. No clock stands in a row: each process that watches
// a node measures by its own.
import { notifyAll } from '../campaigns/changes.ts';
import { type Connection, withoutWaiting } from '../database/connection.ts';

/** One life of a process: `owner` stays the same after a restart, `life` never comes back. */
export interface Node {
  readonly owner: string;
  readonly life: string;
}

export interface WatchedNode extends Node {
  /** Beats so far; it grows while the process lives. */
  readonly beat: string;
  readonly state: 'running' | 'draining';
}

/**
 * Begins a life of `owner`.
 * @param replace ends the earlier lives of that owner: what they held is free at once. Only right after the
 *   start, so that two processes with one name by mistake do not end each other forever.
 */
export async function enterNode(connection: Connection, owner: string, replace: boolean): Promise<Node> {
  const [row] = await connection<{ life: string }[]>`
    with gone as (delete from nodes where ${replace} and owner = ${owner})
    insert into nodes (owner) values (${owner}) returning life`;
  if (row === undefined) throw new Error('an insert returned nothing');
  return { owner, life: row.life };
}

/**
 * Counts a beat of this life and tells the other nodes; null when another node has taken it for dead.
 * Its commit does not wait for the disk: a beat that a power cut takes back harms nobody.
 */
export async function beatNode(connection: Connection, { life }: Node): Promise<WatchedNode[] | null> {
  const rows = await connection<(WatchedNode & { is_alive: boolean })[]>`
    with mine as (
      update nodes set beat = beat + 1 from ${withoutWaiting(connection)} where life = ${life}::bigint returning life
    )
    select n.owner, n.life, n.beat, n.state, exists (select from mine) as is_alive from nodes n`;
  if (rows[0]?.is_alive !== true) return null;
  return rows.filter((row) => row.life !== life);
}

/** Ends a life whose beat has not grown since `dead` was read; false when it has, or is gone already. */
export async function buryNode(connection: Connection, dead: WatchedNode): Promise<boolean> {
  const rows = await connection`
    delete from nodes where life = ${dead.life}::bigint and beat = ${dead.beat}::bigint returning life`;
  return rows.length > 0;
}

/** Releases all that this life holds, and wakes the others: the first who asks gets it. */
export async function drainNode(connection: Connection, { life }: Node): Promise<void> {
  const drained = await connection`
    update nodes set state = 'draining' where life = ${life}::bigint returning life`;
  if (drained.length > 0) await notifyAll(connection);
}

/** Ends this life: all that it held is free at once. */
export async function leaveNode(connection: Connection, { life }: Node): Promise<void> {
  await connection`delete from nodes where life = ${life}::bigint`;
}
