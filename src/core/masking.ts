// Which personal data each role sees. A called number, and what was imported with it, belongs to a person;
// people who run campaigns need it, people who only read figures do not. One rule for all answers goes by
// the names of fields, so a new answer with a `called` number is masked automatically.
import type { Role } from './user.ts';

/** Roles that a VDN may hide numbers from; an administrator could show them to themselves. */
export const maskableRoles = ['supervisor', 'agent', 'auditor'] as const satisfies readonly Role[];
export type MaskableRole = (typeof maskableRoles)[number];

/**
 * `none`: everything is shown. `number`: the number is masked, and not the data that came with it, since
 * an agent must know whom they talk to. `person`: the data are hidden as well.
 */
export type Masking = 'none' | 'number' | 'person';

/** How the VDN shows persons to somebody of the role. */
export function maskingFor(
  role: Role,
  { maskedFor }: { readonly maskedFor: readonly MaskableRole[] },
): Masking {
  if (!maskedFor.some((masked) => masked === role)) return 'none';
  return role === 'agent' ? 'number' : 'person';
}

/** What stands where something is hidden: no number can contain it, so none is taken for a real one. */
const hidden = '…';

/** The last two of a number with five characters or more, and nothing of a shorter one; logs use it too. */
export const maskedNumber = (called: string): string =>
  called.length < shortestNumber ? hidden : `${hidden}${called.slice(-2)}`;

const shortestNumber = 5;

/** What was imported with a number; why an import failed can tell a row of its file. */
const personNames: ReadonlySet<string> = new Set(['customField', 'callData', 'failure']);
/** What people and flows write freely: there a number is known by its looks only. */
const freeNames: ReadonlySet<string> = new Set(['note', 'businessResult', 'flowVariables', 'fileName']);
/** Five digits or more, with at most one character between two of them. */
const numberLooks = /\d(?:[ ().*#/-]?\d){4,}/g;

/** A copy of what is to be told, as JSON can write it, with numbers and persons masked. */
export function masked(value: unknown, masking: Masking): unknown {
  if (masking === 'none') return value;
  if (Array.isArray(value)) return value.map((one) => masked(one, masking));
  if (typeof value !== 'object' || value === null) return value;
  const called = 'called' in value && typeof value.called === 'string' ? value.called : null;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (name === 'called' && called !== null) return [name, maskedNumber(called)];
      if (personNames.has(name) && typeof inner === 'string') {
        return [name, masking === 'person' ? hiddenText(inner) : withoutNumber(inner, called)];
      }
      return [name, freeNames.has(name) ? withoutNumbers(inner) : masked(inner, masking)];
    }),
  );
}

const hiddenText = (text: string): string => (text === '' ? '' : hidden);

const withoutNumber = (text: string, called: string | null): string =>
  called === null || called.length < shortestNumber ? text : text.replaceAll(called, maskedNumber(called));

function withoutNumbers(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(numberLooks, (found) => maskedNumber(found.replace(/\D/g, '')));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutNumbers(inner)]));
}
