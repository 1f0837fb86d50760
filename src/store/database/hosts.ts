// Where the database is. Its address may name several hosts, of which one takes writes; after a fail-over it is
// another one.
import type pg from 'pg';
import { ConnectionLost } from './connectionFailure.ts';

/** What PostgreSQL's own clients call `target_session_attrs`. */
const targets = ['any', 'read-write', 'primary'] as const;

/** How long a host may be silent before the next one is tried. */
export const silenceMillisMax = 5_000;

export interface Hosts {
  /** The same address once for each host, in the order given; at least one. */
  readonly urls: readonly [string, ...string[]];
  /** True: a host that takes no writes, such as a standby, is passed over. */
  readonly mustBeWritable: boolean;
}

/** Reads `postgres://user:password@one:5432,two:5432/name?target_session_attrs=read-write`. */
export function readHosts(address: string): Hosts | 'notAnAddress' | 'unknownTarget' {
  const [, before = '', hosts = '', after = ''] =
    /^(\w+:\/\/(?:[^@/?]*@)?)([^/?]*)(.*)$/s.exec(address) ?? [];
  const all = hosts.split(',').map((host) => `${before}${host}${after}`);
  if (!all.every((url) => URL.canParse(url))) return 'notAnAddress';
  const [first = '', ...others] = all;
  const target = new URL(first).searchParams.get('target_session_attrs') ?? 'any';
  if (!targets.some((known) => known === target)) return 'unknownTarget';
  return { urls: [first, ...others], mustBeWritable: target !== 'any' };
}

/** Opens connections to the host that answers, and goes on to the next one when it does not. */
export class Whereabouts {
  readonly #hosts: Hosts;
  #at = 0;

  constructor(hosts: Hosts) {
    this.#hosts = hosts;
  }

  /** The address of the host that was right last. */
  get url(): string {
    return this.#hosts.urls[this.#at] ?? this.#hosts.urls[0];
  }

  /** Asks of a new connection what the address asks of its host. */
  async judge(client: pg.Client): Promise<void> {
    if (!this.#hosts.mustBeWritable) return;
    const late = setTimeout(() => client.connection.stream.destroy(), silenceMillisMax);
    const { rows } = await client.query('show transaction_read_only').finally(() => clearTimeout(late));
    if (rows[0]?.transaction_read_only !== 'off')
      throw new Error('this host of the database takes no writes');
  }

  /** Tries each host once, from the one that was right last. */
  async find<Found>(open: () => Promise<Found>): Promise<Found> {
    for (let tried = 1; ; tried += 1) {
      const at = this.#at;
      try {
        return await open();
      } catch (error) {
        // Several connections may fail at once: the first of them goes on to the next host for all.
        if (this.#at === at) this.#at = (at + 1) % this.#hosts.urls.length;
        if (tried < this.#hosts.urls.length) continue;
        throw new ConnectionLost(error);
      }
    }
  }
}
