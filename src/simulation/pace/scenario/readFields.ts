// Reads plain values out of parsed JSON that a person wrote. Each function answers a usable value and adds
// a sentence to `faults` if the JSON had another, so that all faults are reported at once.

export type Fields = Readonly<Record<string, unknown>>;
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly isWhole?: boolean;
}

export const share: Range = { from: 0, to: 1 };
export const seconds: Range = { from: 0, to: 86_400 };
export const positiveSeconds: Range = { from: 0.001, to: 86_400 };
export const dayInstant: Range = { from: 0, to: 604_800 };

/** An object with known fields only; an unknown one is most likely a slip of the pen. */
export function fieldsIn(value: unknown, place: string, known: readonly string[], faults: string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push(`${place} must be an object in braces.`);
    return {};
  }
  const fields: Fields = { ...value };
  for (const name of Object.keys(fields)) {
    if (!known.includes(name)) faults.push(`${place} has no field ${name}; it has: ${known.join(', ')}.`);
  }
  return fields;
}

export function idIn(value: unknown, faults: string[]): string {
  if (typeof value === 'string' && /^[A-Za-z0-9_-]{1,40}$/.test(value)) return value;
  faults.push('id must be a name of 1 to 40 letters, digits, hyphens or underscores.');
  return '';
}

export function numberIn(
  value: unknown,
  place: string,
  { from, to, isWhole = false }: Range,
  faults: string[],
): number {
  if (typeof value === 'number' && value >= from && value <= to && (!isWhole || Number.isInteger(value))) {
    return value;
  }
  faults.push(`${place} must be a ${isWhole ? 'whole ' : ''}number from ${from} to ${to}.`);
  return from;
}

export function booleanIn(value: unknown, place: string, faults: string[]): boolean {
  if (typeof value !== 'boolean') faults.push(`${place} must be true or false.`);
  return value === true;
}

export function listOf<Read>(
  value: unknown,
  place: string,
  faults: string[],
  read: (one: unknown, place: string) => Read,
): Read[] {
  if (!Array.isArray(value) || value.length === 0) {
    faults.push(`${place} must be a list in brackets with at least one entry.`);
    return [];
  }
  return value.map((one: unknown, index) => read(one, `${place}[${index}]`));
}

/** The field that says which of several forms follows. */
export function nameIn(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
