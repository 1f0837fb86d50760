// The common parts of all commands: the options for server and key, and the way an answer is shown.
import type { Command } from 'commander';
import type { Clock } from '../clock.ts';
import { type Client, openClient } from './client.ts';
import { WrongUse } from './failure.ts';
import type { Output } from './output.ts';
import { findTarget, type TargetOptions } from './target.ts';

/** What a command may touch: given by main.ts, and by a test. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
  readonly clock: Clock;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface SharedOptions extends TargetOptions {
  readonly json?: boolean;
}

/** What an action gets beside its own arguments. */
export interface Action {
  readonly client: Client;
  readonly output: Output;
  /** The tenant of the key, as a route asks for it. */
  readonly vdn: { readonly vdnId: number };
  /** Shows `answer`: as JSON with --json, else the text that `write` makes of it. */
  show<Answer>(answer: Answer, write: (answer: Answer) => string): void;
}

/** Adds the shared options to a command; they may stand anywhere behind it. */
export const shared = (command: Command): Command =>
  command
    .option('--url <address>', 'address of the server (default: CAMPANA_URL, or where CAMPANA_LISTEN says)')
    .option('--ak <key>', 'access key (default: CAMPANA_AK, or bootstrap.json of the data directory)')
    .option('--sk <secret>', 'its secret; CAMPANA_SK keeps it out of the process list')
    .option('--vdn <id>', 'tenant (default: the one of the access key)')
    .option('--json', 'print the answer as JSON');

export function openAction(surroundings: Surroundings, options: SharedOptions): Action {
  const { output } = surroundings;
  const client = openClient(findTarget(options, surroundings.environment), surroundings.clock);
  return {
    client,
    output,
    vdn: { vdnId: client.target.vdnId },
    show: (answer, write) => output.line(options.json ? JSON.stringify(answer, null, 2) : write(answer)),
  };
}

/** A whole number of an argument or option. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new WrongUse(
      `${name}: expected a whole number from ${least} to ${most}, received ${JSON.stringify(text)}.`,
    );
  return value;
}

/** The base of the contract's campaign interfaces for the client's VDN. */
export const contractPath = (client: Client, version: 1 | 2 = 1): string =>
  `/rest/isales/v${version}/openapi/campaigns/${client.target.vdnId}`;

/** One part of a path, whatever is in it. */
export const part = (text: string | number): string => encodeURIComponent(String(text));
