// What the HTTP door is given by whoever opens it. Nothing in this room is global: a route gets
// these as an argument, so a test opens a door of its own with a clock of its own.
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/connection.ts';

export interface HttpDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** 32 bytes; seals the secrets of access keys (R20). */
  readonly masterKey: Buffer;
  /** A pino instance. */
  readonly log: FastifyBaseLogger;
  /** What the carrier can bear now; null where it knows no limit. For explain. */
  readonly carrierBudget: () => { channelsFree: number | null; callsPerSecondMax: number | null };
  /** The text of `/metrics`. */
  readonly metrics: () => Promise<string>;
  /** True when the process can do its work; `/health/ready` answers 503 otherwise. */
  readonly ready: () => Promise<boolean>;
  /** PEM texts; HTTPS when given. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The nearest proxy's `X-Forwarded-For` is believed. */
  readonly behindProxy?: boolean;
}
