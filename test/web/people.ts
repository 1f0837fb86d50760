// The people who sign in to the console of the browser tests. The names are those of the roles.
import type { Role } from '../../src/core/user.ts';

export const password = 'correct horse battery';

export const users = {
  anna: 'administrator',
  sam: 'supervisor',
  audrey: 'auditor',
  '1001': 'agent',
} as const satisfies Record<string, Role>;
